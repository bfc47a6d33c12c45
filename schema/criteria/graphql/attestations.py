"""What an official states of criteria, as a client sends it."""

from decimal import Decimal

import strawberry

from schema.criteria.operations import AttestationEntry
from schema.frame.inputs import Input


@strawberry.input
class AttestationInput(Input[AttestationEntry]):
    """What an official states of one criterion."""

    criterion: str = strawberry.field(description="Id of the criterion, e.g. `B-h`.")
    met: bool = strawberry.field(description="Whether it is met.")
    note: str | None = strawberry.field(default=None, description="Free note; no personal data.")
    reference: str | None = strawberry.field(
        default=None, description="Reference number of a sensitive matter."
    )
    sample_size: int | None = strawberry.field(default=None, description="Survey: how many were asked.")
    sample_met: int | None = strawberry.field(
        default=None, description="Survey: how many of them answered well."
    )
    share_percent: int | None = strawberry.field(
        default=None,
        description="Survey: share, 0 to 100, in place of `sampleMet`.",
        deprecation_reason="Tell how many in `sampleMet`: it is exact.",
    )
    points: Decimal | None = strawberry.field(
        default=None,
        description="Score sheet: points given, or taken off by a deduction; two decimals at most.",
    )
    applicable: bool = strawberry.field(
        default=True, description="False: the criterion's condition (`onlyWhere`) does not hold here."
    )
