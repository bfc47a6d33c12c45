"""A roster of its own: a foreigner who came and left again, and a vacancy that was refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from authz.actions import Role
from schema.frame.identifiers import encode_id
from schema.household_moves.operations import AddResident, RemoveResident, add_resident, remove_resident
from schema.petition_answers.operations import RefuseVacancy, refuse_vacancy
from schema.residents.rules import Leaving, ResidentRow
from schema.root import official_schema
from tenants.database import Database
from tests.builders.district import key
from tests.clients import ask
from tests.petition_answers.test_living import FROZEN, make_hall
from tests.schema.selection import everything


async def ask_roster(database: Database) -> list[Any]:
    """Ask everything of one who left, and of the household that is asked anew."""
    hall = await make_hall(database, FROZEN)
    leader = await hall.district.official(Role.BUILDING_LEADER, "H1")
    home, today = (await hall.households("pending"))[0], leader.today()
    petition = await hall.claim(home, leader)
    refusing = RefuseVacancy(
        idempotency_key=key(),
        petition_id=petition.id,
        household_id=home.id,
        expected_revision=petition.revision,
        reason="窗内有灯",
    )
    await refuse_vacancy(hall.community, refusing)
    guest = ResidentRow("John", "X1234567", document="passport", issuer="USA", birth_date=date(1980, 1, 2))
    came = AddResident(
        idempotency_key=key(),
        household_id=home.id,
        expected_revision=home.revision,
        resident=replace(guest, arrived_on=today - timedelta(days=3)),
    )
    person = await add_resident(leader, came)
    left = RemoveResident(
        idempotency_key=key(),
        resident_id=person.id,
        expected_revision=home.revision + 1,
        reason=Leaving.LEFT,
        departed_on=today,
    )
    await remove_resident(leader, left)
    answers = []
    for typename, id_ in (("Resident", person.id), ("Petition", petition.id)):
        wanted = everything(official_schema._schema, typename, depth=3)
        document = f"query ($id: ID!) {{ node(id: $id) {{ ... on {typename} {wanted} }} }}"
        result = await ask(leader, document, id=encode_id(typename, id_))
        assert result.errors is None, result.errors
        answers.append(result.data)
    return answers
