"""The joint petition 联名申请 (B-k): who answers for a household, what may change, when it is complete."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import Held, text_fault
from schema.guidelines.rules.format import Criterion, PetitionCheck
from schema.residents.rules import is_capable_adult

ANSWER_LIMIT = 500
REFERENCE_LIMIT = 200


class WithdrawalReason(StrEnum):
    """Why a signature is taken back: a household's own wish, or it should not have been put on record."""

    HOUSEHOLD_WISH = "household_wish"
    RECORDED_WRONGLY = "recorded_wrongly"


class Answer(StrEnum):
    """What a household of the roll answered (open question 5)."""

    PENDING = "pending"
    SIGNED = "signed"
    SIGNED_REMOTELY = "signed_remotely"
    SIGNED_BY_PROXY = "signed_by_proxy"
    SIGNED_BY_GUARDIAN = "signed_by_guardian"
    VACANCY_CLAIMED = "vacancy_claimed"
    VACANCY_CONFIRMED = "vacancy_confirmed"
    ABSENT = "absent"
    REFUSED = "refused"
    DEPARTED = "departed"


SIGNATURES = frozenset(
    {Answer.SIGNED, Answer.SIGNED_REMOTELY, Answer.SIGNED_BY_PROXY, Answer.SIGNED_BY_GUARDIAN}
)
FOR_OTHERS = frozenset({Answer.SIGNED_BY_PROXY, Answer.SIGNED_BY_GUARDIAN})
"""Signatures somebody gives for the household, with the number of the paper that lets them."""
VACANCIES = frozenset({Answer.VACANCY_CLAIMED, Answer.VACANCY_CONFIRMED})


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of a roll by answer. Confirmed vacancies leave the denominator; all else stays in it.

    `signed` counts every signature, `remote` and `proxies` those of them given from afar and by proxy; `kept`
    counts vacancies that a rule keeps in the denominator.
    """

    roll: int
    signed: int = 0
    vacant: int = 0
    vacancy_claimed: int = 0
    refused: int = 0
    absent: int = 0
    pending: int = 0
    remote: int = 0
    proxies: int = 0
    kept: int = 0

    def under(self, rule: PetitionCheck) -> "Tally":
        """Count by a guideline's rule: signatures it does not take are still to come (open question 5)."""
        remote = 0 if rule.remote else self.remote
        proxies = 0 if rule.proxies else self.proxies
        left_out = self.absent if rule.absent == "exclude" else 0
        kept = self.vacant if rule.vacant == "keep" else 0
        return Tally(
            roll=self.roll - left_out,
            signed=self.signed - remote - proxies,
            vacant=self.vacant - kept,
            vacancy_claimed=self.vacancy_claimed,
            refused=self.refused,
            absent=self.absent - left_out,
            pending=self.pending + remote + proxies,
            remote=self.remote - remote,
            proxies=self.proxies - proxies,
            kept=kept,
        )

    @property
    def denominator(self) -> int:
        """Count the households that have to be counted."""
        return self.roll - self.vacant

    def missing(self, percent: int = 100) -> int:
        """Tell how many more signatures make `percent` of the denominator, rounded up."""
        required = -(-self.denominator * percent // 100)
        return max(0, required - self.signed)

    def complete(self, percent: int = 100) -> bool:
        """Tell whether enough signed; a roll without a household to count never is (open question 7)."""
        return self.denominator > 0 and self.missing(percent) == 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A household of the roll with the answer on record, and who recorded and confirmed it."""

    household_id: uuid.UUID
    answer: str = Answer.PENDING
    recorded_by: uuid.UUID | None = None
    confirmed_by: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer to put on record. `authorisation` belongs to a proxy or guardian, `evidence` to a claimed vacancy.

    A guardian signs for a household in which nobody is of age and without a guardian; so may, of such a household, a
    proxy the guardian sends: no resident is named then.
    """

    answer: str
    signatory_id: uuid.UUID | None = None
    authorisation: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """What is known of the resident in whose name a household signs."""

    household_id: uuid.UUID
    born_on: date
    under_guardianship: bool = False


def tally(counts: Mapping[str, int]) -> Tally:
    """Count a roll from the number of its entries by answer; who departed is no longer on it."""
    return Tally(
        roll=sum(number for answer, number in counts.items() if answer != Answer.DEPARTED),
        signed=sum(counts.get(answer, 0) for answer in SIGNATURES),
        vacant=counts.get(Answer.VACANCY_CONFIRMED, 0),
        vacancy_claimed=counts.get(Answer.VACANCY_CLAIMED, 0),
        refused=counts.get(Answer.REFUSED, 0),
        absent=counts.get(Answer.ABSENT, 0),
        pending=counts.get(Answer.PENDING, 0),
        remote=counts.get(Answer.SIGNED_REMOTELY, 0),
        proxies=counts.get(Answer.SIGNED_BY_PROXY, 0),
    )


def quorum_of(criteria: Iterable[Criterion], kind: str) -> Criterion | None:
    """Find the criterion by which a name of this kind rests on the living roll of its petition."""
    for criterion in criteria:
        if kind in criterion.applies_to and isinstance(criterion.check, PetitionCheck):
            return criterion if criterion.check.roll == "living" else None
    return None


def rule_for(criteria: Iterable[Criterion], kind: str) -> PetitionCheck:
    """Tell by which rule the criteria count the petition of a kind of unit; all sign where they ask none."""
    asked = (criterion.check for criterion in criteria if kind in criterion.applies_to)
    found = (check for check in asked if isinstance(check, PetitionCheck))
    return next(found, PetitionCheck(kind="petition"))


def ways_faults(rule: PetitionCheck, answer: str, field: tuple[str, ...]) -> Iterator[DomainError]:
    """Tell that the guideline takes no signature given in such a way."""
    if answer == Answer.SIGNED_REMOTELY and not rule.remote:
        yield _fault(ErrorCode.INVALID_INPUT, "现行方案不接受远程签名。", (*field, "answer"))
    if answer == Answer.SIGNED_BY_PROXY and not rule.proxies:
        yield _fault(ErrorCode.INVALID_INPUT, "现行方案不接受委托签名。", (*field, "answer"))


def answer_faults(
    entry: Entry,
    given: GivenAnswer,
    signatory: Signatory | None,
    *,
    actor_id: uuid.UUID,
    today: date,
    field: tuple[str, ...],
    represented: bool = False,
) -> Iterator[DomainError]:
    """Tell everything that keeps `given` from being recorded for `entry`, with fields below `field`.

    A household is `represented` if people live there and none of them may sign. An answer may be corrected while
    the petition is open; a confirmed vacancy by its confirmer only. The confirmation itself is no answer: it is
    `require_confirmable`, by a second person.
    """
    if given.answer == Answer.VACANCY_CONFIRMED:
        yield _fault(
            ErrorCode.INVALID_INPUT,
            "空置须由另一名有权核实的人员核实，不能直接登记为已核实。",
            (*field, "answer"),
        )
    elif given.answer not in set(Answer) - {Answer.DEPARTED}:
        yield _fault(ErrorCode.INVALID_INPUT, "迁出由住户登记办理，不能作为答复。", (*field, "answer"))
    if entry.answer == Answer.VACANCY_CONFIRMED and entry.confirmed_by != actor_id:
        yield _fault(ErrorCode.VACANCY_CONFIRMED_ALREADY, "该户空置已经核实。", (*field, "answer"))
    yield from _representation_faults(given, field, represented=represented)
    if not (represented and given.answer in FOR_OTHERS):
        yield from _signatory_faults(entry, given, signatory, today, (*field, "signatory"))
    yield from _reference_faults(given, field)


def require_confirmable(entry: Entry, actor_id: uuid.UUID) -> None:
    """Refuse to confirm a vacancy nobody claimed, or one the same person claimed (open question 5)."""
    if entry.answer != Answer.VACANCY_CLAIMED:
        raise _fault(ErrorCode.VACANCY_NOT_CLAIMED, "该户没有待核实的空置登记。", ("household",))
    if entry.recorded_by == actor_id:
        raise _fault(ErrorCode.ALREADY_ACTED, "空置由您登记，须由另一人核实。", ("household",))


def require_signature(entry: Entry) -> None:
    """Refuse to take a signature back that is not there."""
    if entry.answer not in SIGNATURES:
        raise _fault(ErrorCode.SIGNATURE_NOT_GIVEN, "该户没有在册的签名。", ("household",))


def require_answers(count: int) -> None:
    """Refuse a call without answers, or with more than one call may bring."""
    if count == 0:
        raise _fault(ErrorCode.INVALID_INPUT, "没有要登记的答复。", ("answers",))
    if count > ANSWER_LIMIT:
        details = {"maximum": ANSWER_LIMIT, "actual": count}
        message = f"每次最多登记{ANSWER_LIMIT}户。"
        raise DomainError(ErrorCode.TOO_MANY_ITEMS, message, field=("answers",), details=details)


def _signatory_faults(
    entry: Entry, given: GivenAnswer, signatory: Signatory | None, today: date, field: tuple[str, ...]
) -> Iterator[DomainError]:
    """One capable adult living in the household signs; tenants count, absent owners do not (question 4)."""
    if given.answer == Answer.SIGNED_BY_GUARDIAN:
        return
    if given.answer not in SIGNATURES:
        if given.signatory_id is not None:
            yield _fault(ErrorCode.INVALID_INPUT, "只有签名才填写签名人。", field)
        return
    if (
        signatory is None
        or signatory.household_id != entry.household_id
        or not is_capable_adult(signatory.born_on, today, under_guardianship=signatory.under_guardianship)
    ):
        yield _fault(ErrorCode.SIGNATORY_NOT_CAPABLE, "签名人不是该户年满18周岁的居住成员。", field)


def _representation_faults(
    given: GivenAnswer, field: tuple[str, ...], *, represented: bool
) -> Iterator[DomainError]:
    """Somebody signs for others only where nobody of the household may, and then names nobody of it."""
    if given.answer == Answer.SIGNED_BY_GUARDIAN and not represented:
        yield _fault(
            ErrorCode.GUARDIAN_NOT_ALLOWED,
            "该户有可以签名的成年成员，或没有登记居住成员。",
            (*field, "answer"),
        )
    if (
        given.signatory_id is not None
        and given.answer in FOR_OTHERS
        and (represented or given.answer == Answer.SIGNED_BY_GUARDIAN)
    ):
        yield _fault(
            ErrorCode.INVALID_INPUT, "由监护人或其委托的人签名时，不填写该户的签名人。", (*field, "signatory")
        )


def vacancy_refusal_faults(reason: str) -> Iterator[DomainError]:
    """Tell what is wrong with the reason for which a claimed vacancy is not confirmed."""
    if fault := text_fault(reason, field=("reason",), label="不予核实的理由", maximum=REFERENCE_LIMIT):
        yield fault


def _reference_faults(given: GivenAnswer, field: tuple[str, ...]) -> Iterator[DomainError]:
    authorised = "监护证明编号" if given.answer == Answer.SIGNED_BY_GUARDIAN else "授权书编号"
    texts = (
        ("authorisation", authorised, given.authorisation, FOR_OTHERS, "AUTHORISATION_REQUIRED"),
        ("evidence", "空置证明", given.evidence, {Answer.VACANCY_CLAIMED}, "EVIDENCE_REQUIRED"),
    )
    for column, label, text, answers, code in texts:
        if given.answer in answers and not (text or "").strip():
            yield _fault(ErrorCode(code), f"须填写{label}。", (*field, column))
        elif given.answer not in answers and text is not None:
            yield _fault(ErrorCode.INVALID_INPUT, f"此项答复不填写{label}。", (*field, column))
        elif fault := text_fault(
            text,
            field=(*field, column),
            label=label,
            maximum=REFERENCE_LIMIT,
            required=False,
            held=Held.RECORD if column == "authorisation" else Held.NOTHING,
            lines=False,
        ):
            yield fault


def _fault(code: ErrorCode, message: str, field: tuple[str, ...]) -> DomainError:
    return DomainError(code, message, field=field)
