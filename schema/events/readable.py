"""What compiled plans may read of health events."""

from authz.actions import Action
from schema.events.rules import INFECTIONS
from schema.events.tables import HealthEvent, HealthEventRevision
from schema.plans.calls import Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Identity, Kind, Many, One, Pages, Readable, Scalar
from schema.plans.rendering import any_of
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id, inside, path_of, visible

TABLE, REVISIONS = HealthEvent.__tablename__, HealthEventRevision.__tablename__
_PLACES = ("unit_id", "responsible_unit_id")


def _standing(event: Row) -> str:
    """Say in SQL how an event stands by what is known now, as `standing_of` says it."""
    state = f"case when {event('ended_on')} is null then 'ONGOING' else 'ENDED' end"
    happened = f"case when {event('kind')} in {any_of(INFECTIONS)} then 'HAPPENED' else {state} end"
    return f"case when {event('excluded')} then 'EXCLUDED' else {happened} end"


def _concerning(row: Row, arguments: Arguments, event: str, under: str | None) -> tuple[str, ...]:
    """Say that an event lies in the caller's area or below a unit, or is answered for there; each by its own index."""
    arguments.require(Action.EVENT_READ)
    if under is None and arguments.may(Action.EVENT_READ, "''") == "true":
        return ()
    found = []
    for place in _PLACES:
        each, unit = row.alias("e"), row.alias("u")
        if under is None:
            lies = arguments.may(Action.EVENT_READ, f"{unit}.path")
        else:
            lies = inside(f"{unit}.path", path_of(row, "id", under))
        here = Source(((TABLE, each), (UNITS, unit)), (f"{unit}.id = {each}.{place}", lies))
        found.append(row.scalar(f"{each}.id", here))
    return (f"{event}.id in ({' union '.join(found)})",)


def _listed(row: Row, arguments: Arguments) -> Source:
    event, under = row.alias("e"), arguments.key("unit", "Unit")
    where = [*_concerning(row, arguments, event, under)]
    if kind := arguments.value("kind"):
        where.append(f"{event}.kind = '{kind.lower()}'")
    if standing := arguments.value("standing"):
        where.append(f"{_standing(row.at(event))} = '{standing}'")
    if since := arguments.day("since"):
        where.append(f"{event}.occurred_on >= {since}")
    if until := arguments.day("until"):
        where.append(f"{event}.occurred_on <= {until}")
    requires = (
        [visible(row, arguments, under), visible(row, arguments, under, Action.EVENT_READ)] if under else []
    )
    return Source(((TABLE, event),), tuple(where), requires=tuple(requires))


def _one(row: Row, arguments: Arguments) -> Source:
    """Give an event that lies, or is answered for, where the caller may see events."""
    event = row.alias("e")
    return _seen(row, arguments, event, f"{event}.id = {arguments.key('id', 'HealthEvent')}")


def _seen(row: Row, arguments: Arguments, event: str, *where: str) -> Source:
    """Give the events of a condition that lie, or are answered for, where the caller may see events."""
    unit = row.alias("u")
    places = f"{unit}.id in ({event}.unit_id, {event}.responsible_unit_id)"
    seen = Source(((UNITS, unit),), (places, arguments.may(Action.EVENT_READ, f"{unit}.path")))
    return Source(((TABLE, event),), (*where, f"exists {row.scalar('1', seen)}"))


def _before(row: Row, arguments: Arguments) -> Source:
    """Give what a person was before the infection."""
    event = row.alias("e")
    return _seen(row, arguments, event, f"{event}.id = {row('arose_from_id')}")


def _became(row: Row, arguments: Arguments) -> Source:
    """Give the infection a person was found to have, unless it proved false."""
    event = row.alias("e")
    return _seen(row, arguments, event, f"{event}.arose_from_id = {row('id')}", f"not {event}.excluded")


def _revisions(row: Row, _: Arguments) -> Source:
    each = row.alias("r")
    return Source(((REVISIONS, each),), (f"{each}.event_id = {row('id')}",), (f"{each}.number",))


def _control(event: Row) -> str:
    """Say in SQL how a person is controlled, as `control_of` tells it."""
    return f"upper(case when {event('in_central_quarantine')} then 'central' else {event('control')} end)"


_AREA = "key areas are not declared yet"
_KIND = Scalar(Kind.PLAIN, lambda row: f"upper({row('kind')})")
_CONTROL = Scalar(Kind.PLAIN, _control, nullable=True)
READABLE = (
    Readable(
        "Query",
        {
            "healthEvents": Pages(
                "healthEvents", _listed, lambda source: ((f"{source.alias}.id", "uuid"),), descending=True
            )
        },
    ),
    Readable(
        "HealthEvent",
        {
            "id": Identity("HealthEvent"),
            "kind": _KIND,
            "standing": Scalar(Kind.PLAIN, _standing),
            "occurredOn": column(HealthEvent.occurred_on),
            "reportedOn": column(HealthEvent.reported_on),
            "endedOn": column(HealthEvent.ended_on),
            "inCentralQuarantine": column(HealthEvent.in_central_quarantine),
            "control": _CONTROL,
            "riskLevel": column(HealthEvent.risk_level),
            "eventClass": column(HealthEvent.event_class),
            "leftAreaOn": column(HealthEvent.left_area_on),
            "source": column(HealthEvent.source),
            "externalId": column(HealthEvent.external_id),
            "excluded": column(HealthEvent.excluded),
            "knownAt": column(HealthEvent.known_at),
            "revision": column(HealthEvent.revision),
            "aroseFrom": One(_before),
            "became": One(_became),
            "unit": One(lambda row, _: by_id(row, row("unit_id"))),
            "responsibleUnit": One(lambda row, _: by_id(row, row("responsible_unit_id"))),
            "revisions": Many(_revisions),
        },
        node=_one,
        exempt={
            "area": _AREA,
            "actions": "guards decide, not a statement",
            "consequences": "not declared yet",
        },
    ),
    Readable(
        "HealthEventRevision",
        {
            "number": column(HealthEventRevision.number),
            "change": column(HealthEventRevision.change, plain=True),
            "kind": _KIND,
            "occurredOn": column(HealthEventRevision.occurred_on),
            "reportedOn": column(HealthEventRevision.reported_on),
            "endedOn": column(HealthEventRevision.ended_on),
            "inCentralQuarantine": column(HealthEventRevision.in_central_quarantine),
            "control": _CONTROL,
            "riskLevel": column(HealthEventRevision.risk_level),
            "eventClass": column(HealthEventRevision.event_class),
            "leftAreaOn": column(HealthEventRevision.left_area_on),
            "reason": column(HealthEventRevision.reason),
            "recordedAt": column(HealthEventRevision.recorded_at),
            "unit": One(lambda row, _: by_id(row, row("unit_id"))),
        },
        exempt={"area": _AREA},
    ),
)
