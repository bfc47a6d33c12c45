"""One step that both verifies and decides, and then only files: by another person than who applied."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.tables import Membership
from tenants.base import new_id
from tenants.database import Database
from tests.builders.applications import review
from tests.builders.district import District
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import moves_of, name_of, standing_of
from tests.builders.refusals import refused
from tests.designations.over_time import SCHEME, make_place

INTAKE = "      - {id: intake, name: 街道收件, kind: forward, role: street, actions: [forward, return]}\n"
NAMING = (
    "      - {id: naming, name: 命名, kind: decide, role: headquarters, actions: [name, return, reject]}\n"
)
FILING = "      - {id: filing, name: 备案, kind: record, role: street, actions: [record]}\n"
AT_ONCE = SCHEME.replace(INTAKE + NAMING, NAMING + FILING, 1).replace(
    "    applicants: [community]\n", "    applicants: [community]\n    decides_at_once: true\n", 1
)


async def test_the_first_step_names_and_the_second_files(database: Database) -> None:
    place = await make_place(database, AT_ONCE)
    application = await place.apply("C1")
    await review(place.headquarters, application, "name")
    assert await standing_of(place.district, "C1") == "active"
    await review(place.intake, application, "record", None)
    moves = [move.action for move in await moves_of(place.district, application)]
    assert moves[-2:] == ["name", "record"]


async def test_who_applied_does_not_decide_though_the_role_fits(
    database: Database, owner: AsyncEngine
) -> None:
    """The other person of the same role does."""
    place = await make_place(database, AT_ONCE)
    applicant = await place.applicant("C1")
    both = await with_role(place.district, applicant, Role.HEADQUARTERS)
    place.applicants["C1"] = both
    application = await place.apply("C1")
    before = await read_ledger(owner, place.district.tenant.id)
    assert await refused(review(both, application, "name")) == [("ALREADY_ACTED", "")]
    assert changed(before, await read_ledger(owner, place.district.tenant.id)) == set()
    assert await name_of(place.district, "C1") is None
    await review(place.headquarters, application, "name")
    assert await standing_of(place.district, "C1") == "active"


async def with_role(district: District, official: OperationContext, role: Role) -> OperationContext:
    """Appoint an official to a further role over the whole district."""
    root = await district.unit(district.root)
    membership = Membership(
        id=new_id(),
        official_id=official.actor.id,
        role=role,
        unit_id=root.id,
        scope_path=root.path,
        valid_from=district.clock.now - timedelta(days=1),
    )
    grant = Grant(membership.id, role, root.id, root.path)
    async with district.database.of(district.tenant).begin() as session:
        session.add(membership)
    actor = Actor("official", official.actor.id, official.actor.name, (*official.actor.grants, grant))
    return district.context(actor)
