"""Roles end, grow and become others; officials leave and come back: each refusal with its twin, and nothing written."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from authz.actions import Action, Role
from authz.context import Actor, OperationContext
from authz.repository import actor_by_token, grant_of
from authz.tables import Delegation, Membership, Official
from schema.delegations.operations import DelegateRole, delegate_role
from schema.frame.errors import DomainError
from schema.frame.pagination import Page
from schema.notifications.repository import list_inbox
from schema.official_changes.operations import (
    ChangeRole,
    DisableOfficial,
    EnableOfficial,
    EndRole,
    ExtendRole,
    change_role,
    disable_official,
    enable_official,
    end_role,
    extend_role,
)
from schema.officials.rules import RoleState, end_of, state_of
from schema.officials.tables import OfficialRecord
from schema.worklists.repository import count_unattended, open_editions, read_tab
from tenants.audit import AuditEntry
from tests.builders.applications import review
from tests.builders.district import key
from tests.official_changes.conftest import WHY, Bureau, Desk

ZONE = "Asia/Shanghai"


async def end(bureau: Desk, person: OperationContext, **changes: Any) -> Official:
    given = {
        "membership_id": await bureau.role(person),
        "expected_revision": (await bureau.row(person)).revision,
        "reason": WHY,
    }
    return await end_role(bureau.administrator, EndRole(idempotency_key=key(), **given | changes))


async def extend(bureau: Desk, person: OperationContext, **changes: Any) -> Official:
    given = {
        "membership_id": await bureau.role(person),
        "expected_revision": (await bureau.row(person)).revision,
        "reason": WHY,
    }
    return await extend_role(bureau.administrator, ExtendRole(idempotency_key=key(), **given | changes))


async def change(bureau: Desk, person: OperationContext, role: Role, code: str, **changes: Any) -> Official:
    given = {
        "membership_id": await bureau.role(person),
        "expected_revision": (await bureau.row(person)).revision,
        "role": role,
        "unit_id": (await bureau.district.unit(code)).id,
        "reason": WHY,
    }
    return await change_role(bureau.administrator, ChangeRole(idempotency_key=key(), **given | changes))


async def enable(bureau: Bureau, person: OperationContext, **changes: Any) -> Official:
    given = {
        "official_id": person.actor.id,
        "expected_revision": (await bureau.row(person)).revision,
        "reason": WHY,
    }
    return await enable_official(
        bureau.administrator, EnableOfficial(idempotency_key=key(), **given | changes)
    )


async def told(person: OperationContext) -> list[str]:
    """List the kinds of what somebody was told, newest first."""
    assert person.actor.id is not None
    async with person.read() as session:
        rows = (await list_inbox(session, person.actor.id, Page(limit=50), unread=False)).rows
    return [row.kind for row in rows]


async def unattended(bureau: Bureau) -> int:
    context = bureau.administrator
    async with context.read() as session:
        return await count_unattended(session, context, await open_editions(session))


async def records(bureau: Bureau, person: OperationContext) -> list[str]:
    statement = select(OfficialRecord).where(OfficialRecord.official_id == person.actor.id)
    async with bureau.administrator.read() as session:
        rows = (await session.scalars(statement.order_by(OfficialRecord.id))).all()
    assert all(row.by_id == bureau.administrator.actor.id for row in rows)
    return [row.kind for row in rows]


async def test_a_role_ends_at_once_and_the_colleague_is_told(bureau: Bureau) -> None:
    """Two hold the street; one goes, the other is told; with the other the street's step would go to nobody."""
    people = bureau.people
    official = await end(bureau, people.intake)
    (row,) = await bureau.roles(people.intake)
    assert state_of(row.valid_from, row.valid_until, bureau.administrator.clock()) is RoleState.ENDED
    assert official.revision == 2
    assert await records(bureau, people.intake) == ["role_ended"]
    assert "role.changed" in await told(people.intake)
    assert "work.passed" in await told(people.street)
    assert await bureau.refused(lambda: end(bureau, people.street)) == [("STEP_UNHELD", ())]
    await bureau.district.official(Role.STREET, "S1")
    await end(bureau, people.street)


