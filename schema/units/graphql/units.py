"""Units in the API: the tree and its logs."""

import asyncio
from datetime import date, datetime
from typing import Annotated, cast
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.frame.connections import list_connection
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import After, Before, Connection, Edge, First, Last, Latest, Paging
from schema.guidelines.graphql import UnitKind, by_current
from schema.guidelines.rules import log_kinds, unit_kind
from schema.units import repository
from schema.units.repository import identities, placements
from schema.units.repository.placements import Then
from schema.units.tables import Unit as UnitTable
from schema.units.tables import UnitIdentity as UnitIdentityTable
from schema.units.tables import UnitLog as UnitLogTable
from schema.units.tables import UnitPlacement


@strawberry.type
class UnitLog(Node):
    """A piece of routine work done in a unit."""

    kind: str = strawberry.field(description="What was done: an id of the guideline's `logKinds`.")
    performed_on: date = strawberry.field(description="Local calendar day it was done.")
    people_due: int | None = strawberry.field(description="Test rounds: people who were due.")
    people_tested: int | None = strawberry.field(description="Test rounds: people who were tested.")
    note: str | None = strawberry.field(description="Free note; no personal data.")

    @strawberry.field
    def kind_name(self, info: Info) -> str:
        """What was done, in zh-CN; the id where the guideline no longer names it."""
        return by_current(
            info.context, lambda edition: log_kinds(edition.guideline).get(self.kind, self.kind)
        )

    @classmethod
    def of(cls, row: UnitLogTable) -> "UnitLog":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("UnitLog", row.id)),
            kind=row.kind,
            performed_on=row.performed_on,
            people_due=row.people_due,
            people_tested=row.people_tested,
            note=row.note,
        )


@strawberry.type
class UnitIdentity:
    """What a unit was called until a day on which its code or name became another."""

    code: str = strawberry.field(description="Its code until then.")
    name: str = strawberry.field(description="Its name until then.")
    changed: str = strawberry.field(description="What became another: `code` or `name`.")
    until: date = strawberry.field(description="The first local day on which that no longer held.")
    reason: str = strawberry.field(description="Why, as it was noted.")

    @classmethod
    def of(cls, row: UnitIdentityTable) -> "UnitIdentity":
        """Render a row."""
        return cls(
            code=row.code,
            name=row.name,
            changed=row.changed,
            until=row.until,
            reason=row.reason,
        )


def _codes(root: "Unit", info: Info) -> str:
    return root.codes if root.then is None else cast("str", root.codes_then(info, root.then))


