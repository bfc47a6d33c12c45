"""What an official states of criteria, as a client sends it."""

from decimal import Decimal

import strawberry

from schema.criteria.operations import AttestationEntry


@strawberry.input
class AttestationInput:
    """What an official states of one criterion."""

    criterion: str = strawberry.field(description="Id of the criterion, e.g. `B-h`.")
    met: bool = strawberry.field(description="Whether it is met.")
    note: str | None = strawberry.field(default=None, description="Free note; no personal data.")
    reference: str | None = strawberry.field(
        default=None, description="Reference number of a sensitive matter."
    )
    sample_size: int | None = strawberry.field(default=None, description="Survey: how many were asked.")
    share_percent: int | None = strawberry.field(default=None, description="Survey: share, 0 to 100.")
    points: Decimal | None = strawberry.field(
        default=None,
        description="Score sheet: points given, or taken off by a deduction; two decimals at most.",
    )
    applicable: bool = strawberry.field(
        default=True, description="False: the criterion's condition (`onlyWhere`) does not hold here."
    )

    def to_entry(self) -> AttestationEntry:
        """Hand the input to the operation."""
        return AttestationEntry(
            criterion=self.criterion,
            met=self.met,
            note=self.note,
            reference=self.reference,
            sample_size=self.sample_size,
            share_percent=self.share_percent,
            points=self.points,
            applicable=self.applicable,
        )
