"""Published lists of names in the API: the same for officials and for the public."""

from datetime import date

import strawberry

from schema.batches.graphql import Batch
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.name_lists import repository
from schema.name_lists.tables import NameList as NameListTable


@strawberry.type
class ListedName:
    """A unit in a list, with the name it was given."""

    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="The unit's name.")
    kind: str = strawberry.field(description="The unit's kind, e.g. `building`.")
    title: str = strawberry.field(description="The title it was given.")
    number: str = strawberry.field(description="The number on the plaque.")


@strawberry.type
class NameList:
    """What was named in a batch, as it was published; how the names stand today is told by `unitStatus`."""

    title: str = strawberry.field(description="What it is called, in zh-CN.")
    published_on: date = strawberry.field(description="Local day it was published.")
    channels: list[str] = strawberry.field(description="Where it was published.")
    names: list[ListedName] = strawberry.field(description="The units, in the order of their numbers.")

    @classmethod
    def of(cls, row: NameListTable) -> "NameList":
        """Render a row."""
        return cls(
            title=row.title,
            published_on=row.published_on,
            channels=list(row.channels),
            names=[ListedName(**name) for name in row.names],
        )


@edge(Batch)
async def published_list(batch: strawberry.Parent[Batch], info: Info) -> NameList | None:
    """The list of what was named in it, as it was published; null before that."""
    row = await info.context.load(repository.by_batches, batch.uuid)
    return NameList.of(row) if row is not None else None
