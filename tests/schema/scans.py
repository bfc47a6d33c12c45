"""Reads a plan of PostgreSQL's for scans that grow with the district.

A scan grows if it goes through a table that has many rows and no condition of its index tells one part of the district
from another, or if the planner expects a great many rows of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Plan = Mapping[str, Any]
MANY = 5_000
"""Rows a scan may be expected to give, and a partial index to hold, in a district of a hundred thousand units."""
CHEAP = 100.0
"""What a plan may cost whatever its scans are: it ends after the first rows, in the order of an index or at any."""


def growing_scans(plan: Plan, sizes: Mapping[str, float]) -> list[str]:
    """List the scans of a plan that grow; `sizes` are the rows of tables and indexes, by name."""
    if plan["Total Cost"] <= CHEAP:
        return []
    return [fault for table, scan in _scans(plan) if (fault := _fault(table, scan, sizes))]


def _scans(plan: Plan) -> Iterator[tuple[str, Plan]]:
    """Give each scan with its table; that of a bitmap goes through the indexes below it."""
    if plan["Node Type"] == "Bitmap Heap Scan":
        yield from ((plan["Relation Name"], index) for index in _bitmaps(plan["Plans"]))
    elif "Relation Name" in plan and plan["Node Type"] != "ModifyTable":
        yield plan["Relation Name"], plan
    for node in plan.get("Plans", ()):
        yield from _scans(node)


def _bitmaps(nodes: Sequence[Plan]) -> Iterator[Plan]:
    for node in nodes:
        if "Index Name" in node:
            yield node
        elif node["Node Type"].startswith("Bitmap"):
            yield from _bitmaps(node["Plans"])


def _fault(table: str, scan: Plan, sizes: Mapping[str, float]) -> str | None:
    index = scan.get("Index Name", "")
    if sizes.get(table, 0) <= MANY:
        return None
    if not index:
        return f"{table} is read from end to end"
    if not _beyond_tenant(scan.get("Index Cond", "")) and sizes.get(index, 0) > MANY:
        return f"{table} is read through the whole of {index}"
    if scan["Plan Rows"] > MANY:
        return f"{table}: {scan['Plan Rows']} rows are expected of {index}"
    return None


def _beyond_tenant(condition: str) -> bool:
    """Tell whether a condition of an index says more than the tenant."""
    return any("tenant_id" not in part for part in condition.split(" AND ") if part)
