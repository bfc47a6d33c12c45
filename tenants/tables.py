"""The register of tenants: the one table that is read before a tenant is known."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Computed, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, new_id, refused_as

USERNAME_KEY = 'lower(normalize(username, NFKC) collate "C")'
"""What `authz.passwords.username_key` says, in SQL: usernames are of ASCII once their width is normal."""


class Tenant(Base):
    """A district (or another scheme owner) on the platform.

    `slug` names it in paths, `host` in virtual hosts. `division_code` is the GB/T 2260 code where there is one.
    The runtime role may only read this table; provisioning writes it as the platform role.
    """

    __tablename__ = "tenants"
    __table_args__ = (
        CheckConstraint("status in ('active', 'suspended')", name="status"),
        UniqueConstraint("slug", info=refused_as("SLUG_TAKEN", "该标识已被占用。")),
        UniqueConstraint("host", info=refused_as("SLUG_TAKEN", "该域名已被占用。")),
        CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,39}$'", name="slug"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str]
    host: Mapped[str | None]
    name: Mapped[str]
    division_code: Mapped[str | None]
    time_zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    status: Mapped[str] = mapped_column(default="active")
    created_at: Mapped[datetime]


class PlatformOperator(Base):
    """A person of the platform's staff: onboards districts, sees no district's data."""

    __tablename__ = "platform_operators"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(unique=True)
    username_key: Mapped[str] = mapped_column(Computed(USERNAME_KEY, persisted=True), unique=True)
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


class PlatformToken(Base):
    """A signed-in operator's bearer token; only its SHA-256 is kept."""

    __tablename__ = "platform_tokens"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    operator_id: Mapped[uuid.UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class PlatformSignInAttempt(Base):
    """How often an operator's username was tried in vain since `window_started_at`; see authz.tables."""

    __tablename__ = "platform_sign_in_attempts"

    username_digest: Mapped[bytes] = mapped_column(primary_key=True)
    attempts: Mapped[int]
    window_started_at: Mapped[datetime] = mapped_column(index=True)
