"""Published lists of names in the API: the same for officials and for the public."""

from datetime import date

import strawberry

from schema.batches import repository as batches
from schema.batches.graphql import Batch
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.payloads import AllowedAction
from schema.guidelines.repository import editions_by_ids
from schema.name_lists import guards, repository
from schema.name_lists.loading import names_of
from schema.name_lists.rules import ListedName as Listed
from schema.name_lists.rules import title_of
from schema.name_lists.tables import NameList as NameListTable
from schema.units import repository as units


@strawberry.type
class ListedName:
    """A unit in a list, with the name it was given."""

    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="The unit's name.")
    kind: str = strawberry.field(description="The unit's kind, e.g. `building`.")
    title: str = strawberry.field(description="The title it was given.")
    number: str = strawberry.field(description="The number on the plaque.")

    @classmethod
    def of(cls, name: Listed) -> "ListedName":
        """Render a name that would stand in a list."""
        return cls(code=name.code, name=name.name, kind=name.kind, title=name.title, number=name.number)


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


@strawberry.type
class NameListPreview:
    """The list of a batch as it would be published now. Nothing was written."""

    title: str = strawberry.field(description="What it would be called, in zh-CN.")
    channels: list[str] = strawberry.field(description="Where the guideline has such lists published.")
    names: list[ListedName] = strawberry.field(description="The units, in the order of their numbers.")
    publish: AllowedAction = strawberry.field(
        description="Whether the viewer may publish it now, or why not."
    )


@edge(Batch)
async def name_list_preview(batch: strawberry.Parent[Batch], info: Info) -> NameListPreview | None:
    """What would stand in its list; null where the guideline has no lists published, and once it was."""
    context, row = info.context, await info.context.load(batches.by_ids, batch.uuid)
    place = await context.load(units.by_ids, batch.unit_uuid)
    edition = await context.load(editions_by_ids, row.guideline_version_id) if row is not None else None
    if row is None or place is None or edition is None or not edition.guideline.publication.lists:
        return None
    if await context.load(repository.by_batches, batch.uuid) is not None:
        return None
    async with context.read() as session:
        names = await names_of(session, batch.uuid)
    terms, caller = edition.guideline.publication, context.operations
    refusals = [
        *guards.may(caller, place.path),
        *guards.list_refusals(row, None, terms, names, caller.today(), terms.channels),
    ]
    return NameListPreview(
        title=title_of(place.name, row.number),
        channels=list(terms.channels),
        names=[ListedName.of(name) for name in names],
        publish=AllowedAction.of("PUBLISH_NAME_LIST", "公布名单", refusals),
    )


@edge(Batch)
async def published_list(batch: strawberry.Parent[Batch], info: Info) -> NameList | None:
    """The list of what was named in it, as it was published; null before that."""
    row = await info.context.load(repository.by_batches, batch.uuid)
    return NameList.of(row) if row is not None else None
