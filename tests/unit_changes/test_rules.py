"""Pure rules of changes of the tree: where a unit may lie, and who takes what in a split or a merger."""

import uuid

import pytest

from schema.frame.errors import DomainError
from schema.unit_changes.rules import Lying, Part, assign_children, assign_doors, free_doors, require_place

KINDS = {"district": (), "community": ("district",), "compound": ("community",), "building": ("compound",)}
C1, C2 = Lying("C1", "community", "R.C1"), Lying("C2", "community", "R.C2")
X1, B1 = Lying("X1", "compound", "R.C1.X1"), Lying("B1", "building", "R.C1.X1.B1")


def place(unit: Lying, parent: Lying, levels: int = 1) -> str | None:
    try:
        require_place(unit, parent, KINDS, levels)
    except DomainError as refusal:
        return refusal.code.value
    return None


def test_a_unit_moves_to_where_its_kind_may_lie() -> None:
    assert place(X1, C2) is None
    assert place(X1, X1) == place(X1, B1) == "UNIT_CYCLE"
    assert place(X1, C1) == place(B1, C2) == place(X1, C2, levels=11) == "PARENT_NOT_ALLOWED"


def test_each_door_comes_to_the_part_that_names_its_longest_beginning() -> None:
    parts = [Part("E", "东", ("1-", "2-9")), Part("W", "西", ("",))]
    assert assign_doors(["1-101", "2-101", "2-901"], parts) == {"1-101": 0, "2-101": 1, "2-901": 0}
    with pytest.raises(DomainError) as nowhere:
        assign_doors(["1-101", "3-101"], [Part("E", "东", ("1-",)), Part("W", "西", ("1-",))])
    assert nowhere.value.details == {"householdsNowhere": 1, "householdsTwice": 1}


def test_each_unit_below_comes_to_one_part() -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    parts = [Part("E", "东", children=(one,)), Part("W", "西", children=(two,))]
    assert assign_children([one, two], parts) == {one: 0, two: 1}
    with pytest.raises(DomainError) as incomplete:
        assign_children([one, two], [parts[0], parts[0]])
    assert incomplete.value.details == {"unitsNowhere": 1, "unitsTwice": 1}


def test_households_that_share_a_door_number_get_the_old_unit_before_it() -> None:
    homes = [uuid.uuid4() for _ in range(3)]
    rows = list(zip(homes, ("B1", "B2", "B2"), ("101", "101", "102"), strict=True))
    assert list(free_doors(rows).values()) == ["B1-101", "B2-101", "102"]
