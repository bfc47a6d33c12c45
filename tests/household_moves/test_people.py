"""One resident comes, is written otherwise, moves, leaves; who may see where somebody is already (B-g, B-o)."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from schema.household_moves.operations import (
    AddResident,
    CloseHousehold,
    CorrectHousehold,
    CorrectResident,
    MoveResident,
    RegisterHouseholds,
    RemoveResident,
    add_resident,
    close_household,
    correct_household,
    correct_resident,
    move_resident,
    register_households,
    remove_resident,
)
from schema.residents.rules import (
    Correction,
    DwellingCorrection,
    HouseholdRow,
    Leaving,
    Occupancy,
    ResidentRow,
)
from schema.residents.tables import Household, Resident
from tenants.audit import AuditEntry
from tenants.database import Database
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refusals, refused
from tests.builders.residents import numbered
from tests.clients import ask

BABY = ResidentRow("张新", document="newborn", birth_date=date(2022, 11, 18), special_groups=("infant",))


@dataclass(slots=True)
class Street:
    """Two buildings of a community with a household each, and one of another community."""

    district: District
    community: OperationContext

    async def settle(self, code: str, *people: ResidentRow, occupancy: str = "occupied") -> Household:
        unit = await self.district.unit(code)
        row = HouseholdRow("1-1", occupancy=occupancy, residents=people)
        everywhere = await self.district.official(Role.COMMUNITY, "500110")
        await register_households(
            everywhere, RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=(row,))
        )
        return await self.home(code)

    async def home(self, code: str) -> Household:
        unit = await self.district.unit(code)
        async with self.community.read() as session:
            found = await session.scalars(select(Household).where(Household.unit_id == unit.id))
            return found.one()

    async def people(self, home: Household, *, gone: bool = False) -> list[Resident]:
        async with self.community.read() as session:
            chosen = select(Resident).where(Resident.household_id == home.id).order_by(Resident.id)
            rows = (await session.scalars(chosen)).all()
        return [row for row in rows if (row.departed_on is not None) == gone]

    def add(self, home: Household, row: ResidentRow) -> AddResident:
        return AddResident(
            idempotency_key=key(), household_id=home.id, expected_revision=home.revision, resident=row
        )

    def move(self, person: Resident, left: Household, to: Household, on: date | None = None) -> MoveResident:
        return MoveResident(
            idempotency_key=key(),
            resident_id=person.id,
            expected_revision=left.revision,
            household_id=to.id,
            moved_on=on or self.community.today(),
        )

    def remove(
        self, person: Resident, home: Household, how: Leaving = Leaving.LEFT, on: date | None = None
    ) -> RemoveResident:
        return RemoveResident(
            idempotency_key=key(),
            resident_id=person.id,
            expected_revision=home.revision,
            reason=how,
            departed_on=on or self.community.today(),
        )

    def correct(self, person: Resident, home: Household, **changes: object) -> CorrectResident:
        return CorrectResident(
            idempotency_key=key(),
            resident_id=person.id,
            expected_revision=home.revision,
            correction=Correction(**changes),  # type: ignore[arg-type]  # each field by its own name
        )


@pytest.fixture
async def street(database: Database) -> Street:
    district = await make_district(database)
    await district.import_units(*STREETS)
    return Street(district, await district.official(Role.COMMUNITY, "C1"))


async def test_b_g_one_person_is_added_to_a_household(street: Street) -> None:
    """B-g: a newborn without a number, and a foreigner with a passport; the household counts the change."""
    home = await street.settle("B1", numbered(1))
    await add_resident(street.community, street.add(home, BABY))
    home = await street.home("B1")
    assert home.revision == 2
    foreign = ResidentRow(
        "John Smith", " x1234567 ", document="passport", issuer="usa", birth_date=date(1980, 2, 3)
    )
    made = await add_resident(street.community, street.add(home, foreign))
    kept = [(row.document, row.identity_number, row.issuer) for row in await street.people(home)]
    assert kept == [
        ("identity_card", numbered(1).identity_number, None),
        ("newborn", None, None),
        ("passport", "X1234567", "USA"),
    ]
    assert (made.born_on, made.household_id) == (date(1980, 2, 3), home.id)


async def test_a_vacant_dwelling_somebody_comes_to_is_occupied(street: Street) -> None:
    home = await street.settle("B1", occupancy="vacant")
    await add_resident(street.community, street.add(home, numbered(1)))
    assert (await street.home("B1")).occupancy == Occupancy.OCCUPIED


async def test_a_newborn_gets_its_number(street: Street) -> None:
    """Then the birth date comes from the number, and the number is nobody else's."""
    home = await street.settle("B1", numbered(1), BABY)
    baby = (await street.people(home))[1]
    unsaid = street.correct(baby, home, document="identity_card")
    assert await refused(correct_resident(street.community, unsaid)) == [
        ("INVALID_IDENTITY_NUMBER", "correction.identityNumber")
    ]
    taken = street.correct(baby, home, document="identity_card", identity_number=numbered(1).identity_number)
    assert await refused(correct_resident(street.community, taken)) == [
        ("DUPLICATE_RESIDENT", "correction.identityNumber")
    ]
    own = numbered(2).identity_number
    given = street.correct(baby, home, document="identity_card", identity_number=own)
    made = await correct_resident(street.community, given)
    assert (made.document, made.identity_number, str(made.born_on)) == ("identity_card", own, "1980-01-01")


