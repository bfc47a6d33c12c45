"""How an application stands to its criteria, and what the viewer may do with it: evaluated today, by the guards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from authz.actions import DRAFT
from schema.applications.graphql.applications import actions_on, rechecked
from schema.applications.loading import Circumstances, Dossier
from schema.applications.loading.dossiers import may_be_taken_over
from schema.applications.readable import closing_of, transitions_of
from schema.applications.rules import State
from schema.applications.tables import Application
from schema.applications.telling.steps import pinned, way
from schema.criteria.graphql import CriterionResult, ScoreTotal, kept_results, results_of, score_of
from schema.criteria.loading.applied import judges_at_applying
from schema.criteria.loading.live import LiveEvaluation
from schema.criteria.readable import facts_of, last_self
from schema.criteria.telling import evaluated
from schema.deadlines.readable import RUNGS_CLIMBED
from schema.deadlines.readable import TABLE as CLOCKS
from schema.frame.payloads import AllowedAction
from schema.guidelines.readable import VERSIONS
from schema.guidelines.repository import Edition
from schema.plans.calls import Given, Reading, Row, Source
from schema.plans.declarations import AskError, Readable, Told
from schema.units.readable import by_id
from schema.units.tables import Unit

Facts = Mapping[str, Any]
Kept = Mapping[str, Any]
_MOVE = ("action", "round", "from_step", "actor_id", "on_behalf_of")


class _Told(Dossier):
    """A dossier nobody writes to: what it tells of itself it tells for all actions at once."""

    @cached_property
    def state(self) -> State:
        """Where the application stands."""
        return super().state

    @cached_property
    def prior_actors(self) -> frozenset[UUID]:
        """Those who may not decide at the present step any more."""
        return super().prior_actors


def _place(facts: Facts) -> Unit:
    """Give a unit as far as guards ask of it."""
    return cast("Unit", SimpleNamespace(id=UUID(facts["id"]), path=facts["path"], kind=facts["kind"]))


def unit_facts(row: Row, unit_id: str) -> str:
    """Write what rules ask of a unit."""
    unit = by_id(row, unit_id)
    built = ", ".join(f"'{name}', {unit.alias}.{name}" for name in ("id", "path", "kind"))
    return row.scalar(f"json_build_object({built})", unit)


def _actions(
    reading: Reading,
    version: str,
    process: str,
    application: Facts,
    unit: Facts,
    moves: Sequence[Sequence[Any]],
    taken_over: Sequence[str],
    assessed: str | None,
    facts: Facts | None,
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
    dossier = _Told(
        application=cast("Application", stands),
        unit=_place(unit),
        edition=edition,
        process=part,
        history=[_move(each) for each in moves],
        taken_over=frozenset(taken_over) if may_be_taken_over(part, stands.step) else frozenset(),
    )
    evaluation = None
    if rechecked(dossier):
        if facts is None:
            raise LookupError("the statement read no facts of it")
        _require_today(edition, unit["kind"], stands.tier)
        evaluation = evaluated(reading, unit["id"], unit["kind"], facts, edition, stands.tier).evaluation
    drafted = stands.step == DRAFT
    if (drafted and part.intake == "batch") or (part.batches and dossier.state.open):
        raise AskError("batches have a say in it")
    beside = Circumstances(datetime.fromisoformat(assessed) if assessed is not None and drafted else None)
    return actions_on(reading.context.operations, dossier, beside, evaluation)


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
        f"case when {_at_stake(row)} then {facts_of(row, row('unit_id'))} end",
    )


def _rechecking(reading: Reading) -> list[str]:
    """List the steps, by version and process, at which the criteria are looked at again."""

    def list_steps(editions: Mapping[UUID, Edition]) -> list[str]:
        return [
            f"{version}/{process.id}/{step.id}"
            for version, edition in editions.items()
            for process in edition.guideline.processes
            for step in process.steps
            if step.rechecks or "name" in step.actions
        ]

    steps: list[str] = reading.known[VERSIONS.name].make("rechecking", list_steps)
    return steps


_RECHECKING = Given("rechecking steps", "text[]", _rechecking, known=VERSIONS)


def _at_stake(row: Row) -> str:
    """Say in SQL that an action may be open that looks at the criteria again."""
    at = f"{row('guideline_version_id')} || '/' || {row('process')} || '/' || {row('step')}"
    return f"({row('step')} = '{DRAFT}' or {at} = any({row.given(_RECHECKING)}))"


def _taken_over(row: Row) -> str:
    """Write which offices, or roles, took over the step an application stands at."""
    clock, rung = row.alias("k"), row.alias("e")
    where = (
        f"{clock}.application_id = {row('id')}",
        f"{clock}.status = 'running'",
        f"{rung}.deadline_id = {clock}.id",
        f"{rung}.action = 'take_over'",
    )
    rows = Source(((CLOCKS, clock), (RUNGS_CLIMBED, rung)), where)
    return row.scalar(f"coalesce(json_agg(coalesce({rung}.office, {rung}.role)), '[]')", rows)


def _evaluated(
    reading: Reading, edition: Edition, tier: str | None, unit: Facts, facts: Facts | None
) -> LiveEvaluation:
    if facts is None:
        raise LookupError("an application under way is judged by the facts of today")
    _require_today(edition, unit["kind"], tier)
    return evaluated(reading, unit["id"], unit["kind"], facts, edition, tier)


def _require_today(edition: Edition, kind: str, tier: str | None) -> None:
    if judges_at_applying(edition.guideline, kind, tier):
        raise AskError("something is judged by the facts it was handed in with")


def _criteria(
    reading: Reading,
    version: str,
    process: str,
    tier: str | None,
    unit: Facts,
    facts: Facts | None,
    kept: Kept | None,
) -> list[CriterionResult]:
    edition, _ = way(reading, version, process)
    if kept is not None:
        return kept_results(kept["results"], edition)
    return results_of(_evaluated(reading, edition, tier, unit, facts), unit["kind"])


def _score(
    reading: Reading,
    version: str,
    process: str,
    tier: str | None,
    unit: Facts,
    facts: Facts | None,
    kept: Kept | None,
) -> ScoreTotal | None:
    if kept is not None:
        return ScoreTotal.kept(kept["score"]) if kept["score"] else None
    edition, _ = way(reading, version, process)
    return score_of(_evaluated(reading, edition, tier, unit, facts))


def _judged(row: Row) -> tuple[str, ...]:
    closing = closing_of(row, row("id"))
    built = f"json_build_object('results', {closing.alias}.results, 'score', {closing.alias}.score)"
    open_facts = f"case when {row('step')} is not null then {facts_of(row, row('unit_id'))} end"
    return (
        *pinned(row),
        row("tier"),
        unit_facts(row, row("unit_id")),
        open_facts,
        row.scalar(built, closing),
    )


DEEDS = (
    Readable(
        "Application",
        {
            "actions": Told(_actions, _action_facts, (VERSIONS,), asks=True),
            "criteria": Told(_criteria, _judged, (VERSIONS,), asks=True),
            "score": Told(_score, _judged, (VERSIONS,), nullable=True, asks=True),
        },
    ),
)
