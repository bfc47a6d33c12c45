"""Evidence of a criterion: required, of its type, fresh, and counted in the explanation."""

from datetime import date, timedelta

import pytest

from schema.criteria.guards import unmet_refusals
from schema.criteria.rules import evaluate, evidence_faults, judge_evidence
from schema.criteria.rules.facts import AttestationFact, EventFact, EvidenceFact, UnitFacts
from schema.frame.errors import ErrorCode
from schema.guidelines.rules.format import Attest, Criterion, Evidence, EvidenceType, NoneOfCheck, Score

ON = date(2022, 11, 20)
PHOTOS = Evidence(id="photo", name="消杀照片", types=("image",), minimum=2, fresh_days=7)
CONTRACT = Evidence(id="contract", name="合同", types=("pdf",))
YES = AttestationFact(True, ON)


def file(
    number: int, days_ago: int = 0, type: EvidenceType = "image", requirement: str = "photo"
) -> EvidenceFact:
    return EvidenceFact(requirement, type, ON - timedelta(days=days_ago), f"{number:064x}")


def criterion(**given: object) -> Criterion:
    return Criterion.model_validate(
        {"id": "B-h", "title": "消杀", "guidance": "消杀并拍照。", "applies_to": ["building"]} | given
    )


BACKED = criterion(attest=Attest(), evidence=(PHOTOS, CONTRACT))
ALL = (file(1), file(2), file(3, type="pdf", requirement="contract"))


@pytest.mark.parametrize(
    ("files", "lacking"),
    [
        ((), ErrorCode.EVIDENCE_REQUIRED),
        ((file(1),), ErrorCode.EVIDENCE_REQUIRED),
        ((file(1), file(2)), None),
        ((file(1), file(2, days_ago=7)), None),
        ((file(1), file(2, days_ago=8)), ErrorCode.EVIDENCE_EXPIRED),
        ((file(1), file(2, days_ago=-1)), ErrorCode.EVIDENCE_REQUIRED),
        ((file(1), file(2, type="pdf")), ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED),
        ((file(1), file(2, requirement="contract")), ErrorCode.EVIDENCE_REQUIRED),
        ((file(1), file(1)), ErrorCode.EVIDENCE_REQUIRED),
        ((file(1), file(2), file(2, days_ago=8)), ErrorCode.EVIDENCE_EXPIRED),
    ],
)
def test_files_count_by_requirement_type_day_and_content(
    files: tuple[EvidenceFact, ...], lacking: ErrorCode | None
) -> None:
    """A photograph brought anew under a later day stays as old as it was."""
    judged = judge_evidence(PHOTOS, files, ON)
    assert judged.lacking == lacking
    assert judged.passed is (None if lacking else True)


def test_files_without_a_term_do_not_age() -> None:
    old = file(1, days_ago=3_000, type="pdf", requirement="contract")
    assert judge_evidence(CONTRACT, [old], ON).passed


@pytest.mark.parametrize(
    ("said", "files", "outcome"),
    [
        (YES, ALL, "met"),
        (YES, ALL[:2], "not_attested"),
        (YES, (), "not_attested"),
        (None, ALL, "not_attested"),
        (AttestationFact(False, ON), ALL, "not_met"),
        (AttestationFact(False, ON), (), "not_met"),
    ],
)
def test_a_statement_counts_only_with_its_files(
    said: AttestationFact | None, files: tuple[EvidenceFact, ...], outcome: str
) -> None:
    (found,) = evaluate([BACKED], facts(said, files)).findings
    assert found.outcome == outcome


def facts(said: AttestationFact | None, files: tuple[EvidenceFact, ...]) -> UnitFacts:
    return UnitFacts(
        ON, "building", attestations={"B-h": said} if said else {}, evidence={"B-h": files} if files else {}
    )


def test_a_machine_check_may_need_files_too() -> None:
    check = NoneOfCheck(kind="none_of", events=("close_contact",))
    backed = criterion(check=check, evidence=(CONTRACT,))
    bare = UnitFacts(ON, "building")
    (found,) = evaluate([backed], bare).findings
    assert (found.outcome, found.machine) == ("not_attested", True)
    (found,) = evaluate([backed], facts(None, ALL)).findings
    assert found.outcome == "met"
    contact = UnitFacts(ON, "building", events=(EventFact("close_contact", ON, ON),), evidence={"B-h": ALL})
    (found,) = evaluate([backed], contact).findings
    assert (found.outcome, found.lacking) == ("not_met", None)


def test_the_explanation_tells_which_files_counted_and_what_is_lacking() -> None:
    (found,) = evaluate([BACKED], facts(YES, (*ALL, file(9, days_ago=30)))).findings
    assert [one.sha256 for one in found.evidence] == [one.sha256 for one in ALL]
    photos = found.explanation.parts[1]
    assert photos.evidence == ("2022-11-20照片，SHA-256 000000000000",) * 2
    (short,) = evaluate([BACKED], facts(YES, ALL[1:])).findings
    assert short.message == "消杀照片还差1份"
    assert short.explanation.remedy == "消杀照片还差1份"


def test_what_is_refused_names_the_cause() -> None:
    """The same code where somebody attests and where an application is handed in."""
    expired = (file(1), file(2, days_ago=8), ALL[2])
    (fault,) = evidence_faults(BACKED, expired, ON, ("attestations", "0"))
    assert fault.code is ErrorCode.EVIDENCE_EXPIRED
    assert fault.field == ("attestations", "0", "evidence", "photo")
    assert fault.details == {"criterion": "B-h", "missing": 1}
    (refusal,) = unmet_refusals([BACKED], evaluate([BACKED], facts(YES, expired)))
    assert refusal.code is ErrorCode.EVIDENCE_EXPIRED
    (refusal,) = unmet_refusals([BACKED], evaluate([BACKED], facts(None, expired)))
    assert refusal.code is ErrorCode.CRITERIA_NOT_MET
    assert list(evidence_faults(BACKED, ALL, ON, ())) == []


def test_nothing_shown_earns_nothing_in_a_score_sheet() -> None:
    scored = criterion(attest=Attest(), evidence=(CONTRACT,), score=Score(section="one", maximum=10))
    (found,) = evaluate([scored], facts(YES, ())).findings
    assert found.outcome == "not_attested"
