"""The days a version is published for."""

from collections.abc import Iterator
from datetime import date

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import Term


def term_faults(term: Term, today: date) -> Iterator[DomainError]:
    """Find a term that begins in the past, where others were in force, or ends before it begins."""
    if term.effective_from < today:
        message = f"施行日期不得早于今天（{today}）。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("effectiveFrom",))
    if term.effective_until is not None and term.effective_until < term.effective_from:
        yield DomainError(ErrorCode.INVALID_INPUT, "终止日期早于施行日期。", field=("effectiveUntil",))
