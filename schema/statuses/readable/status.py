"""What compiled plans may read for the public: a unit's standing and why it fell, told as the resolvers tell them."""

from schema.designations.readable import (
    CHANGES,
    changes_of,
    counted_below,
    is_held,
    is_in_force,
    of_unit,
    standing,
    text_of,
    titled_below,
)
from schema.designations.readable import TABLE as NAMES
from schema.designations.rules import ADVERSE, BELOW, EVALUATION, HELD, Cause, Standing
from schema.designations.tables import Designation
from schema.guidelines.readable import TITLED_KINDS, kind_name_of, shows_cause
from schema.plans.calls import INSTANT, TODAY, Arguments, Row, Source
from schema.plans.columns import column, of_joined
from schema.plans.declarations import Kind, Many, Readable, Record, Scalar
from schema.plans.rendering import any_of
from schema.units.readable import above, by_id, formerly, successors
from schema.units.tables import Unit

LATEST, WHY, NAME = "latest", "why", "name"


def latest(row: Row) -> Source:
    """Give the name a unit bears, else the last it bore, of those the public may know of."""
    names = of_unit(row, row("id"))
    name = names.alias
    known = f"{name}.public_from <= {row.given(TODAY)}"
    held = f"{name}.status in {any_of(HELD)} desc"
    return Source(names.tables, (*names.where, known), (held, *names.order), limit=1)


def _why(row: Row) -> Source:
    """Give the change that tells why the latest name stands as it does; none while nothing is held against it.

    Of the grounds that hold it is the one `leading` chooses, each as the last change told it.
    """
    latest = row.joined(LATEST)
    changes = changes_of(row, latest("id"))
    change, later, now = changes.alias, row.alias("c"), standing(latest)
    ground = f"coalesce({change}.ground, '{EVALUATION}')"
    down = f"({now}) in {any_of(HELD)}"
    holds = (
        f"case ({now}) when '{Standing.SUSPENDED}' then {ground} = any({latest('suspended_for')})"
        f" when '{Standing.WARNED}' then {ground} = any({latest('warned_for')}) else true end"
    )
    retold = Source(
        ((CHANGES, later),),
        (
            f"{later}.designation_id = {change}.designation_id",
            f"{later}.change = {change}.change",
            f"coalesce({later}.ground, '{EVALUATION}') = {ground}",
            f"{later}.ordinal > {change}.ordinal",
        ),
    )
    last = f"{row.scalar('count(*)', retold)} = 0"
    order = (
        f"case when {down} then {change}.cause in {any_of(BELOW)} end",
        f"case when {down} then {change}.effective_on end",
        f"case when {down} then coalesce({change}.clause, '') end collate \"C\"",
        f'case when {down} then {change}.cause end collate "C"',
        f"{change}.ordinal desc",
    )
    where = (*changes.where, f"{change}.change = {now}", holds, last)
    return Source(changes.tables, where, order, limit=1)


def _fallen(row: Row) -> str:
    return f"({row.joined(WHY)('id')} is not null or ({standing(row.joined(LATEST))}) = '{Standing.EXPIRED}')"


def _cause(change: Row, name: Row) -> str:
    """Say in SQL what the public learns of a cause, as `public_cause` does; null of a version not known."""
    told = shows_cause(name, name("guideline_version_id"))
    return (
        f"case when {change('change')} not in {any_of(ADVERSE)} or {told} = 'true' then {change('cause')}"
        f" when {told} = 'false' then '{Cause.WITHHELD}' end"
    )


def _clause(change: Row, name: Row) -> str:
    """Render the clause where the public learns the cause, else null; SQL's null of a version not known."""
    told = shows_cause(name, name("guideline_version_id"))
    return (
        f"case when {change('change')} not in {any_of(ADVERSE)} or {told} = 'true'"
        f" then coalesce(to_json({change('clause')})::text, 'null') when {told} = 'false' then 'null' end"
    )


def _unrecorded(row: Row, recorded: str, otherwise: str) -> str:
    """Say something of the change that brought a name down, or of a validity that ran out before it was recorded."""
    return f"case when {row.joined(WHY)('id')} is null then {otherwise} else {recorded} end"


def _fall_cause(row: Row) -> str:
    recorded = _cause(row.joined(WHY), row.joined(LATEST))
    return _unrecorded(row, recorded, f"'{Cause.VALIDITY_ENDED}'")


def _fall_day(row: Row) -> str:
    latest = row.joined(LATEST)
    ended = f"coalesce({latest('ended_on')}, {latest('valid_until')} + 1)"
    return _unrecorded(row, row.joined(WHY)("effective_on"), ended)


def _ended_on(row: Row) -> str:
    latest = row.joined(LATEST)
    over = f"{latest('valid_until')} < {row.given(TODAY)}"
    return f"coalesce({latest('ended_on')}, case when {over} then {latest('valid_until')} + 1 end)"


