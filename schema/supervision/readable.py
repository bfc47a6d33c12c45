"""What compiled plans may read of names that are due to be assessed again."""

import json
from datetime import timedelta

from authz.actions import Action
from schema.criteria.readable import last_periodic
from schema.designations.readable import TABLE as NAMES
from schema.designations.rules import HELD
from schema.frame.pagination import PAGE_LIMIT
from schema.guidelines.readable import GUIDELINE
from schema.plans.calls import Arguments, Given, Reading, Row, Source
from schema.plans.declarations import Many, Readable
from schema.plans.rendering import any_of
from schema.plans.selections import Unplanned
from schema.units.readable import TABLE as UNITS
from schema.units.readable import inside


def _late(reading: Reading) -> str:
    """Give for some kinds of units each the last day on which one that is due was assessed or named, as JSON."""
    today = reading.context.operations.today()
    periods = reading.known[GUIDELINE.name].value.guideline.supervision.periodic
    return json.dumps(
        [
            {"kinds": list(period.unit_kinds), "day": (today - timedelta(days=period.every_days)).isoformat()}
            for period in periods
        ]
    )


_LATE = Given("late since", "jsonb", _late, known=GUIDELINE)


def _due(row: Row, arguments: Arguments) -> Source:
    """Give names at a unit and below whose assessment in turn is due, the longest waiting first."""
    name, unit, late = row.alias("d"), row.alias("u"), row.alias("l")
    last = f"greatest({name}.named_on, {last_periodic(row, f'{name}.unit_id')})"
    periods = f"jsonb_to_recordset({row.given(_LATE)}) as {late}(kinds text[], day date)"
    due = f"exists (select 1 from {periods} where {unit}.kind = any({late}.kinds) and {last} <= {late}.day)"  # noqa: S608 - made of columns
    where = (
        f"{unit}.id = {name}.unit_id",
        f"{name}.status in {any_of(HELD)}",
        inside(f"{unit}.path", row("path")),
        due,
    )
    first = arguments.value("first")
    if not 0 <= first <= PAGE_LIMIT:
        raise Unplanned("how many names are due")
    return Source(((NAMES, name), (UNITS, unit)), where, (last, f"{name}.id"), limit=first)


READABLE = (
    Readable(
        "Unit",
        {
            "assessmentsDue": Many(
                _due, shown=lambda row, arguments: arguments.may(Action.FINDING_READ, row("path"))
            )
        },
    ),
)
