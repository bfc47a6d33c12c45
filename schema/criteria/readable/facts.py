"""The facts of a unit as JSON, which evaluations are made from: what `loading.facts` loads of many, of one row."""

from collections.abc import Mapping

from authz.tables import Official
from schema.complaints.tables import Complaint
from schema.criteria.readable.events import events_of
from schema.criteria.rules.facts import HORIZON
from schema.criteria.tables import Assessment, Attestation
from schema.designations.readable import TABLE as NAMES
from schema.designations.rules import IN_FORCE
from schema.evidence.tables import EvidenceFile, EvidenceWithdrawal
from schema.figures.tables import UnitFigure
from schema.petitions.readable import ENTRIES
from schema.petitions.readable import open_of as petition_of
from schema.petitions.rules import Answer
from schema.plans.calls import TODAY, Row, Source
from schema.plans.rendering import any_of
from schema.residents.tables import Household, Resident
from schema.units.readable import TABLE as UNITS
from schema.units.readable import by_id, inside, line
from schema.units.tables import UnitLog


def facts_of(row: Row, unit_id: str) -> str:
    """Write the facts of a unit today."""
    found = by_id(row, unit_id)
    unit = row.at(found.alias)
    parts: Mapping[str, str] = {
        "events": events_of(row, unit),
        "roster": _roster(row, unit),
        "logs": _logs(row, unit),
        "petition": _petition(row, unit),
        "children": _children(row, unit),
        "figures": _figures(row, unit),
        "complaints": _complaints(row, unit),
        "attestations": _attestations(row, unit),
        "evidence": _evidence(row, unit),
    }
    built = ", ".join(f"'{name}', {part}" for name, part in parts.items())
    return row.scalar(f"json_build_object({built})", found)


def since(row: Row) -> str:
    """Say in SQL how far back anything counts."""
    return f"{row.given(TODAY)} - {HORIZON.days}"


def listed(row: Row, columns: tuple[str, ...], order: str, source: Source) -> str:
    """Write rows as an array of arrays."""
    built = f"json_build_array({', '.join(columns)})"
    return row.scalar(f"coalesce(json_agg({built} order by {order}), '[]')", source)


