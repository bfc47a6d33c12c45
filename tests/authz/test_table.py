"""The table says what Casbin says, and says nothing when the policy is broken."""

import dataclasses
import itertools

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


def _rule(role: Role, target: str, action: Action, reach: Reach, kind: tuple[Separation, Effect]) -> Rule:
    return Rule(role, target, action, reach, *kind)


KINDS = ((Separation.NONE, Effect.ALLOW), (Separation.DISTINCT, Effect.ALLOW), (Separation.NONE, Effect.DENY))
rules = st.builds(
    _rule,
    st.sampled_from(ROLES),
    st.sampled_from(TARGETS),
    st.sampled_from(ACTIONS),
    st.sampled_from(Reach),
    st.sampled_from(KINDS),
)
policies = st.lists(rules, min_size=1, max_size=8)


@given(policies)
def test_table_is_casbin(policy: list[Rule]) -> None:
    """On random policies every answer is the one of a plain Casbin enforcer that holds all the rules."""
    table = compile_table(policy)
    lines = "\n".join(", ".join(("p", *rule.row)) for rule in policy)
    plain = casbin.Enforcer(str(MODEL), StringAdapter(lines))
    for role, target, action, reach, acted in itertools.product(ROLES, ASKED, ACTIONS, Reach, (False, True)):
        allowed = plain.enforce(*Question(role, target, action, reach, acted).request)
        assert (table.decide(role, target, action, reach=reach, acted=acted) is None) == allowed


@given(policies, rules)
def test_denial_wins_and_only_tightens(policy: list[Rule], extra: Rule) -> None:
    denial = dataclasses.replace(extra, separation=Separation.NONE, effect=Effect.DENY)
    before, after = compile_table(policy), compile_table([*policy, denial])
    for role, target, action, reach, acted in itertools.product(ROLES, ASKED, ACTIONS, Reach, (False, True)):
        answer = after.decide(role, target, action, reach=reach, acted=acted)
        hit = (role, action) == (denial.role, denial.action) and denial.target in (ANY, target)
        if hit and reach <= denial.reach:
            assert answer is Denial.EXPLICIT
        elif answer is None:
            assert before.decide(role, target, action, reach=reach, acted=acted) is None


@given(policies)
def test_wider_reach_is_never_allowed_alone(policy: list[Rule]) -> None:
    """Without denials, what is allowed farther away is allowed nearer by."""
    table = compile_table([dataclasses.replace(rule, effect=Effect.ALLOW) for rule in policy])
    for role, target, action, acted in itertools.product(ROLES, ASKED, ACTIONS, (False, True)):
        answers = [table.decide(role, target, action, reach=reach, acted=acted) is None for reach in Reach]
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
    assert Denial.NO_RULE < Denial.OUTSIDE_AREA < Denial.ALREADY_ACTED < Denial.EXPLICIT


GOOD = "p, street, *, event.close, subtree, none, allow"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("p, street, *, event.close, subtree, none, Deny", "'Deny' is not a valid Effect"),
        ("p, street, *, event.close, subtree, none, ", "'' is not a valid Effect"),
        ("p, mayor, *, event.close, subtree, none, allow", "'mayor' is not a valid Role"),
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
