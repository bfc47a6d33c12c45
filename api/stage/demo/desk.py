"""The officials of a demo district at work: each act is an operation of theirs, at its hour, done once."""

import uuid
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from api.stage.demo.model import DemoDistrict
from authz.actions import Role
from authz.context import ANONYMOUS, Actor, OperationContext
from authz.sign_in import sign_in
from schema.frame.operation import Command, Operation
from schema.guidelines.repository import current_edition
from schema.guidelines.rules.format import Guideline
from schema.units import repository as units
from tenants.base import TenantScoped
from tenants.database import TenantDatabase
from tenants.idempotency import claimed_keys

C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=TenantScoped)
PREFIX = "demo/"
HISTORY = timedelta(days=26)
"""How long ago the district came on board: what happened since is spread over these days.

Shorter than idempotency keys are remembered, since a killed run is resumed by them.
"""


OFFICE_HOURS = (time(9, 5), time(11), time(14, 10), time(16, 5))
SPREAD_MINUTES = 50


@dataclass(slots=True)
class Desk:
    """Where a district's officials act. `began` is when the district came on board; `done` are claimed keys.

    A killed run is resumed: what was done is known by its idempotency key and is not done again.
    """

    plan: DemoDistrict
    database: TenantDatabase
    began: datetime
    guideline: Guideline
    done: frozenset[str]
    actors: dict[str, Actor] = field(default_factory=dict)
    units: dict[str, uuid.UUID] = field(default_factory=dict)
    residents: dict[str, int] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """Tell the end of the history, which stays the same when a killed run is resumed."""
        return self.began + HISTORY

    def office_hour(self, days_ago: int, order: int, unit: str) -> datetime:
        """Tell when the act of this order was done in a unit, if the first was done so many days ago."""
        zone = ZoneInfo(self.database.tenant.time_zone)
        day = self.now.astimezone(zone).date() - timedelta(days=days_ago - order // len(OFFICE_HOURS))
        hour = datetime.combine(day, OFFICE_HOURS[order % len(OFFICE_HOURS)], tzinfo=zone)
        return hour + timedelta(minutes=zlib.crc32(unit.encode()) % SPREAD_MINUTES)

    async def enter(self, username: str) -> None:
        """Let an official sign in, once a run; their acts may lie before that."""
        if username not in self.actors:
            nobody = OperationContext(ANONYMOUS, self.database)
            self.actors[username] = (await sign_in(nobody, username, self.plan.password)).actor

    def context(self, username: str, at: datetime) -> OperationContext:
        """Give an official's context at an hour of the history."""
        return OperationContext(self.actors[username], self.database, clock=lambda: at)

    async def once(
        self,
        username: str,
        at: datetime,
        key: str,
        act: Operation[C, E],
        command: Callable[[OperationContext, str], Awaitable[C]],
    ) -> None:
        """Do an act of an official unless an earlier run did; `command` is given its context and key."""
        name = PREFIX + key
        if name in self.done:
            return
        await self.enter(username)
        context = self.context(username, at)
        await act(context, await command(context, name))

    def in_charge(self, role: Role, unit: str, *, nth: int = 0) -> str:
        """Name an official who holds `role` over the unit or a unit above it."""
        line = self.line(unit)
        found = [row.username for row in self.plan.officials if row.role is role and line & set(row.units)]
        return found[min(nth, len(found) - 1)]

    def people_below(self, unit: str) -> int:
        """Count the residents of a unit and of all below it."""
        return sum(count for code, count in self.residents.items() if unit in self.line(code))

    def line(self, unit: str) -> set[str]:
        """List the codes of a unit and of those above it."""
        above = {row.code: row.parent_code for row in (*self.plan.divisions, *self.plan.places)}
        codes: set[str] = set()
        code: str | None = unit
        while code is not None:
            codes.add(code)
            code = above.get(code)
        return codes


async def open_desk(plan: DemoDistrict, database: TenantDatabase, began: datetime) -> Desk:
    """Open the desk of a district that has come on board."""
    today = began.astimezone(ZoneInfo(database.tenant.time_zone)).date()
    async with database.read() as session:
        guideline = (await current_edition(session, today)).guideline
        done = await claimed_keys(session, PREFIX)
    return Desk(plan=plan, database=database, began=began, guideline=guideline, done=done)


async def know_units(desk: Desk) -> None:
    """Learn the ids of the district's units."""
    async with desk.database.read() as session:
        root = await units.get_root(session)
        known = await units.by_codes(session, [row.code for row in (*desk.plan.divisions, *desk.plan.places)])
    desk.units = {code: unit.id for code, unit in known.items()} | ({root.code: root.id} if root else {})
