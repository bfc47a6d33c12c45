"""What would become of units: asked before a guideline is published, or before a case is feared."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

import strawberry

from schema.events.graphql import HealthEventKind, PersonControl
from schema.events.rules import Report, require_report
from schema.frame.connections import cut_page
from schema.frame.context import Info
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.inputs import Input, Path, fills
from schema.frame.pagination import After, Before, Connection, First, Last, Paging, connect
from schema.frame.payloads import OperationError
from schema.simulations.rules import Simulated


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
        description="What its name would suffer from the event: `revoke`, `suspend`, `warn` or `recompute`."
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
    def refused(cls, refusal: DomainError | DomainErrors) -> "Simulation":
        """Render what keeps a simulation from being made."""
        errors = refusal.errors if isinstance(refusal, DomainErrors) else (refusal,)
        shown = [OperationError.of(error) for error in errors]
        return cls(found=[], passing=0, failing=0, gaining=0, losing=0, errors=shown)

    @strawberry.field
    def units(
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
class SimulatedEventInput(Input[Report], leaving=("area_id", "left_area_on", "source", "external_id")):
    """An event that has not happened."""

    kind: HealthEventKind = strawberry.field(description="What would happen.")
    occurred_on: date = strawberry.field(description="Local day it would happen; not in the future.")
    reported_on: date | None = strawberry.field(default=None, description="Local day; today unless told.")
    in_central_quarantine: bool = strawberry.field(
        default=False, description="An infection found in central quarantine already."
    )
    control: PersonControl | None = strawberry.field(
        default=None,
        description="How the person is controlled, of contacts, returnees, suspected cases and fever.",
    )
    risk_level: str | None = strawberry.field(default=None, description="Of a risk zone: its level.")
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )

    @fills("reported_on")
    def reported(self, today: date) -> date:
        """Take an event without its day of report as reported today."""
        return self.reported_on or today

    def read(self, today: date, at: Path = ()) -> Report:
        """Read the event as if it were reported; refuse what could not have happened."""
        report = super().read(today, at)
        require_report(report, today)
        return report
