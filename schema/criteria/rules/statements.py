"""What an official stated of a criterion, as people read it: who, when and in which words."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True)
class Statement:
    """The latest statement on a criterion; the figures are those of `AttestationFact`.

    `on` is the local day, `at` the instant, and `by` the display name of who made it.
    """

    met: bool
    note: str | None
    reference: str | None
    sample_size: int | None
    sample_met: int | None
    share_percent: int | None
    points: Decimal | None
    applicable: bool
    on: date
    at: datetime
    by: str


_STATEMENT: TypeAdapter[Statement] = TypeAdapter(Statement)


def statement_to_data(statement: Statement) -> dict[str, Any]:
    """Write a statement as plain data, for keeping."""
    written: dict[str, Any] = _STATEMENT.dump_python(statement, mode="json")
    return written


def statement_from_data(data: dict[str, Any]) -> Statement:
    """Read a statement as it was kept."""
    return _STATEMENT.validate_python(data)
