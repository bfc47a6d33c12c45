"""The table says what Casbin says, and says nothing when the policy is broken."""

import dataclasses
import itertools
from collections.abc import Iterator

import casbin
import pytest
from casbin.persist.adapters.string_adapter import StringAdapter
from hypothesis import given
from hypothesis import strategies as st

from authz.actions import ANY, Action, Role
from authz.enforcer import MODEL, Question
from authz.permissions import read_rules
from authz.table import (
    Denial,
    Effect,
    PolicyError,
    Reach,
    Rule,
    Separation,
    base_rules,
    base_table,
    compile_table,
)

ROLES = (Role.COMMUNITY, Role.STREET)
TARGETS = (ANY, "B-W1/street_intake", "B-W1/street_review")
ASKED = (*TARGETS, "B-W9/unheard_of")
ACTIONS = (Action.APPLICATION_FORWARD, Action.APPLICATION_RETURN)


LEVELS = (None, "town", "city")
HELD = ("town", "city", "village", "")
"""Levels a role is held at: two that rules name, one that none does, and one that is not known."""


def _rule(
    role: Role,
    target: str,
    action: Action,
    reach: Reach,
    kind: tuple[Separation, Effect],
    level: str | None,
) -> Rule:
    return Rule(role, target, action, reach, *kind, level=level)


KINDS = ((Separation.NONE, Effect.ALLOW), (Separation.DISTINCT, Effect.ALLOW), (Separation.NONE, Effect.DENY))
rules = st.builds(
    _rule,
    st.sampled_from(ROLES),
    st.sampled_from(TARGETS),
    st.sampled_from(ACTIONS),
    st.sampled_from(Reach),
    st.sampled_from(KINDS),
    st.sampled_from(LEVELS),
)
policies = st.lists(rules, min_size=1, max_size=8)


@given(policies)
def test_table_is_casbin(policy: list[Rule]) -> None:
    """On random policies every answer is the one of a plain Casbin enforcer that holds all the rules."""
    table = compile_table(policy)
    lines = "\n".join(", ".join(("p", *rule.row)) for rule in policy)
    plain = casbin.Enforcer(str(MODEL), StringAdapter(lines))
    for role, target, action, reach, acted, level in everything():
        allowed = plain.enforce(*Question(role, target, action, reach, acted, level).request)
        answer = table.decide(role, target, action, reach=reach, acted=acted, level=level)
        assert (answer is None) == allowed


@given(policies)
def test_targets_are_those_allowed_one_by_one(policy: list[Rule]) -> None:
    table = compile_table(policy)
    for role, action, level in itertools.product(ROLES, ACTIONS, HELD):
        spoken_of = {rule.target for rule in policy if (rule.role, rule.action) == (role, action)}
        one_by_one = {
            target
            for target in {ANY, *spoken_of}
            if table.decide(role, target, action, reach=Reach.SUBTREE, acted=False, level=level) is None
        }
        assert table.targets_allowed(role, action, level=level) == one_by_one


def everything() -> Iterator[tuple[Role, str, Action, Reach, bool, str]]:
    """List every question of these roles, targets, actions and levels."""
    return itertools.product(ROLES, ASKED, ACTIONS, Reach, (False, True), HELD)


@given(policies, rules)
def test_denial_wins_and_only_tightens(policy: list[Rule], extra: Rule) -> None:
    denial = dataclasses.replace(extra, separation=Separation.NONE, effect=Effect.DENY)
    before, after = compile_table(policy), compile_table([*policy, denial])
    for role, target, action, reach, acted, level in everything():
        answer = after.decide(role, target, action, reach=reach, acted=acted, level=level)
        hit = (role, action) == (denial.role, denial.action) and denial.target in (ANY, target)
        if hit and reach <= denial.reach and denial.level in (None, level):
            assert answer is Denial.EXPLICIT
        elif answer is None:
            assert before.decide(role, target, action, reach=reach, acted=acted, level=level) is None


@given(policies)
def test_wider_reach_is_never_allowed_alone(policy: list[Rule]) -> None:
    """Without denials, what is allowed farther away is allowed nearer by."""
    table = compile_table([dataclasses.replace(rule, effect=Effect.ALLOW) for rule in policy])
    for role, target, action, acted, level in itertools.product(ROLES, ASKED, ACTIONS, (False, True), HELD):
        answers = [
            table.decide(role, target, action, reach=reach, acted=acted, level=level) is None
            for reach in Reach
        ]
        assert answers == sorted(answers, reverse=True)


@given(policies, st.randoms())
def test_equal_policies_share_one_table(policy: list[Rule], random: object) -> None:
    shuffled = list(policy)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compile_table(policy) is compile_table(shuffled + policy)
    extra = Rule(Role.PROPERTY, ANY, Action.UNIT_READ, Reach.OWN)
    assert compile_table([*policy, extra]).digest != compile_table(policy).digest


