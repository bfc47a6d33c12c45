"""What Python tells in plans of when a unit may bear a name again: of a lost name; of one suspended it asks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from authz.actions import Action
from schema.criteria.readable.events import events_of
from schema.criteria.rules import obstacles
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.telling import events_from
from schema.designations.readable import first_of, never_lost, of_unit, revoked_on
from schema.designations.rules import Standing, reapplication_opens
from schema.guidelines.readable import GUIDELINE
from schema.plans.calls import Reading, Row, Source
from schema.plans.declarations import AskError, Readable, Told
from schema.unit_eligibilities.graphql import Eligibility
from schema.unit_eligibilities.loading import counts_children
from schema.unit_eligibilities.rules import Return, return_of_lost


def returned(
    reading: Reading,
    kind: str,
    closed_on: str | None,
    status: str | None,
    revoked: str | None,
    events: Sequence[Sequence[Any]] | None,
) -> Return | None:
    """Tell from when a unit that lost its name may bear one again; None of one that lost none."""
    if events is None:
        return None
    if status == Standing.SUSPENDED:
        raise AskError("of a suspended name everything that is recorded is asked")
    if closed_on is not None:
        return None
    guideline, today = reading.known[GUIDELINE.name].value.guideline, reading.context.operations.today()
    if counts_children(guideline, kind):
        raise AskError("the units below are looked at too")
    opens_on = reapplication_opens(guideline, date.fromisoformat(revoked) if revoked else None)
    facts = UnitFacts(today, kind, events=events_from(events))
    return return_of_lost(obstacles(guideline, facts), (), opens_on, today)


def facts_of(row: Row, names: Source) -> tuple[str, ...]:
    """Write what it is told by; `names` are those of the unit that count, the latest first."""
    latest = row.scalar(f"{names.alias}.status", first_of(names))
    lost = f"case when not {never_lost(row, names)} then {events_of(row, row)} end"
    return row("kind"), row("closed_on"), latest, revoked_on(row, row("id")), lost


def _eligibility(reading: Reading, path: str, *facts: Any) -> Eligibility | None:
    if not reading.context.may(Action.UNIT_READ, path):
        return None
    found = returned(reading, *facts)
    return Eligibility.of(found) if found is not None else None


READABLE = (
    Readable(
        "Unit",
        {
            "eligibility": Told(
                _eligibility,
                lambda row: (row("path"), *facts_of(row, of_unit(row, row("id")))),
                (GUIDELINE,),
                nullable=True,
                asks=True,
            )
        },
    ),
)
