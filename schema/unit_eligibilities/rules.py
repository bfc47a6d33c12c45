"""When a unit may bear a name again at the earliest, and what that hangs on, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schema.criteria.rules import Obstacle


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that has to be over first: by a clause, or the delay before applying again (`clause` null).

    `from_on` is the first day it no longer stands in the way; null while that cannot be said.
    """

    text: str
    from_on: date | None
    clause: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """The earliest day, null while it cannot be said, and all that stands in the way till then."""

    on: date | None
    hindrances: tuple[Hindrance, ...] = ()


def return_of_lost(obstacles: Sequence[Obstacle], opens_on: date | None, today: date) -> Return:
    """Tell when a unit that lost its name may be named anew; `opens_on` is the first day it may apply."""
    found = [
        Hindrance(
            f"{each.title}：无新增时自{each.until}起达标"
            if each.until
            else f"{each.title}：尚未解除，解除后重新计算",
            each.until,
            each.clause,
        )
        for each in obstacles
    ]
    if opens_on is not None and opens_on > today:
        found.append(Hindrance(f"名称取消后须满规定间隔，自{opens_on}起可重新申报", opens_on))
    days = [each.from_on for each in found]
    latest = max((day for day in days if day is not None), default=today)
    return Return(None if None in days else latest, tuple(found))


def return_of_suspended(clause: str | None, clear_on: date | None) -> Return:
    """Tell when a suspended name comes back by itself; null `clear_on` while nobody can say."""
    told = f"无新增时自{clear_on}起恢复" if clear_on else "尚未解除或须重新评估，日期未定"
    return Return(clear_on, (Hindrance(told, clear_on, clause),))
