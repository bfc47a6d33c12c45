"""What became of officials and the roles they hold, as it happened."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped

from schema.officials.rules import RecordKind
from tenants.base import Base, TenantScoped

_KINDS = ", ".join(
    f"'{kind.value}'"
    for kind in (
        RecordKind.ROLE_GIVEN,
        RecordKind.ROLE_ENDED,
        RecordKind.ROLE_EXTENDED,
        RecordKind.ROLE_CHANGED,
        RecordKind.DISABLED,
        RecordKind.ENABLED,
        RecordKind.PASSWORD_RESET,
        RecordKind.PASSWORD_CHANGED,
        RecordKind.RENAMED,
    )
)


class OfficialRecord(TenantScoped, Base):
    """Something that became of an official, by whom and why. Append-only; neither names nor passwords stand here.

    Of a role `membership_id` says which, and `valid_until` when it ends as of then, null if it is open.
    """

    __tablename__ = "official_records"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "official_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "by_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "membership_id"], ["memberships.tenant_id", "memberships.id"]),
        CheckConstraint(f"kind in ({_KINDS})", name="kind"),
        CheckConstraint("(kind like 'role_%') = (membership_id is not null)", name="membership"),
        Index(None, "tenant_id", "official_id", "id"),
    )

    official_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    membership_id: Mapped[uuid.UUID | None]
    valid_until: Mapped[datetime | None]
    reason: Mapped[str | None]
    by_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
