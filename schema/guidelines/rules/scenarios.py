"""Faults of scenarios: kinds and criteria the guideline does not have, facts it does not know."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline, Scenario
from schema.guidelines.rules.kinds import unknown_kinds
from schema.guidelines.rules.lookup import criteria_for, tier_for
from schema.guidelines.rules.words import log_kinds


def wrong_scenarios(guideline: Guideline) -> Iterator[Finding]:
    """Find scenarios that could not say anything, name by name."""
    works = log_kinds(guideline).keys()
    named: set[str] = set()
    for index, scenario in enumerate(guideline.scenarios):
        place: Location = ("scenarios", index)
        if scenario.name in named:
            yield Finding((*place, "name"), f"情景“{scenario.name}”重复。", "请换用另一个名称。")
        named.add(scenario.name)
        yield from _unknown_kind(guideline, (*place, "unit"), scenario.unit)
        yield from _unknown_tier(guideline, scenario, place)
        yield from _unknown_criteria(guideline, scenario, place)
        for work in scenario.facts.logs.keys() - works:
            yield Finding(
                (*place, "facts", "logs", work),
                f"没有 {work} 这类工作。",
                f"可选：{'、'.join(sorted(works))}。",
            )
        figures = {figure.id for figure in guideline.figures}
        for figure in scenario.facts.figures.keys() - figures:
            yield Finding(
                (*place, "facts", "figures", figure),
                f"没有 {figure} 这项指标。",
                "请使用方案 figures 所列的 id。",
            )
        for at, child in enumerate(scenario.facts.children):
            yield from _unknown_kind(guideline, (*place, "facts", "children", at, "kind"), child.kind)
        found = scenario.expect.on_finding
        asked = {criterion.id for criterion in criteria_for(guideline, scenario.unit, scenario.tier)}
        if found is not None and found.clause not in asked:
            yield Finding(
                (*place, "expect", "on_finding", "clause"),
                f"{found.clause} 不是对该类单元的要求。",
                "请写适用于该类单元的标准编号。",
            )
        later = scenario.expect.on_figures
        for figure in (later.figures.keys() if later is not None else set()) - figures:
            yield Finding(
                (*place, "expect", "on_figures", "figures", figure),
                f"没有 {figure} 这项指标。",
                "请使用方案 figures 所列的 id。",
            )
        if scenario.expect.points is not None and guideline.score_sheet is None:
            yield Finding((*place, "expect", "points"), "方案没有评分表。", "请删除 points。")


def _unknown_kind(guideline: Guideline, location: Location, kind: str) -> Iterator[Finding]:
    for found in unknown_kinds(guideline, location, (kind,)):
        yield Finding(location, found.message, found.fix)


def _unknown_criteria(guideline: Guideline, scenario: Scenario, place: Location) -> Iterator[Finding]:
    criteria = criteria_for(guideline, scenario.unit, scenario.tier)
    asked = {criterion.id for criterion in criteria}
    attested = {item.id for item in criteria if item.attest is not None}
    for at, clause in enumerate(scenario.expect.failing or ()):
        if clause not in asked:
            yield Finding(
                (*place, "expect", "failing", at),
                f"{clause} 不是对该类单元的要求。",
                "请写适用于该类单元的标准编号。",
            )
    for clause in scenario.facts.attestations.keys() - attested:
        yield Finding(
            (*place, "facts", "attestations", clause),
            f"{clause} 不由人员确认。",
            "请写由人员确认、适用于该类单元的标准编号。",
        )
    wanted = {item.id: {file.id for file in item.evidence} for item in criteria}
    for clause, files in scenario.facts.files.items():
        for at, file in enumerate(files):
            if file.file not in wanted.get(clause, ()):
                yield Finding(
                    (*place, "facts", "files", clause, at, "file"),
                    f"{clause} 没有要求 {file.file} 这份材料。",
                    "请写适用于该类单元的标准编号及其 evidence 所列的 id。",
                )


def _unknown_tier(guideline: Guideline, scenario: Scenario, place: Location) -> Iterator[Finding]:
    if scenario.tier is not None and tier_for(guideline, scenario.unit, scenario.tier) is None:
        yield Finding(
            (*place, "tier"), f"该类单元没有 {scenario.tier} 这个级别。", "请写 tiers 中为该类单元所设的 id。"
        )
