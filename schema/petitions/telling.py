"""What Python tells of petitions in plans: the count by a guideline's rule, and what may be done with one."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from schema.frame.payloads import AllowedAction
from schema.guidelines.readable import GUIDELINE, VERSIONS
from schema.petitions.graphql import Petition, petition_actions
from schema.petitions.readable import BINDING, CLOSINGS, ROLL, UNIT
from schema.petitions.rules import Tally, rule_for, tally
from schema.petitions.tables import Petition as PetitionTable
from schema.plans.calls import Reading, Row, Source
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
    reading: Reading,
    petition_id: str,
    unit: Facts,
    version: str | None,
    answers: Mapping[str, int],
    signed: Mapping[str, int] | None,
) -> Petition:
    """Count a petition by the version of an application, else by the one in force; once in a call.

    `signed` is what an application that ended kept of it: then that counts, and it takes no answers.
    """
    key = ("petition", petition_id, version, signed is not None)
    made: Petition | None = reading.made.get(key)
    if made is None:
        edition = reading.known[GUIDELINE.name].value
        if version is not None:
            edition = reading.known[VERSIONS.name].value[UUID(version)]
        row = SimpleNamespace(id=UUID(petition_id), revision=0, opened_at=None)
        counted = Tally(**signed) if signed is not None else tally(answers)
        rule = rule_for(edition.guideline.criteria, unit["kind"])
        made = Petition.of(cast("PetitionTable", row), unit["path"], counted, rule, closed=signed is not None)
        reading.made[key] = made
    return made


def _attribute(name: str) -> Callable[..., Any]:
    return lambda reading, *facts: getattr(_petition(reading, *facts), name)


def _actions(reading: Reading, *facts: Any) -> list[AllowedAction]:
    return petition_actions(reading.context.operations, _petition(reading, *facts))


def _facts(row: Row) -> tuple[str, ...]:
    unit = row.joined(UNIT)
    place = f"json_build_object('path', {unit('path')}, 'kind', {unit('kind')})"
    served, closing = row.joined(BINDING), row.alias("k")
    kept = Source(((CLOSINGS, closing),), (f"{closing}.application_id = {served('id')}",))
    signed = row.scalar(f"{closing}.tally", kept)
    return row("id"), place, served("guideline_version_id"), row.joined(ROLL)("answers"), signed


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