def test_unknown_cells_have_no_rule() -> None:
    for role, action in itertools.product(Role, Action):
        if not any((rule.role, rule.action) == (role, action) for rule in base_rules()):
            answer = base_table().decide(role, "B-W1/naming", action, reach=Reach.OWN, acted=False)
            assert answer is Denial.NO_RULE


def test_denials_are_ordered_by_nearness() -> None:
    assert Denial.NO_RULE < Denial.OTHER_OFFICE < Denial.OUTSIDE_AREA < Denial.ALREADY_ACTED < Denial.EXPLICIT


TOWN = Rule(Role.STREET, TARGETS[1], ACTIONS[0], Reach.SUBTREE, Separation.DISTINCT, level="town")


def test_another_level_is_another_office() -> None:
    """Who holds the role at no level a rule names learns that it is another office's; the others learn the nearest."""
    table = compile_table([TOWN])
    near, far = Reach.SUBTREE, Reach.DISTRICT

    def ask(level: str, reach: Reach, target: str = TARGETS[1], *, acted: bool = False) -> Denial | None:
        return table.decide(Role.STREET, target, ACTIONS[0], reach=reach, acted=acted, level=level)

    assert ask("town", near) is None
    assert ask("town", near, acted=True) is Denial.ALREADY_ACTED
    assert ask("town", far) is Denial.OUTSIDE_AREA
    for level in ("city", ""):
        assert ask(level, near) is Denial.OTHER_OFFICE
        assert ask(level, near, acted=True) is Denial.OTHER_OFFICE
        assert ask(level, far) is Denial.NO_RULE
    assert ask("town", near, TARGETS[2]) is Denial.NO_RULE
    assert table.levels_of(Role.STREET) == {"town"}
    assert table.targets_allowed(Role.STREET, ACTIONS[0], level="town") == {TARGETS[1]}
    assert table.targets_allowed(Role.STREET, ACTIONS[0]) == frozenset()


def test_a_rule_at_a_level_is_read_and_written_as_an_office() -> None:
    line = "p, street@town, B-W1/street_intake, application.forward, subtree, distinct, allow"
    assert read_rules(line) == (TOWN,)
    assert ", ".join(("p", *TOWN.row)) == line
    assert dataclasses.replace(TOWN, level=None).row[0] == "street"


GOOD = "p, street, *, event.close, subtree, none, allow"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("p, street, *, event.close, subtree, none, Deny", "'Deny' is not a valid Effect"),
        ("p, street, *, event.close, subtree, none, ", "'' is not a valid Effect"),
        ("p, mayor, *, event.close, subtree, none, allow", "'mayor' is not a valid Role"),
        ("p, street@, *, event.close, subtree, none, allow", "unknown level ''"),
        ("p, street@Town, *, event.close, subtree, none, allow", "unknown level 'Town'"),
        ("p, street, *, event.shut, subtree, none, allow", "'event.shut' is not a valid Action"),
        ("p, street, *, event.close, county, none, allow", "'county' is not a valid Reach"),
        ("p, street, *, event.close, Subtree, none, allow", "'Subtree' is not a valid Reach"),
        ("p, street, *, event.close, subtree, some, allow", "'some' is not a valid Separation"),
        ("p, street, B-W1*, event.close, subtree, none, allow", "unknown target 'B-W1*'"),
        ("p, street, , event.close, subtree, none, allow", "unknown target ''"),
        ("p, street, *, event.close, subtree, distinct, deny", "a denial has separation 'none'"),
        ("p, street, *, event.close, subtree, allow", "expected p, role"),
        ("g, li, street, a, b, c, d", "expected p, role"),
        (GOOD, "repeats line 1"),
    ],
)
def test_broken_row_is_refused_by_line(row: str, reason: str) -> None:
    """Casbin ignores a misspelt effect silently; we compile nothing from the whole file."""
    assert len(read_rules(f"# note\n\n{GOOD}")) == 1
    with pytest.raises(PolicyError) as refusal:
        read_rules(f"{GOOD}\n# note\n\n{row}")
    assert "line 4" in str(refusal.value)
    assert reason in str(refusal.value)
    assert repr(row) in str(refusal.value)


@pytest.mark.parametrize("text", ["", "\n\n", "# p, street, *, event.close, subtree, none, allow"])
def test_empty_policy_is_refused(text: str) -> None:
    """Casbin would evaluate the matcher with blanks on an empty policy."""
    assert compile_table(read_rules(GOOD)).rules
    with pytest.raises(PolicyError, match="empty"):
        compile_table(read_rules(text))
