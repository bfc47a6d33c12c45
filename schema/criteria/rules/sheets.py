"""A score sheet explained: the total, each section, each criterion with its points."""

from fractions import Fraction

from schema.criteria.rules.explanations import Explanation
from schema.criteria.rules.scores import ItemScore, SectionScore, SheetScore, kind_of


def explain_sheet(score: SheetScore) -> Explanation:
    """Explain a sheet: the total, each section, each criterion with its points."""
    reasons = [f"还差{written(score.sheet.pass_mark - score.earned)}分"] * (
        score.earned < score.sheet.pass_mark
    )
    reasons += [
        f"{short.section.title}至少{short.section.minimum}分，现{written(short.earned)}分"
        for short in score.short
    ]
    reasons += [f"{item.criterion.id} {item.criterion.title}必须达标" for item in score.void]
    return Explanation(
        title="评分表",
        result="met" if score.met else "not_met",
        measured=f"{written(score.earned)}分",
        required=f"满分{score.sheet.total}分，合格分{score.sheet.pass_mark}分",
        remedy="；".join(reasons) or None,
        parts=tuple(_explain_section(section) for section in score.sections),
    )


def _explain_section(score: SectionScore) -> Explanation:
    minimum = f"，至少{score.section.minimum}分" if score.section.minimum is not None else ""
    parts = [_explain_section(part) for part in score.parts] + [_explain_item(item) for item in score.items]
    return Explanation(
        title=f"{score.section.id} {score.section.title}",
        result="not_met" if score.short else "met",
        measured=f"{written(score.earned)}分",
        required=f"满分{score.section.maximum}分{minimum}",
        remedy=f"还差{written((score.section.minimum or 0) - score.earned)}分" if score.short else None,
        parts=tuple(parts),
    )


def _explain_item(item: ItemScore) -> Explanation:
    each = item.criterion.score.per_occurrence if item.criterion.score is not None else None
    off = f"扣分项，每次扣{each}分" if each else "扣分项"
    kinds = {"item": f"满分{written(item.maximum)}分", "deduction": off, "veto": "一票否决项"}
    hard = "，必须达标" if item.criterion.score is not None and item.criterion.score.hard else ""
    found = item.finding.explanation
    return Explanation(
        title=item.criterion.title,
        result=item.finding.outcome,
        clause=item.criterion.id,
        measured=f"{written(item.earned)}分",
        required=kinds[kind_of(item.criterion)] + hard,
        remedy=found.remedy,
    )


def written(points: Fraction) -> str:
    """Write points with two decimals at most, rounded down: what is shown is never more than what was earned."""
    hundredths = points.numerator * 100 // points.denominator if points >= 0 else -(-points * 100 // 1)
    whole, rest = divmod(abs(int(hundredths)), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")