async def test_what_a_role_lends_ends_with_it(bureau: Bureau) -> None:
    people, now = bureau.people, bureau.district.clock.now
    lent = DelegateRole(
        idempotency_key=key(),
        membership_id=await bureau.role(people.intake),
        delegate=(await bureau.row(people.community)).username,
        valid_until=now + timedelta(days=30),
        reason="出差",
    )
    row = await delegate_role(people.intake, lent)
    ends = date(2022, 11, 25)
    await end(bureau, people.intake, last_day=ends)
    assert (await reread(bureau, row)).valid_until == end_of(ends, ZONE)
    assert (await reread(bureau, row)).revoked_at is None
    await end(bureau, people.intake)
    assert (await reread(bureau, row)).revoked_at is not None
    assert "delegation.ended" in await told(people.community)


async def reread(bureau: Bureau, row: Delegation) -> Delegation:
    async with bureau.administrator.read() as session:
        return await session.get_one(Delegation, (row.tenant_id, row.id))


async def test_a_role_ends_with_the_local_midnight(bureau: Bureau) -> None:
    """Shortened to a day, extended, made open again; until midnight it is held, from then on it is not."""
    street = bureau.people.street
    await end(bureau, street, last_day=date(2022, 11, 22))
    (row,) = await bureau.roles(street)
    assert row.valid_until == end_of(date(2022, 11, 22), ZONE)
    assert bureau.people.intake.decide(Action.BATCH_OPEN, row.scope_path).allowed
    token = await bureau.session_of(street)
    for at, holds in ((row.valid_until - timedelta(microseconds=1), 1), (row.valid_until, 0)):
        async with bureau.administrator.read() as session:
            found = await actor_by_token(session, token.bytes, at)
        assert found is not None
        assert len(found.value.grants) == holds
    await extend(bureau, street, last_day=date(2022, 12, 22))
    await extend(bureau, street)
    assert (await bureau.roles(street))[0].valid_until is None
    assert await records(bureau, street) == ["role_ended", "role_extended", "role_extended"]


async def test_faults_of_terms_are_refused(bureau: Bureau) -> None:
    street = bureau.people.street
    for deed, expected in (
        (lambda: end(bureau, street, last_day=date(2022, 11, 19)), ("INVALID_INPUT", ("lastDay",))),
        (lambda: end(bureau, street, last_day=date.max), ("INVALID_INPUT", ("lastDay",))),
        (lambda: extend(bureau, street), ("INVALID_INPUT", ("lastDay",))),
        (lambda: end(bureau, street, reason=" "), ("INVALID_INPUT", ("reason",))),
        (lambda: end(bureau, street, reason="因" * 201), ("TEXT_TOO_LONG", ("reason",))),
        (lambda: end(bureau, street, expected_revision=7), ("STALE_REVISION", ("expectedRevision",))),
        (lambda: end(bureau, street, membership_id=bureau.application.id), ("NOT_FOUND", ("grant",))),
    ):
        assert await bureau.refused(deed) == [expected]
    await end(bureau, street)
    assert await bureau.refused(lambda: end(bureau, street)) == [("ROLE_ENDED", ("grant",))]
    assert await bureau.refused(lambda: extend(bureau, street)) == [("ROLE_ENDED", ("grant",))]


async def test_a_role_becomes_another_at_the_same_instant(bureau: Bureau) -> None:
    street, first = bureau.people.street, date(2022, 12, 1)
    await change(bureau, street, Role.COMMUNITY, "C2", first_day=first, last_day=date(2022, 12, 31))
    old, new = await bureau.roles(street)
    assert old.valid_until == new.valid_from == end_of(date(2022, 11, 30), ZONE)
    assert (new.role, new.scope_path) == ("community", (await bureau.district.unit("C2")).path)
    assert new.valid_until == end_of(date(2022, 12, 31), ZONE)
    assert await records(bureau, street) == ["role_changed", "role_given"]
    assert set(await told(street)) == {"role.changed", "role.given"}


