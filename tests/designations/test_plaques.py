"""Plaques: handed out for a name in force, replaced, taken back, never two at once (B-M4 摘牌)."""

import functools
from datetime import date, timedelta
from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.designations.operations import RecordPlaque, ReplacePlaque, record_plaque, replace_plaque
from schema.designations.rules import Plaque, Standing, require_plaque
from schema.frame.errors import DomainError, ErrorCode
from tenants.database import Database
from tests.builders.applications import appoint_all, named
from tests.builders.district import STREETS, key, make_district
from tests.builders.events import report
from tests.builders.looks import changes_of, name_of
from tests.builders.refusals import refused
from tests.clients import ask

DAY = date(2022, 11, 20)


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("what", Plaque)
def test_when_a_plaque_goes_out_and_comes_back(standing: Standing, outside: bool, what: Plaque) -> None:
    allowed = {
        Plaque.ISSUED: standing.in_force and not outside,
        Plaque.REPLACED: standing.in_force and outside,
        Plaque.RETURNED: outside,
    }[what]
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


PLAQUE = """
query($code: String!) { unit(code: $code) { designation {
  plaqueIssuedOn plaqueReturnedOn actions { name allowed }
  plaqueMoves { change on reason role actor { displayName } } } } }
"""


async def test_a_plaque_is_replaced_and_both_stay_known(database: Database) -> None:
    """换发: with a day and a reason, only while one is out; the history tells of the first, too."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "B1")
    await named(district, officials, "B1")
    street, today = officials.street, officials.street.today()

    async def replace(
        on: date, reason: str = "字迹褪色", behind: int = 0, by: OperationContext = street
    ) -> None:
        name = await name_of(district, "B1")
        assert name is not None
        await replace_plaque(
            by,
            ReplacePlaque(
                idempotency_key=key(),
                designation_id=name.id,
                expected_revision=name.revision - behind,
                on=on,
                reason=reason,
            ),
        )

    async def seen() -> Any:
        result = await ask(street, PLAQUE, code="B1")
        assert result.errors is None
        assert result.data is not None
        return result.data["unit"]["designation"]

    def replaceable(name: Any) -> bool:
        return {one["name"]: one["allowed"] for one in name["actions"]}["REPLACE_PLAQUE"] is True

    assert await refused(replace(today)) == [("PLAQUE_NOT_ALLOWED", "")]
    assert not replaceable(await seen())
    name = await name_of(district, "B1")
    assert name is not None
    await record_plaque(
        street,
        RecordPlaque(
            idempotency_key=key(),
            designation_id=name.id,
            expected_revision=name.revision,
            what=Plaque.ISSUED,
            on=today,
        ),
    )
    district.clock.forward(10)
    assert replaceable(await seen())
    for refusal, work in (
        ([("INVALID_INPUT", "on")], replace(today - timedelta(days=1))),
        ([("INVALID_INPUT", "on")], replace(today + timedelta(days=11))),
        ([("INVALID_INPUT", "reason")], replace(today, " ")),
        ([("TEXT_TOO_LONG", "reason")], replace(today, "长" * 201)),
        ([("STALE_REVISION", "expectedRevision")], replace(today, behind=1)),
        ([("ROLE_NOT_ALLOWED", "")], replace(today, by=officials.community)),
    ):
        assert await refused(work) == refusal
    assert len((await seen())["plaqueMoves"]) == 1
    await replace(today + timedelta(days=9))
    found = await seen()
    assert (found["plaqueIssuedOn"], found["plaqueReturnedOn"]) == (str(today + timedelta(days=9)), None)
    assert [(one["change"], one["on"], one["reason"], one["role"]) for one in found["plaqueMoves"]] == [
        ("ISSUED", str(today), None, "street"),
        ("REPLACED", str(today + timedelta(days=9)), "字迹褪色", "street"),
    ]
    assert found["plaqueMoves"][1]["actor"] == {"displayName": "测试员"}
    await report(officials.community, (await district.unit("B1")).id, "case")
    assert await refused(replace(today + timedelta(days=10))) == [("PLAQUE_NOT_ALLOWED", "")]
