"""The living roll: who moves in and out, who takes a signature back, and the name that rests on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from schema.household_moves.operations import (
    CloseHousehold,
    RegisterHouseholds,
    close_household,
    register_households,
)
from schema.petition_answers.operations import (
    HouseholdAnswer,
    RecordPetitionAnswers,
    WithdrawSignature,
    record_petition_answers,
    withdraw_signature,
)
from schema.petitions import repository as petitions
from schema.petitions.rules import GivenAnswer, WithdrawalReason
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household, Resident
from schema.units.tables import Unit
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.applications import assess, create, gather_signatures, register, review, submit
from tests.builders.district import District, key
from tests.builders.events import close, exclude, report
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import changes_of, standing_of
from tests.builders.own_scheme import own_district
from tests.builders.refusals import refused
from tests.builders.residents import numbered
from tests.clients import ask
from tests.designations.test_over_time import assert_counters_true

LIVING = """
criteria:
  - id: S-a
    title: 联名
    guidance: 每户一人签名，新迁入的也须签名。
    applies_to: [hall]
    check: {kind: petition, percent: 75, roll: living}
    on_loss: suspend
  - id: S-b
    title: 企业均命名
    guidance: 所辖企业。
    applies_to: [park]
    check: {kind: children, mode: ALL_TITLED, kinds: [hall]}
"""
CONTACTS = """  - id: S-c
    title: 无密接
    guidance: 没有密切接触者。
    applies_to: [hall]
    check: {kind: none_of, events: [close_contact]}
    on_loss: suspend
"""
CASES = (
    LIVING
    + """  - id: S-d
    title: 近8天无病例
    guidance: 自报告日起算。
    applies_to: [hall]
    check: {kind: window, events: [case], days: 8, basis: reported}
    on_loss: revoke
