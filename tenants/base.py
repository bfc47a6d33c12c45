"""What every table of ours shares: names of constraints, tenant keys and times."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import uuid_utils.compat
from sqlalchemy import DateTime, MetaData, Text, Uuid, event, inspect
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column, object_session

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


def new_id() -> uuid.UUID:
    """Make a UUIDv7: its first 48 bits are the time, so rows sort by creation."""
    return uuid_utils.compat.uuid7()


def utc_now() -> datetime:
    """Tell the present instant in UTC; the default clock of the platform."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a caller is told who runs into a constraint: a stable code of the product's errors, and the words."""

    code: str
    message: str


def refused_as(code: str, message: str) -> dict[str, Any]:
    """Say, as the `info` of a constraint or an index, what its violation means to whoever caused it."""
    return {"meaning": Meaning(code, message)}


def meaning_of(name: str) -> Meaning | None:
    """Find what a violated constraint means, by its name; None where it can only be a fault of ours."""
    for table in Base.metadata.tables.values():
        for rule in (*table.constraints, *table.indexes):
            if getattr(rule, "name", None) == name:
                found: Meaning | None = rule.info.get("meaning")
                return found
    return None


class Base(DeclarativeBase):
    """Common metadata of all mapped classes."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {  # noqa: RUF012 - read by SQLAlchemy as a class attribute
        str: Text(),
        datetime: DateTime(timezone=True),
        uuid.UUID: Uuid(),
    }


class TenantScoped:
    """Mixin of every table a tenant owns: the key starts with the tenant (composite keys, see house rules)."""

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


@event.listens_for(TenantScoped, "before_insert", propagate=True)
def _stamp_tenant(_mapper: Mapper[Any], _connection: Any, target: TenantScoped) -> None:
    """Give a new row the tenant of its session, so that no operation writes a tenant id by hand."""
    session = object_session(target)
    if session is not None and inspect(target).attrs.tenant_id.value is None:
        target.tenant_id = session.info["tenant_id"]
