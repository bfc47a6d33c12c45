"""What Python tells of names in plans: what each is warned or suspended for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from schema.designations.graphql.names import DesignationGround, grounds_of
from schema.designations.readable import changes_of
from schema.designations.tables import Designation, DesignationChange
from schema.plans.calls import Reading, Row, Source
from schema.plans.declarations import Readable, Told

_READ = ("change", "ground", "cause", "clause", "effective_on", "ordinal")


def _grounds(
    _: Reading,
    status: str,
    suspended_for: Sequence[str],
    warned_for: Sequence[str],
    changes: Sequence[Mapping[str, Any]],
) -> list[DesignationGround]:
    name = Designation(status=status, suspended_for=list(suspended_for), warned_for=list(warned_for))
    read = [each | {"effective_on": date.fromisoformat(each["effective_on"])} for each in map(dict, changes)]
    return grounds_of(name, [DesignationChange(**each) for each in read])


def _facts(row: Row) -> tuple[str, ...]:
    changes = changes_of(row, row("id"))
    held = Source(
        changes.tables, (*changes.where, f"cardinality({row('suspended_for')} || {row('warned_for')}) > 0")
    )
    built = ", ".join(f"'{name}', {changes.alias}.{name}" for name in _READ)
    listed = f"coalesce(json_agg(json_build_object({built}) order by {changes.alias}.ordinal), '[]')"
    return row("status"), row("suspended_for"), row("warned_for"), row.scalar(listed, held)


READABLE = (Readable("Designation", {"grounds": Told(_grounds, _facts)}),)
