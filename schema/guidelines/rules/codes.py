"""Faults of declared codes: events, kinds of work and benchmarks that are unknown, taken or out of order."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import (
    EVENT_KINDS,
    LOG_KINDS,
    Guideline,
    LogCheck,
    NoneOfCheck,
    RateCheck,
    TestDaysCheck,
    WindowCheck,
)


def unknown_codes(guideline: Guideline) -> Iterator[Finding]:
    """Find events and kinds of work in checks that neither every guideline has nor this one declares."""
    events = (*EVENT_KINDS, *(each.id for each in guideline.event_classes))
    logs = (*LOG_KINDS, *(each.id for each in guideline.log_kinds))
    for index, criterion in enumerate(guideline.criteria):
        place: Location = ("criteria", index, "check")
        check = criterion.check
        if isinstance(check, WindowCheck | NoneOfCheck | TestDaysCheck):
            yield from _unknown((*place, "events"), check.events, events, "event_classes")
        if isinstance(check, NoneOfCheck):
            controlled = check.allowed_if_controlled
            yield from _unknown((*place, "allowed_if_controlled"), controlled, events, "event_classes")
        if isinstance(check, LogCheck) and check.log not in logs:
            yield _undeclared((*place, "log"), check.log, logs, "log_kinds")
    for index, duty in enumerate(guideline.duties):
        if duty.log not in logs:
            yield _undeclared(("duties", index, "log"), duty.log, logs, "log_kinds")


def taken_codes(guideline: Guideline) -> Iterator[Finding]:
    """Find declared codes that every guideline has already, with a meaning of their own."""
    declared = (
        ("event_classes", guideline.event_classes, EVENT_KINDS),
        ("log_kinds", guideline.log_kinds, LOG_KINDS),
    )
    for field, entries, base in declared:
        for index, entry in enumerate(entries):
            if entry.id in base:
                yield Finding(
                    (field, index, "id"), f"{entry.id} 是通用编号，不能另作他用。", "请换用另一个编号。"
                )


def wrong_area_levels(guideline: Guideline) -> Iterator[Finding]:
    """Find levels of areas that are unknown, in two classes, or on a class of others than returnees."""
    levels, taken = tuple(each.id for each in guideline.risk_levels), dict[str, str]()
    for index, entry in enumerate(guideline.event_classes):
        place: Location = ("event_classes", index, "area_levels")
        if entry.area_levels and entry.counts_as != "key_area_returnee":
            yield Finding(
                place, f"{entry.id} 不是返回人员的类别。", "请改为 counts_as: key_area_returnee，或删除此行。"
            )
        yield from _unknown(place, entry.area_levels, levels, "risk_levels")
        for number, level in enumerate(entry.area_levels):
            if taken.setdefault(level, entry.id) != entry.id:
                yield Finding(
                    (*place, number), f"{level} 已归 {taken[level]}。", "一个等级只能归一个类别，请只留一处。"
                )


def wrong_benchmarks(guideline: Guideline) -> Iterator[Finding]:
    """Find values of a benchmark that are not in order of their days."""
    for index, benchmark in enumerate(guideline.benchmarks):
        days = [value.since for value in benchmark.values]
        for number, (before, after) in enumerate(pairwise(days), start=1):
            if after <= before:
                yield Finding(
                    ("benchmarks", index, "values", number, "since"),
                    f"{benchmark.id} 的 values 未按日期先后排列。",
                    "请按 since 由早到晚排列，每个日期一项。",
                )


def wrong_references(guideline: Guideline) -> Iterator[Finding]:
    """Find figures and benchmarks that are unknown, and rates and surveys without one threshold."""
    known = tuple(each.id for each in guideline.benchmarks)
    figures = tuple(each.id for each in guideline.figures)
    for index, criterion in enumerate(guideline.criteria):
        attest, check = criterion.attest, criterion.check
        if isinstance(check, RateCheck):
            yield from _rate_faults(criterion.id, check, ("criteria", index, "check"), figures, known)
        if attest is None or attest.benchmark is None:
            continue
        place: Location = ("criteria", index, "attest", "benchmark")
        if attest.benchmark not in known:
            yield _undeclared(place, attest.benchmark, known, "benchmarks")
        if attest.method != "survey" or attest.threshold_percent is not None:
            yield Finding(
                place,
                f"{criterion.id} 的 benchmark 只用于抽样确认，且不与 threshold_percent 并用。",
                "请改为 method: survey，并只留其中之一。",
            )


def _rate_faults(
    clause: str, check: RateCheck, place: Location, figures: Sequence[str], benchmarks: Sequence[str]
) -> Iterator[Finding]:
    if check.figure not in figures:
        yield _undeclared((*place, "figure"), check.figure, figures, "figures")
    if check.benchmark is not None and check.benchmark not in benchmarks:
        yield _undeclared((*place, "benchmark"), check.benchmark, benchmarks, "benchmarks")
    if (check.at_least_percent is None) == (check.benchmark is None):
        yield Finding(
            place,
            f"{clause} 的比例须有 at_least_percent 或 benchmark 作门槛，且只有其一。",
            "请写明其中一项，并删除另一项。",
        )


def _unknown(
    place: Location, codes: Sequence[str], known: Sequence[str], declared_in: str
) -> Iterator[Finding]:
    for number, code in enumerate(codes):
        if code not in known:
            yield _undeclared((*place, number), code, known, declared_in)


def _undeclared(place: Location, code: str, known: Sequence[str], declared_in: str) -> Finding:
    choices = "、".join(known) or "（无）"
    return Finding(place, f"方案没有 {code} 这个编号。", f"可选：{choices}；或先在 {declared_in} 中列出。")
