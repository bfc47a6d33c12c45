"""A name given in error is void from the start: apart from revoked ones, with those above, and in both times."""

import uuid
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.designations.repository import tallies
from schema.designations.rules import Standing, State, next_state
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.repository.templates import load_template
from schema.supervision.operations import VoidDesignation, void_designation
from tenants.audit import AuditEntry
from tenants.database import Database
from tenants.outbox import OutboxMessage
from tests.builders.district import District, key
from tests.builders.events import exclude, report
from tests.builders.looks import changes_of, name_of, standing_of, told
from tests.builders.refusals import refused
from tests.clients import ask, ask_public
from tests.consequences.titled import make_compound, standings
from tests.designations.over_time import SCHEME, make_place
from tests.designations.test_over_time import assert_counters_true
from tests.supervision.test_sweeping import sweep

WRONG = "申报材料系伪造"
OF_BUILDINGS = (
    load_template("wenlong")
    .text.split("\nscenarios:")[0]
    .replace(
        "  - id: B-c\n",
        "  - {id: B-y, title: 楼内无密接, guidance: 更严, applies_to: [building], on_loss: revoke,"
        " check: {kind: none_of, events: [close_contact]}}\n  - id: B-c\n",
        1,
    )
)
"""A scheme that takes the names of buildings for a contact; their compounds are suspended."""
STANDING = """
query($code: String!, $asOf: Date, $knownAt: DateTime) {
  unit(code: $code, asOf: $asOf, knownAt: $knownAt) {
    standing { titled standing number cause history { fromOn standing } }
    designations { status endedOn actions { name allowed } changes { change cause note effectiveOn }
      benefits { code } }
    eligibility { from conditions { text } }
    actions { name allowed }
  } }
"""
WITH_DELAY = SCHEME + "supervision: {reapply_after_days: 20}\n"
PUBLIC = """
query($code: String!) { unitStatus(code: $code) {
  titled suspended warned voided number since endedOn reason { code text effectiveOn }
  history { change reason { code } } } }
"""


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


async def void(
    actor: OperationContext, district: District, code: str, reason: str = WRONG, behind: int = 0
) -> None:
    """Declare the name a unit bore last void."""
    name = await name_of(district, code)
    assert name is not None
    command = VoidDesignation(
        idempotency_key=key(),
        designation_id=name.id,
        expected_revision=name.revision - behind,
        reason=reason,
    )
    await void_designation(actor, command)


async def look(
    actor: OperationContext, code: str, *, on: date | None = None, at: datetime | None = None
) -> Any:
    times = {"asOf": str(on) if on else None, "knownAt": at.isoformat() if at else None}
    result = await ask(actor, STANDING, code=code, **times)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data["unit"]


@pytest.mark.parametrize("standing", Standing)
def test_any_name_can_be_voided_once_and_none_comes_back(standing: Standing) -> None:
    grounds = frozenset({"evaluation"})
    state = State(
        standing,
        grounds if standing is Standing.WARNED else frozenset(),
        grounds if standing is Standing.SUSPENDED else frozenset(),
    )
    changes = ["reinstated", "restored", "warned", "suspended", "revoked", "expired", "voided"]
    if standing is not Standing.VOIDED:
        assert next_state(state, "voided") == State(Standing.VOIDED)
    for change in changes:
        with pytest.raises(DomainError) as refusal:
            next_state(State(Standing.VOIDED), change)
        assert refusal.value.code is ErrorCode.DESIGNATION_CHANGE_NOT_ALLOWED


async def test_it_never_was_and_those_above_follow(district: District, owner: AsyncEngine) -> None:
    """B-f: the compound falls by the clause as for any name lost; the counters are true; the feed and people know."""
    street = await district.official(Role.STREET, "S1")
    commission = await district.official(Role.COMMISSION, "500110")
    before = await name_of(district, "B1")
    assert before is not None
    district.clock.forward(3)
    await void(commission, district, "B1")
    name = await name_of(district, "B1")
    assert name is not None
    assert (name.status, name.ended_on, name.number) == ("voided", commission.today(), before.number)
    last = (await changes_of(district, "B1"))[-1]
    assert (last.change, last.cause, last.note) == ("voided", "NAMED_IN_ERROR", WRONG)
    assert (last.effective_on, last.role) == (before.named_on, "commission")
    assert await standings(district, "B1", "B2", "X1") == {"B1": "voided", "B2": "active", "X1": "suspended"}
    above = (await changes_of(district, "X1"))[-1]
    assert (above.change, above.cause, above.clause, above.effective_on) == (
        "suspended",
        "CHILD_NAME_LOST",
        "B-f",
        commission.today(),
    )
    await assert_counters_true(owner, district)
    assert "name.voided" in await told(street)
    async with commission.read() as session:
        tenant = session.info["tenant_id"]
        (entry,) = await session.scalars(
            select(AuditEntry).where(AuditEntry.tenant_id == tenant, AuditEntry.action == "designation.void")
        )
        assert entry.detail == {"unit": "B1", "number": name.number, "above": 1}
        (message,) = await session.scalars(
            select(OutboxMessage).where(
                OutboxMessage.tenant_id == tenant, OutboxMessage.topic == "designation.voided"
            )
        )
    assert message.payload == {
        "code": "B1",
        "number": name.number,
        "status": "voided",
        "cause": "NAMED_IN_ERROR",
        "clause": None,
        "effectiveOn": before.named_on.isoformat(),
    }


