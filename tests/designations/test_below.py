"""How many units below bear a name, by kind and at every depth (T-P10): plans and resolvers alike."""

from typing import Any

from authz.actions import Role
from tenants.database import Database
from tests.builders.district import District
from tests.builders.events import report
from tests.consequences.titled import make_compound
from tests.plans.both import OFFICIAL

BELOW = """query($code: String!) { unit(code: $code) {
  titledBelow { kind { id name } total titled } coverage { counted titled } } }"""


async def below(district: District, code: str) -> dict[str, Any]:
    viewer = await district.official(Role.HEADQUARTERS, "500110")
    found = await OFFICIAL.same(viewer, BELOW, code=code)
    return {each["kind"]["id"]: (each["titled"], each["total"]) for each in found["unit"]["titledBelow"]}


async def test_the_whole_subtree_is_counted_by_kind(database: Database) -> None:
    """A street counts the buildings of its compounds, which lie two levels below its communities."""
    district = await make_compound(database)
    none = dict.fromkeys(("community", "group", "village"), (0, 1))
    assert await below(district, "S1") == {"building": (2, 9), "compound": (1, 1), **none}
    assert await below(district, "X1") == {"building": (2, 2)}
    assert await below(district, "S2") == {"building": (0, 1), "community": (0, 1)}
    assert await below(district, "B1") == {}


async def test_a_name_that_is_revoked_or_suspended_is_counted_no_more(database: Database) -> None:
    """A case in B1 revokes its name, and suspends that of the compound above (B-a, B-f)."""
    district = await make_compound(database)
    community = await district.official(Role.COMMUNITY, "C1")
    await report(community, (await district.unit("B1")).id, "case")
    after = await below(district, "S1")
    assert (after["building"], after["compound"]) == ((1, 9), (0, 1))
