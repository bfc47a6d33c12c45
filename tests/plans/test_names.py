"""Names that are void, superseded, run out, called otherwise or judged by another rule: plans tell them, too."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import ANONYMOUS
from schema.applications.tables import Application
from schema.designations.operations import ReissueCertificate, reissue_certificate
from schema.frame.identifiers import encode_id
from schema.root import official_schema, public_schema
from schema.rule_changes.rules import Choice, Treatment
from schema.supervision.operations import VoidDesignation, void_designation
from schema.unit_changes.operations import merge_units, split_unit
from schema.unit_changes.rules import Part
from tenants.database import Database
from tests.builders.databases import Urls, database, owner, urls
from tests.builders.district import District, key
from tests.builders.events import report
from tests.builders.looks import name_of
from tests.consequences.titled import make_compound
from tests.designations.over_time import make_place
from tests.designations.test_certificates import rename
from tests.plans.both import OFFICIAL, PUBLIC, READ, Both
from tests.plans.test_pages import pages
from tests.rule_changes.desk import MORE_ROUNDS, open_desk
from tests.rule_changes.test_applying import HARD_CONTACTS
from tests.schema.selection import everything
from tests.supervision.test_sweeping import sweep
from tests.unit_changes.test_operations import codes_at, merging, splitting

pytestmark = pytest.mark.long

__all__ = ["database", "owner", "urls"]
STATUS = (
    f"query($code: String!) {{ unitStatus(code: $code) {everything(public_schema._schema, 'UnitStatus')} }}"
)
FEED = f"{{ statusChanges(first: 50) {everything(public_schema._schema, 'StatusChangeConnection')} }}"
NAMES = f"""query($code: String!) {{ unit(code: $code) {{ designations
  {everything(official_schema._schema, "Designation", depth=1)} }} }}"""


def asked(codes: list[str], applications: list[str]) -> Iterator[tuple[str, Both, str, dict[str, Any]]]:
    """List the ten pages, and all there is to be told of names, with what they are asked with."""
    yield from (each for each in pages(codes, applications) if not each[3].get("overdue"))
    yield "feed", PUBLIC, FEED, {}
    for code in codes:
        yield "everything public", PUBLIC, STATUS, {"code": code}
        yield "names", OFFICIAL, NAMES, {"code": code}


async def look(district: District, *codes: str) -> None:
    """Ask for all of it, as the public and as an official: nothing falls back, both ways tell the same."""
    commission, nobody = await district.official(Role.COMMISSION, "500110"), district.context(ANONYMOUS)
    async with commission.read() as session:
        found = (await session.scalars(select(Application.id).order_by(Application.id))).all()
    applications = [encode_id("Application", each) for each in found]
    for page, both, source, variables in asked(list(codes), applications):
        caller = commission if both is OFFICIAL else nobody
        planned, resolved = await both.ask(caller, source, **variables)
        assert planned.plan in READ, (page, variables, planned.body)
        assert planned.encoded == resolved.encoded, (page, variables)


async def void(district: District, code: str) -> None:
    name = await name_of(district, code)
    assert name is not None
    command = VoidDesignation(
        idempotency_key=key(),
        designation_id=name.id,
        expected_revision=name.revision,
        reason="申报材料系伪造",
    )
    await void_designation(await district.official(Role.COMMISSION, "500110"), command)


async def reissue(district: District, code: str) -> None:
    name = await name_of(district, code)
    assert name is not None
    command = ReissueCertificate(
        idempotency_key=key(), designation_id=name.id, expected_revision=name.revision, reason="更名"
    )
    await reissue_certificate(await district.official(Role.HEADQUARTERS, "500110"), command)


async def test_void_names_and_those_above(database: Database) -> None:
    """B-f: one in force, one suspended, one revoked; the compound's follows, and is void in its turn."""
    district = await make_compound(database)
    codes = ("B1", "B2", "X1")
    street = await district.official(Role.STREET, "S1")
    await look(district, *codes)
    await report(street, (await district.unit("B2")).id, "close_contact")
    await look(district, *codes)
    for code in ("B1", "B2", "X1"):
        await void(district, code)
        await look(district, *codes)


async def test_names_over_time(database: Database) -> None:
    """Hidden, raised to a tier, renamed, superseded, run out unrecorded and recorded, given anew, void."""
    place = await make_place(database)
    district, codes = place.district, ("C1", "C2", "C3", "S1", "500110")
    for code in ("C1", "C2"):
        await place.name(code)
    await look(district, *codes)
    await void(district, "C2")
    await look(district, *codes)
    district.clock.forward(10)
    await place.name("C1", "model")
    await rename(place, "河街社区")
    await reissue(district, "C1")
    await place.name("C2")
    await look(district, *codes)
    district.clock.forward(21)
    await look(district, *codes)
    await sweep(district)
    await look(district, *codes)
    await place.name("C1")
    await look(district, *codes)
    district.clock.forward(3)
    await void(district, "C1")
    await report(place.headquarters, (await district.unit("C2")).id, "case")
    await look(district, *codes)


async def test_names_of_units_that_were_split_and_merged(database: Database) -> None:
    district = await make_compound(database)
    tree = await district.official(Role.HEADQUARTERS, "500110")
    homes = await codes_at(district, "B1")
    parts = (Part("B1E", "1栋东", tuple(homes[:1])), Part("B1W", "1栋西", tuple(homes[1:])))
    await split_unit(tree, await splitting(district, "B1", *parts))
    await look(district, "B1", "B1E", "B2", "X1")
    await merge_units(tree, await merging(district, "B3", "B2", "B1E"))
    await look(district, "B1", "B1E", "B2", "B3", "X1")
    await void(district, "B1")
    await look(district, "B1", "B2", "X1")


async def test_names_whose_rules_changed(database: Database, urls: Urls) -> None:
    """A version is published, kept beside the old one, applied, and takes names: each is known at once."""
    desk = await open_desk(database, urls)
    codes = ("B1", "B2", "X1")
    await look(desk.district, *codes)
    await desk.change_rules(HARD_CONTACTS, Choice(Treatment.KEEP))
    await look(desk.district, *codes)
    await void(desk.district, "B1")
    await look(desk.district, *codes)
    await desk.apply(MORE_ROUNDS)
    await look(desk.district, *codes)
    await void(desk.district, "X1")
    await look(desk.district, *codes)