"""
)
FROZEN = LIVING.replace("roll: living", "roll: frozen").replace("    on_loss: suspend\n", "")
ABOVE = LIVING.replace("criteria:", "on_child_loss: suspend\ncriteria:")


@dataclass(slots=True)
class Hall:
    """A hall with four households, of whom one has not signed."""

    district: District
    community: OperationContext
    unit: Unit

    async def petition(self) -> Petition:
        async with self.community.read() as session:
            chosen = select(Petition).where(Petition.unit_id == self.unit.id).order_by(Petition.id.desc())
            return (await session.scalars(chosen)).all()[0]

    async def counts(self) -> tuple[int, int, int]:
        """Tell how long the roll is, and how many signed and are still to."""
        petition = await self.petition()
        async with self.community.read() as session:
            tally = (await petitions.tallies_of(session, [petition.id]))[petition.id]
        return tally.roll, tally.signed, tally.pending

    async def households(self, answer: str) -> Sequence[Household]:
        petition = await self.petition()
        async with self.community.read() as session:
            chosen = (
                select(Household)
                .join(PetitionEntry, PetitionEntry.household_id == Household.id)
                .where(PetitionEntry.petition_id == petition.id, PetitionEntry.answer == answer)
                .order_by(Household.id)
            )
            return (await session.scalars(chosen)).all()

    async def sign(self, household: Household) -> Petition:
        petition = await self.petition()
        async with self.community.read() as session:
            chosen = select(Resident).where(Resident.household_id == household.id)
            here_first = chosen.order_by(Resident.departed_on.desc().nulls_first(), Resident.id)
            person = (await session.scalars(here_first)).all()[0]
        answer = HouseholdAnswer(household_id=household.id, given=GivenAnswer("signed", person.id))
        command = RecordPetitionAnswers(
            idempotency_key=key(),
            petition_id=petition.id,
            expected_revision=petition.revision,
            answers=(answer,),
        )
        return await record_petition_answers(self.community, command)

    async def claim(self, household: Household, caller: OperationContext) -> Petition:
        petition = await self.petition()
        given = GivenAnswer("vacancy_claimed", evidence="水电停用")
        command = RecordPetitionAnswers(
            idempotency_key=key(),
            petition_id=petition.id,
            expected_revision=petition.revision,
            answers=(HouseholdAnswer(household_id=household.id, given=given),),
        )
        return await record_petition_answers(caller, command)

    async def withdraw(self, household: Household) -> Petition:
        petition = await self.petition()
        command = WithdrawSignature(
            idempotency_key=key(),
            petition_id=petition.id,
            household_id=household.id,
            expected_revision=petition.revision,
            reason=WithdrawalReason.HOUSEHOLD_WISH,
        )
        return await withdraw_signature(self.community, command)

    async def close(self, household: Household) -> Household:
        command = CloseHousehold(
            idempotency_key=key(),
            household_id=household.id,
            expected_revision=household.revision,
            departed_on=self.community.today(),
        )
        return await close_household(self.community, command)

    async def move_in(self, code: str, order: int) -> None:
        row = HouseholdRow(code, residents=(numbered(order),))
        await register_households(
            self.community, RegisterHouseholds(idempotency_key=key(), unit_id=self.unit.id, households=(row,))
        )

    async def name(self) -> None:
        intake = await self.district.official(Role.STREET, self.district.root)
        headquarters = await self.district.official(Role.HEADQUARTERS, self.district.root)
        draft = await assess(self.community, await create(self.community, self.unit), self.unit)
        application = await submit(self.community, draft)
        await review(intake, application, "forward")
        await review(headquarters, application, "name")


async def make_hall(database: Database, scheme: str) -> Hall:
    district = await own_district(database, scheme)
    community = await district.official(Role.COMMUNITY, "P1")
    unit = await district.unit("H1")
    await register(community, unit, 4)
    await gather_signatures(community, unit, leave_out=1)
    return Hall(district, community, unit)


async def test_a_living_roll_follows_who_moves_in_and_out(database: Database) -> None:
    """In: pending. Out: off the roll with its signature; the door number is free, and so is the person."""
    hall = await make_hall(database, LIVING)
    assert await hall.counts() == (4, 3, 1)
    await hall.move_in("9-1", 1)
    assert await hall.counts() == (5, 3, 2)
    gone = await hall.close((await hall.households("signed"))[0])
    assert gone.departed_on == hall.community.today()
    assert await hall.counts() == (4, 2, 2)
    newest = (await hall.households("pending"))[-1]
    await hall.close(newest)
    await hall.move_in("9-1", 1)
    assert await hall.counts() == (4, 2, 2)


async def test_a_frozen_roll_stays_as_it_was_opened(database: Database) -> None:
    """Also for who moved out; only the roster forgets them."""
    hall = await make_hall(database, FROZEN)
    await hall.move_in("9-1", 1)
    await hall.close((await hall.households("signed"))[0])
    assert await hall.counts() == (4, 3, 1)
    shown = await ask(hall.community, '{ unit(code: "H1") { households { totalCount } } }')
    assert shown.data == {"unit": {"households": {"totalCount": 4}}}


async def test_a_household_moves_out_once_and_not_in_advance(database: Database, owner: AsyncEngine) -> None:
    hall = await make_hall(database, LIVING)
    home = (await hall.households("signed"))[0]

    def closing(household: Household, **changes: object) -> CloseHousehold:
        command = CloseHousehold(
            idempotency_key=key(),
            household_id=household.id,
            expected_revision=household.revision,
            departed_on=hall.community.today(),
        )
        return replace(command, **changes)

    street = await hall.district.official(Role.STREET, hall.district.root)
    before = await read_ledger(owner, hall.district.tenant.id)
    tomorrow = closing(home, departed_on=hall.community.today() + timedelta(days=1))
    assert await refused(close_household(hall.community, tomorrow)) == [("INVALID_INPUT", "departedOn")]
    stale = closing(home, expected_revision=7)
    assert await refused(close_household(hall.community, stale)) == [("STALE_REVISION", "expectedRevision")]
    assert await refused(close_household(street, closing(home))) == [("ROLE_NOT_ALLOWED", "")]
    assert changed(before, await read_ledger(owner, hall.district.tenant.id)) == set()
    gone = await hall.close(home)
    offered = "query ($id: ID!) { node(id: $id) { ... on Household { actions { name reasons { code } } } } }"
    shown = await ask(street, offered, id=encode_id("Household", home.id))
    assert shown.data is not None
    codes = [reason["code"] for reason in shown.data["node"]["actions"][0]["reasons"]]
    assert codes == ["ROLE_NOT_ALLOWED", "HOUSEHOLD_DEPARTED"]
    again = closing(gone)
    assert await refused(close_household(hall.community, again)) == [("HOUSEHOLD_DEPARTED", "household")]
    returning = await refused(hall.sign(home))
    assert returning == [("NOT_FOUND", "answers.0.household")]


async def test_a_signature_is_taken_back_once_and_the_audit_keeps_it(
    database: Database, owner: AsyncEngine
) -> None:
    """The household has then not answered; who did not sign has nothing to take back."""
    hall = await make_hall(database, FROZEN)
    before = await read_ledger(owner, hall.district.tenant.id)
    silent = (await hall.households("pending"))[0]
    assert await refused(hall.withdraw(silent)) == [("SIGNATURE_NOT_GIVEN", "household")]
    assert changed(before, await read_ledger(owner, hall.district.tenant.id)) == set()
    home = (await hall.households("signed"))[0]
    await hall.withdraw(home)
    assert await hall.counts() == (4, 2, 2)
    async with hall.community.read() as session:
        last = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()))).first()
    assert last is not None
    assert last.action == "petition.withdraw_signature"
    assert (last.detail["answer"], last.detail["reason"]) == ("signed", "household_wish")
    await hall.sign(home)
    assert await hall.counts() == (4, 3, 1)


async def test_a_name_is_suspended_when_the_quorum_is_lost_and_comes_back_with_it(
    database: Database, owner: AsyncEngine
) -> None:
    """Three of four are enough; of five they are not, by the clause and on a ground of its own."""
    hall = await make_hall(database, LIVING)
    await hall.name()
    await hall.move_in("9-1", 1)
    assert await standing_of(hall.district, "H1") == "suspended"
    last = (await changes_of(hall.district, "H1"))[-1]
    assert (last.cause, last.clause, last.ground) == ("QUORUM_LOST", "S-a", "quorum")
    await hall.move_in("9-2", 2)
    assert len(await changes_of(hall.district, "H1")) == 2
    first, second, third = await hall.households("pending")
    await hall.close(first)
    assert await standing_of(hall.district, "H1") == "suspended"
    await hall.sign(second)
    assert await standing_of(hall.district, "H1") == "active"
    last = (await changes_of(hall.district, "H1"))[-1]
    assert (last.cause, last.clause, last.ground) == ("QUORUM_REGAINED", "S-a", "quorum")
    await hall.sign(third)
    await hall.withdraw(second)
    assert await standing_of(hall.district, "H1") == "active"
    await hall.withdraw(third)
    assert await standing_of(hall.district, "H1") == "suspended"
    await assert_counters_true(owner, hall.district)


async def test_a_quorum_regained_is_never_told_as_what_holds_a_name_down(database: Database) -> None:
    """Suspended for the roll and for a contact: once enough sign again it is suspended for the contact alone."""
    hall = await make_hall(database, LIVING + CONTACTS)
    await hall.name()
    await hall.move_in("9-1", 1)
    commission = await hall.district.official(Role.COMMISSION, hall.district.root)
    event = await report(commission, hall.unit.id, "close_contact")
    for household in await hall.households("pending"):
        await hall.sign(household)
    found = await ask(
        commission,
        """{ unit(code: "H1") { standing { standing cause clause }
      designation { grounds { cause clause } } eligibility { conditions { clause } } } }""",
    )
    assert found.data is not None
    unit = found.data["unit"]
    assert unit["standing"] == {"standing": "SUSPENDED", "cause": "CLOSE_CONTACT_REPORTED", "clause": "S-c"}
    assert unit["designation"]["grounds"] == [{"cause": "CLOSE_CONTACT_REPORTED", "clause": "S-c"}]
    assert unit["eligibility"]["conditions"] == [{"clause": "S-c"}]
    await close(commission, event)
    assert await standing_of(hall.district, "H1") == "active"


async def test_a_name_is_lost_for_good_where_the_scheme_says_so(database: Database) -> None:
    hall = await make_hall(database, LIVING.replace("on_loss: suspend", "on_loss: revoke"))
    await hall.name()
    await hall.withdraw((await hall.households("signed"))[0])
    assert await standing_of(hall.district, "H1") == "revoked"
    petition = (await refused(hall.sign((await hall.households("pending"))[0])))[0]
    assert petition == ("PETITION_CLOSED", "petition")


async def test_a_name_on_a_frozen_roll_outlives_its_signatures(database: Database) -> None:
    """Its petition takes no answer any more, and who moves in changes nothing."""
    hall = await make_hall(database, FROZEN)
    await hall.name()
    await hall.move_in("9-1", 1)
    closed = [("PETITION_CLOSED", "petition")]
    assert await refused(hall.withdraw((await hall.households("signed"))[0])) == closed
    await hall.close((await hall.households("signed"))[0])
    assert await standing_of(hall.district, "H1") == "active"
    assert await hall.counts() == (4, 3, 1)


async def test_the_page_is_told_what_a_living_roll_still_takes(database: Database) -> None:
    """After the name was given the actions stay open where the roll lives, and only there."""
    for scheme, allowed in ((LIVING, True), (FROZEN, False)):
        hall = await make_hall(database, scheme)
        await hall.name()
        document = "query ($id: ID!) { node(id: $id) { ... on Petition { actions { name allowed } } } }"
        shown = await ask(hall.community, document, id=encode_id("Petition", (await hall.petition()).id))
        assert shown.data is not None
        told = {action["name"]: action["allowed"] for action in shown.data["node"]["actions"]}
        assert (told["WITHDRAW_SIGNATURE"], told["RECORD_ANSWERS"]) == (allowed, allowed)
        unit = await ask(hall.community, '{ unit(code: "H1") { petition { living signed denominator } } }')
        resting = {"living": True, "signed": 3, "denominator": 4} if allowed else None
        assert unit.data == {"unit": {"petition": resting}}


async def test_a_name_given_back_is_counted_by_who_moved_in_and_out_while_it_was_lost(
    database: Database,
) -> None:
    """A case that proves false had taken the name; two of three who signed moved out meanwhile, one moved in."""
    hall = await make_hall(database, CASES)
    await hall.name()
    code, commission = hall.unit.code, await hall.district.official(Role.COMMISSION, hall.district.root)
    case = await report(commission, hall.unit.id, "case")
    assert await standing_of(hall.district, code) == "revoked"
    for household in (await hall.households("signed"))[:2]:
        await hall.close(household)
    await hall.move_in("9-9", 9)
    await exclude(commission, case)
    assert await standing_of(hall.district, code) == "suspended"
    assert [each.change for each in await changes_of(hall.district, code)][-2:] == ["reinstated", "suspended"]
    assert await hall.counts() == (3, 1, 2)
    for household in await hall.households("pending"):
        await hall.sign(household)
    assert await standing_of(hall.district, code) == "active"


async def test_a_name_given_back_whose_roll_still_suffices_is_in_force(database: Database) -> None:
    hall = await make_hall(database, CASES)
    await hall.name()
    code, commission = hall.unit.code, await hall.district.official(Role.COMMISSION, hall.district.root)
    case = await report(commission, hall.unit.id, "case")
    await hall.close((await hall.households("pending"))[0])
    await exclude(commission, case)
    assert await standing_of(hall.district, code) == "active"
    assert await hall.counts() == (3, 3, 0)
