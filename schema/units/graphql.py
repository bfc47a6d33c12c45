"""Units in the API: the tree and its logs."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from authz.actions import Action
from schema.connections import list_connection
from schema.context import Info, RequestContext
from schema.errors import DomainError, ErrorCode
from schema.guidelines.graphql import UnitKind, current_of
from schema.guidelines.rules import log_kinds, unit_kind
from schema.identifiers import decode_id, encode_id
from schema.node import Node, fetches
from schema.pagination import After, Before, Connection, First, Last, Latest, Paging
from schema.units import repository
from schema.units.repository import UnitFilter
from schema.units.tables import Unit as UnitTable
from schema.units.tables import UnitLog as UnitLogTable


@strawberry.type
class UnitLog(Node):
    """A piece of routine work done in a unit."""

    kind: str = strawberry.field(description="What was done: an id of the guideline's `logKinds`.")
    performed_on: date = strawberry.field(description="Local calendar day it was done.")
    people_due: int | None = strawberry.field(description="Test rounds: people who were due.")
    people_tested: int | None = strawberry.field(description="Test rounds: people who were tested.")
    note: str | None = strawberry.field(description="Free note; no personal data.")

    @strawberry.field
    async def kind_name(self, info: Info) -> str:
        """What was done, in zh-CN; the id where the guideline no longer names it."""
        return log_kinds((await current_of(info.context)).guideline).get(self.kind, self.kind)

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
    path: str = strawberry.field(description="Codes from the root, joined by dots.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: UnitTable, as_of: date | None = None, known_at: datetime | None = None) -> "Unit":
        """Render a row, to be looked at as of a day and as known at a moment."""
        return cls(
            id=strawberry.ID(encode_id("Unit", row.id)),
            uuid=row.id,
            parent_uuid=row.parent_id,
            kind_id=row.kind,
            code=row.code,
            name=row.name,
            path=row.path,
            as_of=as_of,
            known_at=known_at,
            revision=row.revision,
        )

    @strawberry.field
    async def kind(self, info: Info) -> UnitKind:
        """What kind of place it is."""
        return UnitKind.of(unit_kind((await current_of(info.context)).guideline, self.kind_id))

    @strawberry.field
    async def parent(self, info: Info) -> "Unit | None":
        """The unit directly above; null for the root."""
        if self.parent_uuid is None:
            return None
        row = await info.context.load(repository.by_ids, self.parent_uuid)
        return Unit.of(row) if row else None

    @strawberry.field
    async def ancestors(self, info: Info) -> list["Unit"]:
        """The units above, from the root down."""
        rows = await info.context.load_all(repository.by_paths, repository.ancestor_paths(self.path))
        return [Unit.of(row) for row in rows if row]

    @strawberry.field
    async def children(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Unit"]:
        """The units directly below, by code; empty outside the viewer's area."""
        scopes = info.context.scopes(Action.UNIT_READ)
        return await list_connection(
            info.context,
            Paging("children", first, after, last, before),
            Unit.of,
            read=lambda session, page: repository.list_children(session, self.uuid, scopes, page),
            count=lambda session: repository.count_children(session, self.uuid, scopes),
        )

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


def _with_zone(instant: datetime | None) -> datetime | None:
    if instant is not None and instant.tzinfo is None:
        raise DomainError(ErrorCode.INVALID_INPUT, "时刻须带时区。", field=("knownAt",))
    return instant


@strawberry.type
class UnitQuery:
    """Reading the tree."""

    @strawberry.field
    async def unit(
        self,
        info: Info,
        id: Annotated[strawberry.ID | None, strawberry.argument(description="The unit's global id.")] = None,
        code: Annotated[str | None, strawberry.argument(description="The unit's code.")] = None,
        as_of: Annotated[
            date | None, strawberry.argument(description="`standing` on this local day; today unless told.")
        ] = None,
        known_at: Annotated[
            datetime | None, strawberry.argument(description="`standing` as known then; now unless told.")
        ] = None,
    ) -> Unit | None:
        """One unit by id or by code (exactly one of them); null if unknown then, or outside the viewer's area."""
        if (id is None) == (code is None):
            raise DomainError(ErrorCode.INVALID_INPUT, "id 与 code 须给出且只给出一个。", field=("id",))
        _ = info.context.official_id
        known_at = _with_zone(known_at)
        async with info.context.read() as session:
            if id is not None:
                row = await repository.get(session, decode_id("Unit", id, "id"))
            else:
                row = await repository.get_by_code(session, code or "")
        if row is None or not info.context.may(Action.UNIT_READ, row.path):
            return None
        return Unit.of(row, as_of, known_at) if known_at is None or row.created_at <= known_at else None

    @strawberry.field
    async def units(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        kind: Annotated[
            str | None, strawberry.argument(description="Only this kind, e.g. `building`.")
        ] = None,
        under: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only below this unit.")
        ] = None,
        search: Annotated[
            str | None, strawberry.argument(description="Code prefix or part of the name.")
        ] = None,
    ) -> Connection[Unit]:
        """The units in the viewer's area, in tree order."""
        scopes = info.context.scopes(Action.UNIT_READ)
        above = (
            await find_unit(info.context, decode_id("Unit", under, "under")) if under is not None else None
        )
        if under is not None and above is None:
            raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。", field=("under",))
        chosen = UnitFilter(scopes=scopes, kind=kind, under=above.path if above else None, search=search)
        return await list_connection(
            info.context,
            Paging("units", first, after, last, before),
            Unit.of,
            read=lambda session, page: repository.list_units(session, chosen, page),
            count=lambda session: repository.count_units(session, chosen),
        )
