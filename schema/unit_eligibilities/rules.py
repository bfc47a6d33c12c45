"""When a unit may bear a name again at the earliest, and what that hangs on, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schema.criteria.rules import Obstacle
from schema.designations.rules import Ground, Standing, public_text


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


def return_of_lost(
    obstacles: Sequence[Obstacle], below: Sequence[tuple[str, str]], opens_on: date | None, today: date
) -> Return:
    """Tell when a unit that lost its name may be named anew; `opens_on` is the first day it may apply.

    `below` are the clauses, with their titles, about the units directly below that it does not meet.
    """
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
    found += [Hindrance(f"{title}：下级单元尚未达到要求，日期未定", None, clause) for clause, title in below]
    found += _delay(opens_on, today)
    return Return(_latest(found, today), tuple(found))


def return_of_suspended(grounds: Sequence[Ground], today: date) -> Return:
    """Tell when a suspended name comes back by itself: once the last ground that suspends it is over.

    Where none is left, it comes back with what the night does of today.
    """
    found = [
        Hindrance(
            f"{public_text(ground.cause)}：无新增时自{ground.clear_on}起恢复"
            if ground.clear_on
            else f"{public_text(ground.cause)}：尚未解除或须重新评估，日期未定",
            ground.clear_on,
            ground.clause,
        )
        for ground in grounds
        if ground.standing is Standing.SUSPENDED
    ]
    return Return(_latest(found, today), tuple(found))


def was_to_return(standing: Standing | None, grounds: Sequence[Ground], opens_on: date | None) -> date | None:
    """Tell, of a past moment, the first day on which nothing then known stood in the way of a name any more.

    A suspended one was to be back once all that suspended it was over, one that was lost might be applied for once
    all that held it down and the delay before applying again (`opens_on`) were.
    """
    if standing is None or standing.in_force:
        return None
    down = [each for each in grounds if standing is not Standing.SUSPENDED or each.standing is standing]
    days = [each.clear_on for each in down]
    known = [day for day in (*days, opens_on) if day is not None]
    return None if None in days else max(known, default=None)


def _delay(opens_on: date | None, today: date) -> list[Hindrance]:
    if opens_on is None or opens_on <= today:
        return []
    return [Hindrance(f"名称取消后须满规定间隔，自{opens_on}起可重新申报", opens_on)]


def _latest(found: Sequence[Hindrance], today: date) -> date | None:
    days = [each.from_on for each in found]
    return None if None in days else max((day for day in days if day is not None), default=today)
