"""Evaluates a unit today from the facts a statement read of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from schema.criteria.loading.live import LiveEvaluation
from schema.criteria.loading.records import stated as stated_fact
from schema.criteria.loading.records import statement_of
from schema.criteria.rules import evaluate_against
from schema.criteria.rules.facts import (
    ChildFact,
    ComplaintFact,
    EventFact,
    EvidenceFact,
    FigureFact,
    RosterFact,
    TestRoundFact,
    UnitFacts,
)
from schema.criteria.tables import Attestation
from schema.guidelines.repository import Edition
from schema.petitions.rules import tally
from schema.plans.calls import Reading

Facts = Mapping[str, Any]
Rows = Sequence[Sequence[Any]]


class _Stated(Attestation):
    """A statement as it is read here, with the display name of who made it."""

    __abstract__ = True
    by: str


def evaluated(
    reading: Reading, unit_id: str, kind: str, facts: Facts, edition: Edition, tier: str | None
) -> LiveEvaluation:
    """Evaluate a unit against a version, once in a call however often it is told of."""
    key = ("live", unit_id, edition.id, tier)
    made: LiveEvaluation | None = reading.made.get(key)
    if made is None:
        today, stated = reading.context.operations.today(), _stated(facts["attestations"])
        found = evaluate_against(edition.guideline, unit_facts(facts, kind, today, stated), tier)
        said = {criterion: statement_of(row, row.by) for criterion, row in stated.items()}
        made = reading.made[key] = LiveEvaluation(edition, found, said)
    return made


def unit_facts(facts: Facts, kind: str, today: date, stated: Mapping[str, _Stated]) -> UnitFacts:
    """Read the facts of a unit from JSON."""
    days, rounds = _routine(facts["logs"])
    households, unverified, oldest, *counts = facts["roster"]
    return UnitFacts(
        on=today,
        kind=kind,
        events=events_from(facts["events"]),
        roster=RosterFact(households, unverified, _day(oldest), *counts),
        logs=days,
        test_rounds=rounds,
        petition=tally(facts["petition"]) if facts["petition"] is not None else None,
        children=tuple(
            ChildFact(code, kind, titled, _day(met_on)) for code, kind, titled, met_on in facts["children"]
        ),
        figures={
            figure: FigureFact(numerator, denominator, date.fromisoformat(until), excluded)
            for figure, numerator, denominator, until, excluded in facts["figures"]
        },
        complaints=tuple(
            ComplaintFact(date.fromisoformat(came), date.fromisoformat(due), about, found, _day(settled))
            for came, due, about, found, settled in facts["complaints"]
        ),
        attestations={criterion: stated_fact(row) for criterion, row in stated.items()},
        evidence=_evidence(facts["evidence"]),
    )


def events_from(rows: Rows) -> tuple[EventFact, ...]:
    """Read events from JSON."""
    return tuple(
        EventFact(
            kind=kind,
            occurred_on=date.fromisoformat(occurred),
            reported_on=date.fromisoformat(reported),
            ended_on=_day(ended),
            in_central_quarantine=quarantined,
            above=above,
            risk_level=level,
            event_class=event_class,
            control=control,
        )
        for kind, occurred, reported, ended, quarantined, above, level, event_class, control in rows
    )


def _routine(rows: Rows) -> tuple[Mapping[str, tuple[date, ...]], tuple[TestRoundFact, ...]]:
    days, rounds = defaultdict[str, list[date]](list), []
    for kind, text, due, tested in rows:
        on = date.fromisoformat(text)
        days[kind].append(on)
        if kind == "test_round":
            rounds.append(TestRoundFact(on=on, due=due or 0, tested=tested or 0))
    return {kind: tuple(found) for kind, found in days.items()}, tuple(rounds)


def _stated(rows: Rows) -> Mapping[str, _Stated]:
    """Read the latest statement on each criterion, which comes last."""
    names = (
        "met",
        "attested_on",
        "sample_size",
        "sample_met",
        "share_percent",
        "points",
        "applicable",
        "note",
        "reference",
        "meaning",
        "attested_at",
        "by",
    )
    found = {}
    for criterion, *values in rows:
        row = SimpleNamespace(**dict(zip(names, values, strict=True)))
        row.attested_on = date.fromisoformat(row.attested_on)
        row.attested_at = datetime.fromisoformat(row.attested_at)
        row.points = Decimal(row.points) if row.points is not None else None
        found[criterion] = cast("_Stated", row)
    return found


def _evidence(rows: Rows) -> Mapping[str, tuple[EvidenceFact, ...]]:
    found = defaultdict[str, list[EvidenceFact]](list)
    for criterion, requirement, type_, taken_on, sha256 in rows:
        found[criterion].append(EvidenceFact(requirement, type_, date.fromisoformat(taken_on), sha256))
    return {criterion: tuple(files) for criterion, files in found.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
