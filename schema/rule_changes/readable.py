"""What compiled plans may read of names that are to be assessed again by a new version."""

from authz.actions import Action
from schema.designations.readable import TABLE as NAMES
from schema.designations.rules import HELD
from schema.frame.pagination import PAGE_LIMIT
from schema.guidelines.tables import GuidelineVersion
from schema.plans.calls import Arguments, Row, Source
from schema.plans.declarations import Kind, Many, Readable, Scalar
from schema.plans.rendering import any_of
from schema.plans.selections import Unplanned
from schema.rule_changes.tables import RuleChange
from schema.units.readable import TABLE as UNITS
from schema.units.readable import inside

TABLE, VERSIONS = RuleChange.__tablename__, GuidelineVersion.__tablename__


def _pending(row: Row) -> tuple[Source, str, str]:
    """Give the pending reassessments, the last version first, with their aliases: the rule change, its version."""
    change, version = row.alias("rc"), row.alias("v")
    where = (
        f"{change}.treatment = 'reassess'",
        f"{change}.status = 'pending'",
        f"{version}.id = {change}.guideline_version_id",
    )
    tables = ((TABLE, change), (VERSIONS, version))
    return Source(tables, where, (f"{version}.number desc",)), change, version


def _asked_for(name: Row, change: str, version: str, own: str) -> tuple[str, ...]:
    """Say in SQL that a name under its own version was given before a rule change asked for its assessment."""
    return (
        f"{own}.id = {name('guideline_version_id')}",
        f"{own}.number < {version}.number",
        f"{name('named_on')} <= {change}.due_on - coalesce({change}.days, 0)",
    )


def _number(row: Row) -> str:
    version = row.alias("v")
    source = Source(((VERSIONS, version),), (f"{version}.id = {row('guideline_version_id')}",))
    return row.scalar(f"{version}.number", source)


def _due_on(row: Row) -> str:
    """Tell the first day a name that is held is to be assessed by."""
    pending, change, version = _pending(row)
    own = row.alias("o")
    source = Source(
        (*pending.tables, (VERSIONS, own)), (*pending.where, *_asked_for(row, change, version, own))
    )
    first = row.scalar(f"min({change}.due_on)", source)
    return f"case when {row('status')} in {any_of(HELD)} then {first} end"


def _due(row: Row, arguments: Arguments) -> Source:
    """Give names at a unit and below that the last pending reassessment asks for, the oldest first."""
    first = arguments.value("first")
    if not 0 <= first <= PAGE_LIMIT:
        raise Unplanned("how many names are due")
    name, unit, own = row.alias("d"), row.alias("u"), row.alias("o")
    pending, change, version = _pending(row)
    others, _, later = _pending(row)
    newer = Source(others.tables, (*others.where, f"{later}.number > {version}.number"))
    where = (
        *pending.where,
        f"not exists {row.scalar('1', newer)}",
        f"{unit}.id = {name}.unit_id",
        f"{name}.status in {any_of(HELD)}",
        inside(f"{unit}.path", row("path")),
        *_asked_for(row.at(name), change, version, own),
    )
    tables = ((NAMES, name), (UNITS, unit), *pending.tables, (VERSIONS, own))
    return Source(tables, where, (f"{name}.named_on", f"{name}.id"), limit=first)


READABLE = (
    Readable(
        "Designation",
        {
            "guidelineVersion": Scalar(Kind.INTEGER, _number, nullable=True),
            "reassessmentDueOn": Scalar(Kind.DATE, _due_on, nullable=True),
        },
    ),
    Readable(
        "Unit",
        {
            "reassessmentsDue": Many(
                _due, shown=lambda row, arguments: arguments.may(Action.FINDING_READ, row("path"))
            )
        },
    ),
)
