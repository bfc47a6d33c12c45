"""Who is acting, in which tenant: what every operation is handed instead of a request."""

import uuid
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from authz.actions import ANY, DELEGABLE, Action, Role
from authz.table import DecisionTable, Denial, Reach, base_table
from tenants.base import utc_now
from tenants.database import TenantDatabase, TenantInfo

ActorKind = Literal["anonymous", "client", "official", "system"]
WHOLE_DISTRICT = ""
"""The path that stands for the tenant as a whole: what is managed there lies in no unit."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A role an actor holds over the subtree of a unit, or stands in for: `on_behalf_of` names the holder then.

    `level` is the kind of the unit; empty where it does not matter.
    """

    membership_id: uuid.UUID
    role: Role
    unit_id: uuid.UUID
    scope_path: str
    on_behalf_of: uuid.UUID | None = None
    level: str = ""

    def covers(self, action: Action) -> bool:
        """Tell whether the grant is for the action at all: who stands in decides on applications, no more."""
        return self.on_behalf_of is None or action in DELEGABLE

    def reach_of(self, path: str) -> Reach:
        """Tell how the unit at `path` lies to this grant: own, in the subtree, or merely in the tenant."""
        scope = self.scope_path
        if not path.startswith(scope):
            return Reach.DISTRICT
        if len(path) == len(scope):
            return Reach.OWN
        return Reach.SUBTREE if path[len(scope)] == "." else Reach.DISTRICT


@dataclass(frozen=True, slots=True)
class Actor:
    """The caller: an official with grants, an API client with scopes, the system's worker, or nobody.

    `session_id` is the access token an official came with. With `password_due` they came with a password somebody
    else set: they may nothing until they have one of their own, and hold no grant.
    """

    kind: ActorKind
    id: uuid.UUID | None = None
    name: str = ""
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[str] = frozenset()
    session_id: uuid.UUID | None = None
    password_due: bool = False


ANONYMOUS = Actor("anonymous")


def next_turn(terms: Iterable[Any], now: datetime) -> datetime | None:
    """Tell the first instant after `now` at which one of these begins or ends."""
    turns = [
        getattr(term, name, None) for term in terms for name in ("valid_from", "valid_until", "expires_at")
    ]
    return min((turn for turn in turns if turn is not None and turn > now), default=None)


class WatchedClock:
    """A clock that notes whether it was asked for the instant: what rests on one holds at no other.

    `until` is the first instant at which something that was compared with the instant turns; None: nothing does.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.asked = False
        self.until: datetime | None = None

    def __call__(self) -> datetime:
        """Tell the instant, and note it."""
        self.asked = True
        return self._clock()

    def unnoticed(self) -> datetime:
        """Tell the instant to who only wants the day, which whoever keeps answers watches by itself."""
        return self._clock()

    def among(self, terms: Iterable[Any]) -> datetime:
        """Tell the instant to who compares it with these terms alone, and note when the first of them turns."""
        now = self._clock()
        turns = [turn for turn in (self.until, next_turn(terms, now)) if turn is not None]
        self.until = min(turns, default=None)
        return now


class Decision(NamedTuple):
    """The answer to "may I?": the grant that allows it, or why none does."""

    grant: Grant | None
    denial: Denial | None

    @property
    def allowed(self) -> bool:
        """Tell whether some grant allows it and none denies it."""
        return self.grant is not None


_made: Callable[[tuple[Grant, None]], Decision] = partial(tuple.__new__, Decision)
"""Makes a decision as `Decision` does, in half the time: most of what a decision takes is making it."""
_DENIED = {denial: Decision(None, denial) for denial in Denial}


@dataclass(frozen=True, slots=True)
class OperationContext:
    """One caller in one tenant. Opens transactions; holds none.

    `confirmed_at` is when what is read here was known to be the latest; null: when it is read.
    """

    actor: Actor
    database: TenantDatabase
    trace_id: str = ""
    clock: Callable[[], datetime] = field(default=utc_now)
    confirmed_at: datetime | None = None

    @property
    def tenant(self) -> TenantInfo:
        """Name the tenant every session of this context is bound to."""
        return self.database.tenant

    def as_of(self) -> datetime:
        """Tell as of when what is read holds: the same instant for as long as the same is read."""
        return self.confirmed_at or self.clock()

    def now_among(self, terms: Iterable[Any]) -> datetime:
        """Tell the instant to who compares it with the beginning and end of these terms and with nothing else."""
        return self.clock.among(terms) if isinstance(self.clock, WatchedClock) else self.clock()

    def today(self) -> date:
        """Tell the local calendar day of the tenant."""
        tell = self.clock.unnoticed if isinstance(self.clock, WatchedClock) else self.clock
        return self.day_of(tell())

    def day_of(self, instant: datetime) -> date:
        """Tell on which local calendar day of the tenant something was."""
        return instant.astimezone(ZoneInfo(self.tenant.time_zone)).date()

    def decide(
        self,
        action: Action,
        scope_path: str,
        *,
        target: str = ANY,
        prior_actors: frozenset[uuid.UUID] = frozenset(),
        table: DecisionTable | None = None,
    ) -> Decision:
        """Ask whether the actor may do `action` on `target` in the unit at `scope_path`.

        `prior_actors` are those who already took part: who stands in for one of them did, too. `table` is the
        guideline version's, else the base one.
        """
        asked = table if table is not None else base_table()
        actor, nearest, allowing = self.actor, Denial.NO_RULE, None
        for grant in actor.grants:
            if grant.on_behalf_of is not None and not grant.covers(action):
                continue
            acted = False if not prior_actors else not prior_actors.isdisjoint((actor.id, grant.on_behalf_of))
            answer = asked.answers(grant.role, target, action, grant.level)[grant.reach_of(scope_path)][acted]
            if answer is None:
                allowing = allowing or grant
            elif answer is Denial.EXPLICIT:
                return _DENIED[answer]
            elif answer > nearest:
                nearest = answer
        return _DENIED[nearest] if allowing is None else _made((allowing, None))

    def scopes_for(
        self, action: Action, *, target: str = ANY, table: DecisionTable | None = None
    ) -> tuple[str, ...]:
        """List the scope paths under which the actor may do `action` (for the one SQL predicate of lists).

        A grant that reaches the whole district gives the empty path, which stands for the root.
        """
        asked = table if table is not None else base_table()
        return tuple(
            "" if answers[Reach.DISTRICT][False] is None else grant.scope_path
            for grant in self.actor.grants
            for answers in (asked.answers(grant.role, target, action, grant.level),)
            if grant.covers(action) and answers[Reach.SUBTREE][False] is None
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of an operation."""
        async with self.database.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a read-only transaction."""
        async with self.database.read() as session:
            yield session
