"""Hosts that disagree about the time: the feed's last word on a name is how the name stands."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from schema.designations.tables import DesignationChange
from schema.frame.operation import Transaction
from schema.frame.operation import close as end
from tenants.database import Database
from tenants.outbox import OutboxMessage, number_pending
from tests.builders.applications import appoint_all, named
from tests.builders.district import NOON, STREETS, Clock, District, make_district
from tests.builders.events import close, report
from tests.statuses.test_feed import changes, feed, publish

SHANGHAI = ZoneInfo("Asia/Shanghai")
HEARD = [
    ("B1", "named", "NAMED"),
    ("B1", "suspended", "CLOSE_CONTACT_REPORTED"),
    ("B1", "restored", "RE_EVALUATED"),
    ("B1", "suspended", "CLOSE_CONTACT_REPORTED"),
    ("B1", "restored", "RE_EVALUATED"),
]


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


def on_host(actor: OperationContext, skew: float) -> OperationContext:
    """Let somebody act on a host whose clock goes wrong by so many seconds."""
    return replace(actor, clock=Clock(NOON + timedelta(seconds=skew)))


@pytest.mark.parametrize(
    "skews",
    [(1, -1, 1, -1), (-1, 1, -1, 1), (30, 20, 10, 0), (0, -1, -2, -3), (600, -600, 0, 300)],
    ids=str,
)
async def test_the_last_word_is_how_the_name_stands(district: District, skews: tuple[float, ...]) -> None:
    """Each deed on another host, each after the one before was committed: told in the order of the history."""
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    await named(district, officials, "B1")
    unit = await district.unit("B1")
    for first, second in (skews[:2], skews[2:]):
        contact = await report(on_host(officials.street, first), unit.id, "close_contact")
        await close(on_host(officials.street, second), contact)
    assert await publish(district) == len(HEARD)
    assert changes(await feed(district)) == HEARD
    async with district.database.of(district.tenant).read() as session:
        history = select(DesignationChange.change).order_by(DesignationChange.ordinal)
        assert list(await session.scalars(history)) == [change for _, change, _ in HEARD]


async def test_what_follows_a_naming_held_back_is_held_back_with_it(district: District) -> None:
    """A host past midnight and one before it: the day on which the public may know is kept, and one clock tells it."""
    midnight = NOON + timedelta(hours=12)
    acting = await district.official(Role.STREET, "S1")
    topics = ("designation.named", "designation.suspended")
    for topic, skew in zip(topics, (-1, 1), strict=True):
        context = on_host(acting, (midnight - NOON).total_seconds() + skew)
        async with context.database.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            tx.publish(topic, {}, on=midnight.astimezone(SHANGHAI).date())
            await end(tx)
    view = district.database.of(district.tenant)
    for now, expected in ((midnight - timedelta(seconds=1), []), (midnight, list(topics))):
        async with view.begin() as session:
            await number_pending(session, district.tenant.id, now=now)
        async with view.read() as session:
            told = select(OutboxMessage.topic).where(OutboxMessage.sequence.is_not(None))
            assert list(await session.scalars(told.order_by(OutboxMessage.sequence))) == expected
