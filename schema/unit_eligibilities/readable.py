"""What compiled plans may read of when a unit may bear a name again: that there is nothing to tell."""

from authz.actions import Action
from schema.designations.readable import never_lost, of_unit
from schema.plans.declarations import Arguments, Doubtful, Readable, Row


def _nothing_lost(row: Row, arguments: Arguments) -> str:
    seen = arguments.may(Action.UNIT_READ, row("path"))
    return f"(not {seen} or {never_lost(row, of_unit(row, row('id')))})"


READABLE = (Readable("Unit", {"eligibility": Doubtful(_nothing_lost)}),)
