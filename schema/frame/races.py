"""What two callers at once run into: a duplicate that appeared meanwhile, a deadlock, a row that moved on."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from schema.frame.errors import DomainError, ErrorCode
from tenants.base import meaning_of

_PASSING = frozenset({"40001", "40P01"})
"""SQLSTATE of serialization failures and deadlocks: nothing was written, and a second try may succeed."""


def refusal_of(error: IntegrityError | StaleDataError) -> DomainError | None:
    """Turn a lost race into the refusal its later caller would have met; None if it is a fault of ours."""
    if isinstance(error, StaleDataError):
        return DomainError(ErrorCode.STALE_REVISION, "内容刚被他人更新。", field=("expectedRevision",))
    cause = error.orig.__cause__ if error.orig is not None else None
    found = meaning_of(str(getattr(cause, "constraint_name", None)))
    return DomainError(ErrorCode(found.code), found.message) if found is not None else None


@contextmanager
def refused() -> Iterator[None]:
    """Meet a duplicate that appeared meanwhile with the refusal of a later caller; a fault of ours stays one."""
    try:
        yield
    except IntegrityError as error:
        raise (refusal_of(error) or error) from None


def may_pass(error: DBAPIError) -> bool:
    """Tell whether trying again may succeed."""
    return getattr(error.orig, "sqlstate", None) in _PASSING
