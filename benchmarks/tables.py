"""What the decision tables of all tenants cost a process that has compiled none: prints time and memory as JSON.

`python -m benchmarks.tables DATABASE SOCKETS` reads the guidelines of all tenants and compiles their tables.
"""

import asyncio
import gc
import json
import sys
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import Any

import asyncpg
import psutil

from schema.guidelines.guards import decision_table
from schema.guidelines.repository import parsed
from schema.guidelines.rules.format import Guideline

Connect = Callable[[], Awaitable[asyncpg.Connection]]


async def guidelines(connect: Connect) -> list[Guideline]:
    """Read the guideline of every tenant; what several share is read and parsed once."""
    owner = await connect()
    rows = await owner.fetch("select tenant_id, id, digest from guideline_versions order by tenant_id")
    contents: dict[str, Any] = {}
    for row in rows:
        if row["digest"] not in contents:
            content = await owner.fetchval(
                "select content from guideline_versions where (tenant_id, id) = ($1, $2)",
                row["tenant_id"],
                row["id"],
            )
            contents[row["digest"]] = parsed(row["digest"], json.loads(content))
    await owner.close()
    return [contents[row["digest"]] for row in rows]


def cold(connect: Connect) -> dict[str, float]:
    """Compile the tables of all tenants in this process, which has compiled none; tell time and memory."""
    gc.collect()
    process, started = psutil.Process(), perf_counter()
    before = process.memory_info().rss
    tables = [decision_table(each) for each in asyncio.run(guidelines(connect))]
    took = perf_counter() - started
    gc.collect()
    return {"tenants": len(tables), "seconds": took, "bytes": process.memory_info().rss - before}


def main() -> None:
    """Run, and print."""
    database, sockets = sys.argv[1:]
    told = cold(lambda: asyncpg.connect(host=sockets, port=5432, user="postgres", database=database))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
