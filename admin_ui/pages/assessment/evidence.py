"""Evidence on the page of the self-assessment: files come in by a plain form and go out as attachments."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.responses import Response

from admin_ui.client import failure_of
from admin_ui.forms import Fault
from admin_ui.pages.assessment.page import load_assessment, render_assessment
from admin_ui.visit import Visit

_FIELDS = ("unit", "criterion", "requirement", "takenOn")
_REFUSED_TO_YOU = frozenset(
    {"NOT_FOUND", "OUTSIDE_AREA", "ROLE_NOT_ALLOWED", "TENANT_MISMATCH", "UNAUTHENTICATED"}
)


async def bring_evidence(visit: Visit) -> Response:
    """Keep a file for a requirement of a criterion; what is wrong with it is told at its form."""
    faults = await _upload(visit)
    if faults:
        return render_assessment(visit, await load_assessment(visit), 422, faults)
    return visit.see(visit.url("assessment", id=visit.request.path_params["id"]), "evidence")


async def give_evidence(visit: Visit) -> Response:
    """Hand a file out; one out of sight is unknown."""
    visit.request.state.session_token = visit.session_token
    answer = await visit.desk.files.download(visit.request, visit.request.path_params["id"])
    if answer.status_code == 200:
        return answer
    code = {401: "UNAUTHENTICATED", 503: "UNAVAILABLE"}.get(answer.status_code, "NOT_FOUND")
    raise failure_of({"message": "材料库暂不可用。", "extensions": {"code": code, "fix": "请稍后再试。"}})


async def _upload(visit: Visit) -> list[Fault]:
    visit.request.state.session_token = visit.session_token
    given = [(name, visit.form.text(name)) for name in _FIELDS]
    file = visit.sent.get("file") if visit.sent is not None else None
    if file is None or isinstance(file, str) or not file.filename:
        return [_at(visit, Fault("file", "请选择要上传的文件。"))]
    sent = FormData([*given, ("idempotencyKey", visit.form.text("key")), ("file", file)])
    answer = await visit.desk.files.upload(visit.request, sent)
    errors = answer.get("errors") or []
    if any(error["extensions"]["code"] in _REFUSED_TO_YOU for error in errors):
        raise failure_of(errors[0])
    return [
        _at(
            visit,
            Fault(
                ".".join(error["extensions"].get("field") or ()),
                error["message"],
                error["extensions"]["fix"],
                error["extensions"]["code"],
            ),
        )
        for error in errors
    ]


def _at(visit: Visit, fault: Fault) -> Fault:
    """Point a fault at the form of its requirement."""
    name = "takenOn" if fault.field == "takenOn" else "file"
    return replace(fault, field=f"{name}.{visit.form.text('criterion')}.{visit.form.text('requirement')}")
