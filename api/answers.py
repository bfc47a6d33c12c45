"""Answers, kept until their tenant's version changes or its local day ends; never by time alone.

An answer is kept under the confirmation there was before it was read. What changes without a write having been made
changes at local midnight, so a version on a day stands for one answer to each question; an answer that rests on an
instant within the day is not kept (see `WatchedClock`).
"""

import uuid
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import orjson
from cachetools import LRUCache

from api.parameters import Parameters
from api.served import Served
from authz.context import Actor
from tenants.database import TenantInfo
from tenants.versions import Versions

_OVERHEAD = 1_000
"""Bytes that keeping an answer takes beside its own and those of its question, about."""
_SHARE = 8
"""No answer takes more than so small a part of the room."""

Key = tuple[object, ...]


def permissions_of(actor: Actor) -> Key:
    """Tell what an answer hangs on that is the same for all who may do the same."""
    return actor.kind, actor.scopes, actor.grants


@dataclass(frozen=True, slots=True, eq=False)
class Confirmation:
    """That at the instant `at` a version of a tenant was the latest; it stands at most until local midnight."""

    tenant: TenantInfo
    version: tuple[int, int]
    at: datetime
    until: datetime


class Confirmations:
    """The latest confirmation of each tenant."""

    def __init__(self, versions: Versions, clock: Callable[[], datetime]) -> None:
        self._versions = versions
        self._clock = clock
        self._known: dict[uuid.UUID, Confirmation] = {}  # no more than there are tenants

    def now(self) -> datetime:
        """Tell the instant."""
        return self._clock()

    def of(self, tenant: TenantInfo) -> Confirmation | None:
        """Give the confirmation that stands, the same object as long as it does; None while nothing is trusted."""
        version = self._versions.of(tenant.id)
        if version is None:
            return None
        now, known = self._clock(), self._known.get(tenant.id)
        if (
            known is None
            or known.version != version
            or (known.tenant is not tenant and known.tenant != tenant)
            or not known.at <= now < known.until
        ):
            known = Confirmation(tenant, version, now, _midnight_after(now, tenant.time_zone))
            self._known[tenant.id] = known
        return known


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, under which confirmation, by whoever may see the same."""

    confirmation: Confirmation
    key: Key


@dataclass(slots=True)
class Answer:
    """An answer without errors: its bytes, the name of the operation that gave it, and until when it holds by itself.

    `until` is None where that is as long as its confirmation stands.
    """

    body: bytes
    operation_name: str | None
    until: datetime | None = None
    served: Served = field(init=False)

    def __post_init__(self) -> None:
        """Make ready what everybody is given."""
        self.served = Served(self.body, ran=True, clean=True)


class Answers:
    """Answers up to a number of bytes, the latest used; 0 keeps none."""

    def __init__(self, confirmations: Confirmations, at_most_bytes: int) -> None:
        self.confirmations = confirmations
        self._room = at_most_bytes
        self._kept: LRUCache[Key, tuple[Confirmation, Answer, int]] = LRUCache(
            at_most_bytes, getsizeof=lambda entry: entry[2]
        )

    @property
    def size(self) -> int:
        """Count the bytes that are taken, about."""
        return int(self._kept.currsize)

    def ask(
        self, confirmation: Confirmation | None, who: Hashable, parameters: Parameters
    ) -> Question | None:
        """Say what is asked, before it is read, by somebody of whom `who` tells all that the answer may hang on.

        None if the answer may not be kept.
        """
        if confirmation is None or not self._room:
            return None
        variables = (
            orjson.dumps(parameters.variables, option=orjson.OPT_SORT_KEYS) if parameters.variables else b""
        )
        asked = (parameters.query, parameters.operation_name, variables)
        return Question(confirmation, (confirmation.tenant.id, who, asked))

    def find(self, question: Question) -> Answer | None:
        """Give the answer there is under the very confirmation the question is asked under."""
        entry = self._kept.get(question.key)
        if entry is None or entry[0] is not question.confirmation:
            return None
        until = entry[1].until
        return entry[1] if until is None or self.confirmations.now() < until else None

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer, in place of the one there was under an earlier confirmation."""
        size = len(answer.body) + len(str(question.key[2])) + _OVERHEAD
        if size * _SHARE <= self._room:
            self._kept[question.key] = (question.confirmation, answer, size)


def _midnight_after(now: datetime, time_zone: str) -> datetime:
    zone = ZoneInfo(time_zone)
    day = now.astimezone(zone).date()
    return datetime.combine(day + timedelta(days=1), time(), zone)
