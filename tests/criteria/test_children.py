"""The children rule in its five modes, on the database (open questions 6 and 7)."""

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import AssessApplication, assess_application
from schema.applications.tables import Application
from schema.criteria.loading import load_census, load_facts
from schema.criteria.rules import evaluate_against
from schema.guidelines.repository import current_edition
from tenants.database import Database
from tests.builders.applications import create, review, submit
from tests.builders.district import District, key
from tests.builders.own_scheme import own_district

MODES = ("ALL_TITLED", "ALL_MEET", "ALL_TITLED_OR_ALL_MEET", "EACH_TITLED_OR_MEETS", "NONE")
ZONES = """
criteria:
  - id: S-a
    title: 无风险区
    guidance: 没有风险区。
    applies_to: [park, hall]
    check: {kind: none_of, events: [risk_zone]}
"""
SCHEME = ZONES + "".join(
    f"""
  - id: S-{number}
    title: 下级
    guidance: 下级单元。
    applies_to: [park]
    check: {{kind: children, mode: {mode}, kinds: [hall], meets_within_days: 8}}
"""
    for number, mode in enumerate(MODES)
)


@pytest.fixture
async def district(database: Database) -> District:
    return await own_district(database, SCHEME)


async def passing(district: District, actor: OperationContext, code: str) -> set[str]:
    """List the modes a park passes in, judged by its own facts and by those of the census."""
    unit = await district.unit(code)
    async with actor.read() as session:
        guideline = (await current_edition(session, actor.today())).guideline
        alone = await load_facts(session, unit, actor.today())
        census = {each.code: each.facts for each in await load_census(session, actor.today())}
    assert census[code].children == alone.children
    findings = evaluate_against(guideline, alone).findings
    met = {finding.criterion_id for finding in findings if finding.met}
    return {mode for number, mode in enumerate(MODES) if f"S-{number}" in met}


async def test_question_6_each_mode_by_names_and_dated_evaluations(district: District) -> None:
    community = await district.official(Role.COMMUNITY, "P1")
    street = await district.official(Role.STREET, "P1")
    headquarters = await district.official(Role.HEADQUARTERS, district.root)
    applications = {code: await create(community, await district.unit(code)) for code in ("H1", "H2")}

    async def assess(code: str) -> None:
        async with community.read() as session:
            row = await session.get_one(Application, (district.tenant.id, applications[code].id))
        command = AssessApplication(
            idempotency_key=key(), application_id=row.id, expected_revision=row.revision, attestations=()
        )
        applications[code] = await assess_application(community, command)

    async def name(code: str) -> None:
        sent = await submit(community, applications[code])
        await review(street, sent, "forward")
        await review(headquarters, sent, "name")

    assert await passing(district, community, "P1") == {"NONE"}
    await assess("H1")
    assert await passing(district, community, "P1") == {"NONE"}
    await assess("H2")
    assert await passing(district, community, "P1") == set(MODES) - {"ALL_TITLED"}
    await name("H1")
    district.clock.forward(9)
    assert await passing(district, community, "P1") == {"NONE"}
    await assess("H2")
    assert await passing(district, community, "P1") == {"NONE", "EACH_TITLED_OR_MEETS"}
    await name("H2")
    assert await passing(district, community, "P1") == set(MODES) - {"ALL_MEET"}


async def test_question_7_a_park_without_halls_passes_in_no_mode_that_asks(district: District) -> None:
    await district.import_units(("P2", "西园", "park", district.root))
    community = await district.official(Role.COMMUNITY, "P2")
    assert await passing(district, community, "P2") == {"NONE"}
