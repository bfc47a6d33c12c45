"""A guideline nobody could work by is not published; where somebody is missing over some units, it is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from authz.actions import Role
from authz.tables import Membership
from schema.frame.errors import ErrorCode
from schema.guideline_drafts import guards
from schema.guideline_drafts.operations import DraftGuideline, draft_guideline
from schema.guideline_drafts.rules import uncovered, unheld
from schema.guidelines.rules import check
from schema.guidelines.rules.format import RoleName
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database
from tests.authz.district import START, District, membership
from tests.authz.wenlong import two_commands
from tests.builders.commands import SCHEME, make_city
from tests.builders.district import key
from tests.builders.guidelines import publish_draft
from tests.builders.refusals import refusals
from tests.guidelines.scheme import STRICTER, WENLONG, Scheme, make_scheme

STEPS = "、".join(f"B-W{way}/street_{step}" for way in (1, 2, 3) for step in ("intake", "review"))


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


async def set_all(district: District, statement: str) -> None:
    async with district.view.begin() as session:
        await session.execute(text(statement), {"now": START})


@pytest.mark.parametrize(
    "statement",
    [
        "update memberships set valid_until = :now where role = 'street'",
        "update officials set disabled_at = :now where username = 'a.street'",
    ],
)
async def test_a_step_nobody_can_act_on_is_refused(scheme: Scheme, statement: str) -> None:
    """The role's term is over, or its only official can no longer sign in; somebody new makes it good."""
    row = await scheme.draft(STRICTER)
    await set_all(scheme.district, statement)
    before = await scheme.rows(), await scheme.traces()
    (error,) = await refusals(publish_draft(scheme.publisher, row))
    assert error.code is ErrorCode.ROLE_UNHELD
    assert error.details == {"role": "street", "steps": STEPS}
    assert "由街道（镇）办理" in error.message
    assert "street" not in error.message
    assert (await scheme.rows(), await scheme.traces()) == before
    await scheme.district.official("another", Role.STREET)
    assert (await publish_draft(scheme.publisher, row)).number == 2


async def test_roles_nobody_holds_are_told_together(scheme: Scheme) -> None:
    row = await scheme.draft(STRICTER)
    await set_all(
        scheme.district, "update memberships set valid_until = :now where role in ('street', 'community')"
    )
    found = await refusals(publish_draft(scheme.publisher, row))
    assert {error.details["role"] for error in found} == {"street", "community"}


async def test_units_without_an_official_over_them_are_warned_of(scheme: Scheme) -> None:
    """A community's compound has somebody at the street only if that street has; a neighbour's does not count."""
    district = scheme.district
    await set_all(district, "update memberships set valid_until = :now where role = 'street'")
    other = unit("s2", "d1.s2", "street", district.root)
    await district.add(other)
    for parent in (district.street, other):
        await district.add(unit(f"{parent.code}v", f"{parent.path}.{parent.code}v", "village", parent))
    official = await district.official("street.one")
    later = membership(official, Role.STREET, other, since=START + timedelta(days=1))
    await district.add(membership(official, Role.STREET, district.street), later)
    guideline = check(STRICTER).guideline
    assert guideline is not None
    async with district.view.read() as session:
        warned = await guards.staffing_warnings(session, guideline, START)
        afterwards = await guards.staffing_warnings(session, guideline, START + timedelta(days=2))
    assert [fault.path for fault in warned] == ["processes[2].steps[0].role", "processes[2].steps[1].role"]
    assert all("1 个村" in fault.message and fault.severity == "warning" for fault in warned)
    assert afterwards == []


def unit(code: str, path: str, kind: str, parent: Unit) -> Unit:
    return Unit(
        id=new_id(), code=code, name=code, kind=kind, path=path, parent_id=parent.id, created_at=START
    )


def test_rules_name_every_step_of_a_role() -> None:
    held = {"community", "commission", "headquarters"}
    (error,) = unheld(WENLONG.guideline, held)
    assert error.details["role"] == "street"
    assert unheld(WENLONG.guideline, held | {"street"}) == []
    assert uncovered(WENLONG.guideline, {}) == []


def test_an_office_is_held_at_its_level_alone() -> None:
    """That the role is held somewhere does not do; nor does the other office's level."""
    guideline = two_commands()
    held = {"street", "commission", "headquarters", "headquarters@city"}
    (error,) = unheld(guideline, held)
    assert error.details == {"role": "headquarters", "office": "town_command", "steps": "Q-W1/town_review"}
    assert error.message == "企业申报的区镇指挥部审核由区镇指挥部办理，而本区县目前没有人在该机构任职。"
    assert unheld(guideline, held | {"headquarters@zone"}) == []
    (fault,) = uncovered(guideline, {("enterprise", "town_command"): 2})
    assert (fault.path, fault.fix) == ("processes[0].steps[1].office", "请为其所在辖区任命区镇指挥部。")


async def test_a_scheme_is_not_published_while_an_office_is_empty(database: Database) -> None:
    """The town's command is; the zone's enterprise has nobody over it, of which a warning tells."""
    city = await make_city(database)
    source = SCHEME.replace("days: 10}", "days: 12}")
    draft = await draft_guideline(city.commission, DraftGuideline(idempotency_key=key(), source=source))
    gone = [grant.membership_id for actor in (city.town, city.zone) for grant in actor.actor.grants]
    async with city.district.database.of(city.district.tenant).begin() as session:
        for row in await session.scalars(select(Membership).where(Membership.id.in_(gone))):
            row.valid_until = city.district.clock.now
    (error,) = await refusals(publish_draft(city.first, draft))
    assert (error.code, error.details["office"]) == (ErrorCode.ROLE_UNHELD, "town_command")
    await city.district.official(Role.HEADQUARTERS, "TA")
    async with city.first.read() as session:
        warned = await guards.staffing_warnings(session, two_commands(), city.district.clock.now)
    assert [(fault.path, "1 个企业" in fault.message) for fault in warned] == [
        ("processes[0].steps[1].office", True)
    ]
    assert (await publish_draft(city.first, draft)).number == 2


def test_roles_are_called_as_the_guideline_does() -> None:
    named = WENLONG.guideline.model_copy(update={"role_names": (RoleName(role="street", name="区镇"),)})
    (error,) = unheld(named, {"community", "commission", "headquarters"})
    assert "由区镇办理" in error.message
    (fault, *_) = uncovered(named, {("building", "street"): 2})
    assert fault.fix == "请为其所在辖区任命区镇。"
