"""Joining checks and attestations: B-g … B-s, open questions 1, 7, 18 and 22."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.criteria.rules import Evaluation, check_attestation, evaluate
from schema.criteria.rules.facts import AttestationFact, EventFact, UnitFacts
from schema.frame.errors import ErrorCode
from schema.guidelines.rules.format import Attest, Criterion, NoneOfCheck

ON = date(2022, 11, 20)
STATEMENT = Attest(valid_days=30)
SURVEY = Attest(method="survey", threshold_percent=80, minimum_sample=30)
REFERENCE = Attest(method="reference")
CONTACTS = NoneOfCheck(kind="none_of", events=("close_contact",))
CONTACT = EventFact("close_contact", ON, ON)
YES, NO = AttestationFact(True, ON), AttestationFact(False, ON)


def criterion(id: str = "B-g", check: NoneOfCheck | None = None, attest: Attest | None = None) -> Criterion:
    return Criterion(
        id=id, title="标准", guidance="说明", applies_to=("building",), check=check, attest=attest
    )


def outcome(asked: Criterion, *, contact: bool = False, attested: AttestationFact | None = None) -> str:
    return found(asked, contact=contact, attested=attested).findings[0].outcome


def found(asked: Criterion, *, contact: bool = False, attested: AttestationFact | None = None) -> Evaluation:
    facts = UnitFacts(
        ON,
        "building",
        events=(CONTACT,) if contact else (),
        attestations={asked.id: attested} if attested else {},
    )
    return evaluate([asked], facts)


def test_b_g_b_o_a_criterion_of_both_kinds_needs_both() -> None:
    both = criterion(check=CONTACTS, attest=STATEMENT)
    assert outcome(both, attested=YES) == "met"
    assert outcome(both) == "not_attested"
    assert outcome(both, attested=NO) == "not_met"
    assert outcome(both, contact=True, attested=YES) == "not_met"
    assert outcome(both, contact=True) == "not_met"


def test_b_h_b_j_b_l_b_p_b_q_b_r_an_attested_criterion_is_met_by_attestation_only() -> None:
    for attest in (STATEMENT, REFERENCE):
        asked = criterion(attest=attest)
        assert [outcome(asked, attested=given) for given in (None, NO, YES)] == [
            "not_attested",
            "not_met",
            "met",
        ]


def test_a_machine_criterion_needs_no_attestation() -> None:
    asked = criterion(check=CONTACTS)
    assert (outcome(asked), outcome(asked, contact=True)) == ("met", "not_met")
    assert found(asked).findings[0].attested is None


@pytest.mark.parametrize(
    ("age", "expected"), [(0, "met"), (30, "met"), (31, "not_attested"), (-1, "not_attested")]
)
def test_an_attestation_expires(age: int, expected: str) -> None:
    given = AttestationFact(True, ON - timedelta(days=age))
    assert outcome(criterion(attest=STATEMENT), attested=given) == expected


@pytest.mark.parametrize(
    ("sample", "share", "expected"),
    [(30, 80, "met"), (29, 100, "not_met"), (30, 79, "not_met"), (None, None, "not_met")],
)
def test_b_s_question_18_a_survey_needs_its_sample_and_threshold(
    sample: int | None, share: int | None, expected: str
) -> None:
    given = AttestationFact(True, ON, sample, share)
    assert outcome(criterion(attest=SURVEY), attested=given) == expected
    assert outcome(criterion(attest=SURVEY), attested=replace(given, met=False)) == "not_met"


def test_question_7_nothing_asked_is_nothing_met() -> None:
    assert not evaluate([], UnitFacts(ON, "building")).met
    elsewhere = evaluate([criterion(check=CONTACTS)], UnitFacts(ON, "compound"))
    assert (elsewhere.findings, elsewhere.met) == ((), False)
    assert outcome(criterion()) == "not_attested"


def test_findings_explain_what_is_in_the_way() -> None:
    finding = found(criterion("B-b", CONTACTS, STATEMENT), contact=True).findings[0]
    assert finding.message == "现有密切接触者1项，办结后达标；尚未现场确认"
    assert (finding.clause, finding.missing, finding.machine, finding.attested) == ("B-b", 1, False, None)
    assert not finding.met


def test_failures_come_first_and_machine_failures_are_told_apart() -> None:
    asked = [
        criterion("B-h", attest=STATEMENT),
        criterion("B-b", CONTACTS),
        criterion("B-p", attest=STATEMENT),
    ]
    facts = UnitFacts(ON, "building", events=(CONTACT,), attestations={"B-p": YES})
    evaluation = evaluate(asked, facts)
    assert [finding.criterion_id for finding in evaluation.failures_first] == ["B-b", "B-h", "B-p"]
    assert [finding.criterion_id for finding in evaluation.failures] == ["B-h", "B-b"]
    assert [finding.criterion_id for finding in evaluation.machine_failures] == ["B-b"]
    assert not evaluation.met


OUTCOMES = st.sampled_from([None, True, False])


@given(st.lists(st.tuples(st.booleans(), st.booleans(), OUTCOMES), min_size=1, max_size=8))
def test_met_means_that_nothing_asked_is_lacking(asked: list[tuple[bool, bool, bool | None]]) -> None:
    criteria = [
        criterion(f"B-{index}", CONTACTS if checked else None, STATEMENT if attests else None)
        for index, (checked, attests, _) in enumerate(asked)
    ]
    attestations = {
        f"B-{index}": AttestationFact(given, ON)
        for index, (_, _, given) in enumerate(asked)
        if given is not None
    }
    for contact in (False, True):
        facts = UnitFacts(ON, "building", events=(CONTACT,) * contact, attestations=attestations)
        expected = all(
            (checked or attests) and not (checked and contact) and (not attests or given is True)
            for checked, attests, given in asked
        )
        assert evaluate(criteria, facts).met is expected


@dataclass(frozen=True)
class Given:
    met: bool = True
    note: str | None = None
    reference: str | None = None
    sample_size: int | None = None
    sample_met: int | None = None
    share_percent: int | None = None


@pytest.mark.parametrize(
    ("attest", "given", "refused"),
    [
        (STATEMENT, Given(note="现场查看"), []),
        (STATEMENT, Given(False), []),
        (STATEMENT, Given(note="长" * 501), [(ErrorCode.TEXT_TOO_LONG, "note")]),
        (STATEMENT, Given(sample_size=3), [(ErrorCode.INVALID_INPUT, "sampleSize")]),
        (SURVEY, Given(sample_size=30, share_percent=0), []),
        (
            SURVEY,
            Given(),
            [(ErrorCode.INVALID_INPUT, "sampleSize"), (ErrorCode.INVALID_INPUT, "sampleMet")],
        ),
        (SURVEY, Given(sample_size=30, sample_met=30), []),
        (SURVEY, Given(sample_size=30, sample_met=0), []),
        (SURVEY, Given(sample_size=30, sample_met=31), [(ErrorCode.INVALID_INPUT, "sampleMet")]),
        (SURVEY, Given(sample_size=30, sample_met=-1), [(ErrorCode.INVALID_INPUT, "sampleMet")]),
        (
            SURVEY,
            Given(sample_size=30, sample_met=30, share_percent=100),
            [(ErrorCode.INVALID_INPUT, "sharePercent")],
        ),
        (STATEMENT, Given(sample_met=3), [(ErrorCode.INVALID_INPUT, "sampleMet")]),
        (SURVEY, Given(sample_size=0, share_percent=100), [(ErrorCode.INVALID_INPUT, "sampleSize")]),
        (SURVEY, Given(sample_size=1, share_percent=101), [(ErrorCode.INVALID_INPUT, "sharePercent")]),
        (REFERENCE, Given(), []),
        (REFERENCE, Given(False, reference="卷2022-3"), []),
        (REFERENCE, Given(False), [(ErrorCode.EVIDENCE_REQUIRED, "reference")]),
        (REFERENCE, Given(note="经过"), [(ErrorCode.INVALID_INPUT, "note")]),
        (REFERENCE, Given(reference="9" * 101), [(ErrorCode.TEXT_TOO_LONG, "reference")]),
    ],
)
def test_b_q_b_s_questions_18_and_22_attestations_say_what_their_method_asks(
    attest: Attest, given: Given, refused: list[tuple[ErrorCode, str]]
) -> None:
    faults = check_attestation(attest, given, ("attestations", "0"))
    assert [(error.code, error.field[-1]) for error in faults] == refused
