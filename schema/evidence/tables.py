"""Files of evidence and their withdrawals: rows only; the content lies in the object store under its hash."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from schema.frame.errors import ErrorCode
from tenants.base import Base, TenantScoped, refused_as


class EvidenceFile(TenantScoped, Base):
    """A file brought for a criterion of a unit. Append-only.

    `requirement` is the id the guideline gives the evidence. `sha256` is that of the content as it is kept,
    metadata removed, in hexadecimal; `taken_on` the day it shows; `original_name` what the uploader called it.
    """

    __tablename__ = "evidence_files"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "uploaded_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("type in ('image', 'pdf')", name="type"),
        CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name="sha256"),
        CheckConstraint("size > 0", name="size"),
        Index(None, "tenant_id", "unit_id", "criterion", "requirement"),
        Index(None, "tenant_id", "sha256"),
    )

    unit_id: Mapped[uuid.UUID]
    criterion: Mapped[str]
    requirement: Mapped[str]
    type: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    original_name: Mapped[str]
    taken_on: Mapped[date]
    uploaded_by: Mapped[uuid.UUID]
    uploaded_at: Mapped[datetime]


class EvidenceWithdrawal(TenantScoped, Base):
    """A file no longer counts, from now on, for a reason. Append-only; the file itself stays."""

    __tablename__ = "evidence_withdrawals"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "file_id"], ["evidence_files.tenant_id", "evidence_files.id"]),
        ForeignKeyConstraint(["tenant_id", "withdrawn_by"], ["officials.tenant_id", "officials.id"]),
        UniqueConstraint(
            "tenant_id", "file_id", info=refused_as(ErrorCode.EVIDENCE_WITHDRAWN, "该材料已撤回。")
        ),
    )

    file_id: Mapped[uuid.UUID]
    reason: Mapped[str]
    withdrawn_by: Mapped[uuid.UUID]
    withdrawn_at: Mapped[datetime]
