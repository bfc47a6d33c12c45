"""A compound with a building and its households, and the officials around a petition."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import select

from authz.actions import Role
from authz.context import OperationContext
from authz.tables import Official
from schema.guidelines.operations import adopt_template
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.petition_answers.operations import (
    HouseholdAnswer,
    OpenPetition,
    RecordPetitionAnswers,
    open_petition,
    record_petition_answers,
)
from schema.petitions.repository import open_tallies
from schema.petitions.rules import GivenAnswer, Tally
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.rules import HouseholdRow, ResidentRow
from schema.residents.tables import Household, Resident
from schema.units.tables import Unit
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tenants.idempotency import IdempotencyKey
from tests.authz.district import START, District, make_district
from tests.residents.test_rules import number_of

ADULT_BORN = date(1980, 1, 1)
CHILD_BORN = date(2020, 1, 1)
_SEQUENCE = count()


def next_key() -> str:
    return f"key-{next(_SEQUENCE)}"


@dataclass(frozen=True)
class Neighbourhood:
    """Two buildings of a compound; the first has `households` with an adult and a child each."""

    district: District
    compound: Unit
    building: Unit
    empty_building: Unit
    officials: dict[Role, Official]
    households: list[Household]
    adults: list[Resident]
    children: list[Resident]

    def acting(self, role: Role, unit: Unit | None = None) -> OperationContext:
        return self.district.holding(self.officials[role], role, unit or self.compound)

    @property
    def leader(self) -> OperationContext:
        return self.acting(Role.BUILDING_LEADER, self.building)

    @property
    def community(self) -> OperationContext:
        return self.acting(Role.COMMUNITY)

    def signed(self, index: int, answer: str = "signed") -> HouseholdAnswer:
        return HouseholdAnswer(
            household_id=self.households[index].id, given=GivenAnswer(answer, self.adults[index].id)
        )

    def claimed(self, index: int) -> HouseholdAnswer:
        given = GivenAnswer("vacancy_claimed", evidence="水表停用三个月")
        return HouseholdAnswer(household_id=self.households[index].id, given=given)

    def answered(self, index: int, answer: str) -> HouseholdAnswer:
        return HouseholdAnswer(household_id=self.households[index].id, given=GivenAnswer(answer))

    async def open(self, unit: Unit | None = None, caller: OperationContext | None = None) -> Petition:
        command = OpenPetition(idempotency_key=next_key(), unit_id=(unit or self.building).id)
        return await open_petition(caller or self.leader, command)

    async def record(
        self, petition: Petition, *answers: HouseholdAnswer, caller: OperationContext | None = None
    ) -> Petition:
        command = RecordPetitionAnswers(
            idempotency_key=next_key(),
            petition_id=petition.id,
            expected_revision=petition.revision,
            answers=answers,
        )
        return await record_petition_answers(caller or self.leader, command)

    async def tally(self, unit: Unit | None = None) -> Tally | None:
        async with self.district.view.read() as session:
            place = unit or self.building
            return (await open_tallies(session, [place.id])).get(place.id)

    async def written(self) -> list[object]:
        """Read everything a petition operation writes, to show that a refusal wrote nothing."""
        statements = (
            select(Petition.id, Petition.revision, Petition.closed_at).order_by(Petition.id),
            select(*PetitionEntry.__table__.columns).order_by(PetitionEntry.id),
            select(AuditEntry.id).order_by(AuditEntry.id),
            select(IdempotencyKey.id).order_by(IdempotencyKey.id),
        )
        async with self.district.view.read() as session:
            return [(await session.execute(statement)).all() for statement in statements]


async def make_neighbourhood(database: Database, households: int = 3) -> Neighbourhood:
    district = await make_district(database)
    async with database.begin_platform(district.view.tenant) as session:
        await adopt_template(session, "wenlong", START, START.date())
    path = district.street.path
    compound = _unit("x1", "compound", f"{path}.x1", district.street)
    building = _unit("b1", "building", f"{path}.x1.b1", compound)
    empty = _unit("b2", "building", f"{path}.x1.b2", compound)
    await district.add(compound)
    await district.add(building, empty)
    roles = (Role.BUILDING_LEADER, Role.COMMUNITY, Role.PROPERTY, Role.STREET)
    officials = {role: await district.official(f"{role}1") for role in roles}
    leader = district.holding(officials[Role.BUILDING_LEADER], Role.BUILDING_LEADER, building)
    rows = tuple(_dwelling(index) for index in range(households))
    await register_households(
        leader, RegisterHouseholds(idempotency_key=next_key(), unit_id=building.id, households=rows)
    )
    async with district.view.read() as session:
        found = (await session.scalars(select(Household).order_by(Household.code))).all()
        people = (await session.scalars(select(Resident))).all()
    by_home = {(person.household_id, person.born_on): person for person in people}
    return Neighbourhood(
        district=district,
        compound=compound,
        building=building,
        empty_building=empty,
        officials=officials,
        households=list(found),
        adults=[by_home[home.id, ADULT_BORN] for home in found],
        children=[by_home[home.id, CHILD_BORN] for home in found],
    )


def _unit(code: str, kind: str, path: str, parent: Unit) -> Unit:
    return Unit(
        id=new_id(), code=code, name=code, kind=kind, path=path, parent_id=parent.id, created_at=START
    )


def _dwelling(index: int) -> HouseholdRow:
    adult = ResidentRow(f"张{index}", number_of(ADULT_BORN, index))
    child = ResidentRow(f"张小{index}", number_of(CHILD_BORN, index))
    return HouseholdRow(f"{index:04d}", verified_on=START.date(), residents=(adult, child))
