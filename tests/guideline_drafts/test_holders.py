"""A guideline nobody could work by is not published; where somebody is missing over some units, it is told."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from authz.actions import Role
from schema.frame.errors import ErrorCode
from schema.guideline_drafts import guards
from schema.guideline_drafts.rules import uncovered, unheld
from schema.guidelines.rules import check
from schema.guidelines.rules.format import RoleName
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database
from tests.authz.district import START, District, membership
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


def test_roles_are_called_as_the_guideline_does() -> None:
    named = WENLONG.guideline.model_copy(update={"role_names": (RoleName(role="street", name="区镇"),)})
    (error,) = unheld(named, {"community", "commission", "headquarters"})
    assert "由区镇办理" in error.message
    (fault, *_) = uncovered(named, {("building", "street"): 2})
    assert fault.fix == "请为其所在辖区任命区镇。"
