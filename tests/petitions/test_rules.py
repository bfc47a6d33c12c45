"""The joint petition: B-k, open questions 4 (who signs), 5 (denominators) and 7 (no vacuity)."""

import uuid
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import PetitionCheck
from schema.petitions.rules import (
    ANSWER_LIMIT,
    REFERENCE_LIMIT,
    SIGNATURES,
    Answer,
    Entry,
    GivenAnswer,
    Signatory,
    Tally,
    answer_faults,
    require_answers,
    require_confirmable,
    tally,
)

TODAY = date(2022, 11, 20)
HOME, NEXT_DOOR = uuid.UUID(int=1), uuid.UUID(int=2)
LEADER, COMMUNITY = uuid.UUID(int=11), uuid.UUID(int=12)
PERSON = uuid.UUID(int=21)
ADULT = Signatory(HOME, date(1980, 1, 1))
ROLLS = st.lists(st.sampled_from(list(Answer)), max_size=60)


def faults(
    entry: Entry, given: GivenAnswer, signatory: Signatory | None = None, actor: uuid.UUID = LEADER
) -> list[tuple[ErrorCode, str]]:
    found = answer_faults(entry, given, signatory, actor_id=actor, today=TODAY, field=("answers", "0"))
    return [(error.code, error.field[-1]) for error in found]


@given(ROLLS, st.integers(1, 100))
def test_b_k_complete_means_the_share_of_all_but_confirmed_vacancies_signed(
    roll: list[Answer], percent: int
) -> None:
    counted = tally(Counter(roll))
    signed = sum(answer in SIGNATURES for answer in roll)
    staying = [answer for answer in roll if answer is not Answer.DEPARTED]
    denominator = sum(answer is not Answer.VACANCY_CONFIRMED for answer in staying)
    assert (counted.roll, counted.signed, counted.denominator) == (len(staying), signed, denominator)
    assert counted.complete(percent) == (denominator > 0 and signed * 100 >= percent * denominator)


@given(ROLLS, st.integers(1, 100))
def test_b_k_exactly_the_missing_signatures_complete_it(roll: list[Answer], percent: int) -> None:
    counted = tally(Counter(roll))
    missing = counted.missing(percent)
    if counted.denominator == 0:
        assert not counted.complete(percent)
        return
    more = Tally(counted.roll, counted.signed + missing, counted.vacant)
    assert more.complete(percent)
    if missing:
        fewer = Tally(counted.roll, counted.signed + missing - 1, counted.vacant)
        assert not fewer.complete(percent)


@given(ROLLS, st.data())
def test_question_5_only_a_signature_or_a_confirmed_vacancy_brings_it_forward(
    roll: list[Answer], data: st.DataObject
) -> None:
    before = tally(Counter([*roll, Answer.PENDING]))
    staying = sorted(set(Answer) - {Answer.DEPARTED})
    after = tally(Counter([*roll, data.draw(st.sampled_from(staying))]))
    assert before.missing() - after.missing() == (after.signed + after.vacant - before.signed - before.vacant)


def test_b_k_99_of_100_is_not_enough() -> None:
    almost = tally(
        {Answer.SIGNED: 90, Answer.SIGNED_REMOTELY: 5, Answer.SIGNED_BY_PROXY: 4, Answer.ABSENT: 1}
    )
    assert (almost.missing(), almost.complete()) == (1, False)
    assert tally({Answer.SIGNED: 99, Answer.VACANCY_CLAIMED: 1}).complete() is False
    assert tally({Answer.SIGNED: 99, Answer.REFUSED: 1}).complete() is False
    assert tally({Answer.SIGNED: 99, Answer.VACANCY_CONFIRMED: 1}).complete() is True
    assert tally({Answer.SIGNED: 100}).complete() is True


def test_question_7_nobody_to_sign_is_not_everybody_signed() -> None:
    assert not tally({}).complete()
    assert not tally({Answer.VACANCY_CONFIRMED: 3}).complete(1)


