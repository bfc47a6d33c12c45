"""Free conditions: what compiles is evaluated in bounded time, and nothing raises or hangs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schema.criteria.rules import run_check
from schema.criteria.rules.conditions import values_of
from schema.criteria.rules.facts import ChildFact, EventFact, RosterFact, TestRoundFact, UnitFacts
from schema.criteria.rules.inputs import inputs_of
from schema.guidelines.rules.conditions import FACTS, NEVER, Condition, compile_condition, facts_in
from schema.guidelines.rules.format import ConditionCheck
from schema.guidelines.rules.vocabulary import Vocabulary
from schema.petitions.rules import Tally

ON = date(2022, 11, 20)
YESTERDAY = ON - timedelta(days=1)
FACTS_OF_A_UNIT = UnitFacts(
    ON,
    "building",
    events=(
        EventFact("close_contact", YESTERDAY, YESTERDAY),
        EventFact("case", YESTERDAY, YESTERDAY, above=True),
    ),
    roster=RosterFact(households=20, residents=50),
    logs={"disinfection": (YESTERDAY,)},
    test_rounds=(TestRoundFact(YESTERDAY, 50, 49),),
    children=(ChildFact("A", "entrance", True), ChildFact("B", "entrance", False)),
)


def check(holds: str) -> ConditionCheck:
    return ConditionCheck(kind="condition", holds=holds, requires="说明")


def compiled(expression: str) -> Condition:
    condition = compile_condition(expression)
    assert isinstance(condition, Condition), condition
    return condition


@pytest.mark.parametrize(
    ("holds", "expected"),
    [
        ("roster.residents <= 3 * roster.households", True),
        ("roster.residents > 3 * roster.households", False),
        ("events.close_contact.going_on == 0", False),
        ("events.case.going_on == 0 && events.case.days_since >= 8", True),
        ("tests.tested * 100 >= 98 * tests.due && tests.days_since <= 1", True),
        ("kind in ['building', 'compound'] ? children.titled * 2 >= children.count : true", True),
        ("today >= '2022-11-11' || roster.unverified > 0", True),
        ("logs.disinfection.days_since < 7 && !(logs.waste_clearance.days_since < 7)", True),
        ("petition.signed == petition.denominator", True),
    ],
)
def test_conditions_hold_by_the_facts(holds: str, expected: bool) -> None:
    result = run_check(check(holds), FACTS_OF_A_UNIT)
    assert (result.passed, result.required) == (expected, "说明")


def test_a_condition_explains_itself_by_the_facts_it_names() -> None:
    holds = "roster.residents > 3 * roster.households && kind != 'roster.unverified'"
    words = Vocabulary(kinds={"building": "楼栋"})
    result = run_check(check(holds), FACTS_OF_A_UNIT, words)
    assert result.measured == "登记人数 50、户数 20、单元类型 楼栋"
    assert inputs_of(check(holds), FACTS_OF_A_UNIT, words)[1:] == (
        ("登记人数", "50"),
        ("户数", "20"),
        ("单元类型", "楼栋"),
    )


@pytest.mark.parametrize("holds", ["1 / roster.unverified > 0", "roster.residents * 9223372036854775807 > 0"])
def test_what_cannot_be_computed_does_not_pass(holds: str) -> None:
    result = run_check(check(holds), FACTS_OF_A_UNIT)
    assert not result.passed
    assert "无法计算" in result.message


@pytest.mark.parametrize(
    ("holds", "says"),
    [
        ("roster.household > 1", "没有 roster.household 这个事实"),
        ("roster.households > 'a'", "类型不符"),
        ("roster.households + 1", "应为是或否"),
        ("true", "没有用到任何事实"),
        ("'roster.households' == 'a' // kind", "没有用到任何事实"),
        ("roster.households >", "写法有误"),
        ("kind.matches('a*')", "没有 matches"),
        ("[1, 2].exists(x, x == roster.households)", "没有"),
        ("(" * 60 + "kind == ''" + ")" * 60, "嵌套过深"),
    ],
)
def test_what_does_not_compile_is_told_in_words(holds: str, says: str) -> None:
    assert says in str(compile_condition(holds))
    assert not run_check(check(holds), FACTS_OF_A_UNIT).passed


def test_every_declared_fact_has_a_value_of_its_type() -> None:
    for facts in (
        FACTS_OF_A_UNIT,
        replace(FACTS_OF_A_UNIT, petition=Tally(roll=5)),
        UnitFacts(ON, "building"),
    ):
        values = values_of(facts)
        assert {name: {int: "int", str: "string"}[type(value)] for name, value in values.items()} == FACTS
    for name, type_ in FACTS.items():
        zero = "0" if type_ == "int" else "''"
        assert compiled(f"{name} == {zero} || {name} != {zero}").holds(values) is True
        assert facts_in(name) == (name,)
    assert values["events.case.days_since"] == NEVER


NUMBERS = st.sampled_from([name for name, kind in FACTS.items() if kind == "int"]) | st.integers(
    -(2**63), 2**63 - 1
).map(str)
ARITHMETIC = st.recursive(
    NUMBERS,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/%"), inner).map(lambda parts: f"({' '.join(parts)})"),
    max_leaves=6,
)
COMPARISONS = st.tuples(ARITHMETIC, st.sampled_from(["==", "<", ">=", "!="]), ARITHMETIC).map(" ".join)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(lambda parts: f"({' '.join(parts)})")
        | inner.map(lambda condition: f"!({condition})")
        | st.tuples(inner, inner, inner).map(lambda parts: f"({parts[0]} ? {parts[1]} : {parts[2]})")
    ),
    max_leaves=5,
)
PIECES = st.sampled_from(
    [*FACTS, "&&", "||", "(", ")", "!", "==", "in", "[", "]", "1", "'a'", "?", ":", ".", "{", "}"]
)
NONSENSE = st.lists(PIECES, max_size=20).map(" ".join) | st.text(max_size=60)
COUNTS = st.integers(0, 10**9)
UNITS = st.builds(
    UnitFacts,
    on=st.just(ON),
    kind=st.sampled_from(["building", "village"]),
    events=st.lists(
        st.builds(EventFact, st.sampled_from(["case", "risk_zone"]), st.just(YESTERDAY), st.just(YESTERDAY)),
        max_size=2,
    ).map(tuple),
    roster=st.builds(RosterFact, households=COUNTS, residents=COUNTS, unverified=COUNTS),
)


def try_condition(expression: str, facts: UnitFacts) -> None:
    """Neither compiling nor evaluating raises; what compiles answers yes, no, or that it cannot be computed."""
    condition = compile_condition(expression)
    result = run_check(check(expression[:400] or "?"), facts)
    if isinstance(condition, Condition):
        assert condition.holds(values_of(facts)) in {True, False, None}
        assert result.message
    else:
        assert condition


@given(CONDITIONS | NONSENSE, UNITS)
def test_no_condition_raises_or_hangs(expression: str, facts: UnitFacts) -> None:
    try_condition(expression, facts)


@pytest.mark.campaign
@settings(max_examples=100_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(CONDITIONS | NONSENSE, UNITS)
def test_campaign_no_condition_raises_or_hangs(expression: str, facts: UnitFacts) -> None:
    """A hundred thousand random conditions on random facts."""
    try_condition(expression, facts)
