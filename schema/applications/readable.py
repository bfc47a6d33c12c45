"""What compiled plans may read of applications; where one stands on its way is told by the version it is pinned to."""

from collections.abc import Callable

from authz.actions import Action
from schema.applications.tables import Application, Closing, Transition
from schema.criteria.readable import last_self
from schema.deadlines.readable import of_application
from schema.designations.readable import CHANGES
from schema.designations.readable import TABLE as NAMES
from schema.officials.readable import by_id as official_by_id
from schema.petitions.readable import BINDING, UNIT
from schema.petitions.readable import TABLE as PETITIONS
from schema.petitions.readable import open_of as petition_of
from schema.plans.calls import TODAY, Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Pages, Readable, Scalar
from schema.public_notices.tables import PublicNotice
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id

TABLE, MOVES, CLOSINGS = Application.__tablename__, Transition.__tablename__, Closing.__tablename__
APPLICATION = "application"
"""What a row of an application is joined with: the application."""


def _number(row: Row) -> str:
    version = row.alias("v")
    pinned = (f"{version}.id = {row('guideline_version_id')}",)
    return row.scalar(f"{version}.number", Source((("guideline_versions", version),), pinned))


def _notice(row: Row, _: Arguments) -> Source:
    notice = row.alias("n")
    running = (f"{notice}.application_id = {row('id')}", f"{notice}.ended_at is null")
    return Source(((PublicNotice.__tablename__, notice),), running)


def _designation(row: Row, _: Arguments) -> Source:
    """Give the name an application gave, renewed or raised."""
    name, change = row.alias("d"), row.alias("c")
    led = (f"{change}.application_id = {row('id')}", f"{name}.id = {change}.designation_id")
    return Source(((NAMES, name), (CHANGES, change)), led, limit=1)


def _with_application(row: Row, rows: Source) -> Source:
    """Give rows of an application beside it, whose version names steps."""
    application = row.alias("a")
    own = f"{application}.id = {row('id')}"
    return Source(
        (*rows.tables, (TABLE, application)),
        (*rows.where, own),
        rows.order,
        rows.limit,
        aliases={APPLICATION: application},
    )


def _deadline(row: Row, _: Arguments) -> Source:
    return _with_application(row, of_application(row))


def transitions_of(row: Row, application_id: str) -> Source:
    """Give the moves of an application, oldest first."""
    move = row.alias("t")
    return Source(((MOVES, move),), (f"{move}.application_id = {application_id}",), (f"{move}.ordinal",))


def _transitions(row: Row, _: Arguments) -> Source:
    return _with_application(row, transitions_of(row, row("id")))


def closing_of(row: Row, application_id: str) -> Source:
    """Give what an application showed when it ended."""
    closing = row.alias("k")
    return Source(((CLOSINGS, closing),), (f"{closing}.application_id = {application_id}",))


def _petition(row: Row, arguments: Arguments) -> Source:
    """Give the open petition of an application's unit, or the one it ended with, with the version that counts it."""
    petition, unit, binding = row.alias("p"), row.alias("u"), row.alias("a")
    opened, closing = petition_of(row, row("unit_id")), closing_of(row, row("id"))
    served = (
        f"case when {row('step')} is null then {row.scalar(f'{closing.alias}.petition_id', closing)} "
        f"else {row.scalar(f'{opened.alias}.id', opened)} end"
    )
    where = (
        f"{petition}.id = {served}",
        f"{unit}.id = {row('unit_id')}",
        f"{binding}.id = {row('id')}",
        arguments.may(Action.UNIT_READ, f"{unit}.path"),
    )
    tables = ((PETITIONS, petition), (UNITS, unit), (TABLE, binding))
    return Source(tables, where, aliases={UNIT: unit, BINDING: binding})


def _judged_on(row: Row) -> str:
    closing = closing_of(row, row("id"))
    kept = row.scalar(f"{closing.alias}.judged_on", closing)
    return f"case when {row('step')} is null then {kept} else {row.given(TODAY)} end"


def open_of(row: Row, unit_id: str) -> Source:
    """Give the application of a unit that is under way."""
    application = row.alias("a")
    where = (f"{application}.unit_id = {unit_id}", f"{application}.step is not null")
    return Source(((TABLE, application),), where)


def _seen(row: Row, may: Callable[[Action, str], str], *where: str) -> Source:
    """Give applications of units where the caller may read them."""
    application, unit = row.alias("a"), row.alias("u")
    inside = (
        f"{unit}.id = {application}.unit_id",
        may(Action.APPLICATION_READ, f"{unit}.path"),
        *(each.format(application) for each in where),
    )
    return Source(((TABLE, application), (UNITS, unit)), inside)


def _one(row: Row, arguments: Arguments) -> Source:
    return _seen(row, arguments.may, f"{{}}.id = {arguments.key('id', 'Application')}")


def _listed(row: Row, arguments: Arguments) -> Source:
    where = []
    if unit := arguments.key("unit", "Unit"):
        where.append(f"{{}}.unit_id = {unit}")
    if status := arguments.value("status"):
        where.append(f"{{}}.status = '{status.lower()}'")
    return _seen(row, arguments.within, *where)


def _open(row: Row, arguments: Arguments) -> Source:
    return _seen(row, arguments.may, f"{{}}.unit_id = {row('id')}", "{}.step is not null")


READABLE = (
    Readable(
        "Query",
        {
            "application": One(_one),
            "applications": Pages(
                "applications", _listed, lambda source: ((f"{source.alias}.id", "uuid"),), descending=True
            ),
        },
    ),
    Readable("Unit", {"openApplication": One(_open)}),
    Readable(
        "Application",
        {
            "id": Identity("Application"),
            "status": Scalar(Kind.PLAIN, lambda row: f"upper({row('status')})"),
            "purpose": Scalar(Kind.PLAIN, lambda row: f"upper({row('purpose')})"),
            "tier": column(Application.tier),
            "round": column(Application.round),
            "createdAt": column(Application.created_at),
            "stepEnteredAt": column(Application.step_entered_at),
            "closedAt": column(Application.closed_at),
            "judgedOn": Scalar(Kind.DATE, _judged_on, nullable=True),
            "revision": column(Application.revision),
            "unit": One(lambda row, _: by_id(row, row("unit_id")), nullable=False),
            "guidelineNumber": Scalar(Kind.INTEGER, _number, certain=False),
            "notice": One(_notice),
            "applicant": One(lambda row, _: official_by_id(row, row("created_by"))),
            "designation": One(_designation),
            "deadline": One(_deadline),
            "latestAssessment": One(lambda row, _: last_self(row, row("id"))),
            "transitions": Many(_transitions),
            "petition": One(_petition),
        },
        node=_one,
    ),
    Readable(
        "Transition",
        {
            "action": column(Transition.action),
            "fromStep": column(Transition.from_step),
            "toStep": column(Transition.to_step),
            "role": column(Transition.role),
            "note": column(Transition.note),
            "at": column(Transition.at),
            "round": column(Transition.round),
            "actor": One(lambda row, _: official_by_id(row, row("actor_id"))),
            "onBehalfOf": One(lambda row, _: official_by_id(row, row("on_behalf_of"))),
        },
    ),
    Readable(
        "NoticePeriod",
        {"startsOn": column(PublicNotice.starts_on), "endsOn": column(PublicNotice.ends_on)},
    ),
)