async def test_as_of_tells_what_holds_now_and_known_at_what_was_believed(district: District) -> None:
    """The whole past is void as it is known now; until it was found out, the name was in force."""
    commission = await district.official(Role.COMMISSION, "500110")
    named_on, believed = commission.today(), district.clock()
    district.clock.forward(5)
    await void(commission, district, "B1")
    for day in (named_on, commission.today()):
        now = (await look(commission, "B1", on=day))["standing"]
        assert (now["titled"], now["standing"], now["cause"]) == (False, "VOIDED", "NAMED_IN_ERROR")
        assert now["history"] == [{"fromOn": str(named_on), "standing": "VOIDED"}]
    then = (await look(commission, "B1", on=named_on, at=believed))["standing"]
    assert (then["titled"], then["standing"], then["cause"]) == (True, "ACTIVE", "NAMED")
    async with commission.read() as session:
        on = [await tallies.count_titled_on(session, ("",), ("building",), day) for day in (named_on,)]
    assert on == [1], "of two buildings that bore names one never did"


async def test_it_is_told_apart_from_revoked(district: District) -> None:
    """B1 is void, B2 is revoked by a case: no delay, another day of effect, another word; in public, too."""
    commission = await district.official(Role.COMMISSION, "500110")
    named_on = commission.today()
    district.clock.forward(2)
    await void(commission, district, "B1")
    await report(await district.official(Role.STREET, "S1"), (await district.unit("B2")).id, "case")
    seen = [(await look(commission, code))["designations"][0] for code in ("B1", "B2")]
    assert [name["status"] for name in seen] == ["VOIDED", "REVOKED"]
    assert [name["benefits"] for name in seen] == [[], []]
    assert (await look(commission, "B1"))["eligibility"] == {
        "from": str(commission.today()),
        "conditions": [],
    }
    public = [
        (await ask_public(district.context(ANONYMOUS), PUBLIC, code=code))["unitStatus"]
        for code in ("B1", "B2")
    ]
    assert [status["voided"] for status in public] == [True, False]
    assert [status["titled"] or status["suspended"] for status in public] == [False, False]
    assert public[0]["reason"] == {
        "code": "NAMED_IN_ERROR",
        "text": "命名有误，命名决定撤销，名称自始无效",
        "effectiveOn": str(named_on),
    }
    assert [change["change"] for change in public[0]["history"]] == ["voided", "named"]


async def test_who_may_and_on_what(district: District) -> None:
    """Not who gave it, nobody below the commission, not twice, not on a stale page, not without a reason."""
    commission = await district.official(Role.COMMISSION, "500110")
    street = await district.official(Role.STREET, "S1")
    before = await changes_of(district, "B1")
    giver = await acting_as(district, before[0].actor_id)
    assert await refused(void(giver, district, "B1")) == [("ALREADY_ACTED", "")]
    assert await refused(void(street, district, "B1")) == [("ROLE_NOT_ALLOWED", "")]
    assert await refused(void(commission, district, "B1", " ")) == [("INVALID_INPUT", "reason")]
    assert await refused(void(commission, district, "B1", "长" * 501)) == [("TEXT_TOO_LONG", "reason")]
    assert await refused(void(commission, district, "B1", behind=1)) == [
        ("STALE_REVISION", "expectedRevision")
    ]
    assert len(await changes_of(district, "B1")) == len(before)
    assert await standing_of(district, "X1") == "active"
    offered = {
        one["name"]: one["allowed"] for one in (await look(commission, "B1"))["designations"][0]["actions"]
    }
    assert offered["VOID_NAME"]
    await void(commission, district, "B1")
    assert await refused(void(commission, district, "B1")) == [
        ("DESIGNATION_CHANGE_NOT_ALLOWED", "designation")
    ]
    offered = {
        one["name"]: one["allowed"] for one in (await look(commission, "B1"))["designations"][0]["actions"]
    }
    assert [offered[name] for name in ("VOID_NAME", "REISSUE_CERTIFICATE", "REPLACE_PLAQUE")] == [False] * 3


