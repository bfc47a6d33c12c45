"""Names given: number and date, without a gap however many are given at once."""

import asyncio
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from authz.actions import Role
from schema.designations.tables import Designation, DesignationCounter
from schema.guidelines.repository.templates import load_template
from tenants.database import Database
from tests.builders.applications import (
    Officials,
    appoint_all,
    named,
    pass_steps,
    ready,
    review,
    submit,
    submitted,
)
from tests.builders.district import STREETS, District, make_district
from tests.builders.events import report
from tests.builders.guidelines import publish
from tests.builders.looks import changes_of, name_of, standing_of
from tests.builders.numbers import number_of
from tests.builders.refusals import refused

BEFORE_NAMING = ("forward", "intake", "street", "commission")
MANY = tuple((f"N{number}", f"新村{number}号", "building", "C1") for number in range(1, 9))


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS, *MANY)
    return made


@pytest.fixture
async def officials(district: District) -> Officials:
    """Give a leader over all of C1, so that many buildings go their way by the same people."""
    return await appoint_all(district, Role.BUILDING_LEADER, "C1")


async def numbers(district: District) -> list[str]:
    async with district.database.of(district.tenant).read() as session:
        return sorted(await session.scalars(select(Designation.number)))


async def test_b_w1_a_name_has_number_and_date(district: District, officials: Officials) -> None:
    """B-W1 命名: number of its kind and year, the local day, the first change, the guideline version."""
    application = await named(district, officials, "N1")
    name = await name_of(district, "N1")
    assert name is not None
    assert (name.number, name.named_on, name.ended_on) == (
        number_of(district, "楼栋", 1),
        date(2022, 11, 20),
        None,
    )
    assert (name.application_id, name.guideline_version_id) == (
        application.id,
        application.guideline_version_id,
    )
    (change,) = await changes_of(district, "N1")
    assert (change.change, change.cause, change.clause, change.event_id) == ("named", "NAMED", None, None)
    assert (change.actor_id, change.role) == (officials.headquarters.actor.id, "headquarters")


async def test_the_date_is_the_districts_own(district: District, officials: Officials) -> None:
    """At 17:30 UTC it is the next day in Shanghai: the date on the plaque is the local one."""
    application = await pass_steps(officials, await submitted(district, officials, "N1"), BEFORE_NAMING)
    district.clock.now = datetime(2022, 11, 20, 17, 30, tzinfo=UTC)
    await review(officials.headquarters, application, "name")
    name = await name_of(district, "N1")
    assert name is not None
    assert name.named_on == date(2022, 11, 21)


async def test_namings_at_once_are_numbered_without_gap(district: District, officials: Officials) -> None:
    """B-W1: eight namings in parallel take eight numbers, 1 to 8, none twice and none left out."""
    waiting = [
        await pass_steps(officials, await submitted(district, officials, code), BEFORE_NAMING)
        for code, *_ in MANY
    ]
    await asyncio.gather(*[review(officials.headquarters, one, "name") for one in waiting])
    assert await numbers(district) == [number_of(district, "楼栋", number) for number in range(1, 9)]


async def test_a_naming_that_fails_takes_no_number(district: District, officials: Officials) -> None:
    """Half of the namings meet a contact and are refused: the others are numbered without a gap."""
    waiting = {
        code: await pass_steps(officials, await submitted(district, officials, code), BEFORE_NAMING)
        for code, *_ in MANY
    }
    for code in ("N2", "N4", "N6", "N8"):
        await report(officials.community, (await district.unit(code)).id, "close_contact")
    outcomes = await asyncio.gather(
        *[refused(review(officials.headquarters, one, "name")) for one in waiting.values()]
    )
    assert outcomes.count([]) == 4
    assert outcomes.count([("CRITERIA_NOT_MET", "criteria.B-b")]) == 4
    assert await numbers(district) == [number_of(district, "楼栋", number) for number in range(1, 5)]
    async with district.database.of(district.tenant).read() as session:
        assert list(await session.scalars(select(DesignationCounter.latest))) == [4]


async def test_each_kind_and_year_counts_from_one(district: District, officials: Officials) -> None:
    """A group's number does not follow a building's, and the new year begins anew."""
    await named(district, officials, "N1")
    village = await appoint_all(district, Role.BUILDING_LEADER, "G1", responsible="V1")
    await named(district, village, "G1")
    district.clock.now = datetime(2022, 12, 31, 16, tzinfo=UTC)
    await named(district, officials, "N2")
    await named(district, officials, "N3")
    assert await numbers(district) == [
        number_of(district, "楼栋", 1),
        number_of(district, "楼栋", 1, year=2023),
        number_of(district, "楼栋", 2, year=2023),
        number_of(district, "社", 1),
    ]


async def test_b_m4_a_lost_number_is_never_given_again(district: District, officials: Officials) -> None:
    """B-M4 摘牌销号: the name is lost with its number; the unit that earns it anew gets the next one."""
    await named(district, officials, "N1")
    unit = await district.unit("N1")
    await report(officials.community, unit.id, "case")
    assert await standing_of(district, "N1") == "revoked"
    district.clock.forward(8)
    again = await submit(officials.applicant, await ready(district, officials, "N1", households=0))
    await pass_steps(officials, again)
    assert await numbers(district) == [number_of(district, "楼栋", 1), number_of(district, "楼栋", 2)]
    name = await name_of(district, "N1")
    assert name is not None
    assert (name.number, name.status) == (number_of(district, "楼栋", 2), "active")


async def test_two_districts_count_apart_and_never_share_a_number(
    database: Database, district: District, officials: Officials
) -> None:
    """Of one guideline and one division code: the district's own part keeps their numbers apart."""
    other = await make_district(database)
    await other.import_units(*STREETS)
    await named(district, officials, "N1")
    await named(other, await appoint_all(other, Role.BUILDING_LEADER, "B1"), "B1")
    assert await numbers(district) == [number_of(district, "楼栋", 1)]
    assert await numbers(other) == [number_of(other, "楼栋", 1)]
    assert district.tenant.slug != other.tenant.slug


async def test_the_pattern_is_the_guidelines(district: District, officials: Officials) -> None:
    """Prefix and pattern come from the version an application is pinned to; names that stand keep their number."""
    source = load_template("wenlong").text.replace(
        "naming: {prefix: 无疫}", 'naming: {prefix: 綦, pattern: "{prefix}{year}-{sequence:05d}"}'
    )
    source = re.sub("^id: wenlong$", "id: qijiang", source, flags=re.MULTILINE)
    earlier = await submitted(district, officials, "N1")
    await publish(district, source)
    await pass_steps(officials, earlier)
    for code in ("N2", "N3"):
        await named(district, officials, code)
    assert await numbers(district) == sorted(
        [
            number_of(district, "楼栋", 1),
            *(f"{district.tenant.slug}-綦2022-0000{number}" for number in (1, 2)),
        ]
    )