def _columns(alias: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{alias}.{name}" for name in names)


def _roster(row: Row, unit: Row) -> str:
    home, below, person = row.alias("h"), row.alias("u"), row.alias("r")
    here = (f"{person}.household_id = {home}.id", f"{person}.departed_on is null")
    people = Source(((Resident.__tablename__, person),), here)
    flagged = f"cardinality({person}.special_groups) > 0"
    counts = {
        "people": "count(*)",
        "not_asked": f"count(*) filter (where {person}.special_groups is null)",
        "flagged": f"count(*) filter (where {flagged})",
        "without_needs": f"count(*) filter (where {flagged} and {person}.needs_recorded_on is null)",
    }
    counted = row.scalar(f"array[{', '.join(counts.values())}]", people)
    homes = Source(
        ((Household.__tablename__, home), (UNITS, below)),
        (
            f"{home}.departed_on is null",
            f"{below}.id = {home}.unit_id",
            inside(f"{below}.path", unit("path")),
        ),
        columns=(f"{home}.verified_on", f"{home}.occupancy", f"{counted} as counted"),
    )
    each = row.alias("x")
    sums = [f"coalesce(sum({each}.counted[{at}]), 0)" for at in range(1, len(counts) + 1)]
    empty = f"{each}.occupancy <> 'vacant' and {each}.counted[1] = 0"
    columns = (
        "count(*)",
        f"count(*) filter (where {each}.verified_on is null)",
        f"min({each}.verified_on)",
        f"count(*) filter (where {empty})",
        *sums,
    )
    return row.scalar_of(f"json_build_array({', '.join(columns)})", homes, each)


def _logs(row: Row, unit: Row) -> str:
    log, place = row.alias("l"), row.alias("u")
    where = (
        f"{place}.path = any({line(unit('path'))})",
        f"{log}.unit_id = {place}.id",
        f"{log}.performed_on > {since(row)}",
        f"{log}.performed_on <= {row.given(TODAY)}",
    )
    source = Source(((UnitLog.__tablename__, log), (UNITS, place)), where)
    columns = _columns(log, "kind", "performed_on", "people_due", "people_tested")
    return listed(row, columns, f"{log}.performed_on, {log}.id", source)


def _petition(row: Row, unit: Row) -> str:
    petition, entry = petition_of(row, unit("id")), row.alias("e")
    counted = ", ".join(f"'{each}', count(*) filter (where {entry}.answer = '{each}')" for each in Answer)
    roll = Source(((ENTRIES, entry),), (f"{entry}.petition_id = {petition.alias}.id",))
    return row.scalar(row.scalar(f"json_build_object({counted})", roll), petition)


def _children(row: Row, unit: Row) -> str:
    child, name, last = row.alias("u"), row.alias("d"), row.alias("s")
    valid = f"({name}.valid_until is null or {name}.valid_until >= {row.given(TODAY)})"
    bears = (f"{name}.unit_id = {child}.id", f"{name}.status in {any_of(IN_FORCE)}", valid)
    order = (f"{last}.assessed_at desc", f"{last}.id desc")
    latest = Source(((Assessment.__tablename__, last),), (f"{last}.unit_id = {child}.id",), order, limit=1)
    columns = (
        *_columns(child, "code", "kind"),
        f"exists {row.scalar('1', Source(((NAMES, name),), bears))}",
        row.scalar(f"case when {last}.met then {last}.assessed_on end", latest),
    )
    where = (f"{child}.parent_id = {unit('id')}", f"{child}.closed_on is null")
    return listed(row, columns, f"{child}.code", Source(((UNITS, child),), where))


def _figures(row: Row, unit: Row) -> str:
    """Write all values of figures whose period is over, the one that counts last of each."""
    each = row.alias("f")
    where = (f"{each}.unit_id = {unit('id')}", f"{each}.period_until <= {row.given(TODAY)}")
    columns = _columns(each, "figure", "numerator", "denominator", "period_until", "excluded")
    order = f"{each}.period_until, {each}.recorded_at, {each}.id"
    return listed(row, columns, order, Source(((UnitFigure.__tablename__, each),), where))


def _complaints(row: Row, unit: Row) -> str:
    each, place = row.alias("c"), row.alias("u")
    where = (
        f"{place}.id = {each}.unit_id",
        inside(f"{place}.path", unit("path")),
        f"{each}.received_on > {since(row)}",
        f"{each}.received_on <= {row.given(TODAY)}",
    )
    columns = _columns(each, "received_on", "due_on", "about_epidemic", "substantiated", "settled_on")
    source = Source(((Complaint.__tablename__, each), (UNITS, place)), where)
    return listed(row, columns, f"{each}.received_on, {each}.id", source)


def _attestations(row: Row, unit: Row) -> str:
    """Write all statements on criteria, the one that counts last of each."""
    each, by = row.alias("t"), row.alias("o")
    columns = (
        *_columns(each, "criterion", "met", "attested_on", "sample_size", "sample_met", "share_percent"),
        f"{each}.points::text",
        *_columns(each, "applicable", "note", "reference", "meaning", "attested_at"),
        f"{by}.display_name",
    )
    where = (f"{each}.unit_id = {unit('id')}", f"{by}.id = {each}.attested_by")
    source = Source(((Attestation.__tablename__, each), (Official.__tablename__, by)), where)
    return listed(row, columns, f"{each}.attested_at, {each}.id", source)


def _evidence(row: Row, unit: Row) -> str:
    file, withdrawal = row.alias("f"), row.alias("w")
    gone = Source(((EvidenceWithdrawal.__tablename__, withdrawal),), (f"{withdrawal}.file_id = {file}.id",))
    where = (f"{file}.unit_id = {unit('id')}", f"not exists {row.scalar('1', gone)}")
    columns = _columns(file, "criterion", "requirement", "type", "taken_on", "sha256")
    source = Source(((EvidenceFile.__tablename__, file),), where)
    return listed(row, columns, f"{file}.taken_on, {file}.id", source)
