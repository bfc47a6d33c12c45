"""Isolation of plans: the tenant stands at every table of a statement, and reads of two tenants never mix."""

import asyncio
import gc
import re
from random import Random

import pytest

from authz.context import ANONYMOUS, OperationContext
from schema.metadata import METADATA
from tenants.database import Database
from tests.builders.district import make_district
from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL, PUBLIC, Both
from tests.plans.documents import Writer
from tests.plans.test_differential import values

TABLES = frozenset(table.name for table in METADATA.sorted_tables)
READS, AT_ONCE = 10_000, 40
STATUS = "query($code: String!) { unitStatus(code: $code) { code name ancestors parentCode titled } }"
CONSTANT = re.compile(r"E?'(?:[^']|'')*'")
REFERENCE = re.compile(r"(?:from|join) (\w+) (\w+)")
COLUMN = re.compile(r"\b[a-z]+\d+\.\w+")
INBOX = "{ notifications(first: 5) { edges { node { units text } } } }"
"""Has a column called as a table is."""


def untold(statement: str) -> list[str]:
    """List the tables a statement reads without saying of which tenant."""
    bare = CONSTANT.sub("''", statement)
    found = [(table, alias) for table, alias in REFERENCE.findall(bare) if table in TABLES]
    named = re.findall(r"\w+", COLUMN.sub("", bare))
    assert len(found) == sum(word in TABLES for word in named), bare
    return [f"{table} {alias}" for table, alias in found if f"{alias}.tenant_id = g.t" not in bare]


def statements(both: Both) -> list[str]:
    kept = both.planned.planner._kept.values()
    return [plan.statement for each in kept for plans in each.prepared._plans.values() for plan in plans]


@pytest.mark.parametrize("both", [OFFICIAL, PUBLIC], ids=["official", "public"])
async def test_every_table_of_every_statement_is_narrowed_to_the_tenant(stage: Stage, both: Both) -> None:
    random, read = Random(3), set[str]()
    for _ in range(150):
        writer = Writer(random, both.planned.schema, both.planned.planner.catalogue, values(stage, []))
        caller = stage.callers["headquarters" if both is OFFICIAL else "anonymous"]
        document = writer.document()
        await both.ask(caller, document, **writer.variables)
    if both is OFFICIAL:
        await both.same(stage.callers["street"], INBOX)
    gc.collect()  # what was dropped is to be noticed here
    found = statements(both)
    assert len(found) > 20
    for statement in found:
        assert untold(statement) == []
        assert "set_config('app.tenant_id', $1::text, true)" in statement
        read |= {table for table, _ in REFERENCE.findall(statement)} & TABLES
    assert {"designations", "units"} <= read


def test_a_table_without_a_tenant_is_noticed() -> None:
    told = "select 1 from units u1 where u1.tenant_id = g.t"
    assert untold(told) == []
    assert untold(f"{told} and exists (select 1 from designations d2 where d2.unit_id = u1.id)") == [
        "designations d2"
    ]


def test_a_column_is_no_table_whatever_it_is_called() -> None:
    told = "select n1.units from notifications n1 where n1.tenant_id = g.t"
    assert untold(told) == []
    with pytest.raises(AssertionError):
        untold(f"{told} and exists (select 1 from public.units u2)")
    with pytest.raises(AssertionError):
        untold(f"{told} and exists (select 1 from only units)")


@pytest.fixture(scope="module")
async def pair(database: Database) -> list[tuple[str, OperationContext]]:
    """Make two districts whose units have the same codes, and names that tell them apart."""
    found = []
    for name in ("甲", "乙"):
        district = await make_district(database)
        rows = [(f"S{number}", f"{name}{number}街", "street", "500110") for number in range(20)]
        await district.import_units(*rows)
        found.append((name, district.context(ANONYMOUS)))
    return found


async def test_ten_thousand_interleaved_reads_of_two_tenants_never_mix(
    pair: list[tuple[str, OperationContext]],
) -> None:
    readers = asyncio.Semaphore(AT_ONCE)

    async def read(number: int) -> bool:
        name, caller = pair[number % 2]
        async with readers:
            told = await PUBLIC.plan_alone(caller, STATUS, code=f"S{number % 20}")
        return told["unitStatus"]["name"] == f"{name}{number % 20}街"

    assert all(await asyncio.gather(*[read(number) for number in range(READS)]))


async def test_each_tenant_sees_its_own_list(pair: list[tuple[str, OperationContext]]) -> None:
    for name, caller in pair:
        told = await PUBLIC.same(caller, '{ unitStatus(code: "S1") { name kindName } district { name } }')
        assert told["unitStatus"]["name"] == f"{name}1街"
