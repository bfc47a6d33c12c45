"""Answers of the public schema, kept until their tenant's version changes or its local day ends; never by time alone.

An answer is kept under the confirmation there was before it was read. All that the public schema shows without a
write having been made changes at local midnight, so a version on a day stands for one answer to each question.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from cachetools import LRUCache

from api.negotiation import MediaType
from api.parameters import Parameters
from authz.context import Actor
from tenants.database import TenantInfo
from tenants.versions import Versions

_TENANTS_KNOWN = 16_384
_OVERHEAD = 1_000
"""Bytes that keeping an answer takes beside its own and those of its question, about."""
_SHARE = 8
"""No answer takes more than so small a part of the room."""

Key = tuple[object, ...]


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
        self._known: LRUCache[Any, Confirmation] = LRUCache(_TENANTS_KNOWN)

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


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer without errors: its bytes, and the name of the operation that gave it."""

    body: bytes
    operation_name: str | None


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
        self, confirmation: Confirmation | None, actor: Actor, parameters: Parameters, media_type: MediaType
    ) -> Question | None:
        """Say what is asked, before it is read; None if the answer may not be kept."""
        if confirmation is None or not self._room:
            return None
        variables = (
            orjson.dumps(parameters.variables, option=orjson.OPT_SORT_KEYS) if parameters.variables else b""
        )
        permissions = (actor.kind, actor.scopes, actor.grants)
        asked = (parameters.query, parameters.operation_name, variables, media_type.name)
        return Question(confirmation, (confirmation.tenant.id, permissions, asked))

    def find(self, question: Question) -> Answer | None:
        """Give the answer there is under the very confirmation the question is asked under."""
        entry = self._kept.get(question.key)
        return entry[1] if entry is not None and entry[0] is question.confirmation else None

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer, in place of the one there was under an earlier confirmation."""
        size = len(answer.body) + len(str(question.key[2])) + _OVERHEAD
        if size * _SHARE <= self._room:
            self._kept[question.key] = (question.confirmation, answer, size)


def _midnight_after(now: datetime, time_zone: str) -> datetime:
    zone = ZoneInfo(time_zone)
    day = now.astimezone(zone).date()
    return datetime.combine(day + timedelta(days=1), time(), zone)
