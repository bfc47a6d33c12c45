"""Registers that imports fill: few, and each holds what the schema says it has to."""

from types import ModuleType

import pytest
from graphql import GraphQLInterfaceType

import schema.notifications.graphql as notifications
from schema.frame import added_fields, node, operation
from schema.frame.added_fields import attach
from schema.notifications.operations.delivery import deliver
from schema.petition_answers.operations.living import count_reinstated
from schema.root import official_schema
from schema.supervision.operations import follow_names


def test_whatever_has_a_global_id_can_be_read_by_it() -> None:
    interface = official_schema._schema.type_map["Node"]
    assert isinstance(interface, GraphQLInterfaceType)
    kinds = {kind.name for kind in official_schema._schema.get_possible_types(interface)}
    assert set(node._FETCHERS) == kinds


def test_names_above_follow_and_what_is_told_is_addressed_before_each_commit() -> None:
    """Whoever follows may tell, so what is told is addressed last."""
    assert list(operation._BEFORE_COMMIT) == [count_reinstated, follow_names, deliver]


def test_fields_are_attached_by_whoever_declares_them() -> None:
    declared = {target.__name__ for fields in added_fields._DECLARED.values() for target, _ in fields}
    assert {"Unit", "Viewer", "Application"} <= declared


@pytest.mark.parametrize("modules", [[], [notifications], [ModuleType("of_nobody")]])
def test_a_module_left_out_stops_the_start(modules: list[ModuleType]) -> None:
    with pytest.raises(LookupError, match="differ"):
        attach(modules)
