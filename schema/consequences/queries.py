"""What would become of units: asked before a guideline is published, or before a case is feared."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.connections import cut_page
from schema.consequences.simulation import Simulated, simulate_event, simulate_guideline
from schema.context import Info
from schema.criteria.census import CountedUnit, load_census
from schema.criteria.facts import EventFact
from schema.designations import repository as designations
from schema.designations.operations import state_of
from schema.designations.rules import watched
from schema.errors import DomainError, DomainErrors, ErrorCode
from schema.events.graphql import HealthEventKind
from schema.events.rules import Report, require_declared, require_report
from schema.guidelines.operations import require_valid
from schema.guidelines.queries import Source
from schema.guidelines.repository import current_edition, get_edition
from schema.identifiers import decode_id
from schema.pagination import After, Before, Connection, First, Last, Paging, connect
from schema.payloads import OperationError
from schema.units.rules import is_within


@strawberry.enum
class SimulatedOutcome(StrEnum):
    """How a unit meets its criteria before and after: both, neither, only after, only before."""

    FAIL = "fail"
    GAIN = "gain"
    LOSE = "lose"
    PASS = "pass"  # noqa: S105 - an outcome, not a password


@strawberry.type
class SimulatedUnit:
    """What would become of a unit."""

    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="Its name.")
    kind: str = strawberry.field(description="Id of its kind.")
    titled: bool = strawberry.field(description="Whether it bears a name in force now.")
    outcome: SimulatedOutcome = strawberry.field(description="How it would meet its criteria.")
    failing: list[str] = strawberry.field(description="Criteria that would stand in the way, by id.")
    name_change: str | None = strawberry.field(
        description="What its name would suffer from the event: `revoke`, `suspend` or `recompute`."
    )
    clause: str | None = strawberry.field(description="The clause it would suffer that by.")

    @classmethod
    def of(cls, found: Simulated) -> "SimulatedUnit":
        """Render what was found of a unit."""
        return cls(
            code=found.unit.code,
            name=found.unit.name,
            kind=found.unit.kind,
            titled=found.unit.titled,
            outcome=SimulatedOutcome(found.outcome),
            failing=list(found.failing),
            name_change=found.consequence.change if found.consequence else None,
            clause=found.consequence.clause if found.consequence else None,
        )


@strawberry.type
class Simulation:
    """What would become of the units in the viewer's area. Nothing was written."""

    found: strawberry.Private[Sequence[Simulated]]
    passing: int = strawberry.field(description="Units that meet their criteria before and after.")
    failing: int = strawberry.field(description="Units that meet them neither before nor after.")
    gaining: int = strawberry.field(description="Units that would meet them only then.")
    losing: int = strawberry.field(description="Units that would no longer meet them.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was simulated; else empty.")

    @classmethod
    def of(cls, found: Sequence[Simulated]) -> "Simulation":
        """Render a simulation with its counts."""
        count = Counter(each.outcome for each in found)
        return cls(
            found=found,
            passing=count["pass"],
            failing=count["fail"],
            gaining=count["gain"],
            losing=count["lose"],
            errors=[],
        )

    @classmethod
    def refused(cls, errors: Sequence[DomainError]) -> "Simulation":
        """Render what keeps a simulation from being made."""
        shown = [OperationError.of(error) for error in errors]
        return cls(found=[], passing=0, failing=0, gaining=0, losing=0, errors=shown)

    @strawberry.field
    async def units(
        self,
        info: Info,
        outcome: Annotated[
            SimulatedOutcome | None, strawberry.argument(description="Only units with this outcome.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[SimulatedUnit]:
        """The units in tree order."""
        wanted = [each for each in self.found if outcome is None or each.outcome == outcome.value]
        page = info.context.cursors.page(Paging("simulation", first, after, last, before))
        found = cut_page(wanted, lambda each: (each.unit.path,), page)

        async def total() -> int:
            return len(wanted)

        return connect(info.context.cursors, "simulation", found, SimulatedUnit.of, total)


@strawberry.input
class SimulatedEventInput:
    """An event that has not happened."""

    kind: HealthEventKind = strawberry.field(description="What would happen.")
    occurred_on: date = strawberry.field(description="Local day it would happen; not in the future.")
    reported_on: date | None = strawberry.field(default=None, description="Local day; today unless told.")
    in_central_quarantine: bool = strawberry.field(
        default=False, description="An infection found in central quarantine already."
    )
    risk_level: str | None = strawberry.field(default=None, description="Of a risk zone: its level.")
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )


@strawberry.type
class SimulationQuery:
    """What-if: the same evaluator, nothing written."""

    @strawberry.field
    async def simulate_guideline(self, info: Info, source: Source) -> Simulation:
        """Which units would pass, fail, gain or lose under another guideline, given as YAML text."""
        scopes = info.context.scopes(Action.APPLICATION_READ)
        try:
            other = require_valid(source)
        except DomainErrors as faults:
            return Simulation.refused(faults.errors)
        async with info.context.read() as session:
            current = (await current_edition(session, info.context.operations.today())).guideline
            units = await load_census(session, info.context.operations.today())
        seen = _in_area(units, scopes)
        return Simulation.of(await asyncio.to_thread(lambda: list(simulate_guideline(seen, current, other))))

    @strawberry.field
    async def simulate_event(
        self,
        info: Info,
        unit: Annotated[strawberry.ID, strawberry.argument(description="Where it would happen.")],
        event: Annotated[SimulatedEventInput, strawberry.argument(description="What would happen.")],
    ) -> Simulation:
        """Which units would still pass after an event, and which names it would take."""
        scopes = info.context.scopes(Action.APPLICATION_READ)
        try:
            unit_id, report = decode_id("Unit", unit, "unit"), _report(event, info.context.operations.today())
        except DomainError as refusal:
            return Simulation.refused([refusal])
        except DomainErrors as refusals:
            return Simulation.refused(refusals.errors)
        async with info.context.read() as session:
            current = (await current_edition(session, info.context.operations.today())).guideline
            try:
                require_declared(report, current)
            except DomainErrors as refusals:
                return Simulation.refused(refusals.errors)
            units = await load_census(session, info.context.operations.today())
            held = await designations.list_held(session)
            versions = {row.guideline_version_id for row in held}
            guidelines = {version: (await get_edition(session, version)).guideline for version in versions}
        place = next((each for each in _in_area(units, scopes) if each.id == unit_id), None)
        if place is None:
            return Simulation.refused([DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("unit",))])
        standings = {row.unit_id: (watched(state_of(row)), row.guideline_version_id) for row in held}
        found = simulate_event(units, guidelines, current, place, _fact(report), standings)
        seen = {each.id for each in _in_area(units, scopes)}
        judged = await asyncio.to_thread(lambda: [each for each in found if each.unit.id in seen])
        return Simulation.of(judged)


def _in_area(units: Sequence[CountedUnit], scopes: Sequence[str]) -> list[CountedUnit]:
    return [unit for unit in units if any(is_within(unit.path, scope) for scope in scopes)]


def _report(event: SimulatedEventInput, today: date) -> Report:
    report = Report(
        kind=event.kind.value,
        occurred_on=event.occurred_on,
        reported_on=event.reported_on or today,
        in_central_quarantine=event.in_central_quarantine,
        risk_level=event.risk_level,
        event_class=event.event_class,
    )
    require_report(report, today)
    return report


def _fact(report: Report) -> EventFact:
    return EventFact(
        kind=report.kind,
        occurred_on=report.occurred_on,
        reported_on=report.reported_on,
        in_central_quarantine=report.in_central_quarantine,
        risk_level=report.risk_level,
        event_class=report.event_class,
    )
