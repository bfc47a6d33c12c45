"""The roster on the database: normal numbers, one entry a person, nothing personal in the traces."""

import asyncio
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from schema.household_moves.operations import RegisterHouseholds, register_households
from schema.residents.rules import HouseholdRow, ResidentRow
from schema.residents.tables import Household, Resident
from schema.units.tables import Unit
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refusals, refused
from tests.builders.residents import numbered
from tests.clients import ask

PERSON = ResidentRow("欧阳小明", numbered(1).identity_number, "13800138000", (), None)
SECRETS = ("欧阳小明", PERSON.identity_number, PERSON.identity_number.lower(), "13800138000")


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@pytest.fixture
async def community(district: District) -> OperationContext:
    return await district.official(Role.COMMUNITY, "C1")


async def add(actor: OperationContext, unit: Unit, *rows: HouseholdRow) -> Unit:
    return await register_households(
        actor, RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=rows)
    )


async def test_b_g_households_and_residents_are_kept(district: District, community: OperationContext) -> None:
    """B-g, B-o: with floor, verification, special groups and needs; identity numbers in one normal form."""
    unit = await district.unit("B1")
    written = PERSON.identity_number[:6] + " " + PERSON.identity_number[6:].lower()
    person = ResidentRow(" 欧阳小明 ", written, "13800138000", ("elder_alone",), community.today())
    row = HouseholdRow("1-1", 1, "occupied", community.today(), (person,))
    await add(community, unit, row, HouseholdRow("1-2", 1, "vacant"))
    async with community.read() as session:
        homes = (await session.scalars(select(Household).order_by(Household.code))).all()
        (kept,) = await session.scalars(select(Resident))
    assert [(home.code, home.occupancy, home.unit_id) for home in homes] == [
        ("1-1", "occupied", unit.id),
        ("1-2", "vacant", unit.id),
    ]
    assert (kept.name, kept.identity_number) == ("欧阳小明", PERSON.identity_number)
    assert (str(kept.born_on), kept.special_groups) == ("1980-01-01", ["elder_alone"])


async def test_a_person_is_on_the_roster_once(district: District, community: OperationContext) -> None:
    """Not twice in one call, not in another unit, however the number is written; the refusal does not repeat it."""
    unit, other = await district.unit("B1"), await district.unit("B2")
    await add(community, unit, HouseholdRow("1-1", residents=(PERSON,)))
    again = ResidentRow("另一人", PERSON.identity_number.lower(), None, (), None)
    found = await refusals(add(community, other, HouseholdRow("1-1", residents=(again,))))
    assert [(error.code, error.field) for error in found] == [
        ("DUPLICATE_RESIDENT", ("households", "0", "residents", "0", "identityNumber"))
    ]
    assert not any(secret in str(found) for secret in SECRETS)
    assert await refused(add(community, other, HouseholdRow("1-1", residents=(numbered(2),)))) == []


async def test_the_same_person_may_be_known_to_two_districts(
    database: Database, district: District, community: OperationContext
) -> None:
    """One district's roster says nothing to another, not even by a refusal."""
    await add(community, await district.unit("B1"), HouseholdRow("1-1", residents=(PERSON,)))
    other = await make_district(database)
    await other.import_units(*STREETS)
    neighbour = await other.official(Role.COMMUNITY, "C1")
    work = add(neighbour, await other.unit("B1"), HouseholdRow("1-1", residents=(PERSON,)))
    assert await refused(work) == []


async def test_registrations_at_once_do_not_double(district: District, community: OperationContext) -> None:
    """The same door in one unit and the same person in two: one call is done, the others are refused."""
    units = [await district.unit(code) for code in ("B1", "B2", "B9")]
    row = HouseholdRow("1-1", residents=(PERSON,))
    outcomes = await asyncio.gather(*[refused(add(community, unit, row)) for unit in units])
    assert outcomes.count([]) == 1
    assert {codes[0][0] for codes in outcomes if codes} == {"DUPLICATE_RESIDENT"}
    doors = await asyncio.gather(
        *[
            refused(add(community, units[0], HouseholdRow("9-9", residents=(numbered(order),))))
            for order in range(10, 14)
        ]
    )
    assert doors.count([]) == 1
    assert {codes[0][0] for codes in doors if codes} == {"DUPLICATE_CODE"}


async def test_nothing_personal_in_the_traces(
    district: District, community: OperationContext, owner: AsyncEngine
) -> None:
    """Audit, outbox, keys of repetition: counts and codes, never a name, number or telephone."""
    await add(community, await district.unit("B1"), HouseholdRow("1-1", residents=(PERSON,)))
    statement = text(
        "select row_to_json(t)::text from (select 'audit' kind, to_jsonb(a) doc from audit_entries a "
        "where tenant_id = :id union all select 'key', to_jsonb(k) from idempotency_keys k where tenant_id = :id "
        "union all select 'outbox', to_jsonb(o) from outbox_messages o where tenant_id = :id) t"
    )
    async with owner.connect() as connection:
        traces = "".join(await connection.scalars(statement, {"id": district.tenant.id}))
    assert "household.register" in traces
    assert not any(secret in traces for secret in SECRETS)
    async with community.read() as session:
        chosen = select(AuditEntry).where(AuditEntry.action == "household.register")
        entry = (await session.scalars(chosen)).one()
    assert entry.detail == {"households": 1, "residents": 1}


@pytest.mark.parametrize(
    ("role", "place", "sees"),
    [
        (Role.BUILDING_LEADER, "B1", True),
        (Role.PROPERTY, "X1", True),
        (Role.COMMUNITY, "C1", True),
        (Role.STREET, "S1", True),
        (Role.BUILDING_LEADER, "B2", False),
        (Role.COMMUNITY, "C2", False),
        (Role.COMMISSION, "500110", False),
        (Role.HEADQUARTERS, "500110", False),
        (Role.TENANT_ADMINISTRATOR, "500110", False),
    ],
)
async def test_residents_leave_masked_and_only_to_those_who_keep_the_roster(
    district: District, community: OperationContext, role: Role, place: str, sees: bool
) -> None:
    unit = await district.unit("B1")
    await add(community, unit, HouseholdRow("1-1", residents=(PERSON,)))
    document = (
        "query($id: ID!) { node(id: $id) { ... on Unit { households { edges { node { code residentCount "
        "residents { maskedName maskedIdentityNumber maskedTelephone bornYear } } } } } } }"
    )
    official = await district.official(role, place)
    result = await ask(official, document, id=encode_id("Unit", unit.id))
    assert result.errors is None
    shown = json.dumps(result.data, ensure_ascii=False)
    assert not any(secret in shown for secret in SECRETS)
    assert ("欧***" in shown) == sees
    assert ("138******00" in shown) == sees


@pytest.mark.parametrize("code", ["X1", "C1", "V1", "S1", "500110"])
async def test_b_u1_households_live_in_units_of_their_kind(
    district: District, owner: AsyncEngine, code: str
) -> None:
    """B-U1: in buildings, entrances and groups; a compound or village has those of the units below it."""
    everywhere = await district.official(Role.COMMUNITY, "500110")
    before = await read_ledger(owner, district.tenant.id)
    work = add(everywhere, await district.unit(code), HouseholdRow("1-1", residents=(PERSON,)))
    assert await refused(work) == [("UNIT_WITHOUT_HOUSEHOLDS", "unit")]
    assert not changed(before, await read_ledger(owner, district.tenant.id))
    for home, order in (("B1", 21), ("B9", 22), ("G1", 23)):
        row = HouseholdRow("1-1", residents=(numbered(order),))
        assert await refused(add(everywhere, await district.unit(home), row)) == []
