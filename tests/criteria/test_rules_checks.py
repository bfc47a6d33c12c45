"""Machine checks against oracles written by hand: B-a … B-g, B-i, B-k, B-m … B-o, questions 1 … 7."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.criteria.rules import run_check
from schema.criteria.rules.facts import ChildFact, EventFact, RosterFact, TestRoundFact, UnitFacts
from schema.guidelines.rules.format import (
    ChildrenCheck,
    ChildrenMode,
    LogCheck,
    NoneOfCheck,
    PetitionCheck,
    RosterCheck,
    SpecialGroupsCheck,
    TestRoundsCheck,
    WindowCheck,
)
from schema.petitions.rules import Tally

ON = date(2022, 11, 20)
FACTS = UnitFacts(ON, "building")
EIGHT_DAYS = WindowCheck(kind="window", events=("case", "asymptomatic"), days=8)
KINDS = st.sampled_from(["case", "asymptomatic", "close_contact", "risk_zone"])
DAYS = st.integers(0, 30).map(lambda days: ON - timedelta(days=days))


def case(reported_on: date, *, in_central_quarantine: bool = False, above: bool = False) -> EventFact:
    return EventFact("case", reported_on, reported_on, None, in_central_quarantine, above)


@st.composite
def events(draw: st.DrawFn) -> EventFact:
    occurred_on = draw(DAYS)
    reported_on = min(ON, occurred_on + timedelta(days=draw(st.integers(0, 5))))
    ended_on = draw(st.none() | st.integers(0, 40).map(lambda days: occurred_on + timedelta(days=days)))
    return EventFact(
        draw(KINDS), occurred_on, reported_on, ended_on, draw(st.booleans()), draw(st.booleans())
    )


def test_b_a_question_1_the_last_case_of_12_november_passes_on_the_20th() -> None:
    facts = replace(FACTS, events=(case(date(2022, 11, 12)),))
    for day in range(12, 20):
        result = run_check(EIGHT_DAYS, replace(facts, on=date(2022, 11, day)))
        assert (result.passed, result.missing, result.eligible_from) == (False, 20 - day, ON)
    assert run_check(EIGHT_DAYS, facts).passed
    assert "还差1天" in run_check(EIGHT_DAYS, replace(facts, on=date(2022, 11, 19))).message


def test_b_a_a_unit_that_never_had_a_case_passes() -> None:
    assert run_check(EIGHT_DAYS, FACTS).passed


def test_b_a_question_1_the_basis_of_the_window_is_the_schemes_choice() -> None:
    late = replace(FACTS, events=(EventFact("case", date(2022, 11, 10), date(2022, 11, 15)),))
    assert not run_check(EIGHT_DAYS, late).passed
    assert run_check(EIGHT_DAYS.model_copy(update={"basis": "occurred"}), late).passed


def test_b_a_question_3_a_case_found_in_central_quarantine_counts_only_if_the_scheme_says_so() -> None:
    facts = replace(FACTS, events=(case(ON, in_central_quarantine=True),))
    assert run_check(EIGHT_DAYS, facts).passed
    assert not run_check(EIGHT_DAYS.model_copy(update={"count_central_quarantine": True}), facts).passed


def test_b_a_a_case_above_is_no_case_of_the_unit() -> None:
    assert run_check(EIGHT_DAYS, replace(FACTS, events=(case(ON, above=True),))).passed


@given(st.lists(events(), max_size=6), st.integers(1, 20))
def test_b_a_the_window_passes_exactly_when_no_day_of_it_has_an_event(
    happened: list[EventFact], days: int
) -> None:
    check = EIGHT_DAYS.model_copy(update={"days": days})
    window = {ON - timedelta(days=age) for age in range(days)}
    inside = [
        event
        for event in happened
        if event.kind in {"case", "asymptomatic"}
        and not event.above
        and not event.in_central_quarantine
        and event.reported_on in window
    ]
    facts = replace(FACTS, events=tuple(happened))
    result = run_check(check, facts)
    assert result.passed is (not inside)
    if result.eligible_from is not None:
        assert result.eligible_from == ON + timedelta(days=result.missing or 0)
        assert run_check(check, replace(facts, on=result.eligible_from)).passed
        assert not run_check(check, replace(facts, on=result.eligible_from - timedelta(days=1))).passed


@pytest.mark.parametrize("kind", ["close_contact", "home_quarantine", "key_area_returnee"])
def test_b_b_b_c_b_d_question_2_a_state_counts_until_the_day_it_ends(kind: str) -> None:
    check = NoneOfCheck(kind="none_of", events=(kind,))
    state = EventFact(kind, ON - timedelta(days=90), ON - timedelta(days=90))
    for ended_on, passed in ((None, False), (ON + timedelta(days=1), False), (ON, True)):
        result = run_check(check, replace(FACTS, events=(replace(state, ended_on=ended_on),)))
        assert result.passed is passed
        assert result.missing == (None if passed else 1)


def test_b_e_a_zone_over_a_unit_above_covers_it() -> None:
    zone = replace(FACTS, events=(EventFact("risk_zone", ON, ON, above=True),))
    check = NoneOfCheck(kind="none_of", events=("risk_zone", "temporary_control_zone"), ancestors=True)
    assert not run_check(check, zone).passed
    assert run_check(check.model_copy(update={"ancestors": False}), zone).passed


@given(st.lists(events(), max_size=6), st.booleans())
def test_b_b_to_b_e_none_may_be_going_on(happened: list[EventFact], ancestors: bool) -> None:
    check = NoneOfCheck(kind="none_of", events=("close_contact", "risk_zone"), ancestors=ancestors)
    open_now = sum(
        event.kind in check.events
        and (event.ended_on is None or event.ended_on > ON)
        and (ancestors or not event.above)
        for event in happened
    )
    result = run_check(check, replace(FACTS, events=tuple(happened)))
    assert (result.passed, result.missing or 0) == (open_now == 0, open_now)


def test_question_3_an_infection_never_ends_and_one_in_quarantine_is_not_the_units() -> None:
    never = NoneOfCheck(kind="none_of", events=("case",))
    old = case(date(2021, 1, 1))
    assert not run_check(never, replace(FACTS, events=(old,))).passed
    assert run_check(never, replace(FACTS, events=(replace(old, in_central_quarantine=True),))).passed


CHILDREN = st.lists(
    st.builds(
        ChildFact,
        code=st.sampled_from(["b1", "b2"]),
        kind=st.sampled_from(["building", "group", "shop"]),
        titled=st.booleans(),
        met_on=st.none() | st.integers(-2, 12).map(lambda days: ON - timedelta(days=days)),
    ),
    max_size=5,
)
MODES: list[ChildrenMode] = ["ALL_TITLED", "ALL_MEET", "ALL_TITLED_OR_ALL_MEET", "EACH_TITLED_OR_MEETS"]


@given(CHILDREN, st.sampled_from(MODES), st.integers(0, 10))
def test_b_f_question_6_each_mode_says_what_it_is_called(
    children: list[ChildFact], mode: ChildrenMode, days: int
) -> None:
    check = ChildrenCheck(kind="children", mode=mode, kinds=("building", "group"), meets_within_days=days)
    counted = [child for child in children if child.kind != "shop"]
    titled = [child.titled for child in counted]
    meets = [
        child.met_on is not None and child.met_on <= ON <= child.met_on + timedelta(days=days)
        for child in counted
    ]
    expected = {
        "ALL_TITLED": all(titled),
        "ALL_MEET": all(meets),
        "ALL_TITLED_OR_ALL_MEET": all(titled) or all(meets),
        "EACH_TITLED_OR_MEETS": all(a or b for a, b in zip(titled, meets, strict=True)),
    }[mode]
    result = run_check(check, replace(FACTS, children=tuple(children)))
    assert result.passed is (bool(counted) and expected)
    if counted and not result.passed:
        assert 1 <= (result.missing or 0) <= len(counted)


@given(CHILDREN)
def test_b_f_question_6_naming_a_child_never_takes_the_parents_pass_away(children: list[ChildFact]) -> None:
    for mode in MODES:
        check = ChildrenCheck(kind="children", mode=mode, kinds=("building", "group"))
        before = run_check(check, replace(FACTS, children=tuple(children)))
        named = tuple(replace(child, titled=True, met_on=ON) for child in children)
        assert not before.passed or run_check(check, replace(FACTS, children=named)).passed


def test_question_6_mode_none_asks_nothing() -> None:
    assert run_check(ChildrenCheck(kind="children", mode="NONE", kinds=("building",)), FACTS).passed


@pytest.mark.parametrize("mode", MODES)
def test_question_7_a_parent_without_a_counted_child_does_not_pass(mode: ChildrenMode) -> None:
    check = ChildrenCheck(kind="children", mode=mode, kinds=("building",))
    other = ChildFact("s", "shop", titled=True, met_on=ON)
    assert not run_check(check, replace(FACTS, children=(other,))).passed


def test_b_k_the_petition_tells_how_many_are_missing() -> None:
    check = PetitionCheck(kind="petition")
    tally = Tally(roll=101, signed=98, vacant=1, vacancy_claimed=1, pending=1)
    result = run_check(check, replace(FACTS, petition=tally))
    assert (result.passed, result.missing) == (False, 2)
    assert result.message == "还差2户（1户未答复、1户空置待核实）"
    assert run_check(check, replace(FACTS, petition=Tally(roll=101, signed=100, vacant=1))).passed
    assert run_check(PetitionCheck(kind="petition", percent=98), replace(FACTS, petition=tally)).passed


@pytest.mark.parametrize("tally", [None, Tally(0), Tally(2, vacant=2)])
def test_b_k_question_7_no_petition_and_an_empty_roll_do_not_pass(tally: Tally | None) -> None:
    assert not run_check(PetitionCheck(kind="petition", percent=1), replace(FACTS, petition=tally)).passed


GOOD_ROSTER = RosterFact(households=10, oldest_verification=ON - timedelta(days=30), residents=25)


@pytest.mark.parametrize(
    ("roster", "passed", "missing"),
    [
        (GOOD_ROSTER, True, None),
        (replace(GOOD_ROSTER, unverified=2), False, 2),
        (replace(GOOD_ROSTER, occupied_without_residents=1), False, 1),
        (replace(GOOD_ROSTER, oldest_verification=ON - timedelta(days=31)), False, None),
        (RosterFact(), False, None),
        (RosterFact(households=3, oldest_verification=ON), False, None),
    ],
)
def test_b_g_question_7_the_roster_is_complete(roster: RosterFact, passed: bool, missing: int | None) -> None:
    check = RosterCheck(kind="roster", verified_within_days=30)
    result = run_check(check, replace(FACTS, roster=roster))
    assert (result.passed, result.missing) == (passed, missing)
    assert result.message


@pytest.mark.parametrize(
    ("roster", "passed", "missing"),
    [
        (replace(GOOD_ROSTER, in_special_groups=3), True, None),
        (replace(GOOD_ROSTER, not_asked_for_special_groups=1, needs_not_recorded=2), False, 3),
        (RosterFact(), False, None),
    ],
)
def test_b_o_everybody_was_asked_and_needs_are_recorded(
    roster: RosterFact, passed: bool, missing: int | None
) -> None:
    result = run_check(SpecialGroupsCheck(kind="special_groups"), replace(FACTS, roster=roster))
    assert (result.passed, result.missing) == (passed, missing)


def test_b_m_b_n_the_weekly_log_counts_the_last_seven_days_with_today() -> None:
    weekly = LogCheck(kind="log", log="disinfection", every_days=7)
    for days, passed in ((0, True), (6, True), (7, False), (-1, False)):
        facts = replace(FACTS, logs={"disinfection": (ON - timedelta(days=days),)})
        assert run_check(weekly, facts).passed is passed
    assert not run_check(weekly, replace(FACTS, logs={"waste_clearance": (ON,)})).passed


@given(st.sets(st.integers(0, 40)), st.integers(1, 10), st.integers(1, 4))
def test_b_n_every_span_has_its_entry(ages: set[int], every_days: int, periods: int) -> None:
    check = LogCheck(kind="log", log="disinfection", every_days=every_days, periods=periods)
    spans = [range(span * every_days, (span + 1) * every_days) for span in range(periods)]
    empty = sum(not ages.intersection(span) for span in spans)
    facts = replace(FACTS, logs={"disinfection": tuple(ON - timedelta(days=age) for age in ages)})
    result = run_check(check, facts)
    assert (result.passed, result.missing or 0) == (empty == 0, empty)


def test_b_n_several_times_a_day_is_asked_of_each_day() -> None:
    """Twice a day over two days: three times on one do not make up for one on the other."""
    twice = LogCheck(kind="log", log="waste_clearance", every_days=1, periods=2, times=2)
    yesterday = ON - timedelta(days=1)
    for days, missing in (
        ((ON, ON, yesterday, yesterday), 0),
        ((ON, yesterday, yesterday), 1),
        ((ON, yesterday, yesterday, yesterday), 1),
        ((), 2),
    ):
        result = run_check(twice, replace(FACTS, logs={"waste_clearance": days}))
        assert (result.passed, result.missing or 0) == (missing == 0, missing)
    assert "2次" in run_check(twice, FACTS).required


def test_b_i_test_rounds_reach_their_coverage_in_time() -> None:
    check = TestRoundsCheck(kind="test_rounds", within_days=7, rounds=2, percent=95)
    good = TestRoundFact(ON, 100, 95)
    for other, passed in (
        (TestRoundFact(ON - timedelta(days=6), 20, 19), True),
        (TestRoundFact(ON - timedelta(days=7), 20, 20), False),
        (TestRoundFact(ON, 100, 94), False),
        (TestRoundFact(ON, 0, 0), False),
        (TestRoundFact(ON + timedelta(days=1), 20, 20), False),
    ):
        result = run_check(check, replace(FACTS, test_rounds=(good, other)))
        assert (result.passed, result.missing) == (passed, None if passed else 1)
