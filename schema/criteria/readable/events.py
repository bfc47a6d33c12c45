"""The events that concern a unit, as JSON: in it, below and above it, and in those whose place it took."""

from schema.criteria.rules.facts import HORIZON
from schema.events.readable import TABLE as EVENTS
from schema.events.rules import INFECTIONS
from schema.plans.calls import TODAY, Row
from schema.plans.rendering import any_of
from schema.plans.rows import TENANT
from schema.units.readable import TABLE as UNITS
from schema.units.readable import inside, line
from schema.units.tables import UnitSuccessor


def events_of(row: Row, unit: Row) -> str:
    """Write the events of a unit in the order in which they were reported, each with whether it lies above."""
    event, place, along = row.alias("e"), row.alias("u"), row.alias("l")
    before, since = row.alias("s"), f"{row.given(TODAY)} - {HORIZON.days}"
    path = unit("path")
    lies = f"({place}.path = any({line(path)}) or {inside(f'{place}.path', path)})"
    first = (
        f"select {place}.id, {place}.path from {UNITS} {place} where {place}.tenant_id = {TENANT} and {lies}"  # noqa: S608 - made of columns
    )
    earlier = (
        f"select {before}.unit_id, {along}.path from {UnitSuccessor.__tablename__} {before}"  # noqa: S608 - made of columns
        f" cross join {along} where {before}.tenant_id = {TENANT} and {before}.successor_id = {along}.unit_id"
    )
    places = (
        f"with recursive {along}(unit_id, path) as ({first} union {earlier})"  # noqa: S608 - made of columns
        f" select {along}.unit_id, bool_or({inside(f'{along}.path', path)}) as own from {along}"
        f" group by {along}.unit_id"
    )
    names = ("kind", "occurred_on", "reported_on", "ended_on", "in_central_quarantine")
    columns = [f"{event}.{name}" for name in names]
    columns += ["not w.own", f"{event}.risk_level", f"{event}.event_class", f"{event}.control"]
    counts = (
        f"{event}.kind in {any_of(INFECTIONS)} or {event}.reported_on >= {since}"
        f" or {event}.ended_on is null or {event}.ended_on >= {since}"
    )
    return (
        f"(select coalesce(json_agg(json_build_array({', '.join(columns)}) order by {event}.id), '[]')"  # noqa: S608 - made of columns
        f" from ({places}) w join {EVENTS} {event} on {event}.tenant_id = {TENANT}"
        f" and {event}.unit_id = w.unit_id where not {event}.excluded and ({counts}))"
    )
