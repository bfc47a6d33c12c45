"""What a guideline may say and hardly means: nothing is contradicted, and yet somebody forgot or mistyped."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import ChildrenCheck, Guideline, TestDaysCheck, WindowCheck
from schema.guidelines.rules.vocabulary import base_kinds

FIRST, LAST = date(2019, 12, 1), date(2039, 12, 31)
"""Days between which a scheme of this epidemic can have been issued."""
_TARGET = timedelta(days=3 * 365)
_MONTHS = ((28, 31), (29, 31), (30, 31), (31, 28), (31, 29), (31, 30), (31, 31))
"""The lengths two months in turn can have."""


def untried_guidelines(guideline: Guideline) -> Iterator[Finding]:
    """Warn of a guideline without scenarios: nobody tried it before units are judged by it."""
    if not guideline.scenarios:
        yield Finding(
            ("scenarios",),
            "方案没有情景（scenarios），发布前没有验证过。",
            "请至少写一个达标的和一个不达标的情景。",
            "warning",
        )


def lasting_titles(guideline: Guideline) -> Iterator[Finding]:
    """Warn of kinds whose name neither an event, a loss below, a duty nor time takes away."""
    losing = {
        kind
        for each in guideline.criteria
        if each.on_loss in {"suspend", "revoke"}
        for kind in each.applies_to
    }
    losing |= {kind for each in guideline.validity for kind in each.unit_kinds}
    losing |= {kind for each in guideline.duties if each.on_miss == "suspend" for kind in each.unit_kinds}
    if guideline.on_child_loss != "none":
        parents = (each for each in guideline.criteria if isinstance(each.check, ChildrenCheck))
        losing |= {kind for each in parents for kind in each.applies_to}
    for index, kind in enumerate(guideline.unit_kinds):
        if kind.title is not None and kind.id not in losing:
            yield Finding(
                ("unit_kinds", index, "title"),
                f"{kind.name}取得“{kind.title}”后，没有哪一条会使其失去命名。",
                "请给相应标准写上 on_loss: suspend 或 revoke，或设有效期 validity。",
                "warning",
            )


def shared_titles(guideline: Guideline) -> Iterator[Finding]:
    """Warn of kinds nobody can tell apart: two of one name, or two that bear one title."""
    for field in ("name", "title", "pilot_title"):
        seen: dict[str, str] = {}
        for index, kind in enumerate(guideline.unit_kinds):
            word = getattr(kind, field)
            if word is not None and seen.setdefault(word, kind.id) != kind.id:
                yield Finding(
                    ("unit_kinds", index, field),
                    f"“{word}”已是类型 {seen[word]} 的{'名称' if field == 'name' else '称号'}，公众无从分辨。",
                    "请换用另一个说法。",
                    "warning",
                )


def low_pass_marks(guideline: Guideline) -> Iterator[Finding]:
    """Warn of a pass mark below half of all points."""
    sheet = guideline.score_sheet
    if sheet is not None and sheet.pass_mark * 2 < sheet.total:
        yield Finding(
            ("score_sheet", "pass_mark"),
            f"合格分 {sheet.pass_mark} 不到总分 {sheet.total} 的一半，几乎人人合格。",
            "请核对合格分。",
            "warning",
        )


def excessive_deductions(guideline: Guideline) -> Iterator[Finding]:
    """Find deductions that take more than their section has."""
    sheet = guideline.score_sheet
    sections = {section.id: section for section in sheet.sections} if sheet is not None else {}
    for index, criterion in enumerate(guideline.criteria):
        score = criterion.score
        section = sections.get(score.section) if score is not None else None
        if score is None or section is None or score.kind != "deduction" or score.maximum is None:
            continue
        if score.maximum > section.maximum:
            yield Finding(
                ("criteria", index, "score", "maximum"),
                f"{criterion.id} 最多扣 {score.maximum} 分，超过{section.title}的满分 {section.maximum} 分。",
                f"请改为不超过 {section.maximum}，或改为 kind: veto。",
            )


def late_test_days(guideline: Guideline) -> Iterator[Finding]:
    """Warn of test days after the window of the same events: the name can be had before they come."""
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        if not isinstance(check, TestDaysCheck):
            continue
        length = _window(guideline, criterion.applies_to, check)
        for at, day in enumerate(check.on_days):
            if length is not None and day > length:
                yield Finding(
                    ("criteria", index, "check", "on_days", at),
                    f"{criterion.id} 要求第 {day} 天检测，而同类事件满 {length} 天即不再计入。",
                    "请去掉此日，或延长相应的 window。",
                    "warning",
                )


def overlapping_intake(guideline: Guideline) -> Iterator[Finding]:
    """Warn of intake that opens again before it has closed, the turn of the month and short months included."""
    for index, process in enumerate(guideline.processes):
        days = sorted(set(process.cadence.opens_on_days)) if process.cadence is not None else []
        length = process.cadence.open_days if process.cadence is not None else 0
        pairs = [(day, following, False) for day, following in pairwise(days)]
        pairs += [(last, first, True) for last, first in zip(days[-1:], days[:1], strict=True)]
        for day, following, turns in pairs:
            if _apart(day, following, turns=turns) < length:
                again = f"次月 {following}" if turns else str(following)
                ends = "（当月没有的日期以月末为准）" if max(day, following) > _MONTHS[0][0] else ""
                yield Finding(
                    ("processes", index, "cadence", "open_days"),
                    f"{day} 日起受理 {length} 天，到 {again} 日又开始受理{ends}，两次重叠。",
                    "请减少 open_days，或去掉其中一日；本意随时受理的写 intake: rolling。",
                    "warning",
                )
                break


def absurd_dates(guideline: Guideline) -> Iterator[Finding]:
    """Find days no scheme of this epidemic can mean, and a target of coverage before the issue or years after."""
    for at, what, day in _dates(guideline):
        if not FIRST <= day <= LAST:
            yield Finding(
                at,
                f"{what} {day.isoformat()} 不在 {FIRST.isoformat()} 至 {LAST.isoformat()} 之间。",
                "请核对年份，写成 2022-11-20 的形式。",
            )
    issued, target = guideline.issued_on, guideline.coverage_target
    place: Location = ("coverage_target", "by")
    if target is not None and target.by < issued:
        message = f"覆盖目标的期限 {target.by.isoformat()} 早于发文日期 {issued.isoformat()}。"
        yield Finding(place, message, "请核对年份。")
    elif target is not None and target.by - issued > _TARGET:
        message = f"覆盖目标的期限 {target.by.isoformat()} 在发文三年以后。"
        yield Finding(place, message, "请核对年份。", "warning")


def _dates(guideline: Guideline) -> Iterator[tuple[Location, str, date]]:
    """List the days on which something of a guideline begins: its issue, intake, numbers and lengths."""
    yield ("issued_on",), "发文日期", guideline.issued_on
    for index, process in enumerate(guideline.processes):
        if process.cadence is not None and process.cadence.first_on is not None:
            yield ("processes", index, "cadence", "first_on"), "首次受理日", process.cadence.first_on
    for index, dated in enumerate(guideline.dated_values):
        yield ("dated_values", index, "since"), "起始日期", dated.since
    for index, criterion in enumerate(guideline.criteria):
        changes = criterion.check.changes if isinstance(criterion.check, WindowCheck) else ()
        for at, change in enumerate(changes):
            yield ("criteria", index, "check", "changes", at, "since"), "起始日期", change.since


def _apart(day: int, following: int, *, turns: bool) -> int:
    """Tell how near two openings can be; a day its month does not have is its last, and two on one day are one."""
    spans = (
        (length - min(day, length) + min(following, after))
        if turns
        else min(following, length) - min(day, length)
        for length, after in _MONTHS
    )
    return min(span for span in spans if span > 0)


def _window(guideline: Guideline, kinds: tuple[str, ...], check: TestDaysCheck) -> int | None:
    """Tell the shortest time after which events of a check no longer count, for whom they are asked."""
    asked = base_kinds(guideline, check.events)
    lengths = [
        min([other.check.days, *(change.days for change in other.check.changes)])
        for other in guideline.criteria
        if isinstance(other.check, WindowCheck)
        and other.check.days is not None
        and set(kinds).intersection(other.applies_to)
        and asked.intersection(base_kinds(guideline, other.check.events))
    ]
    return max(lengths, default=None)
