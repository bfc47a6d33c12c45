"""What compiled plans may read of applications; where one stands on its way is told by the version it is pinned to."""

from collections.abc import Callable

from authz.actions import Action
from schema.applications.tables import Application
from schema.designations.readable import CHANGES
from schema.designations.readable import TABLE as NAMES
from schema.officials.readable import by_id as official_by_id
from schema.plans.columns import column
from schema.plans.declarations import (
    Arguments,
    Identity,
    Kind,
    One,
    Pages,
    Readable,
    Row,
    Scalar,
    Source,
)
from schema.public_notices.tables import PublicNotice
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id

TABLE = Application.__tablename__


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
            "revision": column(Application.revision),
            "unit": One(lambda row, _: by_id(row, row("unit_id")), nullable=False),
            "guidelineNumber": Scalar(Kind.INTEGER, _number, certain=False),
            "notice": One(_notice),
            "applicant": One(lambda row, _: official_by_id(row, row("created_by"))),
            "designation": One(_designation),
        },
        node=_one,
        exempt={
            **dict.fromkeys(
                ("process", "step", "stepName", "transitions"), "the pinned version's process names the steps"
            ),
            **dict.fromkeys(("criteria", "score", "petition"), "evaluated today by the rules"),
            **dict.fromkeys(("actions", "deadline"), "guards and calendars decide, not a statement"),
            **dict.fromkeys(("sheetLines", "rectifications", "inspections", "batch"), "not declared yet"),
            "latestAssessment": "not declared yet",
        },
    ),
    Readable(
        "NoticePeriod",
        {"startsOn": column(PublicNotice.starts_on), "endsOn": column(PublicNotice.ends_on)},
    ),
)
