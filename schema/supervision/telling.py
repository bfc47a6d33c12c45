"""What Python tells of names in plans: what may be done about each, and when it is to be assessed again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from schema.appeals.readable import TABLE as APPEALS
from schema.criteria.readable import last_periodic
from schema.designations.readable import changes_of
from schema.designations.rules import HELD, Change
from schema.designations.tables import Designation, DesignationChange
from schema.frame.payloads import AllowedAction
from schema.guidelines.readable import GUIDELINE, VERSIONS
from schema.plans.calls import Reading, Row, Source
from schema.plans.declarations import Readable, Told
from schema.supervision.graphql.designations import actions_about, due_on
from schema.units.readable import by_id

_NAME = ("status", "origin", "named_on", "plaque_issued_on", "plaque_returned_on")
_LAST = ("change", "effective_on", "event_id")


def _actions(
    reading: Reading,
    path: str,
    version: str,
    name: Mapping[str, Any],
    last: Mapping[str, Any] | None,
    givers: Sequence[Sequence[str | None]] | None,
    appealed: bool,
) -> list[AllowedAction]:
    edition = reading.known[VERSIONS.name].value[UUID(version)]
    days = {key: _day(value) for key, value in name.items() if key not in {"origin", "status"}}
    changed = None
    if last is not None:
        changed = DesignationChange(**(dict(last) | {"effective_on": _day(last["effective_on"])}))
    return actions_about(
        reading.context.operations,
        path,
        Designation(status=name["status"], origin=name["origin"], **days),
        edition.guideline,
        changed,
        frozenset(UUID(giver) for pair in givers or () for giver in pair if giver is not None),
        appealed=appealed,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _action_facts(row: Row) -> tuple[str, ...]:
    unit, changes, appeal = by_id(row, row("unit_id")), changes_of(row, row("id")), row.alias("a")
    befell = (*changes.where, f"{changes.alias}.change <> '{Change.REJUDGED}'")
    last = Source(changes.tables, befell, (f"{changes.alias}.ordinal desc",), limit=1)
    of_last = Source(((APPEALS, appeal),), (f"{appeal}.change_id = {changes.alias}.id",))
    appealed = f"exists {row.scalar('1', of_last)}"
    naming = changes_of(row, row("id"))
    given = Source(naming.tables, (*naming.where, f"{naming.alias}.change = 'named'"))
    pairs = f"json_agg(json_build_array({naming.alias}.actor_id, {naming.alias}.on_behalf_of))"
    return (
        row.scalar(f"{unit.alias}.path", unit),
        row("guideline_version_id"),
        _built(row, _NAME),
        row.scalar(_built(row.at(changes.alias), _LAST), last),
        row.scalar(pairs, given),
        f"coalesce({row.scalar(appealed, last)}, false)",
    )


def _built(row: Row, columns: tuple[str, ...]) -> str:
    pairs = ", ".join(f"'{name}', {row(name)}" for name in columns)
    return f"json_build_object({pairs})"


def _due(reading: Reading, kind: str, status: str, named_on: str, last: str | None) -> date | None:
    if status not in HELD:
        return None
    guideline = reading.known[GUIDELINE.name].value.guideline
    return due_on(guideline, kind, date.fromisoformat(named_on), _day(last))


def _due_facts(row: Row) -> tuple[str, ...]:
    unit = by_id(row, row("unit_id"))
    kind = row.scalar(f"{unit.alias}.kind", unit)
    return kind, row("status"), row("named_on"), last_periodic(row, row("unit_id"))


READABLE = (
    Readable(
        "Designation",
        {
            "actions": Told(_actions, _action_facts, (VERSIONS,)),
            "assessmentDueOn": Told(_due, _due_facts, (GUIDELINE,), nullable=True),
        },
    ),
)
