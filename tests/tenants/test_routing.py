"""Every reference to a table of tenants carries the tenant as a parameter; the compiler adds it, the lint looks."""

from typing import Any

import pytest
from sqlalchemy import Select, exists, insert, literal, select, union_all
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.orm import aliased

from schema.designations.tables import Designation
from schema.metadata import METADATA
from schema.units.tables import Unit, UnitPlacement, UnitSuccessor
from tenants.base import new_id
from tenants.database import Database
from tenants.scoping import TenantCompiler
from tests.builders.district import STREETS, make_district
from tests.tenants.routing import TENANT_TABLES, unrouted
from tests.tenants.sent import sent_by_the_platform

HERE = new_id()
ABOVE = aliased(Unit)
NAMED = (Designation.tenant_id == Unit.tenant_id) & (Designation.unit_id == Unit.id)
BELOW = (ABOVE.tenant_id == Unit.tenant_id) & (ABOVE.id == Unit.parent_id)
HOME = Unit.tenant_id == HERE
CORRELATED = exists().where(UnitPlacement.tenant_id == Unit.tenant_id, UnitPlacement.unit_id == Unit.id)
WORKED = select(Unit.id).join(Designation, NAMED).where(HOME).cte("worked")
SELECTS: dict[str, Any] = {
    "a join": select(Unit.id).join(Designation, NAMED).where(HOME),
    "an alias": select(Unit.id).join(ABOVE, BELOW).where(HOME),
    "several": select(Unit.id).join(ABOVE, BELOW).join(Designation, NAMED).where(HOME),
    "a correlated part": select(Unit.id).where(HOME, ~CORRELATED),
    "a subquery of its own": select(Unit.id).where(HOME, Unit.id.in_(select(UnitSuccessor.unit_id))),
    "a common table": select(literal(1)).select_from(WORKED),
    "a union": union_all(select(Unit.id).where(HOME), select(Unit.id).join(Designation, NAMED).where(HOME)),
    "a count": select(literal(1)).select_from(
        select(Unit.id).join(Designation, NAMED).where(HOME).subquery()
    ),
    "one that is inserted": insert(UnitSuccessor).from_select(
        ["tenant_id", "unit_id"], select(Unit.tenant_id, Unit.id).join(Designation, NAMED).where(HOME)
    ),
    "core": select(Unit.__table__.c.id).join_from(Unit.__table__, Designation.__table__, NAMED).where(HOME),
}


def compiled(statement: Any, compiler: type[Any] = TenantCompiler) -> str:
    dialect = PGDialect_asyncpg()
    dialect.statement_compiler = compiler
    return str(statement.compile(dialect=dialect))


@pytest.mark.parametrize("name", SELECTS)
def test_a_select_restricts_each_of_its_tables(name: str) -> None:
    assert unrouted(compiled(SELECTS[name])) == []


@pytest.mark.parametrize("name", SELECTS)
def test_the_lint_sees_what_the_compiler_adds(name: str) -> None:
    assert unrouted(compiled(SELECTS[name], PGDialect_asyncpg.statement_compiler)) != []


def test_what_is_restricted_already_is_not_restricted_twice() -> None:
    both = select(Unit.id).join(Designation, NAMED).where(HOME, Designation.tenant_id == HERE)
    assert compiled(both) == compiled(both, PGDialect_asyncpg.statement_compiler)
    one = compiled(select(Unit.id).join(Designation, NAMED).where(HOME))
    assert one.count("$") == 2
    assert "$2" not in one


def test_an_outer_join_stays_one_and_has_to_say_it_itself() -> None:
    joined = select(Unit.id).outerjoin(Designation, NAMED).where(HOME)
    assert unrouted(compiled(joined)) == ["designations designations"]
    own = (Designation.tenant_id == HERE) & (Designation.unit_id == Unit.id)
    assert unrouted(compiled(select(Unit.id).outerjoin(Designation, own).where(HOME))) == []


def test_a_statement_that_names_no_tenant_is_let_alone() -> None:
    """So the platform's statements across tenants stay what they are."""
    across: Select[*tuple[Any, ...]] = select(Unit.id).join(Designation, NAMED)
    assert compiled(across) == compiled(across, PGDialect_asyncpg.statement_compiler)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("select from units where tenant_id = $1::uuid", []),
        ("select from units where $1 = units.tenant_id and code = 'x'", []),
        ("select from units where false", []),
        ("select from tenants", []),
        ("with units as (select 1) select from units", []),
        ("update units set name = $2 where tenant_id = $1", []),
        ("delete from jobs using units where jobs.tenant_id = $1 and units.tenant_id = $1", []),
        ("insert into units (tenant_id, id) values ($1, $2)", []),
        ("select from units", ["units units"]),
        ("select from units where tenant_id = $1 or code = 'x'", ["units units"]),
        ("select from units where tenant_id <> $1", ["units units"]),
        ("select from units where tenant_id = current_setting('app.tenant_id')::uuid", ["units units"]),
        ("select from units u join jobs j on j.tenant_id = u.tenant_id where u.tenant_id = $1", ["jobs j"]),
        ("select from units u join jobs j on j.tenant_id = $1 where u.tenant_id = $1", []),
        ("select from units u left join jobs j on j.tenant_id = $1 and u.tenant_id = $1", ["units u"]),
        ("select from units u, lateral (select from jobs j) t where u.tenant_id = $1", ["jobs j"]),
        ("select 1 union select 2 from units", ["units units"]),
        ("select (select 1 from units) from jobs where tenant_id = $1", ["units units"]),
        ("update units set name = $2", ["units units"]),
        ("update units set name = j.key from jobs j where units.tenant_id = $1", ["jobs j"]),
        ("delete from jobs where id = $1", ["jobs jobs"]),
        ("insert into units select * from tenants", ["units into"]),
    ],
)
def test_the_lint_reads_statements_as_postgresql_does(statement: str, found: list[str]) -> None:
    assert unrouted(statement) == found


def test_the_lint_knows_every_table_of_tenants() -> None:
    assert {table.name for table in METADATA.sorted_tables} - TENANT_TABLES == {
        "tenants",
        "platform_operators",
        "platform_sign_in_attempts",
        "platform_tokens",
        "versions",
    }


async def test_what_the_platform_sends_is_collected_and_what_tests_send_is_not(database: Database) -> None:
    with sent_by_the_platform() as sent:
        fresh = await make_district(database)
        await fresh.import_units(*STREETS)
        async with database.of(fresh.tenant).read() as session:
            await session.execute(select(Unit.name).where(Unit.code == "by a test"))
    senders = {put.sender for put in sent.values()}
    assert "schema/units/repository/units.py:by_codes" in senders
    assert not any(sender.startswith("tests/") for sender in senders)
    assert not any("units.tenant_id" not in text for text in sent if "WHERE units.code = " in text)
