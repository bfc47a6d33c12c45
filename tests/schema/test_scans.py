"""What is asked all day reads no table that grows with the district from end to end, in one of 100,000 buildings."""

import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.embedded import EmbeddedPostgres
from api.worker import Worker
from schema.plans.selections import Unplanned
from schema.root import official_schema, public_schema
from schema.rule_changes.jobs import RULE_CHANGE
from schema.simulations.jobs import SIMULATION
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.crowd import crowd
from tests.builders.databases import Urls, create_database, database, open_database, owner, urls, urls_of
from tests.builders.district import District
from tests.builders.stage import Stage, set_stage
from tests.builders.town_stage import set_town_stage
from tests.clients import ask, refused_with
from tests.plans.both import OFFICIAL, PUBLIC
from tests.plans.test_pages import CALLERS as PAGE_CALLERS
from tests.plans.test_pages import asked
from tests.rule_changes.desk import MORE_ROUNDS, open_desk
from tests.schema.mutations import MUTATIONS
from tests.schema.queries import QUERIES
from tests.schema.scans import COUNTED, Plan, growing_scans
from tests.schema.selection import everything, root_document
from tests.tenants.sent import Sent, sent_by_the_platform

pytestmark = pytest.mark.long

__all__ = ["database", "owner", "urls"]
SCHEMA = official_schema._schema
HOT_QUERIES = {
    "application",
    "applications",
    "calendar",
    "designations",
    "healthEvents",
    "node-Application",
    "node-RuleChange",
    "node-Unit",
    "notifications",
    "unit",
    "units",
    "viewer",
    "worklist",
}
WIDE = ("healthEvents", "commission")
"""All events of the district, which are gathered before the latest are shown."""
HOT_MUTATIONS = {
    "assessApplication",
    "closeHousehold",
    "createApplication",
    "markNotificationsRead",
    "openPetition",
    "recordPetitionAnswers",
    "recordUnitLog",
    "registerHouseholds",
    "reportHealthEvent",
    "closeHealthEvent",
    "reissueCertificate",
    "reviewApplication",
    "setCalendarDay",
    "submitApplication",
    "undoRuleChange",
    "voidDesignation",
}
HOT_TOWN_MUTATIONS = {"publishNameList"}
PUBLISHED = "NameListConnection"
STATUS = (
    f"query($code: String!) {{ unitStatus(code: $code) {everything(public_schema._schema, 'UnitStatus')} }}"
)
PUBLIC_DOCUMENTS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (STATUS, {"code": "B1"}),
    (STATUS, {"code": "B2"}),
    (STATUS, {"code": "B8"}),
    (
        f"{{ titledUnits(first: 10) {{ edges {{ node {everything(public_schema._schema, 'UnitStatus')} }} }} }}",
        {},
    ),
    ("{ statusChanges(first: 10) { edges { node { code number } } } }", {}),
    ("{ unitChanges(first: 10) { edges { node { code successors } } } }", {}),
    (f"{{ publishedLists {everything(public_schema._schema, PUBLISHED)} }}", {}),
)
TOTAL = "a total was asked for, and counts what the list holds"
EXEMPT: Mapping[str, str] = {
    "schema/applications/repository/applications.py:count_applications": TOTAL,
    "schema/designations/repository/lists.py:count_designations": TOTAL,
    "schema/applications/repository/under_way.py:open_versions": "reads the open ones: which versions are they under?",
    "schema/designations/repository/sweeps.py:versions_borne": "reads the held ones: which versions are they under?",
    "schema/name_lists/repository.py:count_published": TOTAL,
    "schema/units/repository/kinds.py:count_of_other_kinds": "a version must know the kinds of all units there are",
}
"""Functions whose statements may read so much, with the reason."""
RULE = "a version concerns every name and unit of the district"
SELDOM: Mapping[str, str] = {
    "tenants/queue.py:due_kinds": "what is due is done at once; how much it is, is guessed from others' jobs",
    "schema/criteria/repository.py:list_children": RULE,
    "schema/designations/repository/sweeps.py:versions_borne": RULE,
    "schema/events/repository.py:list_along": RULE,
    "schema/units/repository/folding.py:fold_counters": "takes so many of what was counted, and no more",
    "schema/designations/repository/sweeps.py:_read": RULE,
    "schema/designations/repository/sweeps.py:is_any_older": RULE,
    "schema/officials/repository/holders.py:held_roles": "who publishes is told of steps nobody could take",
    "schema/units/repository/facts.py:list_standing": RULE,
    "schema/units/repository/kinds.py:count_of_other_kinds": RULE,
    "schema/units/repository/lines.py:_in_order": "the line of a unit at the top is the whole district",
}
"""Functions whose statements read so much in what is done seldom, with the reason."""
COUNTING: Mapping[str, str] = {
    "worklist for headquarters": "the tab of the whole district shows how many there are",
    "units for administrator": TOTAL,
    "units for headquarters": TOTAL,
    "events for headquarters": TOTAL,
    "supervision for headquarters": "how many findings and appeals are open in the district",
    "register for anonymous": TOTAL,
}
"""Pages, and of whom, that count the rows of the whole district, with the reason."""
COUNTS = "{ worklistCounts { pending done overdue escalated } }"
"""What the worklist counts beside the tab of the whole district: what waits for the caller."""


