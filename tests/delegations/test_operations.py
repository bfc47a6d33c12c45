"""Standing in: a lent role decides on applications for some days, openly, and never on both sides of a pair."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from authz.actions import Action, Role
from authz.context import OperationContext
from authz.repository import actor_by_token
from authz.tables import Delegation
from schema.applications.tables import Application
from schema.delegations.operations import RevokeDelegation, revoke_delegation
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.pagination import Page
from schema.worklists.repository import open_editions, read_tab
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, pass_steps, review, submitted
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.looks import moves_of, reviews_of
from tests.builders.tokens import issue_token
from tests.clients import ask
from tests.delegations.lending import lend, username


class Office:
    """A unit that waits for its street, whose officer is about to leave for a week."""

    def __init__(self, district: District, officials: Officials, application: Application) -> None:
        self.district = district
        self.officials = officials
        self.application = application

    async def signed_in(self, person: OperationContext) -> OperationContext:
        """Let somebody come with a token, so that what they hold is what the database says now."""
        async with self.district.database.of(self.district.tenant).begin() as session:
            _, digest = await issue_token(session, person, self.district.clock.now)
            found = await actor_by_token(session, digest, self.district.clock())
        assert found is not None
        return self.district.context(found.value)

    async def username(self, person: OperationContext) -> str:
        return await username(self.district, person)

    async def lend(
        self, lender: OperationContext, colleague: OperationContext, *, days: float = 7, **changes: object
    ) -> Delegation:
        """Lend the lender's first role for some days, beginning now."""
        return await lend(self.district, lender, colleague, days=days, **changes)


@pytest.fixture
async def office(database: Database) -> Office:
    district = await make_district(database)
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await submitted(district, officials, "B1")
    await pass_steps(officials, application, ("forward", "intake"))
    return Office(district, officials, application)


async def test_a_colleague_decides_in_the_lent_role_and_openly(office: Office) -> None:
    street = office.officials.street
    colleague = await office.district.official(Role.STREET, "S2", "邻街干部")
    with pytest.raises(DomainError) as refused:
        await review(await office.signed_in(colleague), office.application, "endorse")
    assert refused.value.code == "NOT_FOUND"
    await office.lend(street, colleague)
    stand_in = await office.signed_in(colleague)
    async with stand_in.read() as session:
        assert [
            row.id
            for row in (
                await read_tab(session, stand_in, await open_editions(session), "pending", Page(limit=9))
            ).rows
        ] == [office.application.id]
    made = await review(stand_in, office.application, "endorse")
    assert (made.reviewer_id, made.on_behalf_of) == (colleague.actor.id, street.actor.id)
    last = (await moves_of(office.district, office.application))[-1]
    assert (last.actor_id, last.on_behalf_of, last.role) == (colleague.actor.id, street.actor.id, "street")
    async with street.read() as session:
        entries = await session.scalars(select(AuditEntry).where(AuditEntry.entity_id == made.id))
        assert [entry.on_behalf_of for entry in entries] == [street.actor.id]


async def test_the_stand_in_inherits_the_history_of_whom_they_stand_in_for(office: Office) -> None:
    """The intake officer took part: neither they nor whoever stands in for them reviews."""
    colleague = await office.district.official(Role.STREET, "S2")
    await office.lend(office.officials.intake, colleague)
    with pytest.raises(DomainErrors) as refused:
        await review(await office.signed_in(colleague), office.application, "endorse")
    assert [error.code for error in refused.value.errors] == ["ALREADY_ACTED"]
    await office.lend(office.officials.street, colleague)
    assert (await review(await office.signed_in(colleague), office.application, "endorse")).on_behalf_of == (
        office.officials.street.actor.id
    )


