"""One finding: what follows if nothing is done, reporting what was done, and looking again."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.responses import Response

from admin_ui.client import NotForYouError, Operation
from admin_ui.components.permissions import sort_actions
from admin_ui.forms import Fault
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
FINDING = Operation.load(_HERE / "finding.graphql")
RECTIFY = Operation.load(_HERE / "rectify.graphql")
VERIFY = Operation.load(_HERE / "verify.graphql")


async def show_finding(visit: Visit) -> Response:
    """Show the finding."""
    return await _page(visit)


async def rectify_finding(visit: Visit) -> Response:
    """Report what was done about it."""
    return await _changed(visit, RECTIFY, "finding_rectified", measure=visit.form.text("measure"))


async def verify_finding(visit: Visit) -> Response:
    """Accept what was done, or send it back."""
    form = visit.form
    if form.text("accepted") not in {"yes", "no"}:
        return await _page(visit, 422, [Fault("accepted", "请选择核查结果。")])
    accepted = form.text("accepted") == "yes"
    notice = "finding_verified" if accepted else "finding_sent_back"
    return await _changed(visit, VERIFY, notice, accepted=accepted, opinion=form.text("opinion"))


async def _changed(visit: Visit, operation: Operation, notice: str, **values: Any) -> Response:
    identity = visit.request.path_params["id"]
    _, faults = await visit.change(
        operation,
        idempotencyKey=visit.form.text("key"),
        finding=identity,
        expectedRevision=visit.form.revision(),
        **values,
    )
    return await _page(visit, 422, faults) if faults else visit.see(visit.url("finding", id=identity), notice)


async def _page(visit: Visit, status: int = 200, faults: Sequence[Fault] = ()) -> Response:
    data = await visit.load(FINDING, id=visit.request.path_params["id"])
    finding: dict[str, Any] | None = data["node"]
    if not finding or finding["unit"] is None:
        raise NotForYouError
    return visit.render(
        "pages/finding/finding.html",
        status,
        finding=finding,
        permissions=sort_actions(finding["actions"]),
        faults=faults,
    )
