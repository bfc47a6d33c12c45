"""How a process runs in batches: windows, teams, how far sheets may part, how long to rectify."""

from enum import StrEnum

import strawberry

from schema.guidelines.rules import format as parts


@strawberry.enum
class BatchKind(StrEnum):
    """What a batch is for: exemplars, everybody in turn, what cannot wait."""

    PILOT = "pilot"
    REGULAR = "regular"
    URGENT = "urgent"


@strawberry.enum
class LateRectification(StrEnum):
    """What it costs to put something right after its deadline: nothing, or the batches open meanwhile."""

    ADMIT = "admit"
    LATER_BATCH = "later_batch"


@strawberry.type
class TeamOffices:
    """Who an acceptance team is made of in batches of some kinds."""

    batches: list[BatchKind] = strawberry.field(description="The kinds of batches.")
    offices: list[str] = strawberry.field(description="The offices, each with a member at least.")

    @classmethod
    def of(cls, part: parts.Team) -> "TeamOffices":
        """Render a part of a guideline."""
        return cls(batches=[BatchKind(kind) for kind in part.batches], offices=list(part.offices))


@strawberry.type
class BatchTerms:
    """How the batches of a process run (T-P5, T-P7, T-P8)."""

    inspection_step: str | None = strawberry.field(
        description="The step an acceptance team decides at; null where there is none."
    )
    window_days: int = strawberry.field(description="Days a batch takes applications in at most.")
    inspectors: int = strawberry.field(description="Members of the team who fill in a sheet for each unit.")
    allowed_divergence: int = strawberry.field(
        description="Points their totals may lie apart before the leader settles them."
    )
    rectification_days: int = strawberry.field(description="Days to put right what was found wanting.")
    late_rectification: LateRectification = strawberry.field(description="What being late with it costs.")
    teams: list[TeamOffices] = strawberry.field(description="The teams, by kind of batch.")

    @classmethod
    def of(cls, part: parts.BatchSettings) -> "BatchTerms":
        """Render a part of a guideline."""
        return cls(
            inspection_step=part.inspection_step,
            window_days=part.window_days,
            inspectors=part.inspectors,
            allowed_divergence=part.allowed_divergence,
            rectification_days=part.rectification_days,
            late_rectification=LateRectification(part.late_rectification),
            teams=[TeamOffices.of(team) for team in part.teams],
        )