@pytest.mark.parametrize(
    "given",
    [
        GivenAnswer(Answer.SIGNED, PERSON),
        GivenAnswer(Answer.SIGNED_REMOTELY, PERSON),
        GivenAnswer(Answer.SIGNED_BY_PROXY, PERSON, authorisation="委2022-7"),
    ],
)
def test_question_4_a_capable_adult_of_the_household_signs(given: GivenAnswer) -> None:
    assert faults(Entry(HOME), given, ADULT) == []
    refused = [(ErrorCode.SIGNATORY_NOT_CAPABLE, "signatory")]
    assert faults(Entry(HOME), given, None) == refused
    assert faults(Entry(HOME), given, Signatory(NEXT_DOOR, ADULT.born_on)) == refused
    assert faults(Entry(HOME), given, Signatory(HOME, date(2004, 11, 21))) == refused
    assert faults(Entry(HOME), given, Signatory(HOME, date(2004, 11, 20))) == []


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (GivenAnswer(Answer.ABSENT), []),
        (GivenAnswer(Answer.REFUSED), []),
        (GivenAnswer(Answer.PENDING), []),
        (GivenAnswer(Answer.VACANCY_CLAIMED, evidence="水表停用"), []),
        (GivenAnswer(Answer.VACANCY_CLAIMED), [(ErrorCode.EVIDENCE_REQUIRED, "evidence")]),
        (GivenAnswer(Answer.VACANCY_CLAIMED, evidence=" "), [(ErrorCode.EVIDENCE_REQUIRED, "evidence")]),
        (
            GivenAnswer(Answer.VACANCY_CLAIMED, evidence="长" * (REFERENCE_LIMIT + 1)),
            [(ErrorCode.TEXT_TOO_LONG, "evidence")],
        ),
        (GivenAnswer(Answer.VACANCY_CONFIRMED), [(ErrorCode.INVALID_INPUT, "answer")]),
        (GivenAnswer("maybe"), [(ErrorCode.INVALID_INPUT, "answer")]),
        (GivenAnswer(Answer.ABSENT, PERSON), [(ErrorCode.INVALID_INPUT, "signatory")]),
        (GivenAnswer(Answer.ABSENT, evidence="?"), [(ErrorCode.INVALID_INPUT, "evidence")]),
        (
            GivenAnswer(Answer.SIGNED_BY_PROXY),
            [
                (ErrorCode.SIGNATORY_NOT_CAPABLE, "signatory"),
                (ErrorCode.AUTHORISATION_REQUIRED, "authorisation"),
            ],
        ),
    ],
)
def test_question_5_each_answer_needs_what_proves_it(
    given: GivenAnswer, refused: list[tuple[ErrorCode, str]]
) -> None:
    assert faults(Entry(HOME), given) == refused


@pytest.mark.parametrize("old", [answer for answer in Answer if answer is not Answer.VACANCY_CONFIRMED])
@pytest.mark.parametrize("new", [Answer.PENDING, Answer.ABSENT, Answer.REFUSED])
def test_answers_may_be_corrected_while_the_petition_is_open(old: Answer, new: Answer) -> None:
    assert faults(Entry(HOME, old, COMMUNITY), GivenAnswer(new)) == []


def test_question_5_a_confirmed_vacancy_is_undone_by_its_confirmer_only() -> None:
    entry = Entry(HOME, Answer.VACANCY_CONFIRMED, LEADER, COMMUNITY)
    assert faults(entry, GivenAnswer(Answer.PENDING)) == [(ErrorCode.VACANCY_CONFIRMED_ALREADY, "answer")]
    assert faults(entry, GivenAnswer(Answer.PENDING), actor=COMMUNITY) == []


def test_question_5_a_vacancy_is_confirmed_by_a_second_person() -> None:
    claimed = Entry(HOME, Answer.VACANCY_CLAIMED, LEADER)
    require_confirmable(claimed, COMMUNITY)
    with pytest.raises(DomainError) as refusal:
        require_confirmable(claimed, LEADER)
    assert refusal.value.code is ErrorCode.ALREADY_ACTED
    for answer in set(Answer) - {Answer.VACANCY_CLAIMED}:
        with pytest.raises(DomainError) as refusal:
            require_confirmable(Entry(HOME, answer, LEADER), COMMUNITY)
        assert refusal.value.code is ErrorCode.VACANCY_NOT_CLAIMED


def test_a_call_brings_a_bounded_number_of_answers() -> None:
    require_answers(1)
    require_answers(ANSWER_LIMIT)
    for count, code in ((0, ErrorCode.INVALID_INPUT), (ANSWER_LIMIT + 1, ErrorCode.TOO_MANY_ITEMS)):
        with pytest.raises(DomainError) as refusal:
            require_answers(count)
        assert refusal.value.code is code


COUNTED = Tally(roll=10, signed=6, vacant=2, absent=1, pending=1, remote=2, proxies=1)


@pytest.mark.parametrize(
    ("rule", "signed", "denominator"),
    [
        ({}, 6, 8),
        ({"vacant": "keep"}, 6, 10),
        ({"absent": "exclude"}, 6, 7),
        ({"vacant": "keep", "absent": "exclude"}, 6, 9),
        ({"remote": False}, 4, 8),
        ({"proxies": False}, 5, 8),
        ({"remote": False, "proxies": False}, 3, 8),
    ],
)
def test_question_5_a_rule_says_who_counts_and_which_signatures(
    rule: dict[str, Any], signed: int, denominator: int
) -> None:
    counted = COUNTED.under(PetitionCheck(kind="petition", **rule))
    assert (counted.signed, counted.denominator) == (signed, denominator)
    assert counted.missing() == denominator - signed


@given(ROLLS, st.booleans(), st.booleans())
def test_a_stricter_rule_never_asks_for_fewer_signatures(
    roll: list[Answer], remote: bool, proxies: bool
) -> None:
    counted = tally(Counter(roll))
    rule = PetitionCheck(kind="petition", vacant="keep", remote=remote, proxies=proxies)
    assert counted.under(rule).missing() >= counted.under(PetitionCheck(kind="petition")).missing()
    assert counted.under(PetitionCheck(kind="petition")) == counted


def test_vacancies_alone_are_nobody_to_sign_where_they_leave_the_denominator() -> None:
    """Open question 7."""
    empty = Tally(roll=2, vacant=2)
    assert not empty.under(PetitionCheck(kind="petition")).complete()
    assert empty.under(PetitionCheck(kind="petition", vacant="keep")).missing() == 2
