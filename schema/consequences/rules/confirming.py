"""What was seen in a preview, as a token a client sends back: nothing else is then done than what was seen."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from schema.consequences.rules.plans import Plan
from schema.frame.errors import DomainError, ErrorCode

SHOWN = 60
"""So many names of a preview are kept in its token, to tell later what changed; of more, only how many."""
TOKEN_LIMIT = 8_000


class Followed(Protocol):
    """What befell a name because of what a plan did to others; `cause` is a code, `clause` the guideline's."""

    @property
    def code(self) -> str:
        """Give the code of its unit."""

    @property
    def change(self) -> str:
        """Tell what befell it."""

    @property
    def cause(self) -> str:
        """Tell why."""

    @property
    def clause(self) -> str | None:
        """Tell by which clause."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a preview showed: its digest, how many names of each kind of change, and the first of them by code."""

    digest: str
    counts: Mapping[str, int]
    changes: Mapping[str, str]


def seen_in(plan: Plan, codes: Mapping[UUID, str], followed: Sequence[Followed] = ()) -> Seen:
    """Sum up a plan and what followed on it."""
    changes = [(codes[each.name.unit_id], each.change) for each in plan.transitions]
    changes += [(each.code, each.change) for each in followed]
    digest = plan.digest
    if followed:
        told = [digest, [[each.code, each.change, each.cause, each.clause] for each in followed]]
        digest = hashlib.sha256(json.dumps(told).encode()).hexdigest()
    return Seen(digest, Counter(change for _, change in changes), dict(sorted(changes)[:SHOWN]))


def token_of(seen: Seen) -> str:
    """Write what was seen as opaque text."""
    told = json.dumps([seen.digest, dict(seen.counts), dict(seen.changes)], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode()


def seen_by(token: str) -> Seen:
    """Read a token back; refuse what is none."""
    try:
        if len(token) > TOKEN_LIMIT:
            raise ValueError(len(token))
        digest, counts, changes = json.loads(base64.urlsafe_b64decode(token.encode("ascii")))
        return Seen(
            str(digest),
            {str(change): int(number) for change, number in counts.items()},
            {str(code): str(change) for code, change in changes.items()},
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        message = "请使用预览接口返回的 token。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("preview",)) from error


def require_seen(now: Seen, losses: int, token: str | None, confirm_above: int) -> None:
    """Refuse what nobody has seen: a stale preview, or many names falling without one.

    Details of STALE_PREVIEW count the names per change, and list those that changed otherwise than shown.
    """
    if token is None:
        require_few(losses, confirm_above)
        return
    before = seen_by(token)
    if before.digest != now.digest:
        raise DomainError(
            ErrorCode.STALE_PREVIEW,
            f"预览后情况有变：{_difference(before, now)}。",
            field=("preview",),
            details=_details(before, now),
        )


def require_few(losses: int, confirm_above: int) -> None:
    """Refuse what lets many names fall and nobody has seen, with CONFIRMATION_REQUIRED."""
    if losses > confirm_above:
        raise DomainError(
            ErrorCode.CONFIRMATION_REQUIRED,
            f"将有{losses}个名称被警示、暂停或取消，超过{confirm_above}个须先预览并确认。",
            field=("preview",),
            details={"falling": losses, "confirmAbove": confirm_above},
        )


def _difference(before: Seen, now: Seen) -> str:
    codes = sorted(
        code
        for code in before.changes.keys() | now.changes.keys()
        if before.changes.get(code) != now.changes.get(code)
    )
    if not codes:
        return "日期、依据或名称版本已更新"
    more = f"等{len(codes)}个单元" if len(codes) > 5 else ""
    return "、".join(codes[:5]) + more + "的后果不同"


def _details(before: Seen, now: Seen) -> dict[str, str | int]:
    changes = sorted(before.counts.keys() | now.counts.keys())
    return {
        f"{change}.{when}": counts.get(change, 0)
        for change in changes
        for when, counts in (("previewed", before.counts), ("now", now.counts))
    }
