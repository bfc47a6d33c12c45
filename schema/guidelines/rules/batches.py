"""Faults of batches: settings without batches or the other way round, teams, and the target of coverage."""

from collections.abc import Iterator
from typing import get_args

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import BatchKind, BatchSettings, Guideline
from schema.guidelines.rules.kinds import unknown_kinds
from schema.guidelines.rules.lookup import titled_kinds

_STANDING = ("regular", "urgent")


def wrong_settings(guideline: Guideline) -> Iterator[Finding]:
    """Find batch intake without settings, settings without it, and inspections that lead nowhere."""
    for index, process in enumerate(guideline.processes):
        place: Location = ("processes", index)
        if (process.intake == "batch") != (process.batches is not None):
            yield Finding(
                (*place, "intake"),
                f"{process.id} 的受理方式与批次设置（batches）不一致。",
                "按批次受理须写 intake: batch 并填写 batches；否则两处都去掉。",
            )
        if process.batches is None:
            continue
        if process.batches.inspection_step is None:
            yield from _unteamed(process.batches, (*place, "batches"))
            continue
        reviews = [step.id for step in process.steps if step.kind == "review"]
        if process.batches.inspection_step not in reviews:
            yield Finding(
                (*place, "batches", "inspection_step"),
                f"{process.id} 没有审核环节 {process.batches.inspection_step}。",
                f"可选环节：{'、'.join(reviews) or '请先加入 kind: review 的环节'}。",
            )
        if guideline.score_sheet is None:
            yield Finding(
                (*place, "batches"),
                "验收组按评分表检查，而方案没有评分表。",
                "请补上 score_sheet；没有验收组的批次，请删除 inspection_step 和 teams。",
            )
        elif process.batches.allowed_divergence > guideline.score_sheet.total:
            yield Finding(
                (*place, "batches", "allowed_divergence"),
                f"允许的分差超过总分 {guideline.score_sheet.total}，永远不会触发。",
                "请降低允许的分差。",
            )


def _unteamed(settings: BatchSettings, place: Location) -> Iterator[Finding]:
    """Find what only a team could use where no step is inspected by one."""
    for name in ("teams", "inspectors", "allowed_divergence", "rectification_days", "late_rectification"):
        if name in settings.model_fields_set:
            yield Finding(
                (*place, name),
                f"没有验收环节（inspection_step），{name} 不起作用。",
                f"请删除 {name}，或写明 inspection_step。",
            )


def wrong_teams(guideline: Guideline) -> Iterator[Finding]:
    """Find batches without a team or with two, offices named twice, and pilots without a pilot title."""
    titles = {kind.id: kind.pilot_title for kind in guideline.unit_kinds}
    for index, process in enumerate(guideline.processes):
        if process.batches is None or process.batches.inspection_step is None:
            continue
        place: Location = ("processes", index, "batches", "teams")
        staffed = [kind for team in process.batches.teams for kind in team.batches]
        for kind in get_args(BatchKind):
            if staffed.count(kind) > 1:
                yield Finding(place, f"{kind} 批次有不止一个验收组。", "请只在一个组的 batches 中列出。")
        for kind in _STANDING:
            if kind not in staffed:
                yield Finding(place, f"{kind} 批次没有验收组。", "请在一个组的 batches 中加入它。")
        for at, team in enumerate(process.batches.teams):
            for office in {office for office in team.offices if team.offices.count(office) > 1}:
                yield Finding((*place, at, "offices"), f"{office} 重复。", "请只保留一处。")
        if "pilot" in staffed and not any(titles.get(kind) for kind in process.unit_kinds):
            yield Finding(
                place, f"{process.id} 有试点批次，而单元没有试点称号。", "请给单元类型设 pilot_title。"
            )


def wrong_target(guideline: Guideline) -> Iterator[Finding]:
    """Find a target of coverage for kinds that do not exist or bear no title."""
    if guideline.coverage_target is None:
        return
    place: Location = ("coverage_target", "unit_kinds")
    yield from unknown_kinds(guideline, place, guideline.coverage_target.unit_kinds)
    untitled = {kind.id for kind in guideline.unit_kinds}.difference(titled_kinds(guideline))
    for at, kind in enumerate(guideline.coverage_target.unit_kinds):
        if kind in untitled:
            yield Finding((*place, at), f"{kind} 没有称号，无从覆盖。", "请给它设 title，或从目标中去掉。")
