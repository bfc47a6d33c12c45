"""Looks at what operations wrote, as the district itself sees it."""

from collections.abc import Sequence

from sqlalchemy import select

from authz.context import OperationContext
from schema.applications.tables import Application, Transition
from schema.designations import repository as designations
from schema.designations.repository import history
from schema.designations.tables import Designation, DesignationChange
from schema.frame.pagination import Page
from schema.notifications.repository import list_inbox
from schema.reviews.tables import Review
from tests.builders.district import District


async def application_now(district: District, application: Application) -> Application:
    """Read an application as it stands now."""
    async with district.database.of(district.tenant).read() as session:
        return await session.get_one(Application, (district.tenant.id, application.id))


async def moves_of(district: District, application: Application) -> Sequence[Transition]:
    """Read the moves of an application, oldest first."""
    chosen = select(Transition).where(Transition.application_id == application.id)
    async with district.database.of(district.tenant).read() as session:
        return (await session.scalars(chosen.order_by(Transition.ordinal))).all()


async def reviews_of(district: District, application: Application) -> Sequence[Review]:
    """Read the reviews of an application, oldest first."""
    chosen = select(Review).where(Review.application_id == application.id)
    async with district.database.of(district.tenant).read() as session:
        return (await session.scalars(chosen.order_by(Review.decided_at, Review.id))).all()


async def name_of(district: District, code: str) -> Designation | None:
    """Read the name a unit bore last, whether in force or not."""
    unit = await district.unit(code)
    async with district.database.of(district.tenant).read() as session:
        found = (await designations.of_unit(session, [unit.id])).get(unit.id, [])
    return found[0] if found else None


async def standing_of(district: District, code: str) -> str | None:
    """Tell how the name a unit bore last stands: active, suspended, revoked, or None if it never had one."""
    found = await name_of(district, code)
    return found.status if found else None


async def changes_of(district: District, code: str) -> Sequence[DesignationChange]:
    """Read everything that happened to the name a unit bore last, oldest first."""
    found = await name_of(district, code)
    assert found is not None, code
    async with district.database.of(district.tenant).read() as session:
        return (await history.changes_of(session, [found.id]))[found.id]


async def told(official: OperationContext) -> list[str]:
    """List what an official was told, newest first, also of what is dealt with by now."""
    if official.actor.id is None:
        raise AssertionError
    async with official.read() as session:
        found = await list_inbox(session, official.actor.id, Page(limit=9), unread=False)
    return [row.kind for row in found.rows]
