"""The text of a draft in a form: begun from a version, pasted or uploaded; checked, then kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import Action, district_action
from admin_ui.components.remarks import OF_THE_TEXT, faults_in, warnings_in
from admin_ui.forms import Fault
from admin_ui.pages.guideline_text.source import read_source
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
NEW = Operation.load(_HERE / "new.graphql")
TEXT = Operation.load(_HERE / "text.graphql")
CHECK = Operation.load(_HERE / "check.graphql")
KEEP = Operation.load(_HERE / "keep.graphql")
TEXT_BYTES = 512 * 1024
"""More than the longest text the API takes, most of whose characters have three bytes."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form is for: its heading, where it goes and whence it came, and the revision it rests on."""

    heading: str
    action: str
    back: str
    revision: str = ""


async def show_new_draft(visit: Visit) -> Response:
    """Show the form, with the text of the version the address names."""
    given = visit.request.query_params.get("from", "")
    begins = given.isascii() and given.isdecimal() and len(given) < 9
    data = await visit.load(NEW, number=int(given) if begins else 0, begins=begins)
    version = data.get("guidelineVersion")
    action = district_action(data, "DRAFT_GUIDELINE")
    return _render(visit, _new(visit), version["text"] if version else "", action)


async def show_draft_text(visit: Visit) -> Response:
    """Show the form with the draft's text; who may not change it is told why."""
    data = await visit.load(TEXT, id=visit.request.path_params["id"])
    draft: dict[str, Any] | None = data["guidelineDraft"]
    if draft is None:
        raise NotForYouError
    action = next(one for one in draft["actions"] if one["name"] == "REPLACE")
    return _render(visit, _held(visit, str(draft["revision"])), draft["source"], action)


async def keep_draft(visit: Visit) -> Response:
    """Check the text, or keep it as a new draft."""
    return await _take(visit, _new(visit))


async def replace_draft(visit: Visit) -> Response:
    """Check the text, or put it in the place of the draft's."""
    revision = visit.form.revision()
    sheet = _held(visit, str(revision))
    return await _take(visit, sheet, draft=visit.request.path_params["id"], expectedRevision=revision)


def _new(visit: Visit) -> Sheet:
    return Sheet("起草方案", visit.url("new_draft"), visit.url("guideline_drafts"))


def _held(visit: Visit, revision: str) -> Sheet:
    identity = visit.request.path_params["id"]
    here, back = visit.url("draft_text", id=identity), visit.url("guideline_draft", id=identity)
    return Sheet("修改草案", here, back, revision)


async def _take(visit: Visit, sheet: Sheet, **rests_on: Any) -> Response:
    source, faults = await read_source(visit)
    if faults or visit.form.text("stage") != "keep":
        return await _checked(visit, sheet, source, faults)
    payload, refused = await visit.change(
        KEEP, idempotencyKey=visit.form.text("key"), source=source, **rests_on
    )
    if refused:
        others = [fault for fault in refused if fault.code != OF_THE_TEXT]
        return await _checked(visit, sheet, source, others or [Fault("source", "文本有错误，未能保存。")])
    return visit.see(visit.url("guideline_draft", id=payload["draft"]["id"]), "draft_kept")


async def _checked(visit: Visit, sheet: Sheet, source: str, faults: Sequence[Fault]) -> Response:
    data = await visit.load(CHECK, source=source)
    found = data["validateGuideline"]
    return visit.render(
        "pages/guideline_text/text.html",
        422 if faults else 200,
        **_form(sheet, source),
        checked=not faults,
        text_faults=faults_in(found["errors"], source),
        warnings=warnings_in(found["warnings"], source),
        faults=faults,
    )


def _render(visit: Visit, sheet: Sheet, source: str, action: Action) -> Response:
    return visit.render(
        "pages/guideline_text/text.html",
        **_form(sheet, source, None if action["allowed"] else action),
        checked=False,
        text_faults=[],
        warnings=[],
    )


def _form(sheet: Sheet, source: str, refused: Action | None = None) -> dict[str, Any]:
    return {
        "heading": sheet.heading,
        "action": sheet.action,
        "back": sheet.back,
        "revision": sheet.revision,
        "source": source,
        "refused": refused,
    }
