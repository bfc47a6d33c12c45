"""The way of a batch: it opens for a window, takes units in, and closes when each of them has its conclusion.

One batch after the other (T-P7); an urgent one may run beside, with a reason (open question 15). A unit enters
a batch once, so who fails is inspected again in a later batch (T-P8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import text_fault
from schema.guidelines.rules.format import BatchSettings

REASON_LIMIT = 500
OUTCOMES = {"name": "passed", "return": "failed", "reject": "failed", "withdraw": "withdrawn"}
"""What the moves of an application make of its place in a batch; all others leave it pending."""


class BatchKind(StrEnum):
    """What a batch is for: the first exemplars, everybody in turn, or what cannot wait."""

    PILOT = "pilot"
    REGULAR = "regular"
    URGENT = "urgent"


class BatchPhase(StrEnum):
    """Where a batch is on a day: before its window, in it, past it, or closed for good."""

    AHEAD = "ahead"
    INTAKE = "intake"
    INSPECTION = "inspection"
    CLOSED = "closed"


class Batch(Protocol):
    """A batch as the rules need it."""

    @property
    def number(self) -> int:
        """Count the batches of the process in the place up to it."""

    @property
    def kind(self) -> str:
        """Name its kind."""

    @property
    def opens_on(self) -> date:
        """Tell the first day of its window."""

    @property
    def closes_on(self) -> date:
        """Tell the last day of its window."""

    @property
    def status(self) -> str:
        """Say `open` or `closed`."""

    @property
    def opened_at(self) -> datetime:
        """Tell when it was opened: what makes one batch later than another."""


B = TypeVar("B", bound=Batch)


@dataclass(frozen=True, slots=True)
class Opening:
    """A batch that somebody wants to open; both days of the window count."""

    kind: BatchKind
    opens_on: date
    closes_on: date
    reason: str | None = None


def check_opening(
    opening: Opening, settings: BatchSettings, earlier: Sequence[Batch], today: date
) -> list[DomainError]:
    """List every reason against opening a batch after the `earlier` ones of the same place (T-P4, T-P7)."""
    found = []
    if opening.closes_on < opening.opens_on or opening.closes_on < today:
        found.append(
            DomainError(ErrorCode.INVALID_INPUT, "窗口的截止日不得早于开始日和今天。", field=("closesOn",))
        )
    elif opening.closes_on - opening.opens_on >= timedelta(days=settings.window_days):
        found.append(
            DomainError(
                ErrorCode.INVALID_INPUT,
                f"窗口最长 {settings.window_days} 天。",
                field=("closesOn",),
                details={"maximum": settings.window_days},
            )
        )
    if not settings.holds(opening.kind):
        found.append(DomainError(ErrorCode.INVALID_INPUT, "方案没有此类批次。", field=("kind",)))
    fault = text_fault(
        opening.reason,
        field=("reason",),
        label="加开理由",
        maximum=REASON_LIMIT,
        required=opening.kind is BatchKind.URGENT,
    )
    beside = [batch for batch in earlier if batch.status == "open" and _same_line(batch.kind, opening.kind)]
    if fault is not None:
        found.append(fault)
    if beside:
        found.append(
            DomainError(
                ErrorCode.BATCH_OPEN_ALREADY,
                f"第 {beside[0].number} 批尚未关闭。",
                details={"batch": beside[0].number},
            )
        )
    return found


def phase(batch: Batch, today: date) -> BatchPhase:
    """Tell where a batch is on a day."""
    if batch.status == "closed":
        return BatchPhase.CLOSED
    if today < batch.opens_on:
        return BatchPhase.AHEAD
    return BatchPhase.INTAKE if today <= batch.closes_on else BatchPhase.INSPECTION


def check_closing(batch: Batch, pending: int) -> DomainError | None:
    """Refuse to close a batch twice, or before each unit in it has its conclusion (T-P7)."""
    if batch.status == "closed":
        return DomainError(ErrorCode.BATCH_CLOSED, f"第 {batch.number} 批已关闭。")
    if pending:
        return DomainError(
            ErrorCode.BATCH_UNFINISHED,
            f"第 {batch.number} 批还有 {pending} 个单元没有结论。",
            details={"missing": pending},
        )
    return None


def taking_in(
    batches: Sequence[B], today: date, latest: Batch | None, barred: date | None = None
) -> B | None:
    """Find the batch that takes a unit in today, an urgent one first.

    It is later than the `latest` one the unit was in, and opens after the day through which it is `barred`.
    """
    taking = [
        batch
        for batch in batches
        if phase(batch, today) is BatchPhase.INTAKE
        and (latest is None or batch.opened_at > latest.opened_at)
        and (barred is None or batch.opens_on > barred)
    ]
    return min(taking, key=lambda batch: (batch.kind != BatchKind.URGENT, batch.opened_at), default=None)


def intake_refusal(
    batches: Sequence[Batch], today: date, latest: Batch | None, barred: date | None = None
) -> DomainError | None:
    """Say why no batch takes a unit in today.

    None is open, none later than the one it was in already, or none since it was late with putting right what
    was found there (T-P8).
    """
    if taking_in(batches, today, latest, barred) is not None:
        return None
    if barred is not None and taking_in(batches, today, latest) is not None:
        return DomainError(
            ErrorCode.RECTIFICATION_LATE,
            f"整改逾期，于 {barred.isoformat()} 方完成，须等此后新开的批次复验。",
            details={"doneOn": barred.isoformat()},
        )
    if latest is not None and any(phase(batch, today) is BatchPhase.INTAKE for batch in batches):
        return DomainError(
            ErrorCode.NEXT_BATCH_REQUIRED,
            f"该单元已参加第 {latest.number} 批，须等下一批次复验。",
            details={"batch": latest.number},
        )
    return DomainError(ErrorCode.INTAKE_CLOSED, "当前没有开放受理的批次。")


def _same_line(one: str, other: str) -> bool:
    """Tell whether two batches exclude each other: urgent ones run beside the rest, never beside each other."""
    return (one == BatchKind.URGENT) == (other == BatchKind.URGENT)
