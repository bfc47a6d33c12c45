"""What compiled plans may read of what supervision found."""

from authz.actions import Action
from schema.findings.tables import Finding
from schema.plans.calls import TODAY, Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, One, Pages, Readable, Scalar
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id, inside, path_of, visible

TABLE = Finding.__tablename__


def in_area(row: Row, arguments: Arguments, table: str, alias: str) -> Source:
    """Give rows of units in the viewer's area, or under the unit that is asked for, where findings may be read."""
    unit, under = row.alias("u"), arguments.key("under", "Unit")
    arguments.require(Action.FINDING_READ)
    tables, placed = ((table, alias), (UNITS, unit)), f"{unit}.id = {alias}.unit_id"
    if under is None:
        return Source(tables, (placed, arguments.may(Action.FINDING_READ, f"{unit}.path")))
    below = inside(f"{unit}.path", path_of(row, "id", under))
    seen = (visible(row, arguments, under), visible(row, arguments, under, Action.FINDING_READ))
    return Source(tables, (placed, below), requires=seen)


def _listed(row: Row, arguments: Arguments) -> Source:
    finding = row.alias("f")
    found = in_area(row, arguments, TABLE, finding)
    where = [*found.where]
    if status := arguments.value("status"):
        where.append(f"{finding}.status = '{status.lower()}'")
    if arguments.value("overdue"):
        where += [f"{finding}.status = 'open'", f"{finding}.due_on < {row.given(TODAY)}"]
    return Source(found.tables, tuple(where), requires=found.requires)


READABLE = (
    Readable(
        "Query",
        {
            "supervisionFindings": Pages(
                "supervisionFindings",
                _listed,
                lambda source: ((f"{source.alias}.id", "uuid"),),
                descending=True,
            )
        },
    ),
    Readable(
        "SupervisionFinding",
        {
            "id": Identity("SupervisionFinding"),
            "occasion": Scalar(Kind.PLAIN, lambda row: f"upper({row('occasion')})"),
            "clause": column(Finding.clause),
            "description": column(Finding.description),
            "status": Scalar(Kind.PLAIN, lambda row: f"upper({row('status')})"),
            "foundOn": column(Finding.found_on),
            "dueOn": column(Finding.due_on),
            "warnings": column(Finding.warnings),
            "measure": column(Finding.measure),
            "reportedOn": column(Finding.reported_on),
            "opinion": column(Finding.opinion),
            "verifiedOn": column(Finding.verified_on),
            "revision": column(Finding.revision),
            "overdue": Scalar(
                Kind.BOOLEAN,
                lambda row: f"{row('status')} = 'open' and {row('due_on')} < {row.given(TODAY)}",
            ),
            "unit": One(lambda row, _: by_id(row, row("unit_id"))),
        },
    ),
)
