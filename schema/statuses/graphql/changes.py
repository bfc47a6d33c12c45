"""The feed of changes in the public register."""

from datetime import date, datetime

import strawberry

from schema.designations.rules import Cause, public_text
from schema.statuses.graphql.status import PublicReason
from tenants.outbox import OutboxMessage


@strawberry.type
class StatusChange:
    """A change of a name, in the order of the feed. Ask again `after` the last cursor you have seen."""

    sequence: int = strawberry.field(
        description="Place in the feed: grows, never reused, no gaps to wait for."
    )
    code: str = strawberry.field(description="The unit's code.")
    number: str = strawberry.field(description="The number of the name.")
    change: str = strawberry.field(
        description="`named`, `warned`, `suspended`, `restored`, `expired`, `revoked`, `reinstated`, `voided`, "
        "or `reissued` for a certificate that supersedes the one before."
    )
    reason: PublicReason = strawberry.field(description="The cause.")
    recorded_at: datetime = strawberry.field(description="When it was recorded.")

    @classmethod
    def of(cls, row: OutboxMessage) -> "StatusChange":
        """Render a message of the feed."""
        return cls(
            sequence=row.sequence or 0,
            code=row.payload["code"],
            number=row.payload["number"],
            change=row.topic.removeprefix("designation."),
            reason=PublicReason(
                code=row.payload["cause"],
                text=public_text(Cause(row.payload["cause"])),
                clause=row.payload["clause"],
                effective_on=date.fromisoformat(row.payload["effectiveOn"]),
            ),
            recorded_at=row.created_at,
        )
