"""What a guideline would change, asked before anybody publishes it."""

from enum import StrEnum
from typing import Annotated

import strawberry

from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.payloads import OperationError
from schema.guidelines import repository
from schema.guidelines.graphql import GuidelineVersionSummary
from schema.guidelines.repository import Edition
from schema.guidelines.rules import Difference, compare
from schema.guidelines.rules.format import Guideline

Source = Annotated[
    str, strawberry.argument(description="A whole guideline as YAML text, at most 100,000 characters.")
]


@strawberry.enum
class Strictness(StrEnum):
    """How a changed value stands to the one before: asks more, the same, less, or something else."""

    EQUAL = "equal"
    INCOMPARABLE = "incomparable"
    LOOSER = "looser"
    STRICTER = "stricter"


@strawberry.type
class GuidelineDifference:
    """One difference between two guidelines."""

    path: str = strawberry.field(description="Where, with entries by id, e.g. `criteria[B-a].check.days`.")
    change: Strictness = strawberry.field(description="Whether the new value asks more or less.")
    open: bool = strawberry.field(description="True where the template leaves the value to the district.")
    refused: bool = strawberry.field(description="Whether publishing would be refused for it.")
    message: str = strawberry.field(description="What is different, in zh-CN.")
    base: str = strawberry.field(description="What stood there; empty if nothing did.")
    adopted: str = strawberry.field(description="What stands there; empty if nothing does.")

    @classmethod
    def of(cls, difference: Difference, *, bound: bool) -> "GuidelineDifference":
        """Render a difference; only what is bound to a template can be refused."""
        return cls(
            path=difference.path,
            change=Strictness(difference.change),
            open=difference.open,
            refused=bound and difference.refused,
            message=difference.message,
            base=difference.base,
            adopted=difference.adopted,
        )


@strawberry.type
class GuidelineDiff:
    """How a guideline differs from the template whose id it keeps, else from the published version."""

    number: int | None = strawberry.field(description="The version it is compared with; null on errors.")
    bound: bool = strawberry.field(description="Whether it keeps a template's id and may only be stricter.")
    differences: list[GuidelineDifference] = strawberry.field(
        description="Every difference, in the order of the format."
    )
    errors: list[OperationError] = strawberry.field(description="Every fault of the text; empty if none.")

    @classmethod
    def between(cls, against: Edition, guideline: Guideline, *, bound: bool) -> "GuidelineDiff":
        """Render what a guideline asks more or less than a version."""
        found = [GuidelineDifference.of(each, bound=bound) for each in compare(against.guideline, guideline)]
        return cls(number=against.number, bound=bound, differences=found, errors=[])


@edge(GuidelineVersionSummary)
async def against_previous(
    version: strawberry.Parent[GuidelineVersionSummary], info: Info
) -> GuidelineDiff | None:
    """How it differs from the version published before it; null for the first."""
    async with info.context.read() as session:
        before = await repository.get_edition_by_number(session, version.number - 1)
        this = await repository.get_edition(session, version.row.id)
    return GuidelineDiff.between(before, this.guideline, bound=False) if before is not None else None


@edge(GuidelineVersionSummary)
async def against_template(
    version: strawberry.Parent[GuidelineVersionSummary], info: Info
) -> GuidelineDiff | None:
    """How it differs from the template whose id it keeps; null for a scheme of one's own."""
    async with info.context.read() as session:
        base = await repository.get_base(session, version.guideline)
        this = await repository.get_edition(session, version.row.id)
    return GuidelineDiff.between(base, this.guideline, bound=True) if base is not None else None