@strawberry.type
class Unit(Node):
    """A place in the tree: district, street, community, compound, building or whatever the guideline has."""

    uuid: strawberry.Private[UUID]
    parent_uuid: strawberry.Private[UUID | None]
    kind_id: strawberry.Private[str]
    code: str = strawberry.field(
        description="Code, unique in the tenant; official division code where one exists."
    )
    name: str = strawberry.field(description="Name, e.g. 文龙街道.")
    as_of: strawberry.Private[date | None]
    known_at: strawberry.Private[datetime | None]
    path: strawberry.Private[str]
    codes: strawberry.Private[str]
    shown_path: str = strawberry.field(
        name="path",
        resolver=_codes,
        description="Codes from the root, joined by dots; those of the times `unit` was asked for.",
    )
    then: strawberry.Private[Then | None]
    placement: strawberry.Private[UnitPlacement | None]
    opened_on: date | None = strawberry.field(
        description="First local day it existed; null where nobody noted it."
    )
    closed_on: date | None = strawberry.field(
        description="Local day it was split or merged; null while it exists."
    )
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(
        cls,
        row: UnitTable,
        as_of: date | None = None,
        known_at: datetime | None = None,
        then: Then | None = None,
        placement: UnitPlacement | None = None,
        called: UnitIdentityTable | None = None,
    ) -> "Unit":
        """Render a row, to be looked at as of a day and as known at a moment; `placement` is that of `then`.

        `called` is what it was called then, if otherwise than now.

        Whoever may see it is decided by where it lies now.
        """
        closed = row.closed_on if then is None or placement is None or placement.path is None else None
        return cls(
            id=strawberry.ID(encode_id("Unit", row.id)),
            uuid=row.id,
            parent_uuid=row.parent_id,
            kind_id=row.kind,
            code=(called or row).code,
            name=(called or row).name,
            path=row.path,
            codes=row.codes,
            as_of=as_of,
            known_at=known_at,
            then=then,
            placement=placement,
            opened_on=row.opened_on,
            closed_on=closed,
            revision=row.revision,
        )

    @strawberry.field
    def kind(self, info: Info) -> UnitKind:
        """What kind of place it is."""
        return by_current(
            info.context, lambda edition: UnitKind.of(unit_kind(edition.guideline, self.kind_id))
        )

    @strawberry.field
    async def parent(self, info: Info) -> "Unit | None":
        """The unit directly above, or above then; null for the root, and above a unit that was no more."""
        parent = self.placement.parent_id if self.placement is not None else self.parent_uuid
        if parent is None:
            return None
        row = await info.context.load(repository.by_ids, parent)
        return await self._beside(info, row) if row else None

    @strawberry.field
    def ancestors(self, info: Info) -> list["Unit"]:
        """The units above, or above then, from the root down."""
        paths = repository.ancestor_paths(self._lay_at)
        known = [info.context.have(repository.by_paths, path) for path in paths]
        if self.then is None and all(known):
            return [Unit.of(row) for row in known if row]
        return cast("list[Unit]", self._ancestors(info, paths))

    async def _ancestors(self, info: Info, paths: list[str]) -> list["Unit"]:
        if self.then is None:
            rows = await info.context.load_all(repository.by_paths, paths)
            return [Unit.of(row) for row in rows if row]
        lay = await self._units_then(info, paths, self.then)
        return list(await asyncio.gather(*[self._beside(info, row) for row in lay]))

    @strawberry.field
    async def successors(self, info: Info) -> list["Unit"]:
        """The units that took its place when it was split or merged, by code."""
        if self.closed_on is None:
            return []
        rows = await info.context.load(placements.successors_of, self.uuid)
        return [Unit.of(row) for row in rows or ()]

    @strawberry.field
    async def predecessors(self, info: Info) -> list["Unit"]:
        """The units it took the place of, by code."""
        rows = await info.context.load(placements.predecessors_of, self.uuid)
        return [Unit.of(row) for row in rows or ()]

    @strawberry.field
    async def formerly(self, info: Info) -> list[UnitIdentity]:
        """What it was called before, the latest first, whatever day it is looked at; empty if it never changed."""
        rows = await info.context.load(identities.identities_of, self.uuid)
        return [UnitIdentity.of(row) for row in rows or ()]

    @strawberry.field
    async def children(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Unit"]:
        """The units directly below, or below then, by code; empty outside the viewer's area."""
        scopes = info.context.scopes(Action.UNIT_READ)
        paging, then = Paging("children", first, after, last, before), self.then
        if then is None:
            return await list_connection(
                info.context,
                paging,
                Unit.of,
                read=lambda session, page: repository.list_children(session, self.uuid, scopes, page),
                count=lambda session: repository.count_children(session, self.uuid, scopes),
            )
        found: Connection[UnitTable] = await list_connection(
            info.context,
            paging,
            lambda row: row,
            read=lambda session, page: placements.list_children_then(session, self.uuid, scopes, then, page),
            count=lambda session: placements.count_children_then(session, self.uuid, scopes, then),
        )
        edges = [Edge(place=each.place, node=await self._beside(info, each.node)) for each in found.edges]
        return Connection(edges=edges, page_info=found.page_info, count=found.count)

    @strawberry.field
    async def logs(
        self,
        info: Info,
        kind: Annotated[
            str | None, strawberry.argument(description="Only work of this kind, e.g. `disinfection`.")
        ] = None,
        first: Latest = 10,
    ) -> list[UnitLog] | None:
        """The latest logs, newest first, at most 100; null outside the viewer's area."""
        if not info.context.may(Action.UNIT_READ, self.path):
            return None
        async with info.context.read() as session:
            rows = await repository.list_logs(session, self.uuid, kind, max(0, min(first, 100)))
        return [UnitLog.of(row) for row in rows]

    async def codes_then(self, info: Info, then: Then) -> str:
        """Join the codes of the units it lay below then, each by the code it had then, and its own."""
        above = await self._units_then(info, repository.ancestor_paths(self._lay_at), then)
        called = await info.context.load_all(identities.identities_then, [(row.id, then) for row in above])
        codes = [(old or row).code for row, old in zip(above, called, strict=True)]
        return ".".join([*codes, self.code])

    async def _units_then(self, info: Info, paths: list[str], then: Then) -> list[UnitTable]:
        rows = await info.context.load_all(placements.units_then, [(path, then) for path in paths])
        return [row for row in rows if row]

    @property
    def _lay_at(self) -> str:
        placed = self.placement.path if self.placement is not None else None
        return placed or self.path

    async def _beside(self, info: Info, row: UnitTable) -> "Unit":
        """Render another unit at the times this one was asked for."""
        if self.then is None:
            return Unit.of(row)
        return await unit_then(info.context, row, self.as_of, self.known_at, self.then)


async def unit_then(
    context: RequestContext, row: UnitTable, as_of: date | None, known_at: datetime | None, then: Then
) -> Unit:
    """Render a unit as it lay and was called then; its placement is null if it did not exist yet."""
    placement, called = await asyncio.gather(
        context.load(placements.placements_then, (row.id, then)),
        context.load(identities.identities_then, (row.id, then)),
    )
    return Unit.of(row, as_of, known_at, then, placement, called)


async def find_unit(context: RequestContext, unit_id: UUID) -> Unit | None:
    """Read a unit the viewer may see."""
    row = await context.load(repository.by_ids, unit_id)
    return Unit.of(row) if row and context.may(Action.UNIT_READ, row.path) else None


fetches("Unit")(find_unit)


@fetches("UnitLog")
async def find_log(context: RequestContext, log_id: UUID) -> UnitLog | None:
    """Read a log of a unit the viewer may see."""
    row = await context.load(repository.logs_by_ids, log_id)
    return UnitLog.of(row) if row and await find_unit(context, row.unit_id) else None
