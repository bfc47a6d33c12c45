"""What became known of an event, revision by revision: each says what it changed."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from admin_ui.dates import day
from admin_ui.wording import CONTROL, EVENT_KIND

Revision = Mapping[str, Any]


def told_by(revisions: Sequence[Revision], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """List the revisions, newest first, each with what it told: the report everything, a later one what it changed."""
    facts = [_facts(revision, names) for revision in revisions]
    told = [_report(facts[0])] if facts else []
    told += [_changed(before, after) for before, after in pairwise(facts)]
    rows = [dict(revision) | {"told": lines} for revision, lines in zip(revisions, told, strict=True)]
    return rows[::-1]


def _facts(revision: Revision, names: Mapping[str, str]) -> dict[str, str]:
    level, own = revision["riskLevel"], revision["eventClass"]
    return {
        "单元": revision["unit"]["name"] if revision["unit"] else "",
        "事件类型": EVENT_KIND[revision["kind"]],
        "方案中的类别": names.get(own, own) if own else "",
        "风险等级": names.get(level, level) if level else "",
        "发生日期": day(revision["occurredOn"]),
        "报告日期": day(revision["reportedOn"]),
        "结束日期": day(revision["endedOn"]) if revision["endedOn"] else "",
        "已在集中隔离点": "是" if revision["inCentralQuarantine"] else "",
        "其他管控方式": "" if revision["control"] in {None, "CENTRAL"} else CONTROL[revision["control"]],
    }


def _report(facts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in facts.items() if value]


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (label, f"{before[label] or '未登记'} → {after[label] or '未登记'}")
        for label in after
        if before[label] != after[label]
    ]
