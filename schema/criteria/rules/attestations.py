"""Attestations: what a person must say of a criterion, and what it is worth on a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Protocol

from schema.criteria.rules.facts import AttestationFact
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import Held, text_fault
from schema.guidelines.rules.format import Attest
from schema.guidelines.rules.vocabulary import BASE, Vocabulary

NOTE_LIMIT = 500
REFERENCE_LIMIT = 100
SAMPLE_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class AttestationResult:
    """What an attestation is worth: `passed` is null when there is none that still holds."""

    passed: bool | None
    measured: str
    required: str
    message: str


class GivenAttestation(Protocol):
    """What an official states of one criterion."""

    @property
    def met(self) -> bool:
        """Tell whether it is met."""

    @property
    def note(self) -> str | None:
        """Hold a free remark."""

    @property
    def reference(self) -> str | None:
        """Refer to a file kept elsewhere."""

    @property
    def sample_size(self) -> int | None:
        """Count the people asked in a survey."""

    @property
    def sample_met(self) -> int | None:
        """Count those of them that met it."""

    @property
    def share_percent(self) -> int | None:
        """Tell the share of them that met it, in whole percent, where they were not counted."""


def check_attestation(
    attest: Attest, given: GivenAttestation, field: tuple[str, ...]
) -> Iterator[DomainError]:
    """Tell what is wrong with an attestation, with fields below `field`.

    A survey says its sample and how many of it, or which share, met it (open question 18). Of a sensitive matter
    nothing but the reference is kept, and it is needed when something happened (open question 22).
    """
    if attest.method == "reference":
        if (given.note or "").strip():
            yield _fault(ErrorCode.INVALID_INPUT, "敏感事项只留存卷宗编号，不填写情节。", (*field, "note"))
        if not given.met and not (given.reference or "").strip():
            yield _fault(ErrorCode.EVIDENCE_REQUIRED, "未达标时须填写卷宗编号。", (*field, "reference"))
    yield from _survey_faults(attest, given, field)
    texts = (
        ("note", "备注", given.note, NOTE_LIMIT, Held.NOTHING),
        ("reference", "编号", given.reference, REFERENCE_LIMIT, Held.RECORD),
    )
    for column, label, text, maximum, held in texts:
        place = (*field, column)
        fault = text_fault(
            text,
            field=place,
            label=label,
            maximum=maximum,
            required=False,
            held=held,
            lines=column == "note",
        )
        if fault:
            yield fault


def judge_attestation(
    attest: Attest, fact: AttestationFact | None, on: date, vocabulary: Vocabulary = BASE
) -> AttestationResult:
    """Judge the latest attestation on a day: none, expired after `valid_days`, or for or against.

    A survey counts for the criterion only with its minimum sample and its threshold (open question 18): a
    fixed share, or more than the benchmark of the day it was made (open question 19).
    """
    required = _required(attest, fact.on if fact is not None else on, vocabulary)
    if fact is None or fact.on > on:
        return AttestationResult(None, "尚未确认", required, "尚未现场确认")
    if fact.outdated:
        return AttestationResult(None, "条文已修改", required, f"{fact.on}确认之后条文已修改，须重新确认")
    if (on - fact.on).days > attest.valid_days:
        return AttestationResult(
            None, "确认已过期", required, f"{fact.on}的确认已超过{attest.valid_days}天，须重新确认"
        )
    if not fact.met:
        return AttestationResult(False, f"{fact.on}确认不符合", required, "现场确认不符合，整改后重新确认")
    if attest.method == "survey":
        return _judge_survey(attest, fact, required, vocabulary)
    return AttestationResult(True, f"{fact.on}确认符合", required, f"{fact.on}确认符合")


def _required(attest: Attest, on: date, vocabulary: Vocabulary) -> str:
    if attest.method != "survey":
        return "经现场确认"
    sample = f"抽样不少于{attest.minimum_sample or 1}人"
    if attest.benchmark is None:
        return f"{sample}，符合的不低于{attest.threshold_percent or 100}%"
    percent = vocabulary.percent(attest.benchmark, on)
    figure = "尚无数值" if percent is None else f"{percent}%"
    return f"{sample}，符合的高于{vocabulary.named(attest.benchmark)}（{figure}）"


def _judge_survey(
    attest: Attest, fact: AttestationFact, required: str, vocabulary: Vocabulary
) -> AttestationResult:
    sample, share = fact.sample_size or 0, fact.share
    measured = f"抽样{sample}人，符合{_told(fact)}"
    if sample < (attest.minimum_sample or 1):
        return AttestationResult(
            False, measured, required, f"样本还差{(attest.minimum_sample or 1) - sample}人"
        )
    if attest.benchmark is not None:
        percent = vocabulary.percent(attest.benchmark, fact.on)
        name = vocabulary.named(attest.benchmark)
        if percent is None:
            return AttestationResult(False, measured, required, f"{fact.on}尚无{name}，不能比较")
        if share <= Fraction(percent):
            return AttestationResult(False, measured, required, f"须高于{name}的{percent}%")
        return AttestationResult(True, measured, required, measured)
    least = attest.threshold_percent or 100
    if share < least:
        return AttestationResult(False, measured, required, _short(fact, least))
    return AttestationResult(True, measured, required, measured)


def _told(fact: AttestationFact) -> str:
    """Tell a share as it was counted, or in percent; a rounded one never reads as more than it is."""
    if fact.sample_met is None:
        return f"{fact.share_percent or 0}%"
    hundredths = 100 * fact.share.numerator // fact.share.denominator
    return f"{fact.sample_met}人（{Decimal(hundredths) / 100}%）"


def _short(fact: AttestationFact, least: int) -> str:
    if fact.sample_met is None:
        return f"符合比例还差{least - (fact.share_percent or 0)}个百分点"
    return f"符合的还差{ceil(Fraction(least * (fact.sample_size or 0), 100)) - fact.sample_met}人"


def _survey_faults(attest: Attest, given: GivenAttestation, field: tuple[str, ...]) -> Iterator[DomainError]:
    size, met, share = given.sample_size, given.sample_met, given.share_percent
    if attest.method != "survey":
        for column, figure in (("sampleSize", size), ("sampleMet", met), ("sharePercent", share)):
            if figure is not None:
                message = "只有抽样调查填写样本数和符合人数。"
                yield _fault(ErrorCode.INVALID_INPUT, message, (*field, column))
        return
    yield from _unbounded(size, 1, SAMPLE_LIMIT, (*field, "sampleSize"))
    if met is None and share is not None:
        yield from _unbounded(share, 0, 100, (*field, "sharePercent"))
        return
    yield from _unbounded(met, 0, size or SAMPLE_LIMIT, (*field, "sampleMet"))
    if share is not None:
        message = "已填写符合人数的，不另填比例。"
        yield _fault(ErrorCode.INVALID_INPUT, message, (*field, "sharePercent"))


def _unbounded(figure: int | None, low: int, high: int, field: tuple[str, ...]) -> Iterator[DomainError]:
    if figure is None or not low <= figure <= high:
        yield _fault(ErrorCode.INVALID_INPUT, f"抽样调查须填写{low}至{high}之间的数。", field)


def _fault(code: ErrorCode, message: str, field: tuple[str, ...]) -> DomainError:
    return DomainError(code, message, field=field)
