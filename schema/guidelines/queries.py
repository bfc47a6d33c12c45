"""What is asked of guidelines: the one in force, its versions, and how a text differs."""

from datetime import date
from typing import Annotated

import strawberry

from authz.actions import Action
from schema.frame.context import Info
from schema.frame.errors import DomainErrors
from schema.frame.payloads import OperationError
from schema.guidelines import repository
from schema.guidelines.graphql.differences import GuidelineDiff, Source
from schema.guidelines.graphql.guideline import Guideline, current_of
from schema.guidelines.graphql.versions import GuidelineVersionSummary, calendar_of, version_of
from schema.guidelines.operations import require_valid


@strawberry.type
class GuidelineDifferenceQuery:
    """Comparing guidelines."""

    @strawberry.field
    async def guideline_diff(self, info: Info, source: Source) -> GuidelineDiff:
        """Compare a guideline given as YAML text with the template it keeps to, or with the published version."""
        _ = info.context.scopes(Action.GUIDELINE_READ)
        try:
            guideline = require_valid(source)
        except DomainErrors as faults:
            errors = [OperationError.of(error) for error in faults.errors]
            return GuidelineDiff(number=None, bound=False, differences=[], errors=errors)
        async with info.context.read() as session:
            base = await repository.get_base(session, guideline.id)
            against = base or await repository.current_edition(session, info.context.operations.today())
        return GuidelineDiff.between(against, guideline, bound=base is not None)


@strawberry.type
class GuidelineQuery:
    """Reading the guideline."""

    @strawberry.field
    async def guideline(
        self,
        info: Info,
        on: Annotated[
            date | None, strawberry.argument(description="Local calendar day; today unless told.")
        ] = None,
    ) -> Guideline:
        """The version in force on a day; every official may read it."""
        _ = info.context.scopes(Action.GUIDELINE_READ)
        return Guideline.of(await current_of(info.context, on))


@strawberry.type
class GuidelineVersionQuery:
    """Reading the versions of the guideline."""

    @strawberry.field
    async def guideline_versions(self, info: Info) -> list[GuidelineVersionSummary]:
        """All versions, newest first."""
        _ = info.context.scopes(Action.GUIDELINE_READ)
        calendar, today = await calendar_of(info.context), info.context.operations.today()
        return [GuidelineVersionSummary.of(row, calendar, today) for row in calendar.versions]

    @strawberry.field
    async def guideline_version(
        self,
        info: Info,
        number: Annotated[int, strawberry.argument(description="The version's number, from 1.")],
    ) -> GuidelineVersionSummary | None:
        """A version by its number, also one that is not in force; null if there is none."""
        _ = info.context.scopes(Action.GUIDELINE_READ)
        return await version_of(info.context, number)