async def test_b_o_a_person_is_written_otherwise_and_the_audit_tells_no_content(
    street: Street, owner: AsyncEngine
) -> None:
    """B-o: groups and needs; what is not named stays; the traces hold how many fields, never what was in them."""
    home = await street.settle("B1", replace(numbered(1), telephone="13800138000"))
    person = (await street.people(home))[0]
    changes = {"name": "王改名", "telephone": "", "special_groups": ("disabled",), "under_guardianship": True}
    made = await correct_resident(street.community, street.correct(person, home, **changes))
    assert (made.name, made.telephone, made.special_groups) == ("王改名", None, ["disabled"])
    assert (made.under_guardianship, made.identity_number) == (True, numbered(1).identity_number)
    statement = text(
        "select row_to_json(t)::text from (select to_jsonb(a) doc from audit_entries a where tenant_id = :id "
        "union all select to_jsonb(k) from idempotency_keys k where tenant_id = :id "
        "union all select to_jsonb(o) from outbox_messages o where tenant_id = :id) t"
    )
    async with owner.connect() as connection:
        traces = "".join(await connection.scalars(statement, {"id": street.district.tenant.id}))
    secrets = ("王改名", "13800138000", "disabled", str(numbered(1).identity_number), "1980-01-01")
    assert not any(secret in traces for secret in secrets)
    async with street.community.read() as session:
        chosen = select(AuditEntry).where(AuditEntry.action == "resident.correct")
        entry = (await session.scalars(chosen)).one()
    assert entry.detail == {"unit": "B1", "household": str(home.id), "fields": 4}


async def test_a_correction_finds_fault_only_with_what_it_corrects(
    street: Street, owner: AsyncEngine
) -> None:
    """A group a former scheme had, a newborn grown older: a telephone may be written all the same."""
    home = await street.settle("B1", BABY)
    baby = (await street.people(home))[0]
    async with owner.begin() as connection:
        await connection.execute(
            text(
                "update residents set special_groups = '{of_before}', born_on = '2020-01-01' where id = :id"
            ),
            {"id": baby.id},
        )
    plain = street.correct(baby, home, telephone="13800138000")
    assert await refused(correct_resident(street.community, plain)) == []
    home = await street.home("B1")
    groups = street.correct(baby, home, special_groups=("of_before",))
    assert await refused(correct_resident(street.community, groups)) == [
        ("INVALID_INPUT", "correction.specialGroups")
    ]
    nothing = street.correct(baby, home)
    assert await refused(correct_resident(street.community, nothing)) == [("INVALID_INPUT", "")]