@pytest.fixture(scope="module")
async def grown(database: Database, owner: AsyncEngine) -> Stage:
    """Give the stage in a district that is large, in a database of its own."""
    stage = await set_stage(database, owner)
    await crowd(owner, stage.district.tenant.id, stage.district.root)
    return stage


@pytest.fixture(scope="module")
async def sent(grown: Stage) -> AsyncIterator[Mapping[str, Sent]]:
    """Do once what is done all day, and give the statements it took."""
    with sent_by_the_platform(apart=True) as found:
        for document, variables in PUBLIC_DOCUMENTS:
            result = await ask(grown.callers["anonymous"], document, schema=public_schema, **variables)
            assert result.errors is None
        for mutation in MUTATIONS:
            if mutation.field in HOT_MUTATIONS:
                document = root_document(SCHEMA, "mutation", mutation.field, depth=2)
                result = await ask(grown.callers[mutation.who], document, **mutation.variables(grown))
                assert result.data is not None
                assert result.data["result"]["errors"] == []
        for query in QUERIES:
            if query.name in HOT_QUERIES and (query.field, query.who) != WIDE:
                document = root_document(SCHEMA, "query", query.field, depth=2, only=query.only)
                result = await ask(grown.callers[query.who], document, **query.variables(grown))
                assert refused_with(result) == []
    return found


@pytest.fixture(scope="module")
def small(server: EmbeddedPostgres) -> Urls:
    """Make a database for small districts."""
    create_database(server, "scans_of_small_districts")
    return urls_of(server, "scans_of_small_districts")


@pytest.fixture(scope="module")
async def elsewhere(grown: Stage, small: Urls) -> Mapping[str, Sent]:
    """Change rules, publish a list of names: done in small districts of their own, told as if in the large one."""
    opened = open_database(small)
    large = grown.district.tenant.id
    desk, town = await open_desk(opened, small), await set_town_stage(opened)
    desk.worker = Worker(
        opened, make_settings(small), desk.district.clock, kinds=[SIMULATION, RULE_CHANGE], sweeps=()
    )
    await opened.dispose()  # of connections that are open nobody knows whose they are
    with sent_by_the_platform(apart=True) as found:
        await desk.apply(MORE_ROUNDS)
        for mutation in MUTATIONS:
            if mutation.field in HOT_TOWN_MUTATIONS:
                document = root_document(SCHEMA, "mutation", mutation.field, depth=2)
                result = await ask(town.callers[mutation.who], document, **mutation.variables(town))
                assert result.data is not None
                assert result.data["result"]["errors"] == []
    await opened.dispose()
    own = {desk.district.tenant.id, town.district.tenant.id}
    return {
        statement: Sent(put.sender, _moved(put.parameters, own, large)) for statement, put in found.items()
    }


def _moved(parameters: Any, own: Collection[uuid.UUID], large: uuid.UUID) -> Any:
    """Put the large district in the place of those in which something was done."""
    if isinstance(parameters, list):
        return parameters
    return tuple(large if isinstance(each, uuid.UUID) and each in own else each for each in parameters)


@pytest.fixture(scope="module")
async def planned(grown: Stage) -> Mapping[str, Sent]:
    """Give the statements of plans by which the ten pages are read, and what is told to the public.

    Callers who may look into one place, two, or the whole district have statements of their own. Those of another
    district look into places this one has not.
    """
    found: dict[str, Sent] = {}
    here = [who for who in PAGE_CALLERS if grown.callers[who].tenant.id == grown.district.tenant.id]
    public = (("public", PUBLIC, document, variables) for document, variables in PUBLIC_DOCUMENTS)
    counts = ("what waits", OFFICIAL, COUNTS, {})
    for page, both, source, variables in (*asked(grown), counts, *public):
        for who in here if both is OFFICIAL else ("anonymous",):
            with contextlib.suppress(Unplanned):
                statement, values = await both.statement(grown.callers[who], source, **variables)
                found.setdefault(statement, Sent(f"{page} for {who}", values))
    return found


