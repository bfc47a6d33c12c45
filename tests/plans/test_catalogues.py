"""What may be read in plans: every field of the types that are asked for most is declared, or exempt for a reason."""

import pytest
from graphql import GraphQLObjectType

from authz.actions import ANY, Action, Role
from authz.permissions import Reach
from authz.table import Denial, base_table
from schema.catalogues import official_catalogue, public_catalogue
from schema.plans.catalogue import Catalogue
from schema.plans.declarations import Kind, Readable, Scalar
from schema.root import official_schema, public_schema

SIDES = {"official": (official_catalogue, official_schema), "public": (public_catalogue, public_schema)}
HOT = {
    "official": (
        "Application",
        "Deadline",
        "Designation",
        "DesignationChange",
        "Escalation",
        "HealthEvent",
        "HealthEventRevision",
        "Household",
        "Notification",
        "Official",
        "Petition",
        "PetitionEntry",
        "Resident",
        "Review",
        "RoleGrant",
        "Transition",
        "Unit",
        "UnitLog",
        "Viewer",
    ),
    "public": ("PublicChange", "PublicNotice", "PublicQuery", "StatusChange", "UnitStatus"),
}

SCALAR = Scalar(Kind.TEXT, lambda row: row("x"))


@pytest.mark.parametrize(
    ("side", "typename"), [(side, name) for side, names in HOT.items() for name in names]
)
def test_every_field_is_declared_or_exempt(side: str, typename: str) -> None:
    catalogue, schema = SIDES[side]
    one = schema._schema.type_map[typename]
    assert isinstance(one, GraphQLObjectType)
    assert catalogue.told(typename) == set(one.fields)


@pytest.mark.parametrize("side", SIDES)
def test_declarations_agree_with_the_schema(side: str) -> None:
    catalogue, schema = SIDES[side]
    assert list(catalogue.faults(schema._schema)) == []


def test_a_declaration_that_disagrees_is_noticed() -> None:
    maybe = Scalar(Kind.TEXT, lambda row: row("x"), nullable=True)
    faulty = Catalogue([Readable("Unit", {"code": maybe, "nothing": maybe})])
    assert sorted(faulty.faults(official_schema._schema)) == [
        "Unit.code may be null",
        "Unit.nothing is in no schema",
    ]


def test_nothing_is_declared_twice() -> None:
    with pytest.raises(ValueError, match=r"Unit\.code is declared twice"):
        Catalogue([Readable("Unit", {"code": SCALAR}), Readable("Unit", {"code": SCALAR})])


@pytest.mark.parametrize("action", [Action.UNIT_READ, Action.APPLICATION_READ])
def test_where_a_caller_may_read_is_told_by_scopes(action: Action) -> None:
    """Plans ask whether a path lies in the caller's scopes; resolvers ask of one unit. Both mean the same."""
    table = base_table()
    for role in Role:
        own, below = (
            table.decide(role, ANY, action, reach=reach, acted=False) for reach in (Reach.OWN, Reach.SUBTREE)
        )
        assert own == below
        assert Denial.EXPLICIT not in (own, below)
