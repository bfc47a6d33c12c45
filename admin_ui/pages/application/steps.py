"""The way of an application as a bar: what is done, where it stands, what is to come."""

from typing import Any

from admin_ui.wording import APPLICATION


def steps_of(application: dict[str, Any]) -> list[dict[str, str]]:
    """List the preparation and every step of the process with its state."""
    process = application["process"]["steps"]
    applicant = application["applicant"]
    names = [("申报准备", applicant["displayName"] if applicant else "申报人")]
    names += [(step["name"], step["roleName"]) for step in process]
    at = _position(application, [step["id"] for step in process])
    stopped = application["status"] in {"REJECTED", "WITHDRAWN"}
    return [
        {"name": name, "role": role, "state": _state(index, at, stopped=stopped)}
        for index, (name, role) in enumerate(names)
    ]


def status_word(application: dict[str, Any]) -> str:
    """Say the status, with the step while under review."""
    word = APPLICATION[application["status"]].word
    return f"{word}：{application['stepName']}" if application["status"] == "UNDER_REVIEW" else word


def _position(application: dict[str, Any], ids: list[str]) -> int:
    """Find the current segment; past the last one when the application is approved."""
    if application["status"] == "APPROVED":
        return len(ids) + 1
    if application["step"] is not None and application["step"]["id"] in ids:
        return ids.index(application["step"]["id"]) + 1
    names = [step["name"] for step in application["process"]["steps"]]
    closed_at = application["transitions"][-1]["fromStepName"] if application["closedAt"] else None
    return names.index(closed_at) + 1 if closed_at in names else 0


def _state(index: int, at: int, *, stopped: bool) -> str:
    if index < at:
        return "done"
    if index > at:
        return "todo"
    return "stopped" if stopped else "current"
