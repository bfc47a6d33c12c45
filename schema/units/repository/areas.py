"""Doors through which statements of other nouns ask where a unit lies."""

import uuid
from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute

from schema.units.repository.units import within
from schema.units.tables import Unit
from tenants.database import Session


def at_paths(
    session: Session, unit_id: InstrumentedAttribute[uuid.UUID], paths: Collection[str]
) -> ColumnElement[bool]:
    """Say in SQL that a row's unit lies at one of `paths` exactly."""
    there = select(Unit.id).where(Unit.tenant_id == session.info["tenant_id"], Unit.path.in_(paths))
    return unit_id.in_(there)


def select_places(session: Session, scopes: Collection[str]) -> Select[uuid.UUID, str, str]:
    """Select id, code and path of the units in `scopes`, closed ones too, for a statement to build on."""
    return select(Unit.id, Unit.code, Unit.path).where(
        Unit.tenant_id == session.info["tenant_id"], within(Unit.path, scopes)
    )
