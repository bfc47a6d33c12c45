"""The whole matrix against the hand-written oracle, and the proof that each row of the policy counts."""

import dataclasses
from collections.abc import Iterator

import pytest

from authz.actions import ANY, WORKFLOW_ACTIONS, Action, Role
from authz.table import Effect, Reach, Rule, Separation, base_rules, base_table, compile_table
from schema.guidelines.guards import decision_table, workflow_rules
from tests.authz.matrix import COMMAND, FILE, render, targets
from tests.authz.oracle import expected
from tests.authz.wenlong import wenlong

RULES = (*base_rules(), *workflow_rules(wenlong()))
SENTINEL = Rule(Role.PLATFORM_OPERATOR, "Z-0/nowhere", Action.APPLICATION_RECORD, Reach.OWN)


def differences(rules: tuple[Rule, ...], role: Role, action: Action) -> Iterator[tuple[str, Reach, bool]]:
    """List where a table of these rules and the oracle disagree on a role and an action."""
    table = compile_table((SENTINEL, *rules))
    for target, asked in targets(wenlong()):
        for reach in Reach if asked is action else ():
            for acted in (False, True):
                answer = table.decide(role, target, action, reach=reach, acted=acted)
                if answer != expected(role, target, action, reach, acted):
                    yield target, reach, acted


@pytest.mark.parametrize("role", Role)
def test_matrix_is_the_oracle(role: Role) -> None:
    """B-W1, B-W2, B-W3, B-W4: every role, step, action, reach and prior part answers as it should."""
    table = decision_table(wenlong())
    for target, action in targets(wenlong()):
        for reach in Reach:
            for acted in (False, True):
                asked = (role, target, action, reach, acted)
                answer = table.decide(role, target, action, reach=reach, acted=acted)
                assert answer == expected(*asked), asked


def test_matrix_file_is_current() -> None:
    assert FILE.read_text("utf-8") == render(), (
        f"authz/matrix.txt is stale: run `{COMMAND}` and review the diff"
    )


def mutants(rule: Rule) -> Iterator[tuple[Rule, ...]]:
    """Delete a rule, or change one of its fields."""
    yield ()
    other = Role.TENANT_ADMINISTRATOR if rule.role is Role.PLATFORM_OPERATOR else Role.PLATFORM_OPERATOR
    yield (dataclasses.replace(rule, role=other),)
    yield (dataclasses.replace(rule, effect=Effect.DENY, separation=Separation.NONE),)
    yield from ((dataclasses.replace(rule, reach=reach),) for reach in Reach if reach is not rule.reach)
    flipped = Separation.NONE if rule.separation is Separation.DISTINCT else Separation.DISTINCT
    yield (dataclasses.replace(rule, separation=flipped),)
    if rule.target != ANY:
        yield (dataclasses.replace(rule, target="Z-0/nowhere"),)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: "-".join(rule.row))
def test_every_permission_counts(rule: Rule) -> None:
    """Deleting or changing any row of the policy, or any permission of a step, changes the matrix."""
    group = tuple(one for one in RULES if (one.role, one.action) == (rule.role, rule.action))
    others = tuple(one for one in group if one != rule)
    assert not list(differences(group, rule.role, rule.action))
    for mutant in mutants(rule):
        assert list(differences((*others, *mutant), rule.role, rule.action)), mutant


def test_base_table_knows_no_workflow() -> None:
    assert not [rule for rule in base_table().rules if rule.action in WORKFLOW_ACTIONS]
    assert {rule.target for rule in base_table().rules} == {ANY}


def test_workflow_permissions_are_all_about_steps() -> None:
    for rule in workflow_rules(wenlong()):
        assert rule.action in WORKFLOW_ACTIONS
        assert rule.target != ANY


@pytest.mark.parametrize(
    "action", [Action.HOUSEHOLD_READ, Action.HOUSEHOLD_REGISTER, Action.PETITION_READ_ROLL]
)
def test_residents_are_for_those_who_keep_the_roll(action: Action) -> None:
    """Neighbours' signatures and households never reach commission, headquarters or administrators."""
    holders = {rule.role for rule in RULES if rule.action is action}
    assert holders <= {Role.BUILDING_LEADER, Role.COMMUNITY, Role.PROPERTY, Role.STREET}
    assert (Role.STREET in holders) == (action is Action.HOUSEHOLD_READ)


def test_worklist_targets_are_the_rows_of_the_matrix() -> None:
    table = decision_table(wenlong())
    for role in Role:
        for action in WORKFLOW_ACTIONS:
            listed = table.targets_allowed(role, action)
            one_by_one = {
                target
                for target, asked in targets(wenlong())
                if asked is action
                and table.decide(role, target, action, reach=Reach.SUBTREE, acted=False) is None
            }
            assert listed == one_by_one
