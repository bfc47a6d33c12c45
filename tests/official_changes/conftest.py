"""A district whose administrator changes officials: an application waits at a community with two people in it."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from authz.tables import AccessToken, Membership, Official
from schema.applications.tables import Application
from schema.frame.errors import DomainError, DomainErrors
from schema.official_changes.loading import read_departure, read_roles
from schema.official_changes.operations import DisableOfficial, disable_official
from schema.officials import repository as officials
from schema.worklists.repository import open_editions
from tenants.base import new_id
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, submitted
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import Ledger, changed, read_ledger

WHY = "工作调动"


@dataclass
class Desk:
    """A district and its administrator, who changes its officials."""

    district: District
    administrator: OperationContext
    owner: Any = field(repr=False)

    async def row(self, person: OperationContext) -> Official:
        """Read an official as they stand now."""
        async with self.administrator.read() as session:
            return (await officials.by_ids(session, [_id(person)]))[_id(person)]

    async def roles(self, person: OperationContext) -> list[Membership]:
        """Read all roles of an official."""
        async with self.administrator.read() as session:
            return list(await read_roles(session, _id(person)))

    async def role(self, person: OperationContext) -> uuid.UUID:
        """Name the first role of an official."""
        return (await self.roles(person))[0].id

    async def token(self, person: OperationContext) -> str:
        """Look at what hangs on an official."""
        async with self.administrator.read() as session:
            row = (await officials.by_ids(session, [_id(person)]))[_id(person)]
            roles = await read_roles(session, row.id)
            return (
                await read_departure(
                    session, row, roles, await open_editions(session), self.administrator.clock()
                )
            ).token

    async def leave(self, person: OperationContext, **changes: Any) -> Official:
        """Disable an official, having seen what hangs on them."""
        given = {
            "official_id": _id(person),
            "expected_revision": (await self.row(person)).revision,
            "preview": await self.token(person),
            "reason": WHY,
        }
        command = DisableOfficial(idempotency_key=key(), **given | changes)
        return await disable_official(self.administrator, command)

    async def session_of(self, person: OperationContext) -> uuid.UUID:
        """Give somebody a session."""
        token, now = new_id(), self.district.clock.now
        async with self.district.database.of(self.district.tenant).begin() as session:
            session.add(
                AccessToken(
                    id=token,
                    digest=token.bytes,
                    official_id=person.actor.id,
                    created_at=now,
                    expires_at=now.replace(year=now.year + 1),
                )
            )
        return token

    async def live_sessions(self, person: OperationContext) -> int:
        """Count the sessions of somebody that were not ended."""
        statement = select(AccessToken.id).where(
            AccessToken.official_id == person.actor.id, AccessToken.revoked_at.is_(None)
        )
        async with self.administrator.read() as session:
            return len((await session.scalars(statement)).all())

    async def ledger(self) -> Ledger:
        """Read all the district's rows, as digests."""
        return await read_ledger(self.owner, self.district.tenant.id)

    async def refused(self, deed: Callable[[], Awaitable[object]]) -> list[tuple[str, tuple[str, ...]]]:
        """Do what is refused; nothing is written."""
        before = await self.ledger()
        try:
            await deed()
        except DomainError as error:
            found = [(error.code.value, error.field)]
        except DomainErrors as group:
            found = [(error.code.value, error.field) for error in group.errors]
        else:
            raise AssertionError("it was not refused")
        assert changed(before, await self.ledger()) == set()
        return found


@dataclass
class Bureau(Desk):
    """A desk, everybody an application meets, and one that waits at its community."""

    people: Officials
    application: Application


def _id(person: OperationContext) -> uuid.UUID:
    assert person.actor.id is not None
    return person.actor.id


@pytest.fixture
async def bureau(database: Database, owner: Any) -> Bureau:
    district = await make_district(database)
    await district.import_units(*STREETS)
    people = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await submitted(district, people, "B1")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, district.root, "人事干部")
    return Bureau(district, administrator, owner, people, application)
