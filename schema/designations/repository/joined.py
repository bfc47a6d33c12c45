"""The doors through which statements of other nouns are joined with names, or ask for names below a unit."""

import uuid
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, any_, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from schema.designations.rules import EVALUATION, Standing
from schema.designations.tables import Designation, DesignationChange
from schema.units.repository.joined import PARENT_ID, PLACE, with_unit
from tenants.database import Session

S = TypeVar("S", bound=Select[*tuple[Any, ...]])


TENANT_ID, ID, UNIT_ID = Designation.tenant_id, Designation.id, Designation.unit_id
"""What a statement may select of the names it is joined with, or compare with rows of its own."""
SUSPENDED = literal(EVALUATION) == any_(Designation.suspended_for)
"""Says in SQL that a name is suspended by its criteria."""


def with_name(
    statement: S, tenant_id: InstrumentedAttribute[uuid.UUID], name_id: InstrumentedAttribute[uuid.UUID]
) -> S:
    """Join the name of each row, given by the row's columns; its own columns are the constants above."""
    return statement.join(Designation, and_(Designation.tenant_id == tenant_id, Designation.id == name_id))


def fallen(session: Session) -> Select[*tuple[Any, ...]]:
    """Select the units of names their criteria warn or suspend, locking the names in the order of their ids.

    Give the columns of `PLACE`; whoever knows what holds the names down narrows them.
    """
    return (
        with_unit(select(*PLACE).select_from(Designation), Designation.tenant_id, Designation.unit_id)
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.status.in_([Standing.SUSPENDED.value, Standing.WARNED.value]),
            or_(SUSPENDED, literal(EVALUATION) == any_(Designation.warned_for)),
        )
        .order_by(Designation.id)
        .with_for_update(of=Designation, key_share=True)
    )


def told_last(
    event_id: InstrumentedAttribute[uuid.UUID], clause: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Say in SQL that a name stands as it does for what an event did by a clause, as far as was told of it last."""
    change, later = aliased(DesignationChange), aliased(DesignationChange)
    adverse = [Standing.SUSPENDED.value, Standing.WARNED.value]
    after = select(later.id).where(
        later.tenant_id == Designation.tenant_id,
        later.designation_id == Designation.id,
        later.event_id.is_not(None),
        later.change.in_(adverse),
        later.ordinal > change.ordinal,
    )
    found = select(change.id).where(
        change.tenant_id == Designation.tenant_id,
        change.designation_id == Designation.id,
        change.event_id == event_id,
        change.clause == clause,
        change.change.in_(adverse),
        ~after.exists(),
    )
    return found.exists()


def named_below(
    session: Session, unit_id: InstrumentedAttribute[uuid.UUID], since: InstrumentedAttribute[datetime]
) -> ColumnElement[bool]:
    """Say in SQL that a unit directly below was given a name after a moment, where both are columns."""
    name = aliased(Designation)
    given = and_(
        DesignationChange.tenant_id == name.tenant_id,
        DesignationChange.designation_id == name.id,
        DesignationChange.ordinal == 1,
    )
    found = (
        with_unit(select(name.id), name.tenant_id, name.unit_id)
        .join(DesignationChange, given)
        .where(
            name.tenant_id == session.info["tenant_id"],
            unit_id == PARENT_ID,
            DesignationChange.at > since,
        )
    )
    return found.exists()