async def test_what_a_role_cannot_become(bureau: Bureau) -> None:
    street = bureau.people.street
    for deed, expected in (
        (lambda: change(bureau, street, Role.STREET, "S1"), ("INVALID_INPUT", ("role",))),
        (lambda: change(bureau, street, Role.PLATFORM_OPERATOR, "S2"), ("INVALID_INPUT", ("role",))),
        (
            lambda: change(bureau, street, Role.STREET, "S2", first_day=date(2022, 11, 1)),
            ("INVALID_INPUT", ("firstDay",)),
        ),
        (
            lambda: change(
                bureau, street, Role.STREET, "S2", first_day=date(2022, 12, 9), last_day=date(2022, 12, 1)
            ),
            ("INVALID_INPUT", ("lastDay",)),
        ),
        (
            lambda: change(bureau, street, Role.STREET, "S2", unit_id=bureau.application.id),
            ("NOT_FOUND", ("unit",)),
        ),
    ):
        assert await bureau.refused(deed) == [expected]
    await change(bureau, street, Role.STREET, "S2")


async def test_who_leaves_is_out_at_once(bureau: Bureau) -> None:
    """Sessions are void, what was lent either way has ended, the colleague is told; a third knows of no name."""
    people, now = bureau.people, bureau.district.clock.now
    token = await bureau.session_of(people.street)
    for lender, colleague in ((people.street, people.commission), (people.headquarters, people.street)):
        command = DelegateRole(
            idempotency_key=key(),
            membership_id=await bureau.role(lender),
            delegate=(await bureau.row(colleague)).username,
            valid_until=now + timedelta(days=30),
            reason="出差",
        )
        await delegate_role(lender, command)
    left = await bureau.leave(people.street)
    assert left.disabled_at is not None
    assert await bureau.live_sessions(people.street) == 0
    async with bureau.administrator.read() as session:
        assert await actor_by_token(session, token.bytes, bureau.district.clock.now) is None
        assert all(row.revoked_at for row in await session.scalars(select(Delegation)))
        entry = (
            await session.scalars(select(AuditEntry).where(AuditEntry.action == "official.disable"))
        ).one()
    assert entry.detail == {"sessions": 1, "delegations": 2, "orphans": 0}
    assert await told(people.street) == []
    assert "work.passed" in await told(people.intake)
    assert {"delegation.ended"} <= set(await told(people.commission)) & set(await told(people.headquarters))


async def test_who_comes_back_has_what_has_not_ended(bureau: Bureau) -> None:
    street = bureau.people.street
    await bureau.session_of(street)
    await bureau.leave(street)
    assert await bureau.refused(lambda: extend(bureau, street)) == [("OFFICIAL_DISABLED", ("official",))]
    assert await bureau.refused(lambda: bureau.leave(street)) == [("OFFICIAL_DISABLED", ("official",))]
    back = await enable(bureau, street)
    assert back.disabled_at is None
    assert await bureau.live_sessions(street) == 0
    assert state_of(*_term((await bureau.roles(street))[0]), bureau.administrator.clock()) is RoleState.HELD
    assert await bureau.refused(lambda: enable(bureau, street)) == [("OFFICIAL_NOT_DISABLED", ("official",))]
    assert await records(bureau, street) == ["disabled", "enabled"]


def _term(row: Membership) -> tuple[Any, Any]:
    return row.valid_from, row.valid_until


