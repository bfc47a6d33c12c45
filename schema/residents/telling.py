"""What Python tells of the roster in plans: special groups by the guideline, and what may be done with a household."""

from collections.abc import Sequence

from schema.frame.payloads import AllowedAction
from schema.guidelines.graphql import SpecialGroup
from schema.guidelines.readable import GUIDELINE, Version
from schema.plans.calls import Reading, Row
from schema.plans.declarations import Readable, Told
from schema.residents.graphql import household_actions
from schema.units.readable import by_id


def _groups(reading: Reading, ids: Sequence[str] | None) -> list[SpecialGroup] | None:
    if ids is None:
        return None
    version: Version = reading.known[GUIDELINE.name].value
    return [SpecialGroup.of(group) for group in version.guideline.special_groups if group.id in ids]


def _actions(reading: Reading, path: str, departed_on: str | None) -> list[AllowedAction]:
    return household_actions(reading.context.operations, path, departed=departed_on is not None)


def _place(row: Row) -> tuple[str, ...]:
    unit = by_id(row, row("unit_id"))
    return row.scalar(f"{unit.alias}.path", unit), row("departed_on")


READABLE = (
    Readable(
        "Resident",
        {"specialGroups": Told(_groups, lambda row: (row("special_groups"),), (GUIDELINE,), nullable=True)},
    ),
    Readable("Household", {"actions": Told(_actions, _place)}),
)
