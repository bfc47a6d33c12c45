"""Roles, and offices: a role as it is held over units of some kinds; what the district calls them."""

import strawberry

from authz.actions import Role
from schema.guidelines.graphql.criteria import UnitKind
from schema.guidelines.rules import format as parts
from schema.guidelines.rules import unit_kind
from schema.guidelines.rules.words import held_at, role_words

strawberry.enum(Role, description="The six roles of the guideline and the two of the platform.")


def role_name(role: str, guideline: parts.Guideline | None = None, level: str | None = None) -> str:
    """Say a role in zh-CN, as a guideline does where one is at hand; held at a level, as the office there."""
    words = role_words(guideline)
    return words.get(held_at(role, level or ""), words[role])


def post_name(role: str, office: str | None, guideline: parts.Guideline | None = None) -> str:
    """Say an office, by its id, in zh-CN, or the role where there is none."""
    words = role_words(guideline)
    return words.get(office or role, words[role])


@strawberry.type
class Office:
    """An office: of two of one role, at different levels of the tree, neither does the steps of the other."""

    id: str = strawberry.field(description="Code of the office.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    role: Role = strawberry.field(description="The role it has.")
    levels: list[UnitKind] = strawberry.field(description="Kinds of units over which the role is held there.")

    @classmethod
    def of(cls, part: parts.Office, guideline: parts.Guideline) -> "Office":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            role=Role(part.role),
            levels=[UnitKind.of(unit_kind(guideline, level)) for level in part.levels],
        )


def offices_of(role: str, guideline: parts.Guideline | None) -> list[Office]:
    """List the offices of a role, as a guideline declares them."""
    if guideline is None:
        return []
    return [Office.of(office, guideline) for office in guideline.offices if office.role == role]
