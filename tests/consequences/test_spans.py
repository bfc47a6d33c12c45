"""How long an event breaks a criterion agrees, day by day, with the check of the evaluation."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schema.consequences.rules import broken_span
from schema.criteria.rules import run_check
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.events.rules import CONTROLLABLE, INFECTIONS, EventKind
from schema.guidelines.rules.format import LengthChange, NoneOfCheck, WindowCheck
from schema.guidelines.rules.vocabulary import Vocabulary

START = date(2022, 11, 1)
ALLOWED = ["close_contact", "key_area_returnee", "suspected", "near", "far"]
WORDS = Vocabulary(controls={"near": ("central", "home"), "far": ("monitored",)})
DAYS = st.integers(0, 25).map(lambda days: START + timedelta(days=days))


@st.composite
def events(draw: st.DrawFn) -> EventFact:
    kind = draw(st.sampled_from(EventKind))
    occurred, reported, ended = sorted((draw(DAYS), draw(DAYS), draw(DAYS)))
    return EventFact(
        kind=kind,
        occurred_on=occurred,
        reported_on=reported,
        ended_on=ended if kind not in INFECTIONS and draw(st.booleans()) else None,
        in_central_quarantine=kind in CONTROLLABLE and draw(st.booleans()),
        above=draw(st.booleans()),
        event_class=draw(st.sampled_from([None, "near", "far"])),
        control=draw(st.none() | st.sampled_from(["home", "monitored"])),
    )


@st.composite
def windows(draw: st.DrawFn) -> WindowCheck:
    shorter = draw(st.booleans())
    return WindowCheck(
        kind="window",
        events=tuple(draw(st.sets(st.sampled_from(list(EventKind)), min_size=1))),
        days=8,
        changes=(LengthChange(since=draw(DAYS), days=5),) if shorter else (),
        basis=draw(st.sampled_from(["reported", "occurred", "ended"])),
        count_central_quarantine=draw(st.booleans()),
    )


@st.composite
def states(draw: st.DrawFn) -> NoneOfCheck:
    return NoneOfCheck(
        kind="none_of",
        events=tuple(draw(st.sets(st.sampled_from(list(EventKind)), min_size=1))),
        ancestors=draw(st.booleans()),
        allowed_if_controlled=tuple(draw(st.sets(st.sampled_from(ALLOWED)))),
    )


@given(st.one_of(windows(), states()), events(), DAYS)
def test_question_1_to_3_the_span_is_the_days_on_which_the_check_fails(
    check: WindowCheck | NoneOfCheck, event: EventFact, since: date
) -> None:
    span = broken_span(check, event, since, WORDS)
    days = [since + timedelta(days=number) for number in range(60)]
    failing = [
        day for day in days if not run_check(check, UnitFacts(day, "building", events=(event,)), WORDS).passed
    ]
    assert [day for day in days if span is not None and span.covers(day)] == failing
