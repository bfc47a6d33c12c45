"""Every statement on lists of designations, those of officials and those of the public."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from schema.designations.rules import HELD, Standing
from schema.designations.tables import Designation
from schema.frame.keyset import count_rows, read_page
from schema.frame.pagination import Page, Slice
from schema.frame.statements import one_of
from schema.frame.text import is_storable
from schema.units.repository import joined, within
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class DesignationFilter:
    """Which designations a list holds: of units in `scopes`, optionally below a path, of a kind, standing so.

    With `today` a name whose last day has passed stands as expired, whether or not that was recorded. With `shown_on`
    only those the public sees on that day, and whose validity has not run out; with `expiring_by` only those held
    whose last day is that day or earlier.
    """

    scopes: tuple[str, ...]
    under: str | None = None
    kind: str | None = None
    statuses: Collection[str] | None = None
    today: date | None = None
    shown_on: date | None = None
    expiring_by: date | None = None


def _matching(session: Session, wanted: DesignationFilter) -> Select[Designation]:
    statement = joined.with_unit(select(Designation), Designation.tenant_id, Designation.unit_id).where(
        Designation.tenant_id == session.info["tenant_id"], within(joined.PATH, wanted.scopes)
    )
    if wanted.under is not None:
        statement = statement.where(within(joined.PATH, [wanted.under]))
    if wanted.kind is not None and not is_storable(wanted.kind):
        return statement.where(false())
    if wanted.kind is not None:
        statement = statement.where(joined.KIND.in_([wanted.kind]))
    if wanted.statuses is not None:
        statement = statement.where(_stands(wanted.statuses, wanted.today))
    if wanted.shown_on is not None:
        statement = statement.where(Designation.public_from <= wanted.shown_on, valid_on(wanted.shown_on))
    if wanted.expiring_by is not None:
        statement = statement.where(
            Designation.status.in_(HELD), Designation.valid_until <= wanted.expiring_by
        )
    return statement


def _stands(statuses: Collection[str], today: date | None) -> ColumnElement[bool]:
    stored = Designation.status.in_(statuses)
    if today is None:
        return stored
    over = and_(Designation.status.in_(HELD), Designation.valid_until < today)
    return or_(stored, over) if Standing.EXPIRED in statuses else and_(stored, valid_on(today))


def valid_on(day: date) -> ColumnElement[bool]:
    """Say in SQL that the validity of a name has not run out on a day."""
    return or_(Designation.valid_until.is_(None), Designation.valid_until >= day)


async def list_designations(session: Session, wanted: DesignationFilter, page: Page) -> Slice[Designation]:
    """List designations, newest first."""
    return await read_page(session, _matching(session, wanted), [Designation.id], page, descending=True)


async def count_designations(session: Session, wanted: DesignationFilter) -> int:
    """Count the designations of a filter."""
    return await count_rows(session, _matching(session, wanted))


async def list_given_under(
    session: Session, wanted: DesignationFilter, versions: Collection[uuid.UUID], until: date, limit: int
) -> Sequence[Designation]:
    """List those of a filter that stand under some versions and were given up to a day, the oldest first."""
    rows = await session.scalars(
        _matching(session, wanted)
        .where(one_of(Designation.guideline_version_id, versions), Designation.named_on <= until)
        .order_by(Designation.named_on, Designation.id)
        .limit(limit)
    )
    return rows.all()