async def test_whom_somebody_stood_in_for_does_not_decide_again(database: Database) -> None:
    """A colleague took it in on behalf of the street's officer, who may not review it then; another may."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await submitted(district, officials, "B1")
    await pass_steps(officials, application, ("forward",))
    office = Office(district, officials, application)
    colleague = await district.official(Role.STREET, "S2")
    await office.lend(officials.street, colleague)
    await review(await office.signed_in(colleague), application, "forward")
    with pytest.raises(DomainErrors) as refused:
        await review(officials.street, application, "endorse")
    assert [error.code for error in refused.value.errors] == ["ALREADY_ACTED"]
    assert len(await reviews_of(district, application)) == 2
    await review(officials.intake, application, "endorse")


async def test_it_ends_by_itself_and_by_revocation(office: Office) -> None:
    street, colleague = office.officials.street, await office.district.official(Role.STREET, "S2")
    lent = await office.lend(street, colleague, days=2)
    later = await office.lend(
        street, colleague, days=9, valid_from=office.district.clock.now + timedelta(days=5)
    )
    assert len((await office.signed_in(colleague)).actor.grants) == 2
    office.district.clock.forward(3)
    assert len((await office.signed_in(colleague)).actor.grants) == 1
    office.district.clock.forward(3)
    assert len((await office.signed_in(colleague)).actor.grants) == 2
    stranger = await office.district.official(Role.COMMUNITY, "C2")
    with pytest.raises(DomainError) as refused:
        await revoke_delegation(stranger, RevokeDelegation(idempotency_key=key(), delegation_id=later.id))
    assert refused.value.code == "NOT_FOUND"
    await revoke_delegation(street, RevokeDelegation(idempotency_key=key(), delegation_id=later.id))
    assert len((await office.signed_in(colleague)).actor.grants) == 1
    assert lent.revoked_at is None


async def test_a_lent_role_is_for_deciding_alone(office: Office) -> None:
    """No residents, no batch, no lending on: only applications, and what it takes to see them."""
    street, colleague = office.officials.street, await office.district.official(Role.COMMISSION, "500110")
    await office.lend(street, colleague)
    stand_in = await office.signed_in(colleague)
    path = street.actor.grants[0].scope_path
    assert street.decide(Action.HOUSEHOLD_READ, path).allowed
    for action in (Action.HOUSEHOLD_READ, Action.BATCH_OPEN, Action.UNIT_IMPORT):
        assert not stand_in.decide(action, path).allowed
        assert stand_in.scopes_for(action) == ()
    third = await office.district.official(Role.STREET, "S2")
    with pytest.raises(DomainError) as refused:
        await office.lend(stand_in, third, membership_id=street.actor.grants[0].membership_id)
    assert refused.value.code == "ROLE_NOT_ALLOWED"


async def test_an_administrator_appoints_a_substitute(office: Office) -> None:
    administrator = await office.district.official(Role.TENANT_ADMINISTRATOR, "500110")
    colleague = await office.district.official(Role.STREET, "S2")
    membership = office.officials.street.actor.grants[0].membership_id
    with pytest.raises(DomainError) as refused:
        await office.lend(office.officials.intake, colleague, membership_id=membership)
    assert refused.value.code == "ROLE_NOT_ALLOWED"
    lent = await office.lend(administrator, colleague, membership_id=membership)
    assert (lent.delegator_id, lent.created_by) == (
        office.officials.street.actor.id,
        administrator.actor.id,
    )


async def test_what_cannot_be_lent(office: Office) -> None:
    street, now = office.officials.street, office.district.clock.now
    colleague = await office.district.official(Role.STREET, "S2")
    administrator = await office.district.official(Role.TENANT_ADMINISTRATOR, "500110")
    cases: tuple[tuple[dict[str, object], str, str], ...] = (
        ({"delegate": "nobody"}, "NOT_FOUND", "delegate"),
        ({"delegate": await office.username(street)}, "INVALID_INPUT", "delegate"),
        ({"valid_until": now + timedelta(days=100)}, "INVALID_INPUT", "validUntil"),
        ({"valid_until": now - timedelta(days=1)}, "INVALID_INPUT", "validUntil"),
        ({"valid_until": datetime(2022, 11, 25)}, "INVALID_INPUT", "validUntil"),  # noqa: DTZ001
        ({"valid_from": now - timedelta(days=1)}, "INVALID_INPUT", "validFrom"),
        ({"reason": " "}, "INVALID_INPUT", "reason"),
    )
    for changes, code, field in cases:
        with pytest.raises(DomainErrors) as refused:
            await office.lend(street, colleague, **changes)  # type: ignore[arg-type]
        assert [(error.code, error.field) for error in refused.value.errors] == [(code, (field,))]
    with pytest.raises(DomainErrors):
        await office.lend(administrator, colleague)
    async with street.read() as session:
        assert (await session.scalars(select(Delegation))).all() == []
    await office.lend(street, colleague)
    with pytest.raises(DomainError) as again:
        await office.lend(street, colleague)
    assert again.value.field == ("delegate",)


async def test_who_sees_which_delegations(office: Office) -> None:
    street, colleague = office.officials.street, await office.district.official(Role.STREET, "S2", "邻街")
    await office.lend(street, colleague)
    document = """{ delegations { totalCount edges { node {
        active reason delegator { id } delegate { displayName } grant { role }
    } } } }"""
    administrator = await office.district.official(Role.TENANT_ADMINISTRATOR, "500110")
    for viewer, count in ((street, 1), (colleague, 1), (administrator, 1), (office.officials.intake, 0)):
        result = await ask(viewer, document)
        assert result.data is not None
        assert result.data["delegations"]["totalCount"] == count
    (edge,) = (await ask(colleague, document)).data["delegations"]["edges"]  # type: ignore[index]
    assert edge["node"]["active"]
    assert (edge["node"]["delegate"]["displayName"], edge["node"]["grant"]["role"]) == ("邻街", "STREET")