async def test_the_last_holder_of_a_step_leaves_only_to_a_successor(bureau: Bureau) -> None:
    """The community's only official: refused, nothing written; with a successor all passes, and work goes on."""
    community = bureau.people.community
    assert await bureau.refused(lambda: bureau.leave(community)) == [("STEP_UNHELD", ())]
    successor = await bureau.district.official(Role.COMMUNITY, "C2", "接替人")
    name = (await bureau.row(successor)).username
    await bureau.leave(community, successor=name.upper())
    assert [row.scope_path for row in await bureau.roles(successor)][1:] == [
        (await bureau.district.unit("C1")).path
    ]
    assert await unattended(bureau) == 0
    assert await records(bureau, community) == ["role_ended", "disabled"]
    assert "role.given" in await told(successor)
    grants = tuple(grant_of(row) for row in await bureau.roles(successor))
    acting = bureau.district.context(Actor("official", successor.actor.id, "接替人", grants))
    await review(acting, bureau.application, "forward")
    await enable(bureau, community)
    assert [state_of(*_term(row), bureau.administrator.clock()) for row in await bureau.roles(community)] == [
        RoleState.ENDED
    ]


async def test_who_can_be_no_successor(bureau: Bureau) -> None:
    community = bureau.people.community
    administrator = (await bureau.row(bureau.administrator)).username
    own = (await bureau.row(community)).username
    for name, expected in (
        ("nobody", ("NOT_FOUND", ("successor",))),
        ("\0", ("NOT_FOUND", ("successor",))),
        (administrator, ("ROLE_NOT_ALLOWED", ("successor",))),
        (own, ("ROLE_NOT_ALLOWED", ("successor",))),
    ):
        assert await bureau.refused(lambda name=name: bureau.leave(community, successor=name)) == [expected]


async def test_work_that_only_one_person_could_do_waits_for_nobody(bureau: Bureau) -> None:
    """The intake officer took it in, so only the other of the street may review it. That one leaves: the step is held,
    the application is nobody's; commission, headquarters and the other administrators are told and see it."""
    people = bureau.people
    await review(people.community, bureau.application, "forward")
    await review(people.intake, bureau.application, "forward")
    assert await unattended(bureau) == 0
    colleague = await bureau.district.official(Role.TENANT_ADMINISTRATOR, bureau.district.root)
    await bureau.leave(people.street)
    assert await unattended(bureau) == 1
    for person in (people.commission, people.headquarters, colleague):
        assert (await told(person))[0] == "application.unassigned"
    assert await told(bureau.administrator) == []
    async with people.commission.read() as session:
        editions = await open_editions(session)
        rows = (await read_tab(session, people.commission, editions, "unassigned", Page(limit=9))).rows
    assert [row.id for row in rows] == [bureau.application.id]
    await enable(bureau, people.street)
    assert await unattended(bureau) == 0


async def test_what_was_not_seen_is_not_confirmed(bureau: Bureau) -> None:
    street = bureau.people.street
    seen = await bureau.token(street)
    assert await bureau.refused(lambda: bureau.leave(street, preview=None)) == [
        ("CONFIRMATION_REQUIRED", ("preview",))
    ]
    command = DelegateRole(
        idempotency_key=key(),
        membership_id=await bureau.role(street),
        delegate=(await bureau.row(bureau.people.commission)).username,
        valid_until=bureau.district.clock.now + timedelta(days=3),
        reason="出差",
    )
    await delegate_role(street, command)
    assert await bureau.refused(lambda: bureau.leave(street, preview=seen)) == [
        ("STALE_PREVIEW", ("preview",))
    ]
    await bureau.leave(street)


async def test_nobody_changes_themselves(bureau: Bureau) -> None:
    administrator = bureau.administrator
    for deed in (
        lambda: bureau.leave(administrator),
        lambda: end(bureau, administrator),
        lambda: extend(bureau, administrator),
        lambda: change(bureau, administrator, Role.STREET, "S1"),
        lambda: enable(bureau, administrator),
    ):
        assert await bureau.refused(deed) == [("ROLE_NOT_ALLOWED", ("official",))]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TENANT_ADMINISTRATOR])
