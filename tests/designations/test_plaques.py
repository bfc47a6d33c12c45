"""Plaques: handed out for a name in force, taken back, never two at once (B-M4 摘牌)."""

import functools
from datetime import date, timedelta

import pytest

from authz.actions import Role
from schema.designations.operations import RecordPlaque, record_plaque
from schema.designations.rules import Plaque, Standing, require_plaque
from schema.frame.errors import DomainError, ErrorCode
from tenants.database import Database
from tests.builders.applications import appoint_all, named
from tests.builders.district import STREETS, key, make_district
from tests.builders.events import report
from tests.builders.looks import changes_of, name_of
from tests.builders.refusals import refused

DAY = date(2022, 11, 20)


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("what", Plaque)
def test_when_a_plaque_goes_out_and_comes_back(standing: Standing, outside: bool, what: Plaque) -> None:
    allowed = outside if what is Plaque.RETURNED else standing.in_force and not outside
    issued = DAY if outside else None
    judged = functools.partial(
        require_plaque,
        what,
        DAY,
        standing=standing,
        named_on=DAY,
        issued_on=issued,
        returned_on=None,
        today=DAY,
    )
    if allowed:
        judged()
        return
    with pytest.raises(DomainError) as refusal:
        judged()
    assert refusal.value.code is ErrorCode.PLAQUE_NOT_ALLOWED


async def test_b_m4_a_plaque_goes_out_and_comes_back(database: Database) -> None:
    """摘牌: handed out for the name, taken back after it was lost; a second return is refused, nothing written."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    await named(district, officials, "B1")

    async def record(what: Plaque, on: date) -> None:
        name = await name_of(district, "B1")
        assert name is not None
        command = RecordPlaque(
            idempotency_key=key(), designation_id=name.id, expected_revision=name.revision, what=what, on=on
        )
        await record_plaque(officials.street, command)

    today = officials.street.today()
    await record(Plaque.ISSUED, today)
    assert await refused(record(Plaque.ISSUED, today)) == [("PLAQUE_NOT_ALLOWED", "")]
    await report(officials.community, (await district.unit("B1")).id, "case")
    district.clock.forward(2)
    await record(Plaque.RETURNED, today + timedelta(days=1))
    before = await name_of(district, "B1")
    assert await refused(record(Plaque.RETURNED, today)) == [("PLAQUE_NOT_ALLOWED", "")]
    name = await name_of(district, "B1")
    assert name is not None
    assert before is not None
    assert (name.plaque_issued_on, name.plaque_returned_on) == (today, today + timedelta(days=1))
    assert (name.status, name.revision) == ("revoked", before.revision)
    assert [change.change for change in await changes_of(district, "B1")] == ["named", "revoked"]
