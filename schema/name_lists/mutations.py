"""Publishing lists of names through the API."""

from typing import Annotated

import strawberry

from schema.frame.context import Info
from schema.frame.inputs import CommandInput, IdOf
from schema.frame.payloads import OperationError, carry_out
from schema.name_lists import operations
from schema.name_lists.graphql import NameList


@strawberry.input
class PublishNameListInput(CommandInput[operations.PublishNameList]):
    """The names of a batch, and where they are published."""

    batch: Annotated[strawberry.ID, IdOf("Batch")] = strawberry.field(description="A batch that is closed.")
    channels: list[str] = strawberry.field(description="Channels of the guideline's `publication`.")


@strawberry.type
class NameListPayload:
    """The list as it was published."""

    name_list: NameList | None = strawberry.field(description="The list; null on errors.")
    errors: list[OperationError] = strawberry.field(description="Why nothing was written; empty on success.")


@strawberry.type
class NameListMutation:
    """Publishing lists of names."""

    @strawberry.mutation
    async def publish_name_list(self, info: Info, input: PublishNameListInput) -> NameListPayload:
        """Publish the names given in a batch that is closed, once."""
        row, errors = await carry_out(info, operations.publish_name_list, input)
        return NameListPayload(name_list=NameList.of(row) if row else None, errors=errors)