async def test_others_change_nobody(bureau: Bureau, role: Role) -> None:
    other = await bureau.district.official(role, bureau.district.root)
    command = DisableOfficial(
        idempotency_key=key(), official_id=bureau.people.street.actor.id, expected_revision=1, reason=WHY
    )
    refused = await bureau.refused(lambda: disable_official(other, command))
    assert refused == [("ROLE_NOT_ALLOWED", ())]


async def administrators(bureau: Bureau) -> list[OperationContext]:
    """Let all who administer act, the bureau's own first."""
    mine = bureau.administrator.actor.id
    statement = select(Membership, Official).join(Official, Official.id == Membership.official_id)
    async with bureau.administrator.read() as session:
        rows = await session.execute(
            statement.where(
                Membership.role == Role.TENANT_ADMINISTRATOR,
                Official.disabled_at.is_(None),
                Official.id != mine,
            )
        )
        others = [(held, person) for held, person in rows]
    made = [
        bureau.district.context(Actor("official", person.id, person.display_name, (grant_of(held),)))
        for held, person in others
    ]
    return [bureau.administrator, *made]


async def test_the_last_administrator_stays(bureau: Bureau) -> None:
    """Two disable each other at once: one wins, and one is left, whom no role's end can take away either."""
    officer, *others = await administrators(bureau)
    for each in others[1:]:
        await bureau.leave(each)
    other = others[0]
    tokens = {person.actor.id: await bureau.token(person) for person in (officer, other)}
    deeds = [
        disable_official(
            actor,
            DisableOfficial(
                idempotency_key=key(),
                official_id=victim.actor.id,
                expected_revision=(await bureau.row(victim)).revision,
                preview=tokens[victim.actor.id],
                reason=WHY,
            ),
        )
        for actor, victim in ((officer, other), (other, officer))
    ]
    done = await asyncio.gather(*deeds, return_exceptions=True)
    failed = [each for each in done if isinstance(each, DomainError)]
    assert [error.code for error in failed] == ["ROLE_NOT_ALLOWED"]
    assert [row.disabled_at is None for row in (await bureau.row(officer), await bureau.row(other))].count(
        True
    ) == 1


async def test_the_last_administrator_is_nobodys_to_end(bureau: Bureau) -> None:
    """One whose own role runs out tomorrow may not leave the district without anybody after that."""
    officer, *others = await administrators(bureau)
    for each in others[1:]:
        await bureau.leave(each)
    own = await bureau.role(officer)
    async with bureau.district.database.of(bureau.district.tenant).begin() as session:
        row = await session.get_one(Membership, (bureau.district.tenant.id, own))
        row.valid_until = end_of(date(2022, 11, 21), ZONE)
    assert await bureau.refused(lambda: end(bureau, others[0], last_day=date(2022, 11, 25))) == [
        ("LAST_ADMINISTRATOR", ())
    ]
    await bureau.district.official(Role.TENANT_ADMINISTRATOR, bureau.district.root)
    await end(bureau, others[0], last_day=date(2022, 11, 25))


async def test_two_at_once_one_wins(bureau: Bureau) -> None:
    street = bureau.people.street
    deeds = [end(bureau, street, last_day=date(2022, 12, day), expected_revision=1) for day in (2, 1)]
    done = await asyncio.gather(*deeds, return_exceptions=True)
    failed = [each for each in done if isinstance(each, DomainError)]
    assert [error.code for error in failed] == ["STALE_REVISION"]
    assert await records(bureau, street) == ["role_ended"]


async def test_the_same_call_ends_a_role_once(bureau: Bureau) -> None:
    intake = bureau.people.intake
    command = EndRole(
        idempotency_key=key(), membership_id=await bureau.role(intake), expected_revision=1, reason=WHY
    )
    first = await end_role(bureau.administrator, command)
    again = await end_role(bureau.administrator, command)
    assert (first.id, first.revision) == (again.id, again.revision)
    assert await records(bureau, intake) == ["role_ended"]
