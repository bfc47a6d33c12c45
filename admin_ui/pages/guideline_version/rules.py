"""What is done about standing names on a version's page: taking the choice back, confirming what is held."""

from pathlib import Path

from starlette.responses import Response

from admin_ui.client import Operation
from admin_ui.forms import Fault
from admin_ui.pages.guideline_version.page import again, number_of
from admin_ui.visit import Visit

_HERE = Path(__file__).parent
UNDO = Operation.load(_HERE / "undo.graphql")
CONFIRM = Operation.load(_HERE / "confirm.graphql")


async def undo_rules(visit: Visit) -> Response:
    """Leave standing names as they are after all."""
    form = visit.form
    _, faults = await visit.change(
        UNDO,
        idempotencyKey=form.text("key"),
        ruleChange=form.text("change"),
        expectedRevision=form.revision(),
        reason=form.text("undoReason"),
    )
    if faults:
        named = {"reason": "undoReason"}
        shown = [Fault(named.get(each.field, ""), each.message, each.fix, each.code) for each in faults]
        return await again(visit, shown)
    return visit.see(visit.url("guideline_version", number=str(number_of(visit))), "rules_undone")


async def confirm_rules(visit: Visit) -> Response:
    """Have standing names judged though more fall than was seen before."""
    form = visit.form
    falling = form.text("falling")
    _, faults = await visit.change(
        CONFIRM,
        idempotencyKey=form.text("key"),
        ruleChange=form.text("change"),
        expectedRevision=form.revision(),
        falling=int(falling) if falling.isdecimal() else 0,
    )
    if faults:
        return await again(visit, [Fault("", each.message, each.fix, each.code) for each in faults])
    return visit.see(visit.url("guideline_version", number=str(number_of(visit))), "rules_confirmed")
