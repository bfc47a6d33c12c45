"""What a guideline says of titles over time, in plain zh-CN words."""

from collections.abc import Iterator, Mapping

from schema.guidelines.rules.format import BenefitCondition, Guideline, Supervision
from schema.guidelines.rules.words import Names, named, often

_MISSES = {"warn": "予以警示", "suspend": "暂停名称"}
_SUSPENSIONS = {"stop": "名称暂停期间停止", "keep": "名称暂停期间保留"}


def explain_titles(guideline: Guideline) -> Iterator[str]:
    """Tell of derived titles, tiers, validity, duties, benefits and publication, a line each."""
    names = Names.of(guideline)
    kinds = names.kinds
    for rule in guideline.derived_titles:
        share = "全部" if rule.percent == 100 else f"不少于 {rule.percent}% "
        yield (
            f"派生称号 {rule.id}：{named(kinds, [rule.unit_kind])}之下的{named(kinds, rule.of)}{share}命名的，"
            f"即为“{rule.title}”，无须申报；不再符合即暂停，重新符合即恢复。"
        )
    for tier in guideline.tiers:
        held = f"命名满 {tier.after_days_held} 天的" if tier.after_days_held else "已命名的"
        yield (
            f"级别{tier.name}：{held}{named(kinds, tier.unit_kinds)}可申报“{tier.title}”，"
            "另须符合该级别的标准；失去命名即失去级别。"
        )
    for term in guideline.validity:
        yield (
            f"{named(kinds, term.unit_kinds)}的名称有效期 {term.days} 天，"
            f"期满前 {term.renewal_opens_days} 天内可申请续期，编号不变；期满未续的失效。"
        )
    for duty in guideline.duties:
        grace = f"，宽限 {duty.grace_days} 天" if duty.grace_days else ""
        yield (
            f"命名后的职责 {duty.id} {duty.title}：{named(kinds, duty.unit_kinds)}每 {duty.every_days} 天"
            f"{often(duty.times)}{names.logs.get(duty.log, duty.log)}{grace}；逾期{_MISSES[duty.on_miss]}，补做后恢复。"
        )
    for benefit in guideline.benefits:
        held = f"满 {benefit.after_days_held} 天" if benefit.after_days_held else "后"
        other = f"，且其上的{_above(benefit.above, kinds)}" if benefit.above else ""
        bears = f"取得级别{names.tiers.get(benefit.tier, benefit.tier)}" if benefit.tier else "命名"
        yield (
            f"待遇 {benefit.id} {benefit.name}：{named(kinds, benefit.unit_kinds)}{bears}{held}{other}享有，"
            f"{_SUSPENSIONS[benefit.on_suspension]}，失去命名即停止。"
        )
    terms = guideline.supervision
    yield (
        f"监督检查发现的问题{_ladder(terms)}；{terms.appeal_days} 天内可申诉"
        + (f"；失去命名后 {terms.reapply_after_days} 天方可重新申报。" if terms.reapply_after_days else "。")
    )
    for period in terms.periodic:
        yield f"{named(kinds, period.unit_kinds)}每 {period.every_days} 天复评一次。"
    shown = guideline.publication
    if shown.lists:
        where = f"在{'、'.join(shown.channels)}" if shown.channels else ""
        yield f"每批命名的名单{where}一并公布。"
    if shown.after_days or not shown.shows_cause:
        when = f"命名 {shown.after_days} 天后" if shown.after_days else "命名当日"
        yield f"公开查询{when}起显示，{'并公布' if shown.shows_cause else '不公布'}警示、暂停和失去名称的原因。"


def _above(condition: BenefitCondition, kinds: Mapping[str, str]) -> str:
    held = f"命名满 {condition.days_held} 天" if condition.days_held else "也已命名"
    return f"{named(kinds, condition.unit_kinds)}{held}的，"


def _ladder(terms: Supervision) -> str:
    """Tell the rungs there are: one without days or times is left out."""
    in_time = f" {terms.rectification_days} 天内整改" if terms.rectification_days else "当天整改"
    rungs = [f"逾期警示 {terms.warnings} 次"] if terms.warnings else []
    rungs += [f"{'再' if rungs else ''}逾期暂停 {terms.suspension_days} 天"] if terms.suspension_days else []
    last = "仍未整改的摘牌销号" if rungs else "逾期即摘牌销号"
    return f"{in_time}；{'，'.join([*rungs, last])}"
