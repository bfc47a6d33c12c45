"""Kinds of units, which may stand below which, and what those who act on them are called."""

from pydantic import Field

from schema.guidelines.rules.format.base import CODE, KIND, Name, OfficialRole, Part


class UnitKind(Part):
    """A kind of place. `parents` are kind ids; an empty tuple marks the root.

    `title` is the name a unit of this kind may bear, `pilot_title` the one of the pilot stage. Households are
    registered only in kinds with `households`.
    """

    id: str = Field(pattern=KIND)
    name: Name
    parents: tuple[str, ...]
    title: Name | None = None
    pilot_title: Name | None = None
    households: bool = False


class Office(Part):
    """An office 机构: a role as it is held over units of these kinds, by the name the district has for it.

    Of two offices of one role, say 镇指挥部 and 市指挥部, neither does the steps of the other.
    """

    id: str = Field(pattern=CODE)
    name: Name
    role: OfficialRole
    levels: tuple[str, ...] = Field(min_length=1, max_length=10)


class RoleName(Part):
    """What the district calls a role: 区镇 for `street`, 园区管委会 for `headquarters`."""

    role: OfficialRole
    name: Name
