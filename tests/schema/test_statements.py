"""Lists cost the same number of statements however long they are: nothing is read row by row.

Counted are the messages a request sends, and the statements in them: what is read row by row at the same time would be
one message all the same.
"""

import asyncio
from typing import Any

import pytest
from strawberry import Schema

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.root import official_schema, public_schema
from tenants.database import Database
from tenants.outbox import number_pending
from tenants.reading import ReadingSession
from tests.builders.applications import appoint_all, named
from tests.builders.district import STREETS, make_district
from tests.builders.statements import statements_of
from tests.builders.town import make_town
from tests.clients import ask
from tests.schema.selection import everything

PUBLIC = everything(public_schema._schema, "UnitStatus")
PLACE = (
    "code name path kind { name } parent { code } ancestors { code } coverage { titled } "
    "designation { number changes { cause } } designations { number } "
    "openApplication { id status } petition { signed complete }"
)
APPLICATION = (
    "id status stepName unit { code ancestors { name } } process { name } step { name } applicant { displayName } "
    "transitions { action actor { displayName } } reviews { decision reviewer { displayName } } "
    "designation { number } petition { missing }"
)
LISTS = {
    "titledUnits": (public_schema, "anonymous", "", PUBLIC),
    "statusChanges": (public_schema, "anonymous", "", "code number"),
    "units": (official_schema, "headquarters", 'search: "新村"', PLACE),
    "applications": (official_schema, "commission", "", APPLICATION),
    "designations": (
        official_schema,
        "commission",
        "",
        "number unit { code ancestors { name } } changes { cause }",
    ),
    "officials": (official_schema, "administrator", "", "username grants { role unit { code } }"),
}


@pytest.fixture(scope="module")
async def people(database: Database) -> dict[str, OperationContext]:
    """Name six buildings, all alike, and give those who ask for them."""
    district = await make_district(database)
    alike = [(f"N{number}", f"新村{number}号", "building", "C1") for number in range(6)]
    await district.import_units(*STREETS, *alike)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    for code, *_ in alike:
        await named(district, officials, code)
    async with database.of(district.tenant).begin() as session:
        await number_pending(session, district.tenant.id)
    return {
        "administrator": await district.official(Role.TENANT_ADMINISTRATOR, "500110"),
        "anonymous": district.context(ANONYMOUS),
        "commission": officials.commission,
        "headquarters": officials.headquarters,
    }


@pytest.mark.parametrize("name", LISTS)
async def test_a_longer_page_costs_no_more_statements(
    database: Database, people: dict[str, OperationContext], name: str
) -> None:
    schema: Schema
    schema, who, arguments, row = LISTS[name]
    selection = row if row.startswith("{") else f"{{ {row} }}"
    document = f"query($last: Int) {{ {name}(last: $last {arguments}) {{ edges {{ node {selection} }} }} }}"
    costs = []
    for rows in (2, 6):
        with statements_of(database) as sent:
            result = await ask(people[who], document, schema=schema, last=rows)
        assert result.errors is None
        assert result.data is not None
        assert len(result.data[name]["edges"]) == rows
        costs.append((len(sent), sent.questions))
    assert costs[0] == costs[1]


BATCHES = """
{ batches { edges { node {
  number offices team { office official { displayName } } eligible { displayName } actions { name allowed }
  entries { outcome unit { code ancestors { name } } application {
    id stepName rectifications { state lateness } inspections { status points sheets { total } }
  } }
} } } }"""


async def test_a_fuller_batch_costs_no_more_statements(database: Database) -> None:
    """T-P5: three villages of a batch, inspected, are read with as many statements as one."""
    town = await make_town(database)
    await town.appoint(await town.open())
    costs = []
    for codes in (("V1",), ("V2", "V3")):
        for code in codes:
            _, application = await town.submitted(code)
            await town.inspected(application, lost=20)
        with statements_of(database) as sent:
            result = await ask(town.clerk, BATCHES)
        assert result.errors is None, result.errors
        costs.append((len(sent), sent.questions))
    assert costs[0] == costs[1]


async def test_late_answers_change_nothing_about_what_is_asked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys of two places in a document go in one batch or in two by what was asked, never by when answers come."""
    town = await make_town(database)
    await town.appoint(await town.open())
    _, application = await town.submitted("V1")
    await town.inspected(application, lost=20)
    answer, tide, tides = ReadingSession._results, asyncio.Event(), 0
    costs = set[tuple[int, int]]()

    async def late(session: ReadingSession, questions: Any) -> Any:
        found = await answer(session, questions)
        members = any(each.asked and "batch_members" in each.asked.text for each in questions)
        for _ in range(tides if members else 1):
            await tide.wait()
        return found

    async def turn() -> None:
        while True:
            await asyncio.sleep(0.01)
            tide.set()
            tide.clear()

    monkeypatch.setattr(ReadingSession, "_results", late)
    turning = asyncio.create_task(turn())
    try:
        for tides in range(1, 9):  # noqa: B007 - `late` reads it
            with statements_of(database) as sent:
                result = await ask(town.clerk, BATCHES)
            assert result.errors is None, result.errors
            costs.add((len(sent), sent.questions))
    finally:
        turning.cancel()
    assert len(costs) == 1, costs
