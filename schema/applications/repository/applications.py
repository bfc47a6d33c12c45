"""Every statement on applications, worklists excepted."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm.attributes import flag_modified

from schema.applications.tables import Application
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.keyset import count_rows, read_page
from schema.frame.locking import lock_row
from schema.frame.pagination import Page, Slice
from schema.frame.statements import TENANT, given, named_ids, one_of
from schema.units.repository import in_area, joined
from schema.units.rules import require_open
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which applications a list holds: of units in `scopes`, optionally of one unit, in a status."""

    scopes: tuple[str, ...]
    unit_id: uuid.UUID | None = None
    status: str | None = None


async def get(session: Session, application_id: uuid.UUID) -> Application | None:
    """Read an application by id."""
    return await session.get(Application, (session.info["tenant_id"], application_id))


async def lock(session: Session, application_id: uuid.UUID) -> Application:
    """Read an application for writing, or refuse with NOT_FOUND."""
    row = await lock_row(session, Application, application_id)
    if row is None:
        raise unknown()
    return row


async def lock_with_unit(session: Session, application_id: uuid.UUID) -> tuple[Application, joined.UNIT]:
    """Read an application and its unit for writing, the application first; refuse with NOT_FOUND or UNIT_CLOSED."""
    found = (await session.execute(_with_unit(), given(session, id=application_id))).one_or_none()
    if found is None:
        raise unknown()
    application, unit = found
    require_open(unit.code, unit.closed_on)
    return application, unit


@cache
def _with_unit() -> Select[Application, joined.UNIT]:
    statement = joined.with_unit(select(Application, joined.UNIT), Application.tenant_id, Application.unit_id)
    wanted = statement.where(Application.tenant_id == TENANT, Application.id == bindparam("id"))
    return wanted.with_for_update(of=[Application, joined.UNIT], key_share=True)


async def lock_free(session: Session, ids: Collection[uuid.UUID]) -> Sequence[Application]:
    """Lock some applications; those somebody is acting on are left out."""
    statement = (
        select(Application)
        .where(Application.tenant_id == session.info["tenant_id"], one_of(Application.id, ids))
        .order_by(Application.id)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(statement)).all()


def unknown() -> DomainError:
    """Refuse an application that is not there, or that the viewer may not know of."""
    return DomainError(ErrorCode.NOT_FOUND, "申请不存在。", field=("application",))


def touch(application: Application) -> None:
    """Count a change that is kept in other tables, so that a stale page is noticed."""
    flag_modified(application, "status")


async def by_ids(session: Session, ids: list[uuid.UUID]) -> Mapping[uuid.UUID, Application]:
    """Read applications by id (loader batch)."""
    rows = await session.scalars(_by_ids(), given(session, ids=ids))
    return {row.id: row for row in rows}


@cache
def _by_ids() -> Select[Application]:
    return select(Application).where(Application.tenant_id == TENANT, Application.id == named_ids("ids"))


def _matching(session: Session, wanted: ApplicationFilter) -> Select[Application]:
    statement = select(Application).where(
        Application.tenant_id == session.info["tenant_id"],
        in_area(session, Application.unit_id, wanted.scopes),
    )
    if wanted.unit_id is not None:
        statement = statement.where(Application.unit_id == wanted.unit_id)
    if wanted.status is not None:
        statement = statement.where(Application.status == wanted.status)
    return statement


async def list_applications(session: Session, wanted: ApplicationFilter, page: Page) -> Slice[Application]:
    """List applications, newest first."""
    return await read_page(session, _matching(session, wanted), [Application.id], page, descending=True)


async def count_applications(session: Session, wanted: ApplicationFilter) -> int:
    """Count the applications of a filter."""
    return await count_rows(session, _matching(session, wanted))
