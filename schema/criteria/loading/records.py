"""Loads what was recorded of units: figures, complaints, what officials stated, and the files that back it."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from schema.complaints import repository as complaints
from schema.criteria.loading.lines import inside
from schema.criteria.repository import latest_attestations, latest_statements
from schema.criteria.rules.facts import HORIZON, AttestationFact, ComplaintFact, EvidenceFact, FigureFact
from schema.criteria.rules.statements import Statement
from schema.criteria.tables import Attestation
from schema.evidence.repository import counting_by_units
from schema.evidence.tables import EvidenceFile
from schema.figures.repository import latest_on
from tenants.database import Session

Ids = Collection[uuid.UUID]


async def load_figures(
    session: Session, unit_ids: Ids, on: date
) -> Mapping[uuid.UUID, Mapping[str, FigureFact]]:
    """Load the latest value of each figure of units, by unit and figure."""
    return {
        unit_id: {
            name: FigureFact(row.numerator, row.denominator, row.period_until, row.excluded)
            for name, row in found.items()
        }
        for unit_id, found in (await latest_on(session, on, unit_ids)).items()
    }


async def load_complaints(
    session: Session, paths: Collection[str], on: date
) -> Mapping[str, tuple[ComplaintFact, ...]]:
    """Load the last year's complaints about the units at some paths and those below, the earliest first."""
    rows = await complaints.list_below(session, paths, on - HORIZON, on)
    facts = [
        (
            ComplaintFact(row.received_on, row.due_on, row.about_epidemic, row.substantiated, row.settled_on),
            place,
        )
        for row, place in rows
    ]
    return {path: tuple(found) for path, found in inside(facts, paths).items()}


async def load_attestations(
    session: Session, unit_ids: Ids
) -> Mapping[uuid.UUID, Mapping[str, AttestationFact]]:
    """Load the latest statement on each criterion of units, by unit and criterion."""
    return {
        unit_id: {criterion: stated(row) for criterion, row in found.items()}
        for unit_id, found in (await latest_attestations(session, unit_ids)).items()
    }


def stated(row: Attestation) -> AttestationFact:
    """Read the fact of a statement."""
    return AttestationFact(
        met=row.met,
        on=row.attested_on,
        sample_size=row.sample_size,
        share_percent=row.share_percent,
        points=row.points,
        applicable=row.applicable,
        meaning=row.meaning,
        sample_met=row.sample_met,
    )


async def load_statements(session: Session, unit_ids: Ids) -> Mapping[uuid.UUID, Mapping[str, Statement]]:
    """Load the latest statement on each criterion of units with who made it, by unit and criterion."""
    return {
        unit_id: {criterion: statement_of(row, by) for criterion, (row, by) in found.items()}
        for unit_id, found in (await latest_statements(session, unit_ids)).items()
    }


def statement_of(row: Attestation, by: str) -> Statement:
    """Read a statement as people do."""
    return Statement(
        met=row.met,
        note=row.note,
        reference=row.reference,
        sample_size=row.sample_size,
        sample_met=row.sample_met,
        share_percent=row.share_percent,
        points=row.points,
        applicable=row.applicable,
        on=row.attested_on,
        at=row.attested_at,
        by=by,
    )


async def load_evidence(
    session: Session, unit_ids: Ids
) -> Mapping[uuid.UUID, Mapping[str, tuple[EvidenceFact, ...]]]:
    """Load the files of units that were not withdrawn, by unit and the criterion they were brought for."""
    found = await counting_by_units(session, unit_ids)
    return {unit_id: _by_criterion(files) for unit_id, files in found.items()}


def _by_criterion(files: Iterable[EvidenceFile]) -> Mapping[str, tuple[EvidenceFact, ...]]:
    found: dict[str, tuple[EvidenceFact, ...]] = {}
    for file in files:
        fact = EvidenceFact(
            requirement=file.requirement,
            type=file.type,  # type: ignore[arg-type]  # a CHECK constraint keeps it in range
            taken_on=file.taken_on,
            sha256=file.sha256,
        )
        found[file.criterion] = (*found.get(file.criterion, ()), fact)
    return found
