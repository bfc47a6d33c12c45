"""Which version is in force on which day: each day one at most, whatever was published and withdrawn."""

import functools
import itertools
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schema.guidelines.repository.templates import list_templates
from schema.guidelines.rules import Span, Term, in_force, spans
from schema.guidelines.rules.identity import digest, to_text
from schema.guidelines.rules.linting import check

FIRST = date(2022, 11, 20)
DAYS = st.integers(0, 30).map(lambda after: FIRST + timedelta(days=after))


@st.composite
def terms(draw: st.DrawFn) -> list[Term]:
    """Publish up to six versions for some days, and withdraw some of them."""
    made = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        since = draw(DAYS)
        until = draw(st.none() | DAYS.map(functools.partial(max, since)))
        made.append(Term(number, since, until, draw(st.none() | DAYS)))
    return made


def day(after: int) -> date:
    return FIRST + timedelta(days=after)


@given(terms())
def test_spans_say_of_each_day_what_is_in_force(published: list[Term]) -> None:
    """Spans follow each other without a gap or an overlap, and each day of one has its version."""
    found = spans(published, FIRST)
    assert found[0].first == FIRST
    assert found[-1].last is None
    for span, following in itertools.pairwise(found):
        assert span.last is not None
        assert span.last + timedelta(days=1) == following.first
        assert span.number != following.number
    for after in range(40):
        (one,) = [s for s in found if s.first <= day(after) and (s.last is None or day(after) <= s.last)]
        assert one.number == in_force(published, day(after))


@given(terms(), DAYS)
def test_what_is_in_force_was_published_for_the_day_and_not_withdrawn(
    published: list[Term], on: date
) -> None:
    number = in_force(published, on)
    covering = {term.number for term in published if term.covers(on)}
    assert number in covering if covering else number is None


def test_the_latest_to_begin_counts_not_the_latest_published() -> None:
    """A correction published today does not undo what was published for the first of next month."""
    scheduled, correction = Term(2, day(10)), Term(3, day(0))
    assert spans([Term(1, day(0)), scheduled, correction], day(0)) == (
        Span(3, day(0), day(9)),
        Span(2, day(10), None),
    )


def test_a_withdrawn_version_gives_way_to_the_one_before() -> None:
    first, second = Term(1, day(0)), Term(2, day(5), withdrawn_on=day(8))
    assert [in_force([first, second], day(after)) for after in (4, 5, 7, 8)] == [1, 2, 2, 1]


def test_a_version_can_be_written_as_text() -> None:
    """What is written out reads as the same guideline, with the same digest."""
    for template in list_templates():
        written = check(to_text(template.guideline)).guideline
        assert written == template.guideline
        assert written is not None
        assert digest(written) == template.digest
