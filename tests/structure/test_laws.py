"""The laws of the house hold, and exemptions from them are still needed."""

import pytest

from tests.structure import laws
from tests.structure.code import Module, modules


@pytest.fixture(scope="module")
def house() -> list[Module]:
    """Read every module once."""
    return modules()


def test_rules_make_no_time_and_no_ids(house: list[Module]) -> None:
    assert list(laws.clocks_in_rules(house)) == []


def test_statements_are_put_by_repositories_alone(house: list[Module]) -> None:
    assert list(laws.statements_elsewhere(house)) == []


def test_there_is_one_door_for_each_row(house: list[Module]) -> None:
    sharing = {module for module, _ in laws.foreign_tables(house)}
    assert sharing == set(laws.SHARED_STATEMENTS)


def test_no_answer_is_asserted(house: list[Module]) -> None:
    assert list(laws.assertions(house)) == []


def test_no_text_calls_a_role_by_hand(house: list[Module]) -> None:
    """B-W1: the guideline's own labels win in every text, and where it has none all texts use one word."""
    spoken = [*house, *modules(package="admin_ui"), *modules(package="authz")]
    assert list(laws.roles_by_hand(spoken)) == []


def test_no_resolver_is_a_coroutine_that_waits_for_nothing(house: list[Module]) -> None:
    assert list(laws.idle_resolvers(house)) == []
