"""Faults of dated values: paths that cannot change from a day on, values that do not fit, and changes in vain."""

from collections.abc import Iterator

from pydantic import ValidationError

from schema.guidelines.rules.dating import CHECKS, as_of, is_datable
from schema.guidelines.rules.faults import Finding
from schema.guidelines.rules.format import Guideline, WindowCheck
from schema.guidelines.rules.names import odd_bracket, proposed_values


def wrong_dated_values(guideline: Guideline) -> Iterator[Finding]:
    """Find dated values of what cannot be dated, out of order, out of range, or that change nothing."""
    latest: dict[str, tuple[object, int]] = {}
    for index, dated in enumerate(guideline.dated_values):
        if index and dated.since < guideline.dated_values[index - 1].since:
            yield Finding(("dated_values", index, "since"), "未按日期先后排列。", "请按 since 由早到晚排列。")
            continue
        if not is_datable(guideline, dated.path):
            yield Finding(
                ("dated_values", index, "path"),
                f"{dated.path[:80]} 不在方案中，或不是可以自某日起改变的数值{odd_bracket(dated.path)}。",
                f"可改变的有 {'、'.join(sorted(CHECKS))} 各类核对的天数、次数和比例，attest 的比例、样本和有效期，"
                "score_sheet 的合格分和最低分，supervision 的整改、警示和暂停，duties 的周期。",
            )
            continue
        stood = latest.get(dated.path, (_stands(guideline, dated.path), -1))[0]
        if stood == dated.value:
            yield Finding(
                ("dated_values", index, "value"), f"{dated.path} 原来就是 {dated.value}。", "请删除此项。"
            )
        latest[dated.path] = (dated.value, index)
        yield from _out_of_range(guideline, index)


def _stands(guideline: Guideline, path: str) -> object:
    return next(iter(proposed_values(guideline, path)), None)


def _out_of_range(guideline: Guideline, index: int) -> Iterator[Finding]:
    dated = guideline.dated_values[index]
    alone = guideline.model_copy(update={"dated_values": (dated,)})
    windows = [each.check for each in guideline.criteria if isinstance(each.check, WindowCheck)]
    try:
        as_of(alone, dated.since)
    except ValidationError:
        yield Finding(
            ("dated_values", index, "value"),
            f"{dated.path} 不能是 {dated.value if dated.value is not None else '空'}。",
            "请写在该数值允许的范围之内。",
        )
    if dated.path.endswith(".check.days") and any(check.changes for check in windows):
        of_clause = [
            each
            for each in guideline.criteria
            if f"criteria[{each.id}].check.days" == dated.path
            and isinstance(each.check, WindowCheck)
            and each.check.changes
        ]
        if of_clause:
            yield Finding(
                ("dated_values", index, "path"),
                f"{of_clause[0].id} 的天数已在 changes 中写明变化。",
                "请只在一处写明。",
            )
