"""The public feed of units: whoever keeps codes learns of a new one, of a move, and of what took a unit's place."""

from typing import Any

import pytest

from authz.actions import Role
from authz.context import ANONYMOUS
from schema.unit_changes.operations import (
    merge_units,
    move_unit,
    preview_unit_change,
    reform_unit_codes,
    split_unit,
)
from schema.unit_changes.rules import Part
from tenants.database import Database
from tenants.outbox import number_pending
from tests.builders.district import STREETS, District, make_district
from tests.builders.refusals import refused
from tests.clients import ask_public
from tests.unit_changes.test_closing import close, closing
from tests.unit_changes.test_codes import recode
from tests.unit_changes.test_identities import reform, rename
from tests.unit_changes.test_kinds import retype
from tests.unit_changes.test_operations import merging, moving, splitting

FEED = """query($first: Int, $after: String) { unitChanges(first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { sequence code name change formerCode parentCode successors effectiveOn recordedAt } } } }"""


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def feed(district: District, after: str | None = None, first: int = 100) -> dict[str, Any]:
    data = await ask_public(district.context(ANONYMOUS), FEED, first=first, after=after)
    found: dict[str, Any] = data["unitChanges"]
    return found


async def publish(district: District) -> int:
    """Do what the worker does for a tenant."""
    async with district.database.of(district.tenant).begin() as session:
        return await number_pending(session, district.tenant.id)


def told(page: dict[str, Any]) -> list[tuple[str, str, str | None, str | None, list[str]]]:
    return [
        (node["change"], node["code"], node["formerCode"], node["parentCode"], node["successors"])
        for node in (edge["node"] for edge in page["edges"])
    ]


async def test_all_that_befalls_units_is_told_in_order(district: District) -> None:
    """Numbered first; a page at a time it is the same; the name is the one of then."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    await recode(district, administrator, "B9", "N9")
    await rename(district, administrator, "N9", "滨河路9号")
    await reform_unit_codes(administrator, reform(("B1", "B2"), ("B2", "B1")))
    await move_unit(headquarters, await moving(district, "X1", "C2"))
    parts = Part("N9E", "东", ("",)), Part("N9W", "西")
    await split_unit(headquarters, await splitting(district, "N9", *parts))
    await merge_units(headquarters, await merging(district, "N8", "N9E", "N9W"))
    await retype(district, headquarters, "V1", "community")
    await close(district, headquarters, "N8")
    assert told(await feed(district)) == [], "what has no number yet is not told"
    assert await publish(district) == 10
    page = await feed(district)
    expected = [
        ("recoded", "N9", "B9", None, []),
        ("renamed", "N9", None, None, []),
        ("recoded", "B2", "B1", None, []),
        ("recoded", "B1", "B2", None, []),
        ("moved", "X1", None, "C2", []),
        ("split", "N9", None, None, ["N9E", "N9W"]),
        ("merged", "N9E", None, None, ["N8"]),
        ("merged", "N9W", None, None, ["N8"]),
        ("retyped", "V1", None, None, ["K1"]),
        ("closed", "N8", None, None, []),
    ]
    assert told(page) == expected
    nodes = [edge["node"] for edge in page["edges"]]
    assert [node["sequence"] for node in nodes] == list(range(1, 11))
    assert [node["name"] for node in nodes[:2]] == ["沿河街9号", "滨河路9号"]
    assert {node["effectiveOn"] for node in nodes} == {str(headquarters.today())}
    seen, after = [], None
    while True:
        part = await feed(district, after, 4)
        seen += told(part)
        assert part["totalCount"] == len(expected)
        if not part["pageInfo"]["hasNextPage"]:
            break
        after = part["pageInfo"]["endCursor"]
    assert seen == expected


async def test_nothing_is_told_of_what_was_not_done(district: District) -> None:
    """Neither of a preview, nor of a deed that was refused, nor of names."""
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    await preview_unit_change(headquarters, await closing(district, "B9"))
    assert await refused(close(district, headquarters, "X1")) == [("UNIT_BUSY", "unit")]
    assert await publish(district) == 0
    await close(district, headquarters, "B9")
    assert await publish(district) == 1
    assert told(await feed(district)) == [("closed", "B9", None, None, [])]