async def acting_as(district: District, official_id: uuid.UUID | None) -> OperationContext:
    """Give the headquarters' official who named, as a caller."""
    actor = await district.official(Role.HEADQUARTERS, "500110")
    return replace(actor, actor=replace(actor.actor, id=official_id))


async def test_named_anew_the_unit_has_another_number_and_those_above_come_back(database: Database) -> None:
    """No delay: the next application leads to a name with a number of its own, and the void one stays void."""
    place = await make_place(database)
    await place.name("C1")
    await place.name("C2")
    first = await name_of(place.district, "C1")
    commission = await place.district.official(Role.COMMISSION, "500110")
    await void(commission, place.district, "C1")
    assert [await standing_of(place.district, code) for code in ("C1", "S1")] == ["voided", "suspended"]
    await place.name("C1")
    again = await name_of(place.district, "C1")
    assert first is not None
    assert again is not None
    assert again.number != first.number
    assert [await standing_of(place.district, code) for code in ("C1", "S1")] == ["active", "active"]


async def test_a_derived_title_is_not_voided_by_itself(database: Database) -> None:
    place = await make_place(database)
    await place.name("C1")
    await place.name("C2")
    commission = await place.district.official(Role.COMMISSION, "500110")
    refusal = [("DESIGNATION_CHANGE_NOT_ALLOWED", "designation")]
    assert await refused(void(commission, place.district, "S1")) == refusal
    assert await standing_of(place.district, "S1") == "active"


@pytest.mark.parametrize("excluded_first", [False, True])
async def test_a_lost_name_is_voided_too_and_those_above_miss_it(
    database: Database, owner: AsyncEngine, excluded_first: bool
) -> None:
    """A contact takes the building's name; the contact is excluded, and the name was wrong: either way round.

    The compound, suspended meanwhile, stays so for the building without a name, no more for the contact.
    """
    district = await make_compound(database, OF_BUILDINGS)
    commission = await district.official(Role.COMMISSION, "500110")
    district.clock.forward(2)
    place = (await district.unit("B1")).id
    contact = await report(await district.official(Role.STREET, "S1"), place, "close_contact")
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "suspended"}
    lost = await name_of(district, "B1")
    assert lost is not None
    district.clock.forward(1)
    if excluded_first:
        await exclude(commission, contact)
        assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "active"}
    await void(commission, district, "B1")
    if not excluded_first:
        name = await name_of(district, "B1")
        assert name is not None
        assert name.ended_on == lost.ended_on, "the day it was lost stays known"
        await exclude(commission, contact)
    await sweep(district)
    assert await standings(district, "B1", "B2", "X1") == {"B1": "voided", "B2": "active", "X1": "suspended"}
    above = await name_of(district, "X1")
    assert above is not None
    assert above.suspended_for == ["children"]
    await assert_counters_true(owner, district)


async def test_a_case_at_a_void_name_changes_nothing_there(district: District) -> None:
    commission = await district.official(Role.COMMISSION, "500110")
    await void(commission, district, "B1")
    before = len(await changes_of(district, "B1"))
    district.clock.forward(1)
    await report(await district.official(Role.STREET, "S1"), (await district.unit("B1")).id, "case")
    assert (await standing_of(district, "B1"), len(await changes_of(district, "B1"))) == ("voided", before)
    assert (await look(commission, "B1"))["standing"]["standing"] == "VOIDED"


async def test_the_delay_before_applying_again_is_that_of_the_last_name_that_was(database: Database) -> None:
    """Revoked, named anew, and that naming was wrong: the delay after the loss counts, none after the void name."""
    place = await make_place(database, WITH_DELAY)
    await place.name("C1")
    commission = await place.district.official(Role.COMMISSION, "500110")
    await report(place.headquarters, (await place.district.unit("C1")).id, "case")
    lost_on = commission.today()
    place.district.clock.forward(20)
    await place.name("C1")
    await void(commission, place.district, "C1")
    assert (await look(commission, "C1"))["eligibility"]["from"] == str(commission.today())
    place.district.clock.forward(-5)
    assert (await look(commission, "C1"))["eligibility"]["from"] == str(lost_on + timedelta(days=20))
