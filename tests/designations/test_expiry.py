"""Between midnight and the night's sweep a name that ran out is expired everywhere, by plans and by resolvers."""

from authz.actions import Role
from authz.context import ANONYMOUS
from tenants.database import Database
from tests.clients import ask
from tests.designations.over_time import make_place
from tests.plans.both import OFFICIAL, PUBLIC
from tests.supervision.test_sweeping import sweep

LOOK = """query($code: String!, $above: String!) {
  unit(code: $code) { designation { number } standing { titled standing cause eligibleFrom } eligibility { from } }
  above: unit(code: $above) { coverage { titled } }
  coverage(kind: "community") { titled total } }"""
LISTED = """{ active: designations(status: ACTIVE) { totalCount }
  expired: designations(status: EXPIRED) { totalCount } }"""
BORNE = """query($code: String!) { unit(code: $code) { designation { number } designations { status } } }"""
REGISTER = """query($code: String!, $above: String!) {
  unitStatus(code: $code) { titled suspended reason { code effectiveOn } }
  above: unitStatus(code: $above) { coverage { titled } } }"""


async def test_a_name_that_ran_out_is_expired_everywhere_from_midnight(database: Database) -> None:
    place = await make_place(database)
    for code in ("C1", "C2"):
        await place.name(code)
    place.district.clock.forward(10)
    await place.name("C3")
    commission = await place.district.official(Role.COMMISSION, "500110")
    nobody = place.district.context(ANONYMOUS)
    for days, titled in ((20, 3), (1, 1)):
        place.district.clock.forward(days)
        before = await ask(commission, LOOK, code="C1", above="S1")
        assert before.errors is None, before.errors
        assert before.data is not None
        counted = {"titled": titled, "total": 3}
        assert before.data["coverage"] == counted
        assert before.data["above"]["coverage"]["titled"] == titled - 1
    unit = before.data["unit"]
    assert unit["designation"] is None
    assert (unit["standing"]["titled"], unit["standing"]["standing"]) == (False, "EXPIRED")
    assert unit["standing"]["cause"] == "VALIDITY_ENDED"
    assert unit["standing"]["eligibleFrom"] == unit["eligibility"]["from"]
    listed = await OFFICIAL.same(commission, LISTED)
    assert (listed["active"]["totalCount"], listed["expired"]["totalCount"]) == (4, 2), (
        "a derived title among them"
    )
    borne = await OFFICIAL.same(commission, BORNE, code="C1")
    assert borne["unit"] == {"designation": None, "designations": [{"status": "EXPIRED"}]}
    public = await PUBLIC.same(nobody, REGISTER, code="C1", above="S1")
    assert (public["unitStatus"]["titled"], public["above"]["coverage"]["titled"]) == (False, 0)
    await sweep(place.district)
    after = await ask(commission, LOOK, code="C1", above="S1")
    assert after.data == before.data, "the night records it, and changes nothing"
