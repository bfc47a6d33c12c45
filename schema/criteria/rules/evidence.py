"""Evidence: which files count for a criterion on a day, and what is lacking."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from schema.criteria.rules.explanations import Explanation, Outcome
from schema.criteria.rules.facts import EvidenceFact
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Criterion, Evidence
from schema.guidelines.rules.words import FILES, named

HASH_SHOWN = 12
"""Digits of a file's hash that tell it from others on a page."""


@dataclass(frozen=True, slots=True)
class EvidenceResult:
    """What the files are worth. `counted` are those that count; `lacking` says what is in the way, if anything."""

    required: Evidence
    counted: tuple[EvidenceFact, ...]
    measured: str
    message: str
    lacking: ErrorCode | None = None

    @property
    def passed(self) -> bool | None:
        """Tell whether the files suffice; what is not shown is not known."""
        return None if self.lacking else True

    @property
    def missing(self) -> int:
        """Count the files that are still to be brought."""
        return max(0, self.required.minimum - len(self.counted))

    @property
    def wanted(self) -> str:
        """Say what is required."""
        age = f"，{self.required.fresh_days}天内" if self.required.fresh_days else ""
        types = named(FILES, self.required.types)
        return f"{self.required.name}（{types}）至少{self.required.minimum}份{age}"

    @property
    def explanation(self) -> Explanation:
        """Explain it by the files that count."""
        result: Outcome = "not_attested" if self.lacking else "met"
        return Explanation(
            title="证明材料",
            result=result,
            measured=self.measured,
            required=self.wanted,
            evidence=tuple(
                f"{file.taken_on}{FILES[file.type]}，SHA-256 {file.sha256[:HASH_SHOWN]}"
                for file in self.counted
            ),
            remedy=self.message if self.lacking else None,
        )


def judge_evidence(required: Evidence, files: Sequence[EvidenceFact], on: date) -> EvidenceResult:
    """Judge the files brought for a requirement: of the right type, taken by the day, and fresh on it.

    The same content brought twice counts once, by its earliest day.
    Of too few it says the first cause that holds: too old, of another type, not there.
    """
    asked = [file for file in files if file.requirement == required.id and file.taken_on <= on]
    brought = list({file.sha256: file for file in sorted(asked, key=_newest_first)}.values())
    right = [file for file in brought if file.type in required.types]
    fresh = tuple(file for file in right if is_fresh(required, file.taken_on, on))
    short = required.minimum - len(fresh)
    if short <= 0:
        return EvidenceResult(required, fresh, f"{required.name}{len(fresh)}份", f"{required.name}齐备")
    measured = f"{required.name}{len(fresh)}份"
    if len(right) >= required.minimum:
        message = f"{required.name}已超过{required.fresh_days}天，还差{short}份新的"
        return EvidenceResult(required, fresh, measured, message, ErrorCode.EVIDENCE_EXPIRED)
    if len(brought) >= required.minimum:
        message = f"{required.name}须为{named(FILES, required.types)}，还差{short}份"
        return EvidenceResult(required, fresh, measured, message, ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED)
    return EvidenceResult(
        required, fresh, measured, f"{required.name}还差{short}份", ErrorCode.EVIDENCE_REQUIRED
    )


def _newest_first(file: EvidenceFact) -> int:
    return -file.taken_on.toordinal()


def is_fresh(required: Evidence, taken_on: date, on: date) -> bool:
    """Tell whether a file taken on a day still counts on another."""
    return required.fresh_days is None or (on - taken_on).days <= required.fresh_days


def judge_files(criterion: Criterion, files: Sequence[EvidenceFact], on: date) -> list[EvidenceResult]:
    """Judge the files of a criterion, requirement by requirement."""
    return [judge_evidence(required, files, on) for required in criterion.evidence]


def evidence_faults(
    criterion: Criterion, files: Sequence[EvidenceFact], on: date, field: tuple[str, ...]
) -> Iterator[DomainError]:
    """Tell which files are lacking for somebody to state that the criterion is met."""
    for judged in judge_files(criterion, files, on):
        if judged.lacking is not None:
            yield DomainError(
                judged.lacking,
                f"{criterion.id} {judged.message}。",
                field=(*field, "evidence", judged.required.id),
                details={"criterion": criterion.id, "missing": judged.missing},
            )
