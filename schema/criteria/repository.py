"""Every statement on assessments and attestations."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, case, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute

from authz.tables import Official
from schema.criteria.rules.facts import ChildFact
from schema.criteria.tables import Assessment, AssessmentResult, Attestation
from schema.designations.repository.facts import names_in_force
from schema.frame.statements import TENANT, given, named_ids, one_of
from schema.units.repository.places import directly_below
from tenants.database import Session


async def get(session: Session, assessment_id: uuid.UUID) -> Assessment | None:
    """Read an assessment by id."""
    return await session.get(Assessment, (session.info["tenant_id"], assessment_id))


async def latest_of_unit(session: Session, unit_id: uuid.UUID, limit: int) -> Sequence[Assessment]:
    """List the latest assessments of a unit, newest first."""
    rows = await session.scalars(
        select(Assessment)
        .where(Assessment.tenant_id == session.info["tenant_id"], Assessment.unit_id == unit_id)
        .order_by(Assessment.assessed_at.desc(), Assessment.id.desc())
        .limit(limit)
    )
    return rows.all()


async def latest_of_application(session: Session, application_id: uuid.UUID, kind: str) -> Assessment | None:
    """Read the latest assessment of one kind made for an application."""
    return await session.scalar(
        select(Assessment)
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            Assessment.application_id == application_id,
            Assessment.kind == kind,
        )
        .order_by(Assessment.assessed_at.desc(), Assessment.id.desc())
        .limit(1)
    )


async def facts_of_latest(
    session: Session, application_ids: Collection[uuid.UUID], kind: str
) -> Mapping[uuid.UUID, dict[str, Any]]:
    """Read the facts of the latest assessment of one kind made for applications, where they were kept."""
    rows = await session.execute(
        select(Assessment.application_id, Assessment.facts)
        .ext(distinct_on(Assessment.application_id))
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            one_of(Assessment.application_id, application_ids),
            Assessment.kind == kind,
        )
        .order_by(Assessment.application_id, Assessment.assessed_at.desc(), Assessment.id.desc())
    )
    return {application_id: facts for application_id, facts in rows if application_id and facts}


async def last_assessed(
    session: Session, application_ids: Collection[uuid.UUID], kind: str
) -> Mapping[uuid.UUID, datetime]:
    """Tell when the latest assessment of one kind was made for each application that has one."""
    rows = await session.execute(
        _last_assessed(), given(session, applications=list(application_ids), kind=kind)
    )
    return {application_id: at for application_id, at in rows if application_id is not None}


@cache
def _last_assessed() -> Select[uuid.UUID | None, datetime]:
    return (
        select(Assessment.application_id, func.max(Assessment.assessed_at))
        .where(
            Assessment.tenant_id == TENANT,
            Assessment.application_id == named_ids("applications"),
            Assessment.kind == bindparam("kind"),
        )
        .group_by(Assessment.application_id)
    )


async def results_of(
    session: Session, ids: list[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[AssessmentResult]]:
    """Read the results of assessments (loader batch)."""
    rows = await session.scalars(
        select(AssessmentResult)
        .where(
            AssessmentResult.tenant_id == session.info["tenant_id"], AssessmentResult.assessment_id.in_(ids)
        )
        .order_by(AssessmentResult.id)
    )
    found: dict[uuid.UUID, list[AssessmentResult]] = {}
    for row in rows:
        found.setdefault(row.assessment_id, []).append(row)
    return found


async def latest_attestations(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Mapping[str, Attestation]]:
    """Read the latest attestation of each criterion of units."""
    rows = await session.scalars(_latest_attestations(), given(session, units=list(unit_ids)))
    found: dict[uuid.UUID, dict[str, Attestation]] = {}
    for row in rows:
        found.setdefault(row.unit_id, {})[row.criterion] = row
    return found


async def latest_statements(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Mapping[str, tuple[Attestation, str]]]:
    """Read the latest attestation of each criterion of units, each with the display name of who made it."""
    rows = await session.execute(_latest_statements(), given(session, units=list(unit_ids)))
    found: dict[uuid.UUID, dict[str, tuple[Attestation, str]]] = {}
    for row, by in rows:
        found.setdefault(row.unit_id, {})[row.criterion] = row, by
    return found


@cache
def _latest_statements() -> Select[Attestation, str]:
    by = (Official.tenant_id == Attestation.tenant_id) & (Official.id == Attestation.attested_by)
    return (
        select(Attestation, Official.display_name)
        .ext(distinct_on(Attestation.unit_id, Attestation.criterion))
        .join(Official, by)
        .where(Attestation.tenant_id == TENANT, Attestation.unit_id == named_ids("units"))
        .order_by(
            Attestation.unit_id,
            Attestation.criterion,
            Attestation.attested_at.desc(),
            Attestation.id.desc(),
        )
    )


@cache
def _latest_attestations() -> Select[Attestation]:
    return (
        select(Attestation)
        .ext(distinct_on(Attestation.unit_id, Attestation.criterion))
        .where(Attestation.tenant_id == TENANT, Attestation.unit_id == named_ids("units"))
        .order_by(
            Attestation.unit_id,
            Attestation.criterion,
            Attestation.attested_at.desc(),
            Attestation.id.desc(),
        )
    )


async def list_children(
    session: Session, parents: Collection[uuid.UUID], on: date | None
) -> Sequence[tuple[uuid.UUID, uuid.UUID, ChildFact]]:
    """List what is known of the units directly below some, by code, each with the ids of the one above and its own."""
    child, name = directly_below(session, parents), names_in_force(session, on)
    latest = (
        select(Assessment.unit_id, Assessment.met, Assessment.assessed_on)
        .ext(distinct_on(Assessment.unit_id))
        .join(child, child.c.unit_id == Assessment.unit_id)
        .where(Assessment.tenant_id == session.info["tenant_id"])
        .order_by(Assessment.unit_id, Assessment.assessed_at.desc(), Assessment.id.desc())
        .subquery()
    )
    rows = await session.execute(
        select(
            child.c.parent_id,
            child.c.unit_id,
            child.c.code,
            child.c.kind,
            name.c.unit_id.is_not(None),
            case((latest.c.met, latest.c.assessed_on)),
        )
        .outerjoin(name, name.c.unit_id == child.c.unit_id)
        .outerjoin(latest, latest.c.unit_id == child.c.unit_id)
        .order_by(child.c.code)
    )
    return [(parent_id, unit_id, ChildFact(*seen)) for parent_id, unit_id, *seen in rows]


async def met_by_units(
    session: Session, unit_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[tuple[datetime, date]]]:
    """Read when units met their standard in assessments, oldest first."""
    rows = await session.execute(
        select(Assessment.unit_id, Assessment.assessed_at, Assessment.assessed_on)
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            one_of(Assessment.unit_id, unit_ids),
            Assessment.met.is_(True),
        )
        .order_by(Assessment.unit_id, Assessment.assessed_at, Assessment.id)
    )
    found: dict[uuid.UUID, list[tuple[datetime, date]]] = defaultdict(list)
    for unit_id, at, on in rows:
        found[unit_id].append((at, on))
    return found


def met_since(
    session: Session, unit_id: InstrumentedAttribute[uuid.UUID], since: InstrumentedAttribute[datetime]
) -> ColumnElement[bool]:
    """Say in SQL that a unit met its standard in an assessment after a moment, where both are columns."""
    found = select(Assessment.id).where(
        Assessment.tenant_id == session.info["tenant_id"],
        Assessment.unit_id == unit_id,
        Assessment.met.is_(True),
        Assessment.assessed_at > since,
    )
    return found.exists()


def periodic_on(session: Session, unit_id: InstrumentedAttribute[uuid.UUID]) -> ScalarSelect[date]:
    """Tell in SQL on which day the unit in a column was last assessed in turn; null if it never was."""
    return (
        select(func.max(Assessment.assessed_on))
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            Assessment.unit_id == unit_id,
            Assessment.kind == "periodic",
        )
        .scalar_subquery()
    )


async def last_periodic(session: Session, unit_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, date]:
    """Tell when units were last assessed in turn (loader batch)."""
    rows = await session.execute(
        select(Assessment.unit_id, func.max(Assessment.assessed_on))
        .where(
            Assessment.tenant_id == session.info["tenant_id"],
            Assessment.unit_id.in_(unit_ids),
            Assessment.kind == "periodic",
        )
        .group_by(Assessment.unit_id)
    )
    return {unit_id: assessed_on for unit_id, assessed_on in rows}  # noqa: C416 - a row is no pair to mypy


async def latest_assessment(session: Session) -> uuid.UUID | None:
    """Tell the last time a unit of the tenant was judged."""
    return await session.scalar(
        select(Assessment.id)
        .where(Assessment.tenant_id == session.info["tenant_id"])
        .order_by(Assessment.id.desc())
        .limit(1)
    )
