"""The page of a draft: what is wrong with it, what it changes and says, and what may be done with it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.explanation import sections_of
from admin_ui.components.permissions import Action, district_action, sort_actions
from admin_ui.components.remarks import OF_THE_TEXT, faults_in, warnings_in
from admin_ui.forms import Fault
from admin_ui.visit import Visit

DRAFT = Operation.load(Path(__file__).parent / "draft.graphql")


async def show_draft(visit: Visit) -> Response:
    """Show the page."""
    return draft_page(visit, await load_draft(visit))


async def load_draft(visit: Visit) -> dict[str, Any]:
    """Read the draft; one out of sight is unknown."""
    data = await visit.load(DRAFT, id=visit.request.path_params["id"])
    draft: dict[str, Any] | None = data["guidelineDraft"]
    if draft is None:
        raise NotForYouError
    return draft


def draft_page(
    visit: Visit, draft: dict[str, Any], status: int = 200, faults: Sequence[Fault] = ()
) -> Response:
    """Render the page; faults of the text stand in a list of their own, with their lines."""
    publish = next(action for action in draft["actions"] if action["name"] == "PUBLISH")
    return visit.render(
        "pages/guideline_draft/draft.html",
        status,
        draft=draft,
        text_faults=faults_in(publish["reasons"], draft["source"]),
        warnings=warnings_in(draft["warnings"], draft["source"]),
        sections=sections_of(draft["explanation"]),
        simulation={
            "may": district_action(visit.loaded["data"], "SIMULATE")["allowed"],
            "usable": draft["simulation"] is not None and not draft["simulation"]["reasons"],
        },
        permissions=sort_actions(_told_once(action) for action in draft["actions"]),
        faults=faults,
    )


def _told_once(action: Action) -> Action:
    """Put one reason in the place of the faults of the text, which the page lists by themselves."""
    others = [reason for reason in action["reasons"] if reason["code"] != OF_THE_TEXT]
    count = len(action["reasons"]) - len(others)
    if not count:
        return action
    told = {"code": OF_THE_TEXT, "message": f"文本有 {count} 处错误。", "fix": "请按所列逐处改正。"}
    return action | {"reasons": [*others, told]}
