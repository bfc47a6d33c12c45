"""Offices against an oracle written by hand: each step, and what was taken over, is done at its own level alone."""

import dataclasses
import itertools
from collections.abc import Iterator

import pytest

from authz.actions import WORKFLOW_ACTIONS, Action, Role
from authz.table import Denial, Effect, Reach, Rule, base_rules, compile_table
from schema.guidelines.guards import decision_table, workflow_rules
from tests.authz.wenlong import two_commands, wenlong

ANYWHERE = ("city", "town", "zone", "enterprise", "")
STEPS = {
    "intake": ("street", ANYWHERE, "forward return"),
    "town_review": ("headquarters", ("town", "zone"), "endorse return reject"),
    "town_review@city_command": ("headquarters", ("city",), "endorse return reject"),
    "naming": ("headquarters", ("city",), "name return reject"),
    "filing": ("commission", ANYWHERE, "record"),
}
"""Who acts, at which levels, and what they may do; an enterprise's own officer applies."""
WITHDRAWN_FROM = ("draft", "intake", "town_review", "naming", "filing")


def expected(role: str, level: str, step: str, verb: str, reach: Reach, acted: bool) -> Denial | None:
    """Say what the table must answer."""
    applies = verb == "withdraw" and step in WITHDRAWN_FROM
    if role == "building_leader" and (
        applies or (step == "draft" and verb in ("assess", "create", "submit"))
    ):
        return Denial.OUTSIDE_AREA if reach is Reach.DISTRICT else None
    decider, levels, verbs = STEPS.get(step, ("nobody", ANYWHERE, ""))
    if role != decider or verb not in verbs.split():
        return Denial.NO_RULE
    if level not in levels:
        return Denial.NO_RULE if reach is Reach.DISTRICT else Denial.OTHER_OFFICE
    if reach is Reach.DISTRICT:
        return Denial.OUTSIDE_AREA
    return Denial.ALREADY_ACTED if acted else None


def wrong(rules: tuple[Rule, ...]) -> Iterator[tuple[object, ...]]:
    """List every question the table of these rules answers otherwise than the oracle."""
    table = compile_table((*base_rules(), *rules))
    for step, action, role, level, reach, acted in itertools.product(
        ("draft", *STEPS), sorted(WORKFLOW_ACTIONS), Role, ANYWHERE, Reach, (False, True)
    ):
        answer = table.decide(role, f"Q-W1/{step}", action, reach=reach, acted=acted, level=level)
        if answer is not expected(role, level, step, action.split(".")[1], reach, acted):
            yield role, level, step, action, reach, acted, answer


RULES = workflow_rules(two_commands())


def test_the_matrix_of_offices_is_the_oracle() -> None:
    assert decision_table(two_commands()).rules == compile_table((*base_rules(), *RULES)).rules
    assert list(wrong(RULES)) == []


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.level], ids=lambda rule: "-".join(rule.row))
def test_every_level_counts(rule: Rule) -> None:
    """A rule of an office that is lost, moved to another level or to the whole role, or turned round, is noticed."""
    others = tuple(one for one in RULES if one != rule)
    level = next(each for each in ANYWHERE if each != rule.level)
    for mutant in (
        (),
        (dataclasses.replace(rule, level=level),),
        (dataclasses.replace(rule, level=None),),
        (dataclasses.replace(rule, effect=Effect.DENY, separation=rule.separation.NONE),),
    ):
        assert list(wrong((*others, *mutant))), mutant


def test_two_steps_of_one_role_share_no_grant() -> None:
    table = decision_table(two_commands())
    for level in ANYWHERE:
        held = [
            table.decide(
                Role.HEADQUARTERS, f"Q-W1/{step}", action, reach=Reach.SUBTREE, acted=False, level=level
            )
            for step, action in (
                ("town_review", Action.APPLICATION_ENDORSE),
                ("naming", Action.APPLICATION_NAME),
            )
        ]
        assert held.count(None) <= 1


def test_guidelines_without_offices_know_no_levels() -> None:
    table = decision_table(wenlong())
    assert {rule.level for rule in table.rules} == {None}
    assert all(table.levels_of(role) == frozenset() for role in Role)
    for role, action in itertools.product(Role, WORKFLOW_ACTIONS):
        targets = table.targets_allowed(role, action)
        assert all(table.targets_allowed(role, action, level=level) == targets for level in ANYWHERE)
