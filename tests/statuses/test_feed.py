"""The change feed: by sequence number, nothing skipped, nothing twice, one order for every reader."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import ANONYMOUS
from tenants.database import Database
from tenants.outbox import OutboxMessage, number_pending
from tests.builders.applications import Officials, appoint_all, named, review, submitted
from tests.builders.district import STREETS, District, make_district
from tests.builders.events import close, report
from tests.builders.numbers import number_of
from tests.builders.refusals import refused
from tests.clients import ask_public

FEED = """
query($first: Int, $after: String) {
  statusChanges(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { cursor node { sequence code number change reason { code text clause effectiveOn } recordedAt } }
  }
}"""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    return await appoint_all(district, Role.BUILDING_LEADER, "C1")


async def publish(district: District, *, limit: int = 1_000) -> int:
    """Do what the worker does for a tenant."""
    async with district.database.of(district.tenant).begin() as session:
        return await number_pending(session, district.tenant.id, limit=limit)


async def feed(district: District, after: str | None = None, first: int = 100) -> dict[str, Any]:
    data = await ask_public(district.context(ANONYMOUS), FEED, first=first, after=after)
    found: dict[str, Any] = data["statusChanges"]
    return found


def changes(page: dict[str, Any]) -> list[tuple[str, str, str]]:
    nodes = [edge["node"] for edge in page["edges"]]
    return [(node["code"], node["change"], node["reason"]["code"]) for node in nodes]


async def test_changes_come_in_the_order_they_were_made(district: District, officials: Officials) -> None:
    """Given, suspended, restored, lost: with number, cause, clause and day; unpublished until numbered."""
    await named(district, officials, "B1")
    contact = await report(officials.street, (await district.unit("B1")).id, "close_contact")
    await close(officials.street, contact)
    await report(officials.street, (await district.unit("B1")).id, "case")
    assert changes(await feed(district)) == []
    assert await publish(district) == 4
    page = await feed(district)
    assert changes(page) == [
        ("B1", "named", "NAMED"),
        ("B1", "suspended", "CLOSE_CONTACT_REPORTED"),
        ("B1", "restored", "RE_EVALUATED"),
        ("B1", "revoked", "CASE_REPORTED"),
    ]
    nodes = [edge["node"] for edge in page["edges"]]
    assert [node["sequence"] for node in nodes] == [1, 2, 3, 4]
    assert {node["number"] for node in nodes} == {number_of(district, "楼栋", 1)}
    assert [node["reason"]["clause"] for node in nodes] == [None, "B-b", None, "B-a"]
    assert {node["reason"]["effectiveOn"] for node in nodes} == {"2022-11-20"}
    assert await publish(district) == 0


async def test_a_reader_comes_back_with_the_last_cursor(district: District, officials: Officials) -> None:
    """Whoever keeps `endCursor` sees each change once, however the pages fall."""
    seen: list[tuple[str, str, str]] = []
    cursor = None
    for code in ("B1", "B2", "B9"):
        await named(district, officials, code)
        await report(officials.street, (await district.unit(code)).id, "close_contact")
        await publish(district)
        page = await feed(district, cursor, first=1)
        while True:
            seen += changes(page)
            cursor = page["pageInfo"]["endCursor"] or cursor
            if not page["pageInfo"]["hasNextPage"]:
                break
            page = await feed(district, cursor, first=1)
    assert seen == [
        (code, *change)
        for code in ("B1", "B2", "B9")
        for change in (("named", "NAMED"), ("suspended", "CLOSE_CONTACT_REPORTED"))
    ]
    assert changes(await feed(district, cursor)) == []


async def test_what_was_refused_is_never_told(district: District, officials: Officials) -> None:
    """An event in the outbox leaves with its transaction only."""
    application = await submitted(district, officials, "B1")
    assert await refused(review(officials.headquarters, application, "name")) != []
    assert await publish(district) == 0
    assert changes(await feed(district)) == []


async def test_numbers_are_given_in_portions_and_only_once(district: District, officials: Officials) -> None:
    """Several workers at once: numbers 1 to 6 without gap, in the order of the changes."""
    for code in ("B1", "B2", "B9"):
        await named(district, officials, code)
        await report(officials.street, (await district.unit(code)).id, "home_quarantine")
    counted = await asyncio.gather(*[publish(district, limit=2) for _ in range(5)])
    assert sorted(counted) == [0, 0, 2, 2, 2]
    async with district.database.of(district.tenant).read() as session:
        rows = (await session.scalars(select(OutboxMessage).order_by(OutboxMessage.sequence))).all()
    assert [row.sequence for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.created_at for row in rows] == sorted(row.created_at for row in rows)


async def test_each_district_has_a_feed_of_its_own(
    database: Database, district: District, officials: Officials
) -> None:
    other = await make_district(database)
    await other.import_units(*STREETS)
    await named(other, await appoint_all(other, Role.BUILDING_LEADER, "B1"), "B1")
    await named(district, officials, "B2")
    await publish(district)
    assert changes(await feed(district)) == [("B2", "named", "NAMED")]
    assert changes(await feed(other)) == []
    await publish(other)
    assert (await feed(other))["edges"][0]["node"]["sequence"] == 1


async def test_messages_carry_codes_not_persons(district: District, officials: Officials) -> None:
    await named(district, officials, "B1")
    async with district.database.of(district.tenant).read() as session:
        (row,) = await session.scalars(select(OutboxMessage))
    assert row.topic == "designation.named"
    assert row.payload == {
        "code": "B1",
        "number": number_of(district, "楼栋", 1),
        "status": "active",
        "cause": "NAMED",
        "clause": None,
        "effectiveOn": "2022-11-20",
    }
