"""When a plaque is handed out, replaced 换发, and when it comes back (B-M4 摘牌)."""

from datetime import date
from enum import StrEnum

from schema.designations.rules.standing import Standing
from schema.frame.errors import DomainError, ErrorCode


class Plaque(StrEnum):
    """What happens to a plaque."""

    ISSUED = "issued"
    REPLACED = "replaced"
    RETURNED = "returned"


def require_plaque(
    what: Plaque,
    on: date,
    *,
    standing: Standing,
    named_on: date,
    issued_on: date | None,
    returned_on: date | None,
    today: date,
) -> None:
    """Refuse a second plaque, one for a name not in force, and days out of order.

    What is not out comes back or is replaced no more than what was never handed out.
    """
    earliest = named_on if what is Plaque.ISSUED else issued_on or named_on
    if not earliest <= on <= today:
        message = f"日期须在 {earliest} 至 {today} 之间。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("on",))
    outside = issued_on is not None and returned_on is None
    fits = outside if what is Plaque.RETURNED else standing.in_force and outside is (what is Plaque.REPLACED)
    if not fits:
        raise DomainError(
            ErrorCode.PLAQUE_NOT_ALLOWED,
            "该名称的铭牌现状不允许此项登记。",
            details={"standing": standing.value, "plaque": "issued" if outside else "none"},
        )
