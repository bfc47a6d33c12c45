"""What becomes of an item that must be put right: in time, overdue, and what being late costs (T-P8). Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import BatchSettings


class RectificationState(StrEnum):
    """How an item stands against its deadline."""

    DONE = "done"
    DONE_LATE = "done_late"
    OPEN = "open"
    OVERDUE = "overdue"


class Item(Protocol):
    """Something to put right, as the rules need it."""

    @property
    def due_on(self) -> date:
        """Tell the last day to put it right."""

    @property
    def done_on(self) -> date | None:
        """Tell the day it was reported as put right."""


def item_state(item: Item, today: date) -> RectificationState:
    """Tell how an item stands on a day; the day of the deadline is still in time."""
    if item.done_on is None:
        return RectificationState.OVERDUE if today > item.due_on else RectificationState.OPEN
    return RectificationState.DONE_LATE if item.done_on > item.due_on else RectificationState.DONE


def unfinished(items: Sequence[Item], today: date) -> DomainError | None:
    """Refuse a unit that has items left to put right, with how many, by when, and how many are overdue."""
    undone = [item for item in items if item.done_on is None]
    if not undone:
        return None
    overdue = sum(item_state(item, today) is RectificationState.OVERDUE for item in undone)
    due_on = min(item.due_on for item in undone).isoformat()
    return DomainError(
        ErrorCode.RECTIFICATION_OPEN,
        f"还有 {len(undone)} 项整改没有完成，"
        + (f"其中 {overdue} 项已逾期。" if overdue else f"限 {due_on} 前完成。"),
        details={"missing": len(undone), "overdue": overdue, "dueOn": due_on},
    )


def barred_through(items: Iterable[Item], settings: BatchSettings) -> date | None:
    """Tell the day through which batches opened are lost to a unit that was late; None if it lost none.

    Under `later_batch` a unit that missed a deadline waits for a batch whose window opens after the day its last
    late item was reported: a batch that was open while it was late goes on without it.
    """
    if settings.late_rectification == "admit":
        return None
    late = [item.done_on for item in items if item.done_on is not None and item.done_on > item.due_on]
    return max(late, default=None)


def lateness(item: Item, settings: BatchSettings, today: date) -> str | None:
    """Say in zh-CN what missing an item's deadline leads or led to; None while it is kept."""
    state = item_state(item, today)
    if state is RectificationState.OVERDUE:
        said = f"已逾期 {(today - item.due_on).days} 天"
    elif state is RectificationState.DONE_LATE and item.done_on is not None:
        said = f"逾期 {(item.done_on - item.due_on).days} 天完成"
    else:
        return None
    if settings.late_rectification == "admit":
        return f"{said}；整改完成后仍可参加下一批次复验。"
    if item.done_on is None:
        return f"{said}；整改完成后，须等此后新开的批次复验，已开放的批次不再受理。"
    return f"{said}；须等 {item.done_on.isoformat()} 之后新开的批次复验。"
