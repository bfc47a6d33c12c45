"""Officials, what they may act as, and the credentials of people and programs."""

import uuid
from datetime import datetime

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Computed,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from tenants.base import Base, TenantScoped, refused_as
from tenants.tables import USERNAME_KEY


class Official(TenantScoped, Base):
    """A person who signs in to one tenant's back office. The password is kept as an argon2id hash.

    `username_key` is the username without case and width. A password that somebody else set opens until
    `password_until` and nothing but the door to a password of one's own; null for such a one. `revision` counts what
    administrators do to the person and the roles the person holds.
    """

    __tablename__ = "officials"
    __table_args__ = (
        UniqueConstraint("tenant_id", "username", info=refused_as("USERNAME_TAKEN", "该用户名已被占用。")),
        UniqueConstraint(
            "tenant_id", "username_key", info=refused_as("USERNAME_TAKEN", "该用户名已被占用。")
        ),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
    )

    username: Mapped[str]
    username_key: Mapped[str] = mapped_column(Computed(USERNAME_KEY, persisted=True))
    display_name: Mapped[str]
    password_hash: Mapped[str]
    password_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    email: Mapped[str | None]
    mail_wanted: Mapped[bool] = mapped_column(default=True, server_default=true())


class Membership(TenantScoped, Base):
    """An official holds a role over the subtree of a unit, from one instant until another (open if null).

    `scope_path` repeats the unit's path, so that lists filter without a join; moving a unit moves it too.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "official_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        Index(None, "tenant_id", "official_id"),
        Index(None, "tenant_id", "unit_id"),
        Index(None, "tenant_id", "scope_path"),
    )

    official_id: Mapped[uuid.UUID]
    role: Mapped[str]
    unit_id: Mapped[uuid.UUID]
    scope_path: Mapped[str] = mapped_column(Text(collation="C"))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]


class Delegation(TenantScoped, Base):
    """A role lent to a colleague from one instant until another, unless it was taken back before."""

    __tablename__ = "delegations"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "membership_id"], ["memberships.tenant_id", "memberships.id"]),
        ForeignKeyConstraint(["tenant_id", "delegator_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "delegate_id"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "created_by"], ["officials.tenant_id", "officials.id"]),
        ForeignKeyConstraint(["tenant_id", "revoked_by"], ["officials.tenant_id", "officials.id"]),
        CheckConstraint("valid_from < valid_until", name="term"),
        CheckConstraint("delegator_id <> delegate_id", name="parties"),
        CheckConstraint("(revoked_at is null) = (revoked_by is null)", name="revoked_at"),
        Index(None, "tenant_id", "delegate_id", "valid_until"),
        Index(None, "tenant_id", "membership_id"),
    )

    membership_id: Mapped[uuid.UUID]
    delegator_id: Mapped[uuid.UUID]
    delegate_id: Mapped[uuid.UUID]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    reason: Mapped[str]
    created_by: Mapped[uuid.UUID]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[uuid.UUID | None]


class AccessToken(TenantScoped, Base):
    """An official's session; only the SHA-256 of its secret is kept."""

    __tablename__ = "access_tokens"
    __table_args__ = (
        UniqueConstraint("tenant_id", "digest"),
        ForeignKeyConstraint(["tenant_id", "official_id"], ["officials.tenant_id", "officials.id"]),
    )

    digest: Mapped[bytes]
    official_id: Mapped[uuid.UUID]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ApiClient(TenantScoped, Base):
    """A third-party program and its key (SHA-256 kept): it reads the public schema only."""

    __tablename__ = "api_clients"
    __table_args__ = (
        UniqueConstraint("tenant_id", "digest"),
        UniqueConstraint("tenant_id", "name", info=refused_as("DUPLICATE_NAME", "该名称已被占用。")),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        CheckConstraint("cardinality(scopes) > 0", name="scopes"),
    )

    name: Mapped[str]
    digest: Mapped[bytes]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(TenantScoped, Base):
    """How often a username was tried in vain since `window_started_at`, whether it exists or not.

    The username is kept as a SHA-256: people type passwords into the wrong field.
    """

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "username_digest"),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        Index(None, "tenant_id", "window_started_at"),
    )

    username_digest: Mapped[bytes]
    attempts: Mapped[int]
    window_started_at: Mapped[datetime]
