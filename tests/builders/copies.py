"""Copies of a district: what many tests begin from is played once, and each gets its rows under a new tenant.

Every key between the tables of a tenant begins with the tenant, so rows keep their ids in a copy.
"""

import dataclasses
from collections.abc import Mapping

import asyncpg
from sqlalchemy import Table

from authz.context import OperationContext
from schema.metadata import METADATA
from tenants.base import new_id
from tenants.database import Database
from tests.builders.district import District, fresh_slug


async def copy_district(model: District) -> District:
    """Make a district in which all has happened that happened in the model, at the same hour."""
    tenant = dataclasses.replace(model.tenant, id=new_id(), slug=fresh_slug())
    register = {"id": f"'{tenant.id}'", "slug": f"'{tenant.slug}'", "host": "null"}
    statements = [
        _copying(table, {"tenant_id": f"'{tenant.id}'"}, f"tenant_id = '{model.tenant.id}'")
        if "tenant_id" in table.c
        else _copying(table, register, f"id = '{model.tenant.id}'")
        for table in METADATA.sorted_tables
        if "tenant_id" in table.c or table.name == "tenants"
    ]
    await _run_as_owner(model.database, ";".join(["set session_replication_role = replica", *statements]))
    return District(model.database, tenant, dataclasses.replace(model.clock))


def act_in(copy: District, actor: OperationContext) -> OperationContext:
    """Let somebody of the model do in its copy what they may do there."""
    return dataclasses.replace(actor, database=copy.database.of(copy.tenant), clock=copy.clock)


def _copying(table: Table, changed: Mapping[str, str], where: str) -> str:
    names = [column.name for column in table.columns if column.computed is None]
    given = [changed.get(name, name) for name in names]
    columns = ", ".join(names)
    return f"insert into {table.name} ({columns}) select {', '.join(given)} from {table.name} where {where}"


async def _run_as_owner(database: Database, script: str) -> None:
    """Run statements in one transaction, no trigger asked: the rows fitted together where they come from."""
    url = database.platform.url
    connection = await asyncpg.connect(
        host=url.query["host"], port=url.query["port"], user="postgres", database=url.database
    )
    try:
        await connection.execute(script)
    finally:
        await connection.close()