async def test_a_daughter_marries_into_another_building(street: Street) -> None:
    """The row left keeps its end, the new one its beginning; each day tells who lived where."""
    left = await street.settle("B1", numbered(1, "王父"), numbered(2, "王女"))
    entered = await street.settle("B2", numbered(3, "李子"))
    today = street.community.today()
    day = today - timedelta(days=3)
    daughter = (await street.people(left))[1]
    arrived = await move_resident(street.community, street.move(daughter, left, entered, day))
    assert (arrived.household_id, arrived.former_id, arrived.arrived_on) == (entered.id, daughter.id, day)
    assert (arrived.identity_number, arrived.name) == (daughter.identity_number, "王女")
    gone = (await street.people(left, gone=True))[0]
    assert (gone.id, gone.departed_on, gone.left_for) == (daughter.id, day, Leaving.MOVED)
    assert [row.name for row in await street.people(left)] == ["王父"]
    assert ((await street.home("B1")).revision, (await street.home("B2")).revision) == (2, 2)
    document = (
        "query($id: ID!, $before: Date!, $on: Date!) { node(id: $id) { ... on Household { residentCount "
        "now: residents { maskedName } before: residents(asOf: $before) { maskedName departedOn } "
        "on: residents(asOf: $on) { maskedName arrivedOn } } } }"
    )
    days = {"before": str(day - timedelta(days=1)), "on": str(day)}
    shown = await ask(street.community, document, id=encode_id("Household", left.id), **days)
    assert shown.data is not None
    assert shown.data["node"] == {
        "residentCount": 1,
        "now": [{"maskedName": "王*"}],
        "before": [
            {"maskedName": "王*", "departedOn": None},
            {"maskedName": "王*", "departedOn": str(day)},
        ],
        "on": [{"maskedName": "王*", "arrivedOn": None}],
    }
    other = await ask(street.community, document, id=encode_id("Household", entered.id), **days)
    assert other.data is not None
    counted = [len(other.data["node"][each]) for each in ("now", "before", "on")]
    assert counted == [2, 1, 2]


async def test_who_was_recorded_wrongly_lived_there_on_no_day(street: Street) -> None:
    home = await street.settle("B1", numbered(1), numbered(2))
    person = (await street.people(home))[0]
    wrong = street.remove(person, home, Leaving.RECORDED_WRONGLY, on=date(1970, 1, 1))
    assert (await remove_resident(street.community, wrong)).departed_on == street.community.today()
    document = (
        "query($id: ID!, $on: Date!) { node(id: $id) { ... on Household { residents(asOf: $on) { id } } } }"
    )
    yesterday = str(street.community.today() - timedelta(days=1))
    shown = await ask(street.community, document, id=encode_id("Household", home.id), on=yesterday)
    assert shown.data is not None
    assert len(shown.data["node"]["residents"]) == 1
    again = street.add(await street.home("B1"), numbered(1))
    assert await refused(add_resident(street.community, again)) == []


