"""Previews: they say what will happen, write nothing, and nothing else happens than what was confirmed."""

import dataclasses
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.event_reports.operations.preparing import ExcludeHealthEvent, ReportHealthEvent
from schema.event_reports.operations.previewing import preview_event
from schema.event_reports.operations.reports import exclude_health_event, report_health_event
from schema.events.rules import Report
from schema.guidelines.repository.templates import load_template
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.events import exclude, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import changes_of, standing_of
from tests.builders.refusals import refusals, refused
from tests.consequences.titled import make_compound, standings


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


async def command(actor: OperationContext, district: District, code: str, kind: str) -> ReportHealthEvent:
    day = actor.today()
    unit = await district.unit(code)
    told = Report(kind=kind, occurred_on=day, reported_on=day)
    return ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)


async def test_a_preview_says_what_then_happens(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    """B-a: which names, from what to what, by which clause, since when, until when, and who would see it."""
    case = await command(street, district, "B1", "case")
    before = await read_ledger(owner, district.tenant.id)
    preview = await preview_event(street, case)
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    codes = preview.line.codes
    told = {codes[each.name.unit_id]: each for each in preview.plan.transitions}
    assert told.keys() == {"B1", "X1"}
    for each in told.values():
        assert (each.name.standing, each.after, each.clause) == ("active", "revoked", "B-a")
        assert each.effective_on == street.today()
    assert told["B1"].eligible_from == street.today() + timedelta(days=8)
    assert told["X1"].eligible_from is None, "not before B1 has its name again (B-f)"
    assert preview.told.keys() <= set(Role)
    assert preview.told["street"] >= 1
    await report_health_event(street, dataclasses.replace(case, preview=preview.token))
    assert await standings(district, "B1", "X1", "B2") == {"B1": "revoked", "X1": "revoked", "B2": "active"}
    for code in told:
        change = (await changes_of(district, code))[-1]
        assert (change.change, change.clause) == ("revoked", "B-a")


async def test_a_stale_preview_is_refused_with_what_changed(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    """Between preview and confirmation a case took the names: now nothing would fall, and that was not shown."""
    contact = await command(street, district, "B1", "close_contact")
    preview = await preview_event(street, contact)
    await report(street, (await district.unit("B1")).id, "case")
    before = await read_ledger(owner, district.tenant.id)
    (refusal,) = await refusals(
        report_health_event(street, dataclasses.replace(contact, preview=preview.token))
    )
    assert refusal.code == "STALE_PREVIEW"
    assert refusal.details == {"suspended.previewed": 2, "suspended.now": 0}
    assert "B1、X1" in refusal.message
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    again = await preview_event(street, contact)
    await report_health_event(street, dataclasses.replace(contact, preview=again.token))


async def test_the_preview_of_an_exclusion_tells_what_comes_back(
    district: District, street: OperationContext, owner: AsyncEngine
) -> None:
    commission = await district.official(Role.COMMISSION, "500110")
    event = await report(street, (await district.unit("B1")).id, "case")
    asked = ExcludeHealthEvent(
        idempotency_key=key(), event_id=event.id, expected_revision=event.revision, reason="假阳性"
    )
    before = await read_ledger(owner, district.tenant.id)
    preview = await preview_event(commission, asked)
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    assert [(each.change, each.after) for each in preview.plan.transitions] == [("reinstated", "active")] * 2
    assert await refused(preview_event(street, asked)) == [("ROLE_NOT_ALLOWED", "")]
    await exclude_health_event(commission, dataclasses.replace(asked, preview=preview.token))
    assert await standing_of(district, "B1") == "active"


async def test_what_lets_many_names_fall_is_confirmed_by_a_person(
    database: Database, owner: AsyncEngine
) -> None:
    """Above the guideline's threshold a report without a preview is refused; small ones go on at once."""
    text_ = re.sub("^id: wenlong$", "id: careful", load_template("wenlong").text, flags=re.MULTILINE)
    district = await make_compound(database, text_ + "\nconfirm_above: 1\n")
    street = await district.official(Role.STREET, "S1")
    case = await command(street, district, "B1", "case")
    before = await read_ledger(owner, district.tenant.id)
    (refusal,) = await refusals(report_health_event(street, case))
    assert (refusal.code, refusal.details) == ("CONFIRMATION_REQUIRED", {"falling": 2, "confirmAbove": 1})
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    preview = await preview_event(street, case)
    assert preview.confirmation_required
    event = await report_health_event(street, dataclasses.replace(case, preview=preview.token))
    assert await standings(district, "B1", "X1") == {"B1": "revoked", "X1": "revoked"}
    await exclude(await district.official(Role.COMMISSION, "500110"), event)
    small = await command(street, district, "X1", "home_quarantine")
    assert not (await preview_event(street, small)).confirmation_required
    await report_health_event(street, small)
    assert await standings(district, "B1", "X1") == {"B1": "active", "X1": "suspended"}


@pytest.mark.parametrize("token", ["", "garbage", "W10=", "W10", "☃", "A" * 9_000, "bnVsbA=="])
async def test_what_is_no_token_is_refused(district: District, street: OperationContext, token: str) -> None:
    case: Any = await command(street, district, "B1", "case")
    assert await refused(report_health_event(street, dataclasses.replace(case, preview=token))) == [
        ("INVALID_INPUT", "preview")
    ]
    assert await standing_of(district, "B1") == "active"
