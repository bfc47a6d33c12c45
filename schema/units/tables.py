"""The unit tree: district, street, community, compound, building … whatever kinds the guideline has."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from schema.frame.errors import ErrorCode
from schema.frame.text import FOLDED_FROM, FOLDED_TO
from tenants.base import Base, TenantScoped, refused_as

NAME_KEY = "translate(name, '{}', '{}')".format(
    *(each.replace("'", "''") for each in (FOLDED_FROM, FOLDED_TO))
)
"""What names are searched by, worked out by the database as `folded` works out what is sought."""


class Unit(TenantScoped, Base):
    """A place in the tree. `path` joins the labels from the root with dots, compared bytewise.

    A label is given once, when the unit is registered, and no other unit of the tenant ever has it: the code it is
    registered under, numbered where an earlier unit was registered under the same. So a code can change, and paths,
    their order and all that is narrowed by them stay. `code_path` joins the codes; null where that is `path`.
    Codes are compared at the end of a statement, so that one may let units swap theirs.

    The subtree below a unit is `path >= p + '.' and path < p + '/'`: '/' is the byte after '.'. It exists from
    `opened_on`, null where nobody noted that day, until it was split, merged, retyped or dissolved on `closed_on`.
    """

    __tablename__ = "units"
    __table_args__ = (
        UniqueConstraint(
            "tenant_id",
            "code",
            deferrable=True,
            info=refused_as(ErrorCode.DUPLICATE_CODE, "单元编码已被占用。"),
        ),
        UniqueConstraint(
            "tenant_id", "path", info=refused_as(ErrorCode.DUPLICATE_CODE, "单元编码已被占用。")
        ),
        UniqueConstraint(
            "tenant_id", "label", info=refused_as(ErrorCode.DUPLICATE_CODE, "单元编码已被占用。")
        ),
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        ForeignKeyConstraint(["tenant_id", "parent_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint(
            "tenant_id",
            "code_key",
            deferrable=True,
            info=refused_as(ErrorCode.DUPLICATE_CODE, "单元编码已被占用。"),
        ),
        CheckConstraint("code ~ '^[0-9A-Za-z_-]{1,32}$'", name="code"),
        CheckConstraint("label ~ '^[0-9A-Za-z_-]{1,32}(~[1-9][0-9]*)?$'", name="label"),
        CheckConstraint(
            "code_path <> path and code_path ~ '^[0-9A-Za-z_-]+([.][0-9A-Za-z_-]+)*$'", name="code_path"
        ),
        CheckConstraint("split_part(coalesce(code_path, path), '.', -1) = code", name="path"),
        CheckConstraint("opened_on <= closed_on", name="term"),
        Index(None, "tenant_id", "parent_id", "label"),
    )

    code: Mapped[str] = mapped_column(Text(collation="C"))
    code_key: Mapped[str] = mapped_column(Text(collation="C"), Computed("lower(code)", persisted=True))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Text(collation="C"), Computed(NAME_KEY, persisted=True))
    kind: Mapped[str]
    parent_id: Mapped[uuid.UUID | None]
    path: Mapped[str] = mapped_column(Text(collation="C"))
    label: Mapped[str] = mapped_column(
        Text(collation="C"), Computed("split_part(path, '.', -1)", persisted=True)
    )
    code_path: Mapped[str | None] = mapped_column(Text(collation="C"))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {  # noqa: RUF012 - read by SQLAlchemy
        "version_id_col": revision,
        "eager_defaults": False,
    }

    @property
    def codes(self) -> str:
        """Give the codes from the root, joined by dots: where it lies, as it is shown."""
        return self.code_path or self.path


class UnitPlacement(TenantScoped, Base):
    """Where a unit lay in the tree from a day on, append-only; the latest that is known and has begun holds.

    `path` joins labels, so what lay where can be told whatever codes became of them.
    `valid_from` is null for a unit that was registered without a day. `path` is null from the day on which the unit
    was split, merged, retyped or dissolved: it is no more; one registered in error never was.
    """

    __tablename__ = "unit_placements"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "parent_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint("tenant_id", "unit_id", "recorded_at"),
        CheckConstraint(
            "cause in ('registered', 'moved', 'split', 'merged', 'retyped', 'dissolved', 'mistaken')",
            name="cause",
        ),
        CheckConstraint(
            "path is not null or"
            " (parent_id is null and cause in ('split', 'merged', 'retyped', 'dissolved', 'mistaken'))",
            name="path",
        ),
        Index(None, "tenant_id", "path"),
        Index(None, "tenant_id", "parent_id"),
        Index(None, "tenant_id", "valid_from", postgresql_where=text("cause <> 'registered'")),
    )

    unit_id: Mapped[uuid.UUID]
    parent_id: Mapped[uuid.UUID | None]
    path: Mapped[str | None] = mapped_column(Text(collation="C"))
    valid_from: Mapped[date | None]
    recorded_at: Mapped[datetime]
    cause: Mapped[str]


class UnitIdentity(TenantScoped, Base):
    """What a unit was called until a day on which its code or name became another, append-only; why, in zh-CN.

    Kept is what ended: what it is now, `units` says. `until` is the first local day on which that no longer held.
    """

    __tablename__ = "unit_identities"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        CheckConstraint("changed in ('code', 'name')", name="changed"),
        Index(None, "tenant_id", "unit_id"),
        Index(None, "tenant_id", "code_key"),
    )

    unit_id: Mapped[uuid.UUID]
    code: Mapped[str] = mapped_column(Text(collation="C"))
    code_key: Mapped[str] = mapped_column(Text(collation="C"), Computed("lower(code)", persisted=True))
    name: Mapped[str]
    changed: Mapped[str]
    until: Mapped[date]
    reason: Mapped[str]
    recorded_at: Mapped[datetime]


class UnitSuccessor(TenantScoped, Base):
    """A unit that took the place of one that was split or merged, append-only."""

    __tablename__ = "unit_successors"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        ForeignKeyConstraint(["tenant_id", "successor_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint("tenant_id", "unit_id", "successor_id"),
        Index(None, "tenant_id", "successor_id"),
    )

    unit_id: Mapped[uuid.UUID]
    successor_id: Mapped[uuid.UUID]


class UnitCounter(TenantScoped, Base):
    """How many units of a kind lie below a unit at any depth, how many bear a name, how many one in force."""

    __tablename__ = "unit_counters"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        UniqueConstraint("tenant_id", "unit_id", "kind"),
        CheckConstraint("0 <= in_force and in_force <= held and held <= total", name="figures"),
    )

    unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    total: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    in_force: Mapped[int] = mapped_column(default=0)


class UnitCounterDelta(TenantScoped, Base):
    """What is still to be added to a counter: names of units of a kind below a unit, given or lost, held or in force.

    Whoever changes a name appends; a row goes once it is added, so a counter says the truth with its deltas only.
    """

    __tablename__ = "unit_counter_deltas"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        Index(None, "tenant_id", "unit_id", "kind"),
    )

    unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    held: Mapped[int]
    in_force: Mapped[int]


class UnitLog(TenantScoped, Base):
    """A piece of routine work done in a unit: disinfection, waste clearance, a round of tests, what else is declared.

    For a test round `people_due` and `people_tested` give its coverage; otherwise both are null.
    """

    __tablename__ = "unit_logs"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "unit_id"], ["units.tenant_id", "units.id"]),
        CheckConstraint("kind ~ '^[a-z][a-z0-9_]{1,47}$'", name="kind"),
        CheckConstraint("people_tested between 0 and people_due", name="people"),
        Index(None, "tenant_id", "unit_id", "kind", "performed_on"),
    )

    unit_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    performed_on: Mapped[date]
    people_due: Mapped[int | None]
    people_tested: Mapped[int | None]
    note: Mapped[str | None]
    recorded_by: Mapped[uuid.UUID]
    recorded_at: Mapped[datetime]
