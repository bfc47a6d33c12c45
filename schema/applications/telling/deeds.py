"""How an application stands to its criteria, and what the viewer may do with it: evaluated today, by the guards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from authz.actions import DRAFT
from schema.applications.graphql.applications import actions_on, rechecked
from schema.applications.loading import Circumstances, Dossier, circumstances_of
from schema.applications.loading.dossiers import may_be_taken_over
from schema.applications.readable import transitions_of
from schema.applications.tables import Application
from schema.applications.telling.steps import pinned, way
from schema.criteria.graphql import CriterionResult, ScoreTotal, evaluate_live, results_of, score_of
from schema.criteria.loading.live import LiveEvaluation
from schema.criteria.readable import last_self
from schema.deadlines.readable import RUNGS_CLIMBED
from schema.deadlines.readable import TABLE as CLOCKS
from schema.frame.payloads import AllowedAction
from schema.guidelines.readable import VERSIONS
from schema.guidelines.repository import Edition
from schema.plans.declarations import Readable, Reading, Row, Source, Told
from schema.units.readable import by_id
from schema.units.tables import Unit

Facts = Mapping[str, Any]
_MOVE = ("action", "round", "from_step", "actor_id", "on_behalf_of")


def place(reading: Reading, facts: Facts) -> Unit:
    """Give a unit as far as rules ask of it: the same object wherever it is told of."""
    unit_id = UUID(facts["id"])
    made: Unit | None = reading.made.get(unit_id)
    if made is None:
        made = reading.made[unit_id] = Unit(id=unit_id, path=facts["path"], kind=facts["kind"])
    return made


async def live(reading: Reading, unit: Unit, edition: Edition, tier: str | None) -> LiveEvaluation:
    """Evaluate a unit today."""
    return await evaluate_live(reading.context, unit, edition, tier)


def unit_facts(row: Row, unit_id: str) -> str:
    """Write what rules ask of a unit."""
    unit = by_id(row, unit_id)
    built = ", ".join(f"'{name}', {unit.alias}.{name}" for name in ("id", "path", "kind"))
    return row.scalar(f"json_build_object({built})", unit)


async def _actions(
    reading: Reading,
    version: str,
    process: str,
    application: Facts,
    unit: Facts,
    moves: Sequence[Sequence[Any]],
    taken_over: Sequence[str],
    assessed: str | None,
) -> list[AllowedAction]:
    edition, part = way(reading, version, process)
    stands = SimpleNamespace(
        id=UUID(application["id"]),
        step=application["step"],
        status=application["status"],
        round=application["round"],
        tier=application["tier"],
        step_entered_at=datetime.fromisoformat(application["step_entered_at"]),
    )
    dossier = Dossier(
        application=cast("Application", stands),
        unit=place(reading, unit),
        edition=edition,
        process=part,
        history=[_move(each) for each in moves],
        taken_over=frozenset(taken_over) if may_be_taken_over(part, stands.step) else frozenset(),
    )
    evaluation = None
    if rechecked(dossier):
        evaluation = (await live(reading, dossier.unit, edition, stands.tier)).evaluation
    beside = await _beside(reading, dossier, assessed)
    return actions_on(reading.context.operations, dossier, beside, evaluation)


async def _beside(reading: Reading, dossier: Dossier, assessed: str | None) -> Circumstances:
    """Give what stands beside an application; of batches only where its process has them."""
    drafted = dossier.application.step == DRAFT
    if (drafted and dossier.process.intake == "batch") or (dossier.process.batches and dossier.state.open):
        return await reading.context.load(circumstances_of, dossier) or Circumstances()
    return Circumstances(datetime.fromisoformat(assessed) if assessed is not None and drafted else None)


def _move(facts: Sequence[Any]) -> Any:
    action, round_, from_step, actor, substituted = facts
    return SimpleNamespace(
        action=action,
        round=round_,
        from_step=from_step,
        actor_id=UUID(actor) if actor else None,
        on_behalf_of=UUID(substituted) if substituted else None,
    )


def _action_facts(row: Row) -> tuple[str, ...]:
    moves, assessed = transitions_of(row, row("id")), last_self(row, row("id"))
    built = ", ".join(f"{moves.alias}.{name}" for name in _MOVE)
    listed = f"coalesce(json_agg(json_build_array({built}) order by {moves.alias}.ordinal), '[]')"
    stands = ", ".join(
        f"'{name}', {row(name)}" for name in ("id", "step", "status", "round", "tier", "step_entered_at")
    )
    return (
        *pinned(row),
        f"json_build_object({stands})",
        unit_facts(row, row("unit_id")),
        row.scalar(listed, Source(moves.tables, moves.where)),
        _taken_over(row),
        row.scalar(f"{assessed.alias}.assessed_at", assessed),
    )


def _taken_over(row: Row) -> str:
    """Write which roles took over the step an application stands at."""
    clock, rung = row.alias("k"), row.alias("e")
    where = (
        f"{clock}.application_id = {row('id')}",
        f"{clock}.status = 'running'",
        f"{rung}.deadline_id = {clock}.id",
        f"{rung}.action = 'take_over'",
    )
    rows = Source(((CLOCKS, clock), (RUNGS_CLIMBED, rung)), where)
    return row.scalar(f"coalesce(json_agg({rung}.role), '[]')", rows)


async def _evaluated(
    reading: Reading, version: str, process: str, tier: str | None, unit: Facts
) -> tuple[LiveEvaluation, str]:
    edition, _ = way(reading, version, process)
    return await live(reading, place(reading, unit), edition, tier), unit["kind"]


async def _criteria(reading: Reading, *facts: Any) -> list[CriterionResult]:
    return results_of(*await _evaluated(reading, *facts))


async def _score(reading: Reading, *facts: Any) -> ScoreTotal | None:
    return score_of((await _evaluated(reading, *facts))[0])


def _judged(row: Row) -> tuple[str, ...]:
    return *pinned(row), row("tier"), unit_facts(row, row("unit_id"))


DEEDS = (
    Readable(
        "Application",
        {
            "actions": Told(_actions, _action_facts, (VERSIONS,)),
            "criteria": Told(_criteria, _judged, (VERSIONS,)),
            "score": Told(_score, _judged, (VERSIONS,), nullable=True),
        },
    ),
)
