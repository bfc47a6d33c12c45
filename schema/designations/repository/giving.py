"""The statement on when the names that units bear were last given or renewed."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, and_, func, select

from schema.designations.rules import HELD
from schema.designations.tables import Designation, DesignationChange
from tenants.database import Session


def select_given(session: Session, unit_ids: Collection[uuid.UUID]) -> Select[uuid.UUID, uuid.UUID, datetime]:
    """Select, for a statement to build on, `unit_id`, `version` and `at` of the last giving of names borne now."""
    return (
        select(
            Designation.unit_id,
            Designation.guideline_version_id.label("version"),
            func.max(DesignationChange.at).label("at"),
        )
        .join(
            DesignationChange,
            and_(
                DesignationChange.tenant_id == Designation.tenant_id,
                DesignationChange.designation_id == Designation.id,
            ),
        )
        .where(
            Designation.tenant_id == session.info["tenant_id"],
            Designation.unit_id.in_(unit_ids),
            Designation.status.in_(HELD),
            DesignationChange.change.in_(["named", "renewed"]),
        )
        .group_by(Designation.unit_id, Designation.guideline_version_id)
    )
