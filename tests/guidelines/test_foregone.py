"""Free conditions: whether one can hold, and whether it can fail, over everything its facts can be."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.guidelines.rules import check
from schema.guidelines.rules.certainty import Certainty, certainty
from schema.guidelines.rules.conditions import Condition, compile_condition
from schema.guidelines.rules.expressions import read_expression
from tests.guidelines.test_keyboard import SOUND

BOTH, NEVER, ALWAYS = Certainty(True, True), Certainty(False, True), Certainty(True, False)


def decided(text: str, *kinds: str) -> Certainty:
    compiled = compile_condition(text)
    assert isinstance(compiled, Condition), compiled
    return certainty(compiled, text, kinds or ("building", "community"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("roster.households > 3", BOTH),
        ("roster.households >= 0", ALWAYS),
        ("roster.households < 0", NEVER),
        ("-roster.residents > 0", NEVER),
        ("tests.days_since < 3 && tests.days_since > 7", NEVER),
        ("tests.days_since > 3 || tests.days_since < 7", ALWAYS),
        ("tests.days_since > 100000", NEVER),
        ("tests.days_since * 2 > 10 && tests.days_since < 3", NEVER),
        ("tests.days_since % 2 == 3", NEVER),
        ("tests.tested * 100 >= tests.due * 90", BOTH),
        ("tests.tested / tests.due > 1", BOTH),
        ("children.titled > children.count", NEVER),
        ("children.titled <= children.count", ALWAYS),
        ("roster.households == roster.households", ALWAYS),
        ("kind == 'building'", BOTH),
        ("kind == 'zone'", NEVER),
        ("kind in ['building', 'community']", ALWAYS),
        ("!(kind == 'building' || kind != 'building')", NEVER),
        ("today >= '2019-01-01'", ALWAYS),
        ("today > '2022-12-01'", BOTH),
        ("today < '2000-01-01'", NEVER),
        ("today == '2022/12/01'", NEVER),
        ("events.case.going_on == 0 ? logs.disinfection.days_since < 3 : true", BOTH),
        ("events.case.going_on < 0 ? true : logs.disinfection.days_since < 0", NEVER),
        ("roster.residents <= 6 * roster.households", BOTH),
        ("events.suspected.going_on == 0 && events.fever.days_since > 2", BOTH),
        ("events.fever.going_on < 0", NEVER),
        ("events.suspected.days_since >= 0", ALWAYS),
    ],
)
def test_what_is_foregone_is_decided(text: str, expected: Certainty) -> None:
    assert decided(text) == expected


def test_more_cases_than_are_looked_at_are_left_open() -> None:
    """Bounded: of a condition too wide to be tried nothing is said, rightly or wrongly."""
    facts = ("roster.households", "roster.residents", "tests.due", "tests.tested", "children.count")
    text = " && ".join(f"{fact} * {fact} % {number} == {number - 1}" for number, fact in enumerate(facts, 61))
    assert decided(text) == BOTH


NUMBERS = st.integers(0, 6).map(str)
TERMS = st.one_of(st.sampled_from(["roster.households", "tests.due"]), NUMBERS)
SUMS = st.builds("{} {} {}".format, TERMS, st.sampled_from("+-*%/"), TERMS)
CLAIMS = st.builds(
    "({} {} {})".format, SUMS | TERMS, st.sampled_from(["<", "<=", "==", "!=", ">"]), SUMS | TERMS
)
WHOLE = st.recursive(
    CLAIMS,
    lambda part: st.builds("({} {} {})".format, part, st.sampled_from(["&&", "||"]), part),
    max_leaves=4,
)


@settings(max_examples=300, deadline=None)
@given(WHOLE)
def test_nothing_is_called_foregone_that_is_not(text: str) -> None:
    """Against the evaluator itself, over small numbers: whatever it finds was said to be possible."""
    condition = compile_condition(text)
    if not isinstance(condition, Condition):
        return
    can_hold, can_fail = certainty(condition, text, ("building",))
    assert can_hold or can_fail
    for households, due in product(range(15), repeat=2):
        if condition.holds({"roster.households": households, "tests.due": due}):
            assert can_hold, (households, due)
        else:
            assert can_fail, (households, due)


@pytest.mark.parametrize(
    "text", ["size(kind) > 1", "kind.startsWith('b')", "[1, 2].all(x, x > 0)", "kind == 'a\\n'"]
)
def test_what_is_not_read_is_not_decided(text: str) -> None:
    assert read_expression(text) is None


def said(holds: str, kinds: str = "[building]") -> list[tuple[str, str, str]]:
    check_ = f'{{kind: condition, requires: 条件, holds: "{holds}"}}'
    added = f"  - {{id: S-q, title: 条件, guidance: 条件。, applies_to: {kinds}, check: {check_}}}\n"
    faults = check(SOUND.replace("processes:\n", added + "processes:\n", 1)).faults
    return [(fault.path, fault.severity, fault.message) for fault in faults]


def test_the_check_tells_what_is_foregone() -> None:
    place = "criteria[2].check.holds"
    assert said("tests.days_since < 3") == []
    assert said("tests.days_since < 0") == [(place, "error", "S-q 的条件对楼栋永远不成立。")]
    assert said("tests.days_since >= 0") == [(place, "warning", "S-q 的条件恒成立，等于没有要求。")]


def test_a_condition_must_be_possible_for_each_kind() -> None:
    """One that only some kinds can meet is wrong for the others; that some always do is what it may say."""
    both = "[district, building]"
    assert said("kind == 'building' && tests.days_since < 3", both) == [
        ("criteria[2].check.holds", "error", "S-q 的条件对区永远不成立。")
    ]
    assert said("kind == 'district' || tests.days_since < 3", both) == []
