"""Names over time in the database: derived titles, tiers, renewal, and what the public sees when."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.context import ANONYMOUS
from schema.events.tables import HealthEvent
from tenants.database import Database
from tenants.outbox import number_pending
from tests.builders.district import District
from tests.builders.events import close, report
from tests.builders.looks import changes_of, name_of, standing_of
from tests.builders.numbers import number_of
from tests.builders.refusals import refused
from tests.clients import ask, ask_public
from tests.designations.over_time import Place, make_place

TODAY = date(2022, 11, 20)
COUNTED = """
    select a.path, u.kind, count(*) as total, count(d.id) as held,
        count(d.id) filter (where d.status in ('active', 'warned')) as in_force
    from units u
    join units a on a.tenant_id = u.tenant_id and u.path like a.path || '.%'
    left join designations d on d.tenant_id = u.tenant_id and d.unit_id = u.id
        and d.status in ('active', 'warned', 'suspended')
    where u.tenant_id = :tenant
    group by a.path, u.kind order by 1, 2
"""
KEPT = """
    select a.path, c.kind, sum(c.total)::int, sum(c.held)::int, sum(c.in_force)::int
    from (
        select tenant_id, unit_id, kind, total, held, in_force from unit_counters
        union all select tenant_id, unit_id, kind, 0, held, in_force from unit_counter_deltas
    ) c join units a on a.tenant_id = c.tenant_id and a.id = c.unit_id
    where c.tenant_id = :tenant group by 1, 2 order by 1, 2
"""


@pytest.fixture
async def place(database: Database) -> Place:
    return await make_place(database)


async def assert_counters_true(owner: AsyncEngine, district: District) -> None:
    """The counters say what a count from scratch says."""
    async with owner.connect() as connection:
        kept, counted = [
            (await connection.execute(text(statement), {"tenant": district.tenant.id})).all()
            for statement in (KEPT, COUNTED)
        ]
    assert kept == counted


async def standings(place: Place, *codes: str) -> list[str | None]:
    return [await standing_of(place.district, code) for code in codes]


async def test_a_street_is_titled_when_all_its_communities_are(place: Place, owner: AsyncEngine) -> None:
    """Given with the naming that completes it, suspended with the loss, given back with the name; up to the root."""
    await place.name("C1")
    assert await standings(place, "C1", "S1", "500110") == ["active", None, None]
    await place.name("C2")
    assert await standings(place, "C2", "S1", "500110") == ["active", "active", "active"]
    street = await name_of(place.district, "S1")
    assert street is not None
    assert (street.origin, street.clause, street.title, street.application_id) == (
        "derived",
        "S-2.1",
        "无疫街道",
        None,
    )
    assert street.number == number_of(place.district, "街道", 1, prefix="WY")
    await assert_counters_true(owner, place.district)

    zone = await report(place.headquarters, (await place.district.unit("C1")).id, "risk_zone")
    assert await standings(place, "C1", "S1", "500110") == ["suspended", "suspended", "suspended"]
    last = (await changes_of(place.district, "S1"))[-1]
    assert (last.change, last.cause, last.clause, last.ground) == (
        "suspended",
        "CHILD_NAME_LOST",
        "S-2.1",
        "derivation",
    )
    await assert_counters_true(owner, place.district)
    place.district.clock.forward(1)
    await close(place.headquarters, zone)
    assert await standings(place, "C1", "S1", "500110") == ["active", "active", "active"]
    await assert_counters_true(owner, place.district)

    await report(place.headquarters, (await place.district.unit("C2")).id, "case")
    assert await standings(place, "C2", "S1") == ["revoked", "suspended"]
    place.district.clock.forward(8)
    await place.name("C2")
    assert await standings(place, "C2", "S1", "500110") == ["active", "active", "active"]
    again = await name_of(place.district, "S1")
    assert again is not None
    assert again.number == street.number
    await assert_counters_true(owner, place.district)


async def test_renewal_keeps_the_number_and_lengthens_the_validity(place: Place) -> None:
    """Refused before it opens, nothing written; named again inside the window: same number, change `renewed`."""
    await place.name("C1")
    first = await name_of(place.district, "C1")
    assert first is not None
    assert first.valid_until == TODAY + timedelta(days=30)
    place.district.clock.forward(19)
    assert await refused(place.apply("C1")) == [("RENEWAL_NOT_OPEN", "unit")]
    place.district.clock.forward(1)
    application = await place.name("C1")
    renewed = await name_of(place.district, "C1")
    assert renewed is not None
    assert (application.purpose, renewed.id, renewed.number) == ("renewal", first.id, first.number)
    assert (renewed.status, renewed.valid_until) == ("active", TODAY + timedelta(days=60))
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.change, last.application_id) == ("renewed", application.id)


async def test_a_name_that_ran_out_is_given_anew_under_another_number(
    place: Place, owner: AsyncEngine
) -> None:
    """The day after the last one it is not in force for anybody, recorded or not; a new naming ends it first."""
    await place.name("C1")
    first = await name_of(place.district, "C1")
    assert first is not None
    place.district.clock.forward(31)
    shown = await public(place, "C1")
    assert (shown["titled"], shown["endedOn"], shown["reason"]["code"]) == (
        False,
        "2022-12-21",
        "VALIDITY_ENDED",
    )
    application = await place.name("C1")
    second = await name_of(place.district, "C1")
    assert second is not None
    assert (application.purpose, second.status) == ("naming", "active")
    assert (first.number, second.number) == (
        number_of(place.district, "社区", 1, prefix="WY"),
        number_of(place.district, "社区", 2, prefix="WY"),
    )
    await assert_counters_true(owner, place.district)


async def test_a_tier_comes_on_top_and_goes_with_the_name(place: Place) -> None:
    """Not before ten days; asked besides are the tier's own criteria; the number stays; a case takes both."""
    await place.name("C1")
    place.district.clock.forward(9)
    assert await refused(place.apply("C1", "model")) == [("TIER_NOT_OPEN", "tier")]
    place.district.clock.forward(1)
    application = await place.name("C1", "model")
    name = await name_of(place.district, "C1")
    assert name is not None
    assert (name.tier, name.tier_since, name.title) == ("model", TODAY + timedelta(days=10), "无疫示范社区")
    assert (name.number, application.purpose) == (number_of(place.district, "社区", 1, prefix="WY"), "tier")
    asked = (
        "query($code: String!) { unit(code: $code) { designation { tier status benefits { code status } } } }"
    )
    result = await ask(place.headquarters, asked, code="C1")
    assert result.data is not None, result.errors
    assert result.data["unit"]["designation"] == {
        "tier": "model",
        "status": "ACTIVE",
        "benefits": [{"code": "award", "status": "RUNNING"}, {"code": "visits", "status": "RUNNING"}],
    }
    await report(place.headquarters, (await place.district.unit("C1")).id, "case")
    assert await standing_of(place.district, "C1") == "revoked"
    assert await refused(place.apply("C1", "model")) == [("TIER_NOT_OPEN", "tier")]


