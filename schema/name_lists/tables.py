"""Lists of names as they were published."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class NameList(TenantScoped, Base):
    """The names given in a batch, published in some channels on a day; append-only.

    `names` are code, name and kind of each unit, with title and number: what stood in the list, whatever came later.
    """

    __tablename__ = "name_lists"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "batch_id"], ["batches.tenant_id", "batches.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "published_by"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint(
            "tenant_id",
            "batch_id",
            info=refused_as(ErrorCode.LIST_NOT_OPEN, "该批次的名单已经公布。"),
        ),
        CheckConstraint("cardinality(channels) > 0", name="channels"),
        Index(None, "tenant_id", "published_on", "id"),
    )

    batch_id: Mapped[uuid.UUID]
    unit_id: Mapped[uuid.UUID]
    title: Mapped[str]
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    names: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    published_on: Mapped[date]
    published_by: Mapped[uuid.UUID]
    published_at: Mapped[datetime]