def _certified_on(row: Row) -> str:
    latest = row.joined(LATEST)
    return f"coalesce({latest('certificate_issued_on')}, {latest('named_on')})"


def _stands(expected: Standing) -> Scalar:
    """Declare whether a name that is held stands so."""
    return Scalar(
        Kind.BOOLEAN,
        lambda row: (
            f"coalesce({is_held(row.joined(LATEST))} and ({standing(row.joined(LATEST))}) = '{expected}', false)"
        ),
    )


def _ended(row: Row, changed: str) -> Source:
    """Give what a unit was called until its code, or its name, became another, the latest first."""
    found = formerly(row)
    return Source(found.tables, (*found.where, f"{found.alias}.changed = '{changed}'"), found.order)


def _code_of(row: Row, unit: Source) -> str:
    return row.scalar(f"{unit.alias}.code", unit)


def _history(row: Row, _: Arguments) -> Source:
    """Give everything that happened to a unit's names, newest first."""
    name, change = row.alias("d"), row.alias("c")
    where = (
        f"{name}.unit_id = {row('id')}",
        f"{name}.public_from <= {row.given(TODAY)}",
        f"{change}.designation_id = {name}.id",
    )
    order = (f"{name}.id desc", f"{change}.ordinal desc")
    return Source(((CHANGES, change), (NAMES, name)), where, order, limit=50, aliases={NAME: name})


STATUS = Readable(
    "UnitStatus",
    {
        "code": column(Unit.code, plain=True),
        "name": column(Unit.name),
        "kind": column(Unit.kind),
        "closedOn": column(Unit.closed_on),
        "asOf": Scalar(Kind.INSTANT, lambda row: row.given(INSTANT)),
        "kindName": kind_name_of("kind"),
        "ancestors": Many(
            lambda row, _: above(row, row("path")), item=Scalar(Kind.TEXT, lambda row: row("name"))
        ),
        "formerCodes": Many(
            lambda row, _: _ended(row, "code"), item=Scalar(Kind.PLAIN, lambda row: row("code"))
        ),
        "formerNames": Many(
            lambda row, _: _ended(row, "name"), item=Scalar(Kind.TEXT, lambda row: row("name"))
        ),
        "successors": Many(
            successors,
            item=Scalar(Kind.PLAIN, lambda row: row("code")),
        ),
        "titled": Scalar(Kind.BOOLEAN, lambda row: is_in_force(row.joined(LATEST))),
        "warned": _stands(Standing.WARNED),
        "suspended": _stands(Standing.SUSPENDED),
        "voided": Scalar(
            Kind.BOOLEAN,
            lambda row: f"coalesce({row.joined(LATEST)('status')} = '{Standing.VOIDED}', false)",
        ),
        "certificateEdition": of_joined(LATEST, Designation.certificate_edition),
        "certificateIssuedOn": Scalar(Kind.DATE, _certified_on, nullable=True),
        "title": of_joined(LATEST, Designation.title),
        "number": of_joined(LATEST, Designation.number),
        "since": of_joined(LATEST, Designation.named_on),
        "endedOn": Scalar(Kind.DATE, _ended_on, nullable=True),
        "validUntil": of_joined(LATEST, Designation.valid_until),
        "reason": Record(
            {
                "code": Scalar(Kind.TEXT, _fall_cause, certain=False),
                "text": Scalar(Kind.TEXT, lambda row: text_of(_fall_cause(row)), certain=False),
                "clause": Scalar(
                    Kind.JSON,
                    lambda row: _unrecorded(row, _clause(row.joined(WHY), row.joined(LATEST)), "'null'"),
                    certain=False,
                ),
                "effectiveOn": Scalar(Kind.DATE, _fall_day),
            },
            when=_fallen,
        ),
        "history": Many(_history),
        "coverage": Record(
            {
                "counted": Scalar(
                    Kind.INTEGER, lambda row: row.scalar("count(*)", counted_below(row, TITLED_KINDS)[0])
                ),
                "titled": Scalar(Kind.INTEGER, lambda row: titled_below(row, TITLED_KINDS)),
            }
        ),
        "parentCode": Scalar(
            Kind.PLAIN,
            lambda row: _code_of(row, by_id(row, row("parent_id"))),
            nullable=True,
        ),
    },
    joins={LATEST: latest, WHY: _why},
)
CHANGE = Readable(
    "PublicChange",
    {
        "change": Scalar(Kind.PLAIN, lambda row: row("change")),
        "number": Scalar(Kind.TEXT, lambda row: row.joined(NAME)("number")),
        "reason": Record(
            {
                "code": Scalar(Kind.TEXT, lambda row: _cause(row, row.joined(NAME)), certain=False),
                "text": Scalar(Kind.TEXT, lambda row: text_of(_cause(row, row.joined(NAME))), certain=False),
                "clause": Scalar(Kind.JSON, lambda row: _clause(row, row.joined(NAME)), certain=False),
                "effectiveOn": Scalar(Kind.DATE, lambda row: row("effective_on")),
            }
        ),
    },
)
