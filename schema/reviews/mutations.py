"""Deciding on applications through the API."""

import asyncio
from typing import Annotated

import strawberry

from schema.applications import repository as applications
from schema.applications.graphql import Application
from schema.applications.mutations import FormAnswerInput
from schema.designations import repository as designations
from schema.designations.graphql import Designation
from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.guidelines.graphql import ReviewDecision
from schema.reviews import operations
from schema.reviews.graphql import Review


@strawberry.input
class ReviewApplicationInput(CommandInput[operations.ReviewApplication]):
    """A decision at the open step."""

    application: Annotated[strawberry.ID, IdOf("Application")] = strawberry.field(
        description="An application under review."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    decision: ReviewDecision = strawberry.field(description="What is decided.")
    opinion: str | None = strawberry.field(
        default=None,
        description="Signed opinion or reason, at most 1,000 characters; some decisions need it.",
    )
    answers: list[FormAnswerInput] = strawberry.field(
        default_factory=list, description="Answers to the form of the step, if it has one."
    )


@strawberry.type
class ReviewApplicationPayload:
    """What a decision did."""

    application: Application | None = strawberry.field(
        description="The application after it; null on errors."
    )
    review: Review | None = strawberry.field(description="The decision; null on errors.")
    designation: Designation | None = strawberry.field(description="The name given, if it was a naming.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class ReviewMutation:
    """What reviewers do."""

    @strawberry.mutation
    async def review_application(self, info: Info, input: ReviewApplicationInput) -> ReviewApplicationPayload:
        """Forward, return, reject, endorse, name or record at the open step (B-W1 … B-W3)."""

        review, errors = await carry_out(info, operations.review_application, input)
        if review is None:
            return ReviewApplicationPayload(application=None, review=None, designation=None, errors=errors)
        application, named = await asyncio.gather(
            info.context.load(applications.by_ids, review.application_id),
            info.context.load(designations.by_applications, review.application_id),
        )
        return ReviewApplicationPayload(
            application=Application.of(application) if application else None,
            review=Review.of(review),
            designation=Designation.of(named) if named else None,
            errors=[],
        )
