"""What Python tells of petitions in plans: the count by a guideline's rule, and what may be done with one."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from schema.frame.payloads import AllowedAction
from schema.guidelines.readable import GUIDELINE, VERSIONS
from schema.petitions.graphql import Petition, petition_actions
from schema.petitions.readable import BINDING, ROLL, UNIT
from schema.petitions.rules import rule_for, tally
from schema.petitions.tables import Petition as PetitionTable
from schema.plans.calls import Reading, Row
from schema.plans.declarations import Readable, Told

Facts = Mapping[str, Any]
_COUNTED = (
    "living",
    "roll",
    "denominator",
    "signed",
    "vacant",
    "vacancy_claimed",
    "refused",
    "absent",
    "pending",
    "missing",
    "complete",
)


def _petition(
    reading: Reading, petition_id: str, unit: Facts, version: str | None, answers: Mapping[str, int]
) -> Petition:
    """Count an open petition by the version of an application, else by the one in force; once in a call."""
    key = ("petition", petition_id, version)
    made: Petition | None = reading.made.get(key)
    if made is None:
        edition = reading.known[GUIDELINE.name].value
        if version is not None:
            edition = reading.known[VERSIONS.name].value[UUID(version)]
        row = SimpleNamespace(id=UUID(petition_id), revision=0, opened_at=None)
        counted, rule = tally(answers), rule_for(edition.guideline.criteria, unit["kind"])
        made = Petition.of(cast("PetitionTable", row), unit["path"], counted, rule, closed=False)
        reading.made[key] = made
    return made


def _attribute(name: str) -> Callable[..., Any]:
    return lambda reading, *facts: getattr(_petition(reading, *facts), name)


def _actions(reading: Reading, *facts: Any) -> list[AllowedAction]:
    return petition_actions(reading.context.operations, _petition(reading, *facts))


def _facts(row: Row) -> tuple[str, ...]:
    unit = row.joined(UNIT)
    place = f"json_build_object('path', {unit('path')}, 'kind', {unit('kind')})"
    return row("id"), place, row.joined(BINDING)("guideline_version_id"), row.joined(ROLL)("answers")


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(each.title() for each in others)


READABLE = (
    Readable(
        "Petition",
        {
            **{_camel(name): Told(_attribute(name), _facts, (GUIDELINE, VERSIONS)) for name in _COUNTED},
            "actions": Told(_actions, _facts, (GUIDELINE, VERSIONS)),
        },
    ),
)