async def test_what_is_in_the_way_of_one_resident_is_told_and_nothing_is_written(
    street: Street, owner: AsyncEngine
) -> None:
    home = await street.settle("B1", replace(numbered(1), arrived_on=date(2022, 11, 10)))
    away = await street.settle("B21", numbered(2))
    other = await street.settle("B2", occupancy="vacant")
    person, stranger = (await street.people(home))[0], (await street.people(away))[0]
    today = street.community.today()
    tomorrow = today + timedelta(days=1)
    reader = await street.district.official(Role.STREET, "S1")
    act = street.community
    before = await read_ledger(owner, street.district.tenant.id)
    stale = replace(street.add(home, numbered(9)), expected_revision=7)
    moving = street.move(person, home, other)
    early = date(2022, 11, 9)
    found = [
        await refused(add_resident(act, stale)),
        await refused(add_resident(act, street.add(away, numbered(9)))),
        await refused(add_resident(reader, street.add(home, numbered(9)))),
        await refused(add_resident(act, street.add(home, replace(numbered(9), arrived_on=tomorrow)))),
        await refused(add_resident(act, street.add(home, replace(BABY, arrived_on=date(2022, 11, 17))))),
        await refused(move_resident(act, street.move(person, home, home))),
        await refused(move_resident(act, street.move(person, home, away))),
        await refused(move_resident(act, street.move(stranger, away, home))),
        await refused(move_resident(act, replace(moving, moved_on=tomorrow))),
        await refused(move_resident(act, replace(moving, moved_on=early))),
        await refused(move_resident(act, replace(moving, household_id=person.id))),
        await refused(remove_resident(act, street.remove(person, home, on=tomorrow))),
        await refused(remove_resident(act, street.remove(person, home, on=early))),
        await refused(correct_resident(act, street.correct(person, home, arrived_on=tomorrow))),
        await refused(correct_resident(act, street.correct(person, home, issuer="USA"))),
        await refused(correct_resident(act, replace(street.correct(person, home), resident_id=home.id))),
    ]
    assert changed(before, await read_ledger(owner, street.district.tenant.id)) == set()
    assert found == [
        [("STALE_REVISION", "expectedRevision")],
        [("OUTSIDE_AREA", "")],
        [("ROLE_NOT_ALLOWED", "")],
        [("INVALID_INPUT", "resident.arrivedOn")],
        [("INVALID_INPUT", "resident.arrivedOn")],
        [("INVALID_INPUT", "household")],
        [("OUTSIDE_AREA", "")],
        [("OUTSIDE_AREA", "")],
        [("INVALID_INPUT", "movedOn")],
        [("INVALID_INPUT", "movedOn")],
        [("NOT_FOUND", "household")],
        [("INVALID_INPUT", "departedOn")],
        [("INVALID_INPUT", "departedOn")],
        [("INVALID_INPUT", "correction.arrivedOn")],
        [("INVALID_INPUT", "correction.issuer")],
        [("NOT_FOUND", "resident")],
    ]
    assert await refused(move_resident(act, moving)) == []


async def test_who_left_and_whose_household_moved_out_is_dealt_with_no_more(street: Street) -> None:
    home = await street.settle("B1", numbered(1), numbered(2))
    other = await street.settle("B2", numbered(3))
    first, second = await street.people(home)
    await remove_resident(street.community, street.remove(first, home))
    home = await street.home("B1")
    again = street.remove(first, home)
    assert await refused(remove_resident(street.community, again)) == [("RESIDENT_DEPARTED", "resident")]
    closing = CloseHousehold(
        idempotency_key=key(),
        household_id=other.id,
        expected_revision=other.revision,
        departed_on=street.community.today(),
    )
    await close_household(street.community, closing)
    moving = move_resident(street.community, street.move(second, home, other))
    assert await refused(moving) == [("HOUSEHOLD_DEPARTED", "household")]


async def test_a_duplicate_says_where_to_those_who_may_see_both(street: Street) -> None:
    """Who keeps one building learns nothing of another; nobody anything of another district."""
    home = await street.settle("B1", numbered(1))
    await street.settle("B21", numbered(2))
    leader = await street.district.official(Role.BUILDING_LEADER, "B2")
    target = await street.settle("B2", numbered(3))
    district = await street.district.official(Role.COMMUNITY, "500110")
    told: list[tuple[str, dict[str, object]]] = []
    for who, known in ((street.community, 1), (leader, 1), (street.community, 2), (district, 2)):
        twice = add_resident(who, street.add(target, numbered(known)))
        (error,) = await refusals(twice)
        assert error.code == "DUPLICATE_RESIDENT"
        assert error.field == ("resident", "identityNumber")
        assert str(numbered(known).identity_number) not in f"{error.message} {error.details} {error.fix}"
        told.append((error.message, error.details))
    plain: tuple[str, dict[str, object]] = ("该证件号码重复登记。", {})
    assert told == [
        ("该证件号码已登记在通惠苑1栋。", {"unit": "B1"}),
        plain,
        plain,
        ("该证件号码已登记在南门1栋。", {"unit": "B21"}),
    ]
    row = HouseholdRow("2-2", residents=(numbered(1),))
    unit = await street.district.unit("B2")
    command = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=(row,))
    (error,) = await refusals(register_households(street.community, command))
    assert (error.details, home.code) == ({"unit": "B1"}, "1-1")


