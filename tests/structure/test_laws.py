"""The laws of the house hold, and exemptions from them are still needed."""

from tests.structure import laws
from tests.structure.code import modules

MODULES = modules()


def test_rules_make_no_time_and_no_ids() -> None:
    assert list(laws.clocks_in_rules(MODULES)) == []


def test_statements_are_put_by_repositories_alone() -> None:
    assert list(laws.statements_elsewhere(MODULES)) == []


def test_there_is_one_door_for_each_row() -> None:
    sharing = {module for module, _ in laws.foreign_tables(MODULES)}
    assert sharing == set(laws.SHARED_STATEMENTS)


def test_no_answer_is_asserted() -> None:
    assert list(laws.assertions(MODULES)) == []


def test_no_resolver_is_a_coroutine_that_waits_for_nothing() -> None:
    assert list(laws.idle_resolvers(MODULES)) == []
