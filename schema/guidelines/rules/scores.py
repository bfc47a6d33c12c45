"""Faults of a score sheet: sections and points that do not add up."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Criterion, Guideline, Score, ScoreSheet, Section

_SECTIONS: Location = ("score_sheet", "sections")


def wrong_sums(guideline: Guideline) -> Iterator[Finding]:
    """Find totals the top sections do not add up to, sections their parts do not, a pass mark above all."""
    sheet = guideline.score_sheet
    if sheet is None:
        return
    top = sum(section.maximum for section in sheet.sections if section.parent is None)
    if top != sheet.total:
        yield Finding(
            ("score_sheet", "total"),
            f"各部分合计 {top} 分，与总分 {sheet.total} 不符。",
            "请改正总分或各部分分值。",
        )
    if sheet.pass_mark > sheet.total:
        yield Finding(
            ("score_sheet", "pass_mark"),
            f"合格分 {sheet.pass_mark} 超过总分 {sheet.total}。",
            "请降低合格分。",
        )
    for index, section in enumerate(sheet.sections):
        parts = [part.maximum for part in sheet.sections if part.parent == section.id]
        if parts and sum(parts) != section.maximum:
            yield Finding(
                (*_SECTIONS, index, "maximum"),
                f"{section.title} 的各小项合计 {sum(parts)} 分，应为 {section.maximum} 分。",
                "请改正小项分值。",
            )


def wrong_sections(guideline: Guideline) -> Iterator[Finding]:
    """Find sections that occur twice, whose parent is no top section, or that ask nothing."""
    sheet = guideline.score_sheet
    if sheet is None:
        return
    top = {section.id for section in sheet.sections if section.parent is None}
    scored = {
        criterion.score.section
        for criterion in guideline.criteria
        if criterion.score is not None and criterion.score.kind == "item"
    }
    for index, section in enumerate(sheet.sections):
        place = (*_SECTIONS, index)
        if section.id in {other.id for other in sheet.sections[:index]}:
            yield Finding((*place, "id"), f"评分部分 {section.id} 重复。", "请换用另一个 id。")
        if section.parent is not None and section.parent not in top:
            yield Finding(
                (*place, "parent"),
                f"没有 {section.parent} 这个大项。",
                f"可选大项：{'、'.join(sorted(top))}。",
            )
        if _is_leaf(sheet, section) and section.id not in scored:
            yield Finding(
                place,
                f"{section.title} 下没有任何标准，其分值无从得到。",
                "请让标准的 score.section 指向它。",
            )


def wrong_scores(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria scored in no section, in a section with parts, or without a sheet at all."""
    sheet = guideline.score_sheet
    leaves = {section.id for section in sheet.sections if _is_leaf(sheet, section)} if sheet else set()
    for index, criterion in enumerate(guideline.criteria):
        if criterion.score is None or criterion.score.section in leaves:
            continue
        place: Location = ("criteria", index, "score", "section")
        if sheet is None:
            yield Finding(
                place, f"{criterion.id} 有评分，而方案没有评分表。", "请补上 score_sheet，或删除 score。"
            )
        else:
            yield Finding(
                place,
                f"{criterion.id} 的评分部分 {criterion.score.section} 不存在或已分小项。",
                f"可选部分：{'、'.join(sorted(leaves))}。",
            )


def wrong_points(guideline: Guideline) -> Iterator[Finding]:
    """Find sections whose points are divided among some of their criteria only, or divided wrongly."""
    sheet = guideline.score_sheet
    for section in sheet.sections if sheet else ():
        scored = [item for item in enumerate(guideline.criteria) if _item_of(item[1]) == section.id]
        points = [criterion.score.maximum for _, criterion in scored if criterion.score is not None]
        given = [point for point in points if point is not None]
        if given and (len(given) < len(points) or sum(given) != section.maximum):
            yield Finding(
                ("criteria", scored[0][0], "score", "maximum"),
                f"{section.title} 的 {len(points)} 条标准中 {len(given)} 条有分值，合计 {sum(given)} 分，"
                f"应全部有分值且合计 {section.maximum} 分。",
                "请给每条标准分值，或全部不填（整部分评分）。",
            )


def wrong_minima(guideline: Guideline) -> Iterator[Finding]:
    """Find sections that could never reach their own minimum."""
    sheet = guideline.score_sheet
    for index, section in enumerate(sheet.sections if sheet else ()):
        if section.minimum is not None and section.minimum > section.maximum:
            yield Finding(
                (*_SECTIONS, index, "minimum"),
                f"{section.title} 至少 {section.minimum} 分，超过其满分 {section.maximum} 分。",
                "请降低 minimum。",
            )


def wrong_score_kinds(guideline: Guideline) -> Iterator[Finding]:
    """Find deductions without a bound, vetoes with points, and hard criteria that are no items."""
    for index, criterion in enumerate(guideline.criteria):
        score = criterion.score
        if score is None:
            continue
        place: Location = ("criteria", index, "score")
        if score.kind == "deduction" and score.maximum is None:
            yield Finding(
                (*place, "maximum"), f"{criterion.id} 是扣分项，却没有扣分上限。", "请写明 maximum。"
            )
        yield from _occurrences(criterion.id, score, (*place, "per_occurrence"))
        if score.kind == "veto" and score.maximum is not None:
            yield Finding((*place, "maximum"), f"{criterion.id} 是一票否决项，不计分。", "请删除 maximum。")
        if score.kind != "item" and score.hard:
            yield Finding(
                (*place, "hard"),
                f"{criterion.id} 不是得分项，hard 不起作用。",
                "请删除 hard，或改为 kind: item。",
            )


def _occurrences(clause: str, score: Score, place: Location) -> Iterator[Finding]:
    if score.per_occurrence is None:
        return
    if score.kind != "deduction":
        yield Finding(
            place, f"{clause} 不是扣分项，per_occurrence 不起作用。", "请删除，或改为 kind: deduction。"
        )
    elif score.maximum is not None and score.per_occurrence > score.maximum:
        yield Finding(
            place,
            f"{clause} 每次扣 {score.per_occurrence} 分，超过扣分上限 {score.maximum} 分。",
            "请降低 per_occurrence，或提高 maximum。",
        )


def scored_routes(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria that are both an alternative route and scored: a route admits, it earns nothing."""
    for index, criterion in enumerate(guideline.criteria):
        if criterion.route is not None and criterion.score is not None:
            yield Finding(
                ("criteria", index, "score"),
                f"{criterion.id} 既是准入路径又计分。",
                "请删除 score 或 route。",
            )


def _item_of(criterion: Criterion) -> str | None:
    score = criterion.score
    return score.section if score is not None and score.kind == "item" else None


def _is_leaf(sheet: ScoreSheet, section: Section) -> bool:
    return all(other.parent != section.id for other in sheet.sections)