async def test_what_two_do_at_once_is_done_once(street: Street) -> None:
    """The same person to two households; one person to two, and out; the same newborn twice."""
    left = await street.settle("B1", numbered(1))
    targets = [await street.settle(code, occupancy="vacant") for code in ("B2", "B9")]
    adding = [refused(add_resident(street.community, street.add(home, numbered(7)))) for home in targets]
    outcomes = await asyncio.gather(*adding)
    assert sorted(map(len, outcomes)) == [0, 1]
    assert {codes[0][0] for codes in outcomes if codes} == {"DUPLICATE_RESIDENT"}
    person = (await street.people(left))[0]
    targets = [await street.home(code) for code in ("B2", "B9")]
    moving = [refused(move_resident(street.community, street.move(person, left, home))) for home in targets]
    removing = refused(remove_resident(street.community, street.remove(person, left)))
    outcomes = await asyncio.gather(*moving, removing)
    assert outcomes.count([]) == 1
    assert {codes[0][0] for codes in outcomes if codes} <= {"STALE_REVISION", "RESIDENT_DEPARTED"}
    home = await street.home("B2")
    babies = [replace(street.add(home, BABY), expected_revision=home.revision + turn) for turn in (0, 1)]
    found = [await refused(add_resident(street.community, each)) for each in babies]
    assert [codes[0][0] if codes else None for codes in found] == [None, "DUPLICATE_RESIDENT"]


async def test_moves_that_cross_do_not_wait_in_a_circle(street: Street) -> None:
    homes = [await street.settle("B1", numbered(1), numbered(2)), await street.settle("B2", numbered(3))]
    people = [(await street.people(home))[0] for home in homes]
    crossing = [
        refused(move_resident(street.community, street.move(people[0], homes[0], homes[1]))),
        refused(move_resident(street.community, street.move(people[1], homes[1], homes[0]))),
    ]
    outcomes = await asyncio.gather(*crossing)
    assert [] in outcomes
    assert {code for codes in outcomes for code, _ in codes} <= {"STALE_REVISION"}


async def test_a_deed_repeated_with_its_key_is_done_once(street: Street) -> None:
    left, entered = await street.settle("B1", numbered(1)), await street.settle("B2", numbered(2))
    person = (await street.people(left))[0]
    command = street.move(person, left, entered)
    first = await move_resident(street.community, command)
    assert (await move_resident(street.community, command)).id == first.id
    assert len(await street.people(entered)) == 2
    other = replace(command, moved_on=date(2022, 11, 1))
    assert await refused(move_resident(street.community, other)) == [
        ("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
    ]


async def test_b_g_a_dwelling_is_written_otherwise(street: Street, owner: AsyncEngine) -> None:
    """B-g: verified anew; vacant only where nobody lives; its door number is nobody else's."""
    home = await street.settle("B1", numbered(1))
    unit = await street.district.unit("B1")
    second = RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=(HouseholdRow("2-2"),))
    await register_households(street.community, second)

    def correcting(**changes: object) -> CorrectHousehold:
        return CorrectHousehold(
            idempotency_key=key(),
            household_id=home.id,
            expected_revision=home.revision,
            correction=DwellingCorrection(**changes),  # type: ignore[arg-type]  # each field by its own name
        )

    before = await read_ledger(owner, street.district.tenant.id)
    tomorrow = street.community.today() + timedelta(days=1)
    found = [
        await refused(correct_household(street.community, correcting())),
        await refused(correct_household(street.community, correcting(code="2-2", floor=999))),
        await refused(correct_household(street.community, correcting(occupancy="vacant"))),
        await refused(correct_household(street.community, correcting(verified_on=tomorrow))),
    ]
    assert changed(before, await read_ledger(owner, street.district.tenant.id)) == set()
    assert found == [
        [("INVALID_INPUT", "")],
        [("DUPLICATE_CODE", "correction.code"), ("INVALID_INPUT", "correction.floor")],
        [("INVALID_INPUT", "occupancy")],
        [("INVALID_INPUT", "correction.verifiedOn")],
    ]
    made = await correct_household(
        street.community, correcting(code="3-3", verified_on=street.community.today())
    )
    assert (made.code, made.verified_on, made.occupancy) == ("3-3", street.community.today(), "occupied")
