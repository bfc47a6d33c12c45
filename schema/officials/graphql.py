"""Officials, their roles and API clients in the API."""

import asyncio
import uuid
from datetime import date, datetime
from typing import cast

import strawberry

from authz.actions import Action, Role
from authz.tables import Membership
from authz.tables import Official as OfficialTable
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.guidelines.graphql import role_name
from schema.guidelines.repository import current_editions
from schema.officials import repository
from schema.officials.rules import RECORD_WORDS, RecordKind, RoleState, last_day_of, state_of
from schema.officials.tables import OfficialRecord as RecordTable
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.type
class RoleGrant:
    """A role over a unit and all below it."""

    unit_uuid: strawberry.Private[uuid.UUID]
    id: strawberry.ID = strawberry.field(description="Send it back to lend, end or change the role.")
    role: Role = strawberry.field(description="The role.")
    valid_from: datetime = strawberry.field(description="When it begins.")
    valid_until: datetime | None = strawberry.field(description="When it ends; null if it is open.")

    @classmethod
    def of(cls, row: Membership) -> "RoleGrant":
        """Render a row."""
        return cls(
            unit_uuid=row.unit_id,
            id=strawberry.ID(encode_id("RoleGrant", row.id)),
            role=Role(row.role),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
        )

    @strawberry.field
    def role_name(self, info: Info) -> str:
        """The role in zh-CN, or the office it is held in, as the district's guideline calls it."""
        context, today = info.context, info.context.operations.today()
        edition = context.have(current_editions, today)
        if edition is not None and not edition.guideline.offices:
            return role_name(self.role, edition.guideline)

        async def later() -> str:
            found = await context.load(current_editions, today)
            guideline = found.guideline if found is not None else None
            parted = guideline is not None and guideline.offices
            unit = await context.load(units.by_ids, self.unit_uuid) if parted else None
            return role_name(self.role, guideline, unit.kind if unit is not None else None)

        return cast("str", later())

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        """The unit it is held over."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        if row is None:
            raise DomainError(ErrorCode.NOT_FOUND, "单元不存在。")
        return Unit.of(row)


strawberry.enum(RoleState, description="How a role stands: HELD now, COMING on a later day, or ENDED.")
strawberry.enum(RecordKind, description="What may become of an official.")


@strawberry.type
class RoleTerm:
    """A role of an official, whether it is held now, was, or will be."""

    row: strawberry.Private[Membership]
    grant: RoleGrant = strawberry.field(description="The role and where it is held.")
    state: RoleState = strawberry.field(description="How it stands now.")
    last_day: date | None = strawberry.field(
        description="The last local day it is held: it ends with the midnight after; null if it is open."
    )

    @classmethod
    def of(cls, row: Membership, now: datetime, zone: str) -> "RoleTerm":
        """Render a row as it stands at an instant."""
        return cls(
            row=row,
            grant=RoleGrant.of(row),
            state=state_of(row.valid_from, row.valid_until, now),
            last_day=last_day_of(row.valid_until, zone),
        )


@strawberry.type
class OfficialRecord:
    """Something that became of an official."""

    row: strawberry.Private[RecordTable]
    kind: RecordKind = strawberry.field(description="What it was.")
    kind_name: str = strawberry.field(description="What it was, in zh-CN.")
    valid_until: datetime | None = strawberry.field(
        description="When the role ends as of then; null if it is open, or if it is about no role."
    )
    reason: str | None = strawberry.field(description="Why; null where none was given.")
    at: datetime = strawberry.field(description="When it was done.")

    @classmethod
    def of(cls, row: RecordTable) -> "OfficialRecord":
        """Render a row."""
        kind = RecordKind(row.kind)
        return cls(
            row=row,
            kind=kind,
            kind_name=RECORD_WORDS[kind],
            valid_until=row.valid_until,
            reason=row.reason,
            at=row.at,
        )

    @strawberry.field
    async def by(self, info: Info) -> "Official | None":
        """Who did it."""
        return await find_official(info.context, self.row.by_id)

    @strawberry.field
    async def grant(self, info: Info) -> RoleGrant | None:
        """The role it is about; null if none."""
        if self.row.membership_id is None:
            return None
        row = await info.context.load(repository.memberships_by_ids, self.row.membership_id)
        return RoleGrant.of(row) if row else None


@strawberry.type
class Official(Node):
    """A person of the back office. Others than administrators and the person see the name only."""

    uuid: strawberry.Private[uuid.UUID]
    open: strawberry.Private[bool]
    username: str | None = strawberry.field(description="Name to sign in with; null if not for the viewer.")
    display_name: str = strawberry.field(description="Name to show, e.g. on a timeline.")
    disabled: bool | None = strawberry.field(
        description="True if the person can no longer sign in; null if not for the viewer."
    )
    disabled_at: datetime | None = strawberry.field(
        description="Since when; null if not disabled, or not for the viewer."
    )
    password_until: datetime | None = strawberry.field(
        description="Until when a one-time password is good that was not changed yet; null if there is none."
    )
    revision: int | None = strawberry.field(
        description="Send it back with a change of the person or their roles; null if not for the viewer."
    )

    @classmethod
    def of(cls, row: OfficialTable, *, whole: bool) -> "Official":
        """Render a row, `whole` for administrators and the person."""
        return cls(
            id=strawberry.ID(encode_id("Official", row.id)),
            uuid=row.id,
            open=whole,
            username=row.username if whole else None,
            display_name=row.display_name,
            disabled=row.disabled_at is not None if whole else None,
            disabled_at=row.disabled_at if whole else None,
            password_until=row.password_until if whole else None,
            revision=row.revision if whole else None,
        )

    @strawberry.field
    async def grants(self, info: Info) -> list[RoleGrant] | None:
        """The roles held now; null if not for the viewer."""
        return await grants_now(info.context, self.uuid) if self.open else None

    @strawberry.field
    async def roles(self, info: Info) -> list[RoleTerm] | None:
        """All roles held now, before or later, oldest first; null if not for the viewer."""
        if not self.open:
            return None
        rows = await info.context.load(repository.memberships_by_officials, self.uuid) or ()
        now, zone = info.context.operations.now_among(rows), info.context.operations.tenant.time_zone
        return [RoleTerm.of(row, now, zone) for row in rows]

    @strawberry.field
    async def records(self, info: Info) -> list[OfficialRecord] | None:
        """What became of the person since such things are kept, newest first; for administrators and the person."""
        if not self.open:
            return None
        return [
            OfficialRecord.of(row) for row in await info.context.load(repository.records_of, self.uuid) or ()
        ]


@strawberry.type
class Account:
    """One's own account, also before a password of one's own was chosen."""

    official: strawberry.ID = strawberry.field(description="Id of the official.")
    username: str = strawberry.field(description="Name to sign in with.")
    display_name: str = strawberry.field(description="Name to show.")
    revision: int = strawberry.field(description="Send it back to change the name to show.")
    password_change_required: bool = strawberry.field(
        description="Whether nothing else is open until `changePassword` was called."
    )

    @classmethod
    def of(cls, row: OfficialTable) -> "Account":
        """Render a row."""
        return cls(
            official=strawberry.ID(encode_id("Official", row.id)),
            username=row.username,
            display_name=row.display_name,
            revision=row.revision,
            password_change_required=row.password_until is not None,
        )


@strawberry.type
class Viewer:
    """The official who is signed in."""

    row: strawberry.Private[OfficialTable]

    @strawberry.field
    def official(self) -> Official:
        """The person."""
        return Official.of(self.row, whole=True)

    @strawberry.field
    async def grants(self, info: Info) -> list[RoleGrant]:
        """The roles held now."""
        return await grants_now(info.context, self.row.id)


async def grants_now(context: RequestContext, official_id: uuid.UUID) -> list[RoleGrant]:
    """List the roles an official holds at this moment."""
    rows = await context.load(repository.memberships_by_officials, official_id) or ()
    now = context.operations.now_among(rows)
    return [
        RoleGrant.of(row)
        for row in rows
        if row.valid_from <= now and (row.valid_until is None or row.valid_until > now)
    ]


def _sees_whole(context: RequestContext, official_id: uuid.UUID) -> bool:
    return context.operations.actor.id == official_id or bool(
        context.operations.scopes_for(Action.OFFICIAL_READ)
    )


async def find_official(context: RequestContext, official_id: uuid.UUID) -> Official | None:
    """Read an official a timeline or review names: the display name, the rest for those who may see it."""
    row = await context.load(repository.by_ids, official_id)
    return Official.of(row, whole=_sees_whole(context, row.id)) if row else None


@fetches("Official")
async def _fetch_official(context: RequestContext, official_id: uuid.UUID) -> Official | None:
    return await find_official(context, official_id) if _sees_whole(context, official_id) else None


async def find_viewer(context: RequestContext, official_id: uuid.UUID) -> Viewer | None:
    """Read the official who signed in, and in the same message what every page shows: roles held, the guideline."""
    row, *_ = await asyncio.gather(
        context.load(repository.by_ids, official_id),
        context.load(repository.memberships_by_officials, official_id),
        context.load(current_editions, context.operations.today()),
    )
    return Viewer(row=row) if row else None
