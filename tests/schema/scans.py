"""Reads a plan of PostgreSQL's for scans that grow with the district.

A scan grows if it goes through a table that has many rows and no condition of its index tells one part of the district
from another, or if the planner expects a great many rows of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Plan = Mapping[str, Any]
MANY = 5_000
"""Rows a scan may be expected to give, and a partial index to hold, in a district of a hundred thousand units."""
LITTLE = 1_000
"""Rows that may be gone through in the order of an index, or in any, until a limit has enough."""
CHEAP = 100.0
"""What a plan may cost whatever its scans are: it ends after the first rows."""
COUNTED = ", to be counted"
"""What ends a fault of which nothing is wanted but how many rows there are."""
_WAITS = {"Aggregate", "Hash", "Incremental Sort", "Materialize", "Sort", "WindowAgg"}
"""Steps that take all that lies below them before they give anything."""


class Scan(NamedTuple):
    """A scan of a table. `share` of it is gone through, as a limit above has enough then; it may be `counted` only."""

    table: str
    plan: Plan
    share: float
    counted: bool


def growing_scans(plan: Plan, sizes: Mapping[str, float]) -> list[str]:
    """List the scans of a plan that grow; `sizes` are the rows of tables and indexes, by name."""
    if plan["Total Cost"] <= CHEAP:
        return []
    return [fault for scan in _scans(plan, 1.0, counted=False) if (fault := _fault(scan, sizes))]


def _scans(plan: Plan, share: float, *, counted: bool) -> Iterator[Scan]:
    """Give each scan with its table; that of a bitmap goes through the indexes below it."""
    if plan["Node Type"] == "Bitmap Heap Scan":
        yield from (Scan(plan["Relation Name"], index, share, counted) for index in _bitmaps(plan["Plans"]))
    elif "Relation Name" in plan and plan["Node Type"] != "ModifyTable":
        yield Scan(plan["Relation Name"], plan, share, counted)
    counts = counted or _counts(plan)
    for node in plan.get("Plans", ()):
        yield from _scans(node, _share(plan, node, share), counted=counts)


def _share(plan: Plan, node: Plan, share: float) -> float:
    """Tell what share of a step is gone through: what is read once for each row is read whole."""
    if plan["Node Type"] in _WAITS or node["Parent Relationship"] not in {"Outer", "Subquery", "Member"}:
        return 1.0
    if plan["Node Type"] == "Limit":
        return min(1.0, share * plan["Plan Rows"] / max(1, node["Plan Rows"]))
    return share


def _counts(plan: Plan) -> bool:
    """Tell whether a step does nothing but count; a plan says what it gives where it is verbose."""
    given = plan.get("Output", ())
    return plan["Node Type"] == "Aggregate" and len(given) == 1 and "count(*)" in given[0]


def _bitmaps(nodes: Sequence[Plan]) -> Iterator[Plan]:
    for node in nodes:
        if "Index Name" in node:
            yield node
        elif node["Node Type"].startswith("Bitmap"):
            yield from _bitmaps(node["Plans"])


def _fault(scan: Scan, sizes: Mapping[str, float]) -> str | None:
    index, table = scan.plan.get("Index Name", ""), scan.table
    if sizes.get(table, 0) <= MANY:
        return None
    counted = COUNTED if scan.counted else ""
    few = sizes[table] * scan.share <= LITTLE
    if not index:
        return None if few else f"{table} is read from end to end{counted}"
    if not _beyond_tenant(scan.plan.get("Index Cond", "")) and sizes.get(index, 0) > MANY:
        return None if few else f"{table} is read through the whole of {index}{counted}"
    if scan.plan["Plan Rows"] * scan.share > MANY:
        return f"{table}: {scan.plan['Plan Rows']} rows are expected of {index}{counted}"
    return None


def _beyond_tenant(condition: str) -> bool:
    """Tell whether a condition of an index says more than the tenant."""
    return any("tenant_id" not in part for part in condition.split(" AND ") if part)
