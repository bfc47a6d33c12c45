"""Reviews in the API."""

import uuid
from datetime import datetime

import strawberry

from schema.applications import repository as moves
from schema.applications.graphql import Application, find_application
from schema.applications.graphql.timeline import FormAnswer
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.guidelines.graphql import ReviewDecision, by_role
from schema.officials.graphql import Official, find_official
from schema.reviews import repository
from schema.reviews.tables import Review as ReviewTable


@strawberry.type
class Review(Node):
    """A reasoned decision of an official at a step."""

    reviewer_uuid: strawberry.Private[uuid.UUID]
    substituted_uuid: strawberry.Private[uuid.UUID | None]
    level: strawberry.Private[str | None]
    step: str = strawberry.field(description="The step it was made at.")
    decision: ReviewDecision = strawberry.field(description="What was decided.")
    opinion: str | None = strawberry.field(description="The signed opinion 签注意见, or the reason.")
    role: str = strawberry.field(description="The role it was made in.")
    decided_at: datetime = strawberry.field(description="When it was made.")
    transition_id: strawberry.Private[uuid.UUID]

    @classmethod
    def of(cls, row: ReviewTable) -> "Review":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Review", row.id)),
            reviewer_uuid=row.reviewer_id,
            substituted_uuid=row.on_behalf_of,
            step=row.step,
            decision=ReviewDecision(row.decision),
            opinion=row.opinion,
            role=row.role,
            level=row.level,
            decided_at=row.decided_at,
            transition_id=row.transition_id,
        )

    @strawberry.field
    def role_name(self, info: Info) -> str:
        """The role in zh-CN, or the office it is held in, as the district's guideline calls it."""
        return by_role(info.context, self.role, self.level)

    @strawberry.field
    async def reviewer(self, info: Info) -> Official | None:
        """Who decided."""
        return await find_official(info.context, self.reviewer_uuid)

    @strawberry.field
    async def on_behalf_of(self, info: Info) -> Official | None:
        """Whom the reviewer stood in for; null if nobody."""
        person = self.substituted_uuid
        return await find_official(info.context, person) if person is not None else None

    @strawberry.field
    async def answers(self, info: Info) -> list[FormAnswer]:
        """What was filled in with it; empty without a form."""
        move = await info.context.load(moves.transitions_by_ids, self.transition_id)
        return FormAnswer.of(move.answers) if move else []


@fetches("Review")
async def find_review(context: RequestContext, review_id: uuid.UUID) -> Review | None:
    """Read a review of an application the viewer may see."""
    row = await context.load(repository.by_ids, review_id)
    return Review.of(row) if row and await find_application(context, row.application_id) else None


@edge(Application)
async def reviews(application: strawberry.Parent[Application], info: Info) -> list[Review]:
    """The decisions on it, oldest first."""
    rows = await info.context.load(repository.by_applications, application.uuid)
    return [Review.of(row) for row in rows or ()]
