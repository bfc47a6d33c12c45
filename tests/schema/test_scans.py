"""What is asked all day reads no table that grows with the district from end to end, in one of 100,000 buildings."""

import json
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from schema.root import official_schema, public_schema
from tenants.database import Database
from tests.builders.crowd import crowd
from tests.builders.databases import database, owner, urls
from tests.builders.stage import Stage, set_stage
from tests.clients import ask, refused_with
from tests.schema.mutations import MUTATIONS
from tests.schema.queries import QUERIES
from tests.schema.scans import Plan, growing_scans
from tests.schema.selection import everything, root_document
from tests.tenants.sent import Sent, sent_by_the_platform

pytestmark = pytest.mark.long

__all__ = ["database", "owner", "urls"]
SCHEMA = official_schema._schema
HOT_QUERIES = {
    "application",
    "applications",
    "designations",
    "healthEvents",
    "node-Application",
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
    "reviewApplication",
    "submitApplication",
}
STATUS = (
    f"query($code: String!) {{ unitStatus(code: $code) {everything(public_schema._schema, 'UnitStatus')} }}"
)
PUBLIC: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (STATUS, {"code": "B1"}),
    (STATUS, {"code": "B2"}),
    (STATUS, {"code": "B8"}),
    (
        f"{{ titledUnits(first: 10) {{ edges {{ node {everything(public_schema._schema, 'UnitStatus')} }} }} }}",
        {},
    ),
    ("{ statusChanges(first: 10) { edges { node { code number } } } }", {}),
)
TOTAL = "a total was asked for, and counts what the list holds"
EXEMPT: Mapping[str, str] = {
    "schema/applications/repository/applications.py:count_applications": TOTAL,
    "schema/designations/repository/lists.py:count_designations": TOTAL,
    "schema/applications/repository/under_way.py:open_versions": "reads the open ones: which versions are they under?",
}
"""Functions whose statements may read so much, with the reason."""


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
        for document, variables in PUBLIC:
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


async def plan_of(connection: AsyncConnection, statement: str, parameters: Any) -> Plan:
    """Ask for the plan of a statement that carries these parameters."""
    answer = await connection.exec_driver_sql(f"explain (format json) {statement}", parameters)
    told = answer.scalar_one()
    plan: Plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan


@pytest.fixture(scope="module")
async def sizes(grown: Stage, owner: AsyncEngine) -> Mapping[str, float]:
    """Tell how many rows the planner takes tables and indexes to have."""
    async with owner.connect() as connection:
        return dict(iter(await connection.execute(text("select relname, reltuples from pg_class"))))


async def test_no_statement_reads_what_grows_from_end_to_end(
    database: Database, grown: Stage, sizes: Mapping[str, float], sent: Mapping[str, Sent]
) -> None:
    found, exempted = [], set()
    async with database.of(grown.district.tenant).read() as session:
        connection = await session.connection()
        for statement, put in sent.items():
            if isinstance(put.parameters, list) or statement.startswith(("INSERT", "select set_config")):
                continue
            scans = growing_scans(await plan_of(connection, statement, put.parameters), sizes)
            if scans and put.sender in EXEMPT:
                exempted.add(put.sender)
            elif scans:
                found.append(f"{put.sender}: {'; '.join(scans)}\n{statement}\n{put.parameters!s:.500}")
    assert not found, "\n\n".join(found)
    assert exempted == EXEMPT.keys(), "an exemption outlived its statement"


def test_all_that_is_asked_all_day_was_asked() -> None:
    assert {query.name for query in QUERIES} >= HOT_QUERIES
    assert {mutation.field for mutation in MUTATIONS} >= HOT_MUTATIONS
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
