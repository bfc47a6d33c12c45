"""Publishing a guideline through the API."""

import strawberry

from schema.context import Info
from schema.guidelines import operations, repository
from schema.guidelines.graphql import Guideline
from schema.guidelines.rules import Fault, check
from schema.payloads import OperationError, settle


@strawberry.type
class GuidelineWarning:
    """Something to know of a guideline that does not keep it from being published."""

    path: str = strawberry.field(description="Where in the guideline, e.g. `criteria[4].applies_to`.")
    line: int | None = strawberry.field(description="Line of the text, from 1.")
    message: str = strawberry.field(description="What is noteworthy, in zh-CN.")
    fix: str = strawberry.field(description="What to consider, in zh-CN.")

    @classmethod
    def of(cls, fault: Fault) -> "GuidelineWarning":
        """Render a warning of the linter."""
        return cls(path=fault.path, line=fault.line, message=fault.message, fix=fault.fix)


@strawberry.input
class PublishGuidelineInput:
    """A guideline to publish."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    source: str = strawberry.field(
        description="The whole guideline as YAML text, at most 100,000 characters."
    )


@strawberry.type
class PublishGuidelinePayload:
    """What was published."""

    guideline: Guideline | None = strawberry.field(description="The new version; null on errors.")
    warnings: list[GuidelineWarning] = strawberry.field(description="What a person should know of it.")
    errors: list[OperationError] = strawberry.field(description="Every fault of the text; empty on success.")


@strawberry.type
class GuidelineMutation:
    """Writing the guideline."""

    @strawberry.mutation
    async def publish_guideline(self, info: Info, input: PublishGuidelineInput) -> PublishGuidelinePayload:
        """Publish the next version of the guideline; applications stay bound to the one they began under."""
        command = operations.PublishGuideline(idempotency_key=input.idempotency_key, source=input.source)
        row, errors = await settle(operations.publish_guideline(info.context.operations, command))
        if row is None:
            return PublishGuidelinePayload(guideline=None, warnings=[], errors=errors)
        async with info.context.read() as session:
            edition = await repository.get_edition(session, row.id)
        warnings = [GuidelineWarning.of(fault) for fault in check(input.source).warnings]
        return PublishGuidelinePayload(guideline=Guideline.of(edition), warnings=warnings, errors=[])
