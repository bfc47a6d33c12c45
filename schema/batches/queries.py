"""What is asked of batches."""

import strawberry

from authz.actions import Action
from schema.batches import repository
from schema.batches.graphql.batches import Batch
from schema.frame.connections import list_connection
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging


@strawberry.type
class BatchQuery:
    """Reading batches."""

    @strawberry.field
    async def batches(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Batch]:
        """The batches of the district, newest first."""
        info.context.scopes(Action.BATCH_READ)
        today = info.context.operations.today()
        return await list_connection(
            info.context,
            Paging("batches", first, after, last, before),
            lambda row: Batch.of(row, today),
            read=repository.list_batches,
            count=repository.count_batches,
        )
