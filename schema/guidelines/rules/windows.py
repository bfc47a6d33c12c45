"""Faults of windows, controlled classes and test days: what no event could ever satisfy, or nobody could read."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline, NoneOfCheck, TestDaysCheck, WindowCheck
from schema.guidelines.rules.vocabulary import base_kinds

_INFECTIONS = frozenset({"case", "asymptomatic"})
_CONTROLLABLE = frozenset({"close_contact", "key_area_returnee", "suspected", "fever"})


def wrong_lengths(guideline: Guideline) -> Iterator[Finding]:
    """Find changes of a window's length out of order, and windows without length that could not look back."""
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        if not isinstance(check, WindowCheck):
            continue
        place: Location = ("criteria", index, "check")
        if check.days is None and (
            check.changes or not _INFECTIONS.issuperset(base_kinds(guideline, check.events))
        ):
            yield Finding(
                (*place, "days"),
                f"{criterion.id} 的 days 为空（从未），只能用于病例和无症状感染者，且不能有 changes。",
                "请写明天数，或改正 events、删除 changes。",
            )
        for number, (before, after) in enumerate(
            zip(check.changes, check.changes[1:], strict=False), start=1
        ):
            if after.since <= before.since:
                yield Finding(
                    (*place, "changes", number, "since"),
                    f"{criterion.id} 的 changes 未按日期先后排列。",
                    "请按 since 由早到晚排列，每个日期一项。",
                )


def wrong_bases(guideline: Guideline) -> Iterator[Finding]:
    """Find windows and test days counted from the end of what has no end."""
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        if not isinstance(check, WindowCheck | TestDaysCheck) or check.basis != "ended":
            continue
        endless = sorted(_INFECTIONS.intersection(base_kinds(guideline, check.events)))
        if endless:
            yield Finding(
                ("criteria", index, "check", "basis"),
                f"{'、'.join(endless)} 没有结束日期，不能按 ended 起算。",
                "请改为 reported 或 occurred，或从 events 去掉它们。",
            )


def wrong_control(guideline: Guideline) -> Iterator[Finding]:
    """Find classes allowed if controlled that the check does not forbid, or that nobody controls."""
    for index, criterion in enumerate(guideline.criteria):
        if not isinstance(criterion.check, NoneOfCheck):
            continue
        for number, kind in enumerate(criterion.check.allowed_if_controlled):
            base = base_kinds(guideline, (kind,))
            forbidden = {kind, *base}.intersection(criterion.check.events)
            if not forbidden or not _CONTROLLABLE.issuperset(base):
                yield Finding(
                    ("criteria", index, "check", "allowed_if_controlled", number),
                    f"{kind} 不在 events 中，或不是可以集中隔离等方式管控的人员。",
                    f"只能是 events 中的 {'、'.join(sorted(_CONTROLLABLE))}，或计作它们的自定类别。",
                )


def idle_controls(guideline: Guideline) -> Iterator[Finding]:
    """Find controls of classes that no check allows if they are controlled, and controls named twice."""
    allowed = {
        code
        for criterion in guideline.criteria
        if isinstance(criterion.check, NoneOfCheck)
        for code in criterion.check.allowed_if_controlled
    }
    for index, entry in enumerate(guideline.event_classes):
        place: Location = ("event_classes", index, "controls")
        if entry.controls and entry.id not in allowed:
            yield Finding(
                place,
                f"没有标准允许管控中的{entry.name}，controls 不起作用。",
                f"请在 none_of 的 allowed_if_controlled 中列出 {entry.id}，或删除 controls。",
            )
        for at, control in enumerate(entry.controls):
            if control in entry.controls[:at]:
                yield Finding((*place, at), f"{control} 重复。", "请只保留一处。")


def wrong_test_days(guideline: Guideline) -> Iterator[Finding]:
    """Find test days that are not in ascending order: each day is asked once."""
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        if isinstance(check, TestDaysCheck) and list(check.on_days) != sorted(set(check.on_days)):
            yield Finding(
                ("criteria", index, "check", "on_days"),
                f"{criterion.id} 的 on_days 未按先后排列或有重复。",
                "请由小到大排列，每天一项。",
            )
