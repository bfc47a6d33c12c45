"""The three reads as each contestant is asked for them, and how their answers become comparable.

Global ids and cursors are left out of the comparison: each makes them in its own way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
CODES = 500
"""So many codes are asked for, spread over all of a district's."""


@dataclass(frozen=True, slots=True)
class Question:
    """One read. A document asks with the variables of one code, or of none where a page is asked for.

    `public` tells whether we answer it to a program with a key; otherwise to an official with a session.
    """

    title: str
    statement: str
    public: bool
    ours: str
    postgraphile: str
    mercurius: str
    same: Callable[[Data], Any]
    given: int | None = None

    def variables(self, number: int, units: int) -> Data:
        """Give the variables of the request so numbered, in a district of so many buildings."""
        return {"code": f"B{number * 7919 % units}"} if self.given is None else {}


def _status(data: Data) -> Data:
    """Bring an answer on a code to what ours says."""
    (found,) = data.values()
    if "designationsByTenantIdAndUnitId" not in found:
        return {key: value for key, value in found.items() if key in _STATUS.split()}
    names = found["designationsByTenantIdAndUnitId"]["nodes"]
    name = names[0] if names else {}
    return {
        **{key: found[key] for key in ("code", "name", "kind")},
        **{key: name.get(key) for key in ("title", "number", "validUntil")},
        "since": name.get("namedOn"),
        "titled": bool(names),
    }


def _page(data: Data) -> Data:
    """Bring a page of units to what ours says of them."""
    (found,) = data.values()
    rows = [_unit(edge["node"]) for edge in found["edges"]]
    return {"rows": rows, "hasNextPage": found["pageInfo"]["hasNextPage"]}


def _unit(node: Data) -> Data:
    row = {key: value for key, value in node.items() if key != "id"}
    if "kind" in row and isinstance(row["kind"], dict):
        row["kind"] = row["kind"]["id"]
    if "designationsByTenantIdAndUnitId" in row:
        names = row.pop("designationsByTenantIdAndUnitId")["nodes"]
        row["designation"] = {**names[0], "status": names[0]["status"].upper()} if names else None
    return row


_STATUS = "code name kind titled title number since validUntil"
_NAMES = 'designationsByTenantIdAndUnitId(first: 1, condition: {status: "active"})'
_NAMED = "edges { node { id code name designation { number title status } } }"
_PLAIN = "edges { node { id code name path revision openedOn closedOn kind { id } } }"
_INFO = "pageInfo { hasNextPage hasPreviousPage endCursor }"

STATUS = Question(
    title="Q1: whether the unit with a code bears its name",
    statement="status",
    public=True,
    ours=f"query($code: String!) {{ unitStatus(code: $code) {{ {_STATUS} }} }}",
    postgraphile="query($tenant: UUID!, $code: String!) { unitByTenantIdAndCode(tenantId: $tenant, code: $code) "
    f"{{ code name kind {_NAMES} {{ nodes {{ title number namedOn validUntil }} }} }} }}",
    mercurius=f"query($code: String!) {{ unitStatus(code: $code) {{ {_STATUS} }} }}",
    same=_status,
)
NAMED = Question(
    title="Q2: fifty units with their names, and pageInfo",
    statement="named",
    public=False,
    ours=f"{{ units(first: 50) {{ {_NAMED} {_INFO} }} }}",
    postgraphile="{ allUnits(first: 50, orderBy: [PATH_ASC]) { edges { node { id code name "
    f"{_NAMES} {{ nodes {{ number title status }} }} }} }} {_INFO} }} }}",
    mercurius=f"{{ named(first: 50) {{ {_NAMED} {_INFO} }} }}",
    same=_page,
    given=50,
)
PLAIN = Question(
    title="Q3: a hundred units with eight fields, and pageInfo",
    statement="plain",
    public=False,
    ours=f"{{ units(first: 100) {{ {_PLAIN} {_INFO} }} }}",
    postgraphile="{ allUnits(first: 100, orderBy: [PATH_ASC]) { edges { node "
    f"{{ id code name path revision openedOn closedOn kind }} }} {_INFO} }} }}",
    mercurius=f"{{ plain(first: 100) {{ {_PLAIN} {_INFO} }} }}",
    same=_page,
    given=100,
)
QUESTIONS = {"Q1": STATUS, "Q2": NAMED, "Q3": PLAIN}
