"""What every mutation answers with: the entity, or the errors that kept it from being made."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import strawberry

from authz.context import OperationContext
from schema.frame.context import Info
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.inputs import Readable

T = TypeVar("T")
V = TypeVar("V")

strawberry.enum(ErrorCode, description="Stable codes of refusals; `fix` on the error says what helps.")


@strawberry.type
class ErrorDetail:
    """A figure that belongs to an error or reason."""

    name: str = strawberry.field(description="What the figure is, e.g. `missing`.")
    value: str = strawberry.field(description="The figure as text.")


@strawberry.type
class OperationError:
    """Why a mutation wrote nothing."""

    code: ErrorCode = strawberry.field(description="Stable code, never renamed.")
    message: str = strawberry.field(description="What is wrong, in zh-CN; holds no personal data.")
    field: list[str] = strawberry.field(description="Path of the field at fault in the input; empty if none.")
    fix: str = strawberry.field(description="What would fix it, in zh-CN.")
    details: list[ErrorDetail] = strawberry.field(
        description="Figures such as how many signatures are missing."
    )

    @classmethod
    def of(cls, error: DomainError) -> "OperationError":
        """Render a refusal."""
        return cls(
            code=error.code,
            message=error.message,
            field=list(error.field),
            fix=error.fix,
            details=details_of(error),
        )


@strawberry.type
class Reason:
    """Why an action is not open to the viewer now."""

    code: ErrorCode = strawberry.field(description="The code the mutation would refuse with.")
    message: str = strawberry.field(description="What stands in the way, in zh-CN.")
    fix: str = strawberry.field(description="What would remove it, in zh-CN.")
    details: list[ErrorDetail] = strawberry.field(description="Figures such as how much is missing.")

    @classmethod
    def of(cls, error: DomainError) -> "Reason":
        """Render a refusal that would come."""
        return cls(code=error.code, message=error.message, fix=error.fix, details=details_of(error))


@strawberry.type
class AllowedAction:
    """An action and whether the viewer may do it now."""

    name: str = strawberry.field(description="The action, e.g. `SUBMIT`.")
    label: str = strawberry.field(description="Its name in zh-CN.")
    allowed: bool = strawberry.field(
        description="True when the mutation would not be refused for these reasons."
    )
    reasons: list[Reason] = strawberry.field(
        description="Every reason that stands in the way; empty if allowed."
    )

    @classmethod
    def of(cls, name: str, label: str, refusals: list[DomainError]) -> "AllowedAction":
        """Render an action with the refusals it would meet."""
        return cls(
            name=name, label=label, allowed=not refusals, reasons=[Reason.of(error) for error in refusals]
        )


def details_of(error: DomainError) -> list[ErrorDetail]:
    """Render the figures of a refusal."""
    return [ErrorDetail(name=name, value=str(value)) for name, value in error.details.items()]


async def settle(work: Awaitable[T]) -> tuple[T | None, list[OperationError]]:
    """Run an operation; give its result, or its refusals as data."""
    try:
        return await work, []
    except DomainError as error:
        return None, [OperationError.of(error)]
    except DomainErrors as group:
        return None, [OperationError.of(error) for error in group.errors]


async def carry_out(
    info: Info, act: Callable[[OperationContext, V], Awaitable[T]], input: Readable[V]
) -> tuple[T | None, list[OperationError]]:
    """Do what an input asks for; give the result, or as data what is refused of the input or the deed."""
    return await settle(_act(info.context.operations, act, input))


async def _act(
    context: OperationContext, act: Callable[[OperationContext, V], Awaitable[T]], input: Readable[V]
) -> T:
    return await act(context, input.read(context.today()))
