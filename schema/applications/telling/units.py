"""What may be begun in a unit, and how it stands to its criteria."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from authz.actions import Action
from authz.tables import Membership, Official
from schema.applications.graphql.unit_fields import begun
from schema.applications.guards.applicants import roles_held
from schema.applications.readable import open_of
from schema.applications.telling.deeds import unit_facts
from schema.criteria.graphql import CriterionResult, ScoreTotal, results_of, score_of
from schema.criteria.loading.live import LiveEvaluation
from schema.criteria.readable import facts_of
from schema.criteria.telling import evaluated
from schema.designations.readable import held_by, revoked_on
from schema.designations.rules import Held, Standing
from schema.frame.payloads import AllowedAction
from schema.guidelines.readable import GUIDELINE, VERSIONS
from schema.guidelines.rules import process_for
from schema.officials.repository import Term
from schema.petitions.tables import Petition
from schema.plans.calls import Reading, Row, Source
from schema.plans.declarations import Readable, Told
from schema.units.readable import line

Facts = Mapping[str, Any]
_HELD = ("status", "named_on", "valid_until", "tier")


def _actions(
    reading: Reading,
    unit: Facts,
    held: Facts | None,
    lost: str | None,
    under_way: bool,
    petitioned: bool,
    over: Sequence[Facts],
) -> list[AllowedAction]:
    context, edition = reading.context.operations, reading.known[GUIDELINE.name].value
    process = process_for(edition.guideline, unit["kind"])
    terms = [_term(each) for each in over] if process is not None and process.fallback else []
    return begun(
        context,
        edition,
        unit["kind"],
        unit["path"],
        named=_held(held) if held is not None else None,
        lost=_day(lost),
        under_way=under_way,
        petitioned=petitioned,
        held=roles_held(terms, context.now_among(terms)),
    )


def _held(facts: Facts) -> Held:
    named_on = date.fromisoformat(facts["named_on"])
    return Held(Standing(facts["status"]), named_on, _day(facts["valid_until"]), facts["tier"])


def _term(facts: Facts) -> Term:
    """Give a role's term as far as it is compared with the instant."""
    until = facts["valid_until"]
    term = SimpleNamespace(
        role=facts["role"],
        valid_from=datetime.fromisoformat(facts["valid_from"]),
        valid_until=datetime.fromisoformat(until) if until is not None else None,
    )
    return cast("Term", term)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None


def _action_facts(row: Row) -> tuple[str, ...]:
    held, petition = held_by(row, row("id")), row.alias("p")
    built = ", ".join(f"'{name}', {held.alias}.{name}" for name in _HELD)
    open_petition = (f"{petition}.unit_id = {row('id')}", f"{petition}.closed_at is null")
    return (
        unit_facts(row, row("id")),
        row.scalar(f"json_build_object({built})", held),
        revoked_on(row, row("id")),
        f"exists {row.scalar('1', open_of(row, row('id')))}",
        f"exists {row.scalar('1', Source(((Petition.__tablename__, petition),), open_petition))}",
        _over(row),
    )


def _over(row: Row) -> str:
    """Write the roles that officials who can sign in hold, held or will hold over a unit."""
    term, person = row.alias("m"), row.alias("o")
    where = (
        f"{term}.scope_path = any({line(row('path'))})",
        f"{person}.id = {term}.official_id",
        f"{person}.disabled_at is null",
    )
    built = ", ".join(f"'{name}', {term}.{name}" for name in ("role", "valid_from", "valid_until"))
    rows = Source(((Membership.__tablename__, term), (Official.__tablename__, person)), where)
    return row.scalar(f"coalesce(json_agg(json_build_object({built})), '[]')", rows)


def _live(
    reading: Reading, unit: Facts, under_way: Facts | None, facts: Facts | None
) -> LiveEvaluation | None:
    if facts is None or not reading.context.may(Action.APPLICATION_READ, unit["path"]):
        return None
    edition, tier = reading.known[GUIDELINE.name].value, None
    if under_way is not None:
        edition = reading.known[VERSIONS.name].value[UUID(under_way["guideline_version_id"])]
        tier = under_way["tier"]
    return evaluated(reading, unit["id"], unit["kind"], facts, edition, tier)


def _criteria(reading: Reading, unit: Facts, *facts: Any) -> list[CriterionResult] | None:
    found = _live(reading, unit, *facts)
    return results_of(found, unit["kind"]) if found else None


def _score(reading: Reading, unit: Facts, *facts: Any) -> ScoreTotal | None:
    found = _live(reading, unit, *facts)
    return score_of(found) if found else None


def _judged(row: Row) -> tuple[str, ...]:
    opened = open_of(row, row("id"))
    built = ", ".join(f"'{name}', {opened.alias}.{name}" for name in ("guideline_version_id", "tier"))
    under_way = row.scalar(f"json_build_object({built})", opened)
    return unit_facts(row, row("id")), under_way, facts_of(row, row("id"))


UNITS = (
    Readable(
        "Unit",
        {
            "actions": Told(_actions, _action_facts, (GUIDELINE,)),
            "criteria": Told(_criteria, _judged, (GUIDELINE, VERSIONS), nullable=True),
            "score": Told(_score, _judged, (GUIDELINE, VERSIONS), nullable=True),
        },
    ),
)