async def plan_of(connection: AsyncConnection, statement: str, parameters: Any) -> Plan:
    """Ask for the plan of a statement that carries these parameters."""
    answer = await connection.exec_driver_sql(f"explain (verbose, format json) {statement}", parameters)
    told = answer.scalar_one()
    plan: Plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan


@pytest.fixture(scope="module")
async def sizes(grown: Stage, owner: AsyncEngine) -> Mapping[str, float]:
    """Tell how many rows the planner takes tables and indexes to have."""
    async with owner.connect() as connection:
        return dict(iter(await connection.execute(text("select relname, reltuples from pg_class"))))


async def faults(
    district: District, sizes: Mapping[str, float], statements: Mapping[str, Sent], exempt: Mapping[str, str]
) -> tuple[list[str], set[str]]:
    """List the statements that scan what grows, and the exempt senders that have such."""
    found, exempted = [], set()
    async with district.database.of(district.tenant).read() as session:
        connection = await session.connection()
        for statement, put in statements.items():
            if isinstance(put.parameters, list) or statement.startswith(("INSERT", "select set_config")):
                continue
            scans = growing_scans(await plan_of(connection, statement, put.parameters), sizes)
            if scans and put.sender in exempt:
                exempted.add(put.sender)
            elif scans:
                found.append(f"{put.sender}: {'; '.join(scans)}\n{statement}\n{put.parameters!s:.500}")
    return found, exempted


async def test_no_statement_reads_what_grows_from_end_to_end(
    grown: Stage, sizes: Mapping[str, float], sent: Mapping[str, Sent]
) -> None:
    found, exempted = await faults(grown.district, sizes, sent, EXEMPT)
    assert not found, "\n\n".join(found)
    assert exempted == EXEMPT.keys(), "an exemption outlived its statement"


async def test_what_is_done_seldom_reads_the_whole_district_only_where_it_has_to(
    grown: Stage, sizes: Mapping[str, float], elsewhere: Mapping[str, Sent]
) -> None:
    """Rules that change, with the what-if before; lists of names."""
    found, _ = await faults(grown.district, sizes, elsewhere, SELDOM)
    assert not found, "\n\n".join(found)


async def test_no_plan_reads_what_grows_from_end_to_end(
    database: Database, grown: Stage, sizes: Mapping[str, float], planned: Mapping[str, Sent]
) -> None:
    """The statements of the ten pages, of documents resolvers have a part in too; but for totals that are asked for."""
    found, exempted = [], set()
    async with database.of(grown.district.tenant).read() as session:
        connection = await session.connection()
        for statement, put in planned.items():
            scans = growing_scans(await plan_of(connection, statement, put.parameters), sizes)
            if put.sender in COUNTING and scans:
                exempted.add(put.sender)
                scans = [each for each in scans if not each.endswith(COUNTED)]
            if scans:
                found.append(f"{put.sender}: {'; '.join(scans)}\n{statement}\n{put.parameters!s:.500}")
    assert len(planned) > 40
    assert not found, "\n\n".join(found)
    assert exempted == COUNTING.keys(), "an exemption outlived its statement"


def test_all_that_is_asked_all_day_was_asked() -> None:
    assert {query.name for query in QUERIES} >= HOT_QUERIES
    assert {mutation.field for mutation in MUTATIONS} >= HOT_MUTATIONS | HOT_TOWN_MUTATIONS
    assert WIDE in {(query.field, query.who) for query in QUERIES}


@pytest.mark.parametrize(
    ("condition", "grows"),
    [
        ("unit_id = $2", False),
        ("unit_id = any(array[$2::uuid])", False),
        ("unit_id::text = $2::uuid::text", True),
        ("id >= $2 order by id limit 10", False),
        ("id >= $2", True),
        ("id <> $2 order by number", True),
    ],
)
async def test_the_reader_of_plans_knows_one_from_the_other(
    database: Database, grown: Stage, sizes: Mapping[str, float], condition: str, grows: bool
) -> None:
    statement = f"select * from designations where tenant_id = $1 and {condition}"
    async with database.of(grown.district.tenant).read() as session:
        parameters = (grown.district.tenant.id, uuid.UUID(int=0))
        plan = await plan_of(await session.connection(), statement, parameters)
    assert bool(growing_scans(plan, sizes)) is grows
