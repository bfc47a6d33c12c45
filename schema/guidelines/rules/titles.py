"""Faults of titles over time: kinds that cannot bear one, derived titles, tiers, validity and benefits."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Benefit, Guideline
from schema.guidelines.rules.kinds import subtree, unknown_kinds
from schema.guidelines.rules.lookup import process_for, titled_kinds

_LISTS = ("tiers", "validity", "benefits", "duties")


def wrong_kinds(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds in tiers, validity, benefits and duties that do not exist, or that bear no title."""
    known, titled = {kind.id for kind in guideline.unit_kinds}, titled_kinds(guideline)
    for part in _LISTS:
        for index, entry in enumerate(getattr(guideline, part)):
            place: Location = (part, index, "unit_kinds")
            yield from unknown_kinds(guideline, place, entry.unit_kinds)
            for at, kind in enumerate(entry.unit_kinds):
                if kind in known and kind not in titled:
                    yield Finding((*place, at), f"{kind} 没有称号。", "请给它设 title，或从这里去掉。")


def wrong_periods(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds assessed in turn that do not exist, bear no title, or are listed twice."""
    known, titled = {kind.id for kind in guideline.unit_kinds}, titled_kinds(guideline)
    seen: set[str] = set()
    for index, period in enumerate(guideline.supervision.periodic):
        place: Location = ("supervision", "periodic", index, "unit_kinds")
        yield from unknown_kinds(guideline, place, period.unit_kinds)
        for at, kind in enumerate(period.unit_kinds):
            if kind in known and (kind not in titled or kind in seen):
                yield Finding((*place, at), f"{kind} 没有称号，或已另有周期。", "每种有称号的类型只写一处。")
        seen |= set(period.unit_kinds)


def wrong_derivations(guideline: Guideline) -> Iterator[Finding]:
    """Find derived titles of kinds that can apply, are asked something or have one already, or of nothing below."""
    kinds, titled = {kind.id: kind for kind in guideline.unit_kinds}, titled_kinds(guideline)
    seen: set[str] = set()
    for index, rule in enumerate(guideline.derived_titles):
        place: Location = ("derived_titles", index)
        yield from unknown_kinds(guideline, (*place, "of"), rule.of)
        if rule.unit_kind not in kinds:
            fix = f"可选类型：{'、'.join(sorted(kinds))}。"
            yield Finding((*place, "unit_kind"), f"没有 {rule.unit_kind} 这种单元类型。", fix)
            continue
        asked = any(rule.unit_kind in each.applies_to for each in guideline.criteria)
        if kinds[rule.unit_kind].title is not None or asked or rule.unit_kind in seen:
            yield Finding(
                (*place, "unit_kind"),
                f"{rule.unit_kind} 另有称号、标准或派生规则，名称的来由不清。",
                "派生称号的类型不设 title、不列入标准的 applies_to，且只有一条派生规则。",
            )
        seen.add(rule.unit_kind)
        below = subtree(guideline, rule.unit_kind) - {rule.unit_kind}
        for at, kind in enumerate(rule.of):
            if kind in kinds and (kind not in below or kind not in titled):
                yield Finding(
                    (*place, "of", at),
                    f"{kind} 不在 {rule.unit_kind} 之下，或没有称号，{rule.id} 永远不会成立。",
                    "请列出其下有称号的类型。",
                )


def wrong_tiers(guideline: Guideline) -> Iterator[Finding]:
    """Find tiers nobody can reach: no process for a kind, no criterion of their own."""
    derived = {rule.unit_kind for rule in guideline.derived_titles}
    for index, tier in enumerate(guideline.tiers):
        for at, kind in enumerate(tier.unit_kinds):
            if kind in derived or process_for(guideline, kind, tier.id) is None:
                yield Finding(
                    ("tiers", index, "unit_kinds", at),
                    f"{kind} 没有申报 {tier.id} 的流程。",
                    f"请加上 tier: {tier.id} 的流程，或从这里去掉；派生的称号没有级别。",
                )
        if not any(criterion.tier == tier.id for criterion in guideline.criteria):
            yield Finding(
                ("tiers", index), f"{tier.id} 没有自己的标准。", f"请给至少一条标准写上 tier: {tier.id}。"
            )


def wrong_tier_criteria(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria and processes of tiers there are not, and tier criteria that are scored or lose the name."""
    tiers = {tier.id: tier.unit_kinds for tier in guideline.tiers}
    for part, field in (("criteria", "applies_to"), ("processes", "unit_kinds")):
        for index, entry in enumerate(getattr(guideline, part)):
            if entry.tier is None:
                continue
            kinds = tiers.get(entry.tier)
            if kinds is None:
                fix = f"可选：{'、'.join(sorted(tiers)) or '请先写出 tiers'}。"
                yield Finding((part, index, "tier"), f"没有 {entry.tier} 这个级别。", fix)
            elif not set(getattr(entry, field)) <= set(kinds):
                yield Finding(
                    (part, index, field),
                    f"{entry.tier} 不面向其中的某些类型。",
                    "请改正类型，或补充级别的类型。",
                )
    for index, criterion in enumerate(guideline.criteria):
        if criterion.tier is not None and (criterion.score is not None or criterion.on_loss != "none"):
            yield Finding(
                ("criteria", index, "tier"),
                f"{criterion.id} 是级别的标准，不能计分，也不能使名称丧失。",
                "级别随名称一同丧失；请去掉 score，on_loss 写 none。",
            )


def wrong_validity(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds with two validities or a derived title, and renewals that open before the naming."""
    derived = {rule.unit_kind for rule in guideline.derived_titles}
    seen: set[str] = set(derived)
    for index, term in enumerate(guideline.validity):
        for at, kind in enumerate(term.unit_kinds):
            if kind in seen:
                yield Finding(
                    ("validity", index, "unit_kinds", at),
                    f"{kind} 已有有效期，或是派生的称号。",
                    "每种类型只写一处；派生的称号随下级名称存续。",
                )
        seen |= set(term.unit_kinds)
        if term.renewal_opens_days > term.days:
            yield Finding(
                ("validity", index, "renewal_opens_days"),
                "续期在命名之前就已开放。",
                f"请写不超过有效期 {term.days} 天的天数。",
            )


def wrong_publication(guideline: Guideline) -> Iterator[Finding]:
    """Find lists without batches to publish, channels without lists, and channels named twice."""
    shown = guideline.publication
    if shown.lists and all(process.batches is None for process in guideline.processes):
        yield Finding(
            ("publication", "lists"),
            "没有按批次受理的流程，名单无从产生。",
            "请在流程中写 intake: batch 和 batches，或删除 lists。",
        )
    if shown.lists != bool(shown.channels):
        yield Finding(
            ("publication", "channels"),
            "公布名单（lists）与公布渠道（channels）须一并写明。",
            "请写 lists: true 并列出 channels；否则两处都去掉。",
        )
    for at, channel in enumerate(shown.channels):
        if channel in shown.channels[:at]:
            yield Finding(("publication", "channels", at), f"{channel} 重复。", "请只保留一处。")


def wrong_benefits(guideline: Guideline) -> Iterator[Finding]:
    """Find benefits of tiers there are not, or that their kinds cannot have."""
    tiers = {tier.id: set(tier.unit_kinds) for tier in guideline.tiers}
    for index, benefit in enumerate(guideline.benefits):
        if benefit.tier is not None and not set(benefit.unit_kinds) <= tiers.get(benefit.tier, set()):
            yield Finding(
                ("benefits", index, "tier"),
                f"没有 {benefit.tier} 这个级别，或其不面向所列类型。",
                "请改正级别或类型。",
            )
        if benefit.above is not None:
            yield from _wrong_above(guideline, benefit, index)


def _wrong_above(guideline: Guideline, benefit: Benefit, index: int) -> Iterator[Finding]:
    """Find conditions on units that never stand above, or that bear no title."""
    place: Location = ("benefits", index, "above", "unit_kinds")
    kinds = benefit.above.unit_kinds if benefit.above is not None else ()
    yield from unknown_kinds(guideline, place, kinds)
    titled = titled_kinds(guideline)
    for at, kind in enumerate(kinds):
        below = subtree(guideline, kind) - {kind}
        if kind not in titled or below.isdisjoint(benefit.unit_kinds):
            yield Finding(
                (*place, at),
                f"{kind} 没有称号，或不在享有{benefit.name}的单元之上，条件永远不会成立。",
                "请列出其上有称号的类型。",
            )