async def test_the_public_sees_a_name_days_later_and_not_why_it_fell(place: Place) -> None:
    """publication: after three days, in the register, the status and the feed; the district sees it at once."""
    await place.name("C1")
    assert await public(place, "C1") == {
        "titled": False,
        "suspended": False,
        "number": None,
        "endedOn": None,
        "reason": None,
        "history": [],
    }
    assert (await feed(place), await register(place)) == ([], 0)
    await report(place.headquarters, (await place.district.unit("C1")).id, "risk_zone")
    place.district.clock.forward(2)
    assert (await feed(place), await register(place)) == ([], 0)
    place.district.clock.forward(1)
    shown = await public(place, "C1")
    assert (shown["titled"], shown["suspended"]) == (False, True)
    assert shown["reason"] == {"code": "WITHHELD", "clause": None}
    assert shown["history"] == [{"change": "suspended"}, {"change": "named"}]
    assert await feed(place) == [("named", "NAMED"), ("suspended", "WITHHELD")]


async def test_the_register_shows_what_is_public_and_valid(place: Place) -> None:
    await place.name("C1")
    for days, count in ((2, 0), (1, 1), (27, 1), (1, 0)):
        place.district.clock.forward(days)
        assert await register(place) == count


async def test_units_that_come_later_are_counted_too(place: Place, owner: AsyncEngine) -> None:
    await place.name("C1")
    await place.district.import_units(
        ("S3", "丙街道", "street", "500110"), ("C9", "九社区", "community", "S3")
    )
    await assert_counters_true(owner, place.district)
    asked = '{ coverage(kind: "community") { titled total percent } }'
    result = await ask(place.headquarters, asked)
    assert result.data == {"coverage": {"titled": 1, "total": 4, "percent": 25}}
    result = await ask(await place.applicant("C1"), asked)
    assert result.data == {"coverage": {"titled": 1, "total": 1, "percent": 100}}


async def public(place: Place, code: str) -> dict[str, Any]:
    asked = (
        "query($code: String!) { unitStatus(code: $code) "
        "{ titled suspended number endedOn reason { code clause } history { change } } }"
    )
    found: dict[str, Any] = (await ask_public(place.district.context(ANONYMOUS), asked, code=code))[
        "unitStatus"
    ]
    return found


async def register(place: Place) -> int:
    found = await ask_public(place.district.context(ANONYMOUS), "{ titledUnits { totalCount } }")
    return int(found["titledUnits"]["totalCount"])


async def feed(place: Place) -> list[tuple[str, str]]:
    district = place.district
    async with district.database.of(district.tenant).begin() as session:
        await number_pending(session, district.tenant.id, now=district.clock.now)
    asked = "{ statusChanges { edges { node { change reason { code } } } } }"
    found = await ask_public(district.context(ANONYMOUS), asked)
    nodes = [edge["node"] for edge in found["statusChanges"]["edges"]]
    return [(node["change"], node["reason"]["code"]) for node in nodes]


steps = st.lists(
    st.tuples(
        st.sampled_from(["name", "case", "zone", "close", "wait"]), st.sampled_from(["C1", "C2", "C3"])
    ),
    min_size=3,
    max_size=9,
)


@settings(max_examples=8, deadline=None)
@given(steps)
async def test_counters_always_say_what_a_count_says(
    database: Database, owner: AsyncEngine, taken: list[tuple[str, str]]
) -> None:
    """Whatever happens in whatever order: after each step the counters equal a count from scratch."""
    place, zones = await make_place(database), list[HealthEvent]()
    for step, code in taken:
        unit = (await place.district.unit(code)).id
        if step == "name":
            await refused(place.name(code))
        elif step == "case":
            await report(place.headquarters, unit, "case")
        elif step == "zone":
            zones.append(await report(place.headquarters, unit, "risk_zone"))
        elif step == "close" and zones:
            await close(place.headquarters, zones.pop())
        else:
            place.district.clock.forward(8)
        await assert_counters_true(owner, place.district)
