"""Faults of the criteria: what they refer to, whether they ask something, whether it can ever be met."""

from collections.abc import Iterator

from schema.guidelines.rules.conditions import FACTS, compile_condition
from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import (
    ChildrenCheck,
    ConditionCheck,
    Criterion,
    Guideline,
    LogCheck,
    NoneOfCheck,
    PetitionCheck,
    RosterCheck,
    WindowCheck,
)
from schema.guidelines.rules.kinds import subtree, unknown_kinds
from schema.guidelines.rules.lookup import titled_kinds
from schema.guidelines.rules.vocabulary import base_kinds

_YEAR = 365
_ZONES = frozenset({"risk_zone", "temporary_control_zone"})


def wrong_references(guideline: Guideline) -> Iterator[Finding]:
    """Find unit kinds and risk levels in criteria that the guideline does not have."""
    levels = {level.id for level in guideline.risk_levels}
    for index, criterion in enumerate(guideline.criteria):
        yield from unknown_kinds(guideline, ("criteria", index, "applies_to"), criterion.applies_to)
        if isinstance(criterion.check, ChildrenCheck):
            yield from unknown_kinds(guideline, ("criteria", index, "check", "kinds"), criterion.check.kinds)
        for place, level in enumerate(criterion.risk_levels):
            if level not in levels:
                yield Finding(
                    ("criteria", index, "risk_levels", place),
                    f"没有 {level} 这个风险等级。",
                    "请使用 risk_levels 列出的等级，或先在那里补上。",
                )


def empty_criteria(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria with neither a machine check nor an attestation."""
    for index, criterion in enumerate(guideline.criteria):
        if criterion.check is None and criterion.attest is None:
            yield Finding(
                ("criteria", index),
                f"{criterion.id} 既无机器核对（check）也无人工确认（attest）。",
                "请至少写明其一，否则无从判断是否达标。",
            )


def overlapping_ids(guideline: Guideline) -> Iterator[Finding]:
    """Find criteria whose id was used before for one of their kinds: disjoint kinds may share it (B-f)."""
    seen: dict[str, set[str]] = {}
    for index, criterion in enumerate(guideline.criteria):
        both = sorted(seen.setdefault(criterion.id, set()).intersection(criterion.applies_to))
        if both:
            yield Finding(
                ("criteria", index, "id"),
                f"标准 {criterion.id} 对 {'、'.join(both)} 重复。",
                "同一编号拆成几条时，applies_to 不得重叠；否则请换用另一编号。",
            )
        seen[criterion.id].update(criterion.applies_to)


def wrong_surveys(guideline: Guideline) -> Iterator[Finding]:
    """Find surveys without threshold or sample, and such figures on other attestations (open question 18)."""
    for index, criterion in enumerate(guideline.criteria):
        if criterion.attest is None:
            continue
        for name in ("threshold_percent", "minimum_sample"):
            given = getattr(criterion.attest, name) is not None
            compared = name == "threshold_percent" and criterion.attest.benchmark is not None
            if criterion.attest.method == "survey" and not given and not compared:
                yield Finding(
                    ("criteria", index, "attest", name),
                    f"{criterion.id} 以抽样确认，却缺少 {name}。",
                    "请写明最低比例 threshold_percent 和最少样本 minimum_sample。",
                )
            if criterion.attest.method != "survey" and given:
                yield Finding(
                    ("criteria", index, "attest", name),
                    f"{criterion.id} 不是抽样确认，{name} 不起作用。",
                    "请改为 method: survey，或删除此行。",
                )


def wrong_evidence(guideline: Guideline) -> Iterator[Finding]:
    """Find files listed twice, and files of a matter of which only the reference is kept (open question 22)."""
    for index, criterion in enumerate(guideline.criteria):
        seen: set[str] = set()
        for place, file in enumerate(criterion.evidence):
            at: Location = ("criteria", index, "evidence", place)
            if file.id in seen:
                message = f"{criterion.id} 的证明材料 {file.id} 列了两次。"
                yield Finding((*at, "id"), message, "请换用另一个编号，或合并两处。")
            seen.add(file.id)
            if len(set(file.types)) < len(file.types):
                message = f"证明材料 {file.id} 的类型有重复。"
                yield Finding((*at, "types"), message, "请删除重复的类型。")
        if criterion.evidence and criterion.attest is not None and criterion.attest.method == "reference":
            yield Finding(
                ("criteria", index, "evidence"),
                f"{criterion.id} 只留存编号，不收证明材料。",
                "请删除 evidence，或改用其他确认方式 method。",
            )


def impossible_children(guideline: Guideline) -> Iterator[Finding]:
    """Find children rules on kinds that never stand directly below, or bear no title where one is needed."""
    kinds, titled = {kind.id: kind for kind in guideline.unit_kinds}, titled_kinds(guideline)
    for index, criterion in enumerate(guideline.criteria):
        if not isinstance(criterion.check, ChildrenCheck):
            continue
        for place, child in enumerate(criterion.check.kinds):
            at: Location = ("criteria", index, "check", "kinds", place)
            if child not in kinds:
                continue
            if not set(kinds[child].parents).intersection(criterion.applies_to):
                yield Finding(
                    at,
                    f"{child} 不会直接位于 {'、'.join(criterion.applies_to)} 之下。",
                    "请改正类型或其 parents。",
                )
            if child not in titled and criterion.check.mode == "ALL_TITLED":
                yield Finding(at, f"{child} 没有称号，永远不能全部命名。", "请为它设称号，或改用其他 mode。")


def childless_rules(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds asked about children they cannot have: no unit passes by vacuity (open question 7)."""
    parents = {kind.id: kind.parents for kind in guideline.unit_kinds}
    for index, criterion in enumerate(guideline.criteria):
        if not isinstance(criterion.check, ChildrenCheck) or criterion.check.mode == "NONE":
            continue
        for place, kind in enumerate(criterion.applies_to):
            if not any(kind in parents.get(child, ()) for child in criterion.check.kinds):
                yield Finding(
                    ("criteria", index, "applies_to", place),
                    f"{kind} 没有 {criterion.id} 所说的下级，永远不能达标。",
                    "请从 applies_to 去掉它，或改正 check.kinds。",
                )


def uninhabited_kinds(guideline: Guideline) -> Iterator[Finding]:
    """Find petitions and rosters of kinds below which no household can be registered (open question 7)."""
    households = {kind.id for kind in guideline.unit_kinds if kind.households}
    for index, criterion in enumerate(guideline.criteria):
        if not isinstance(criterion.check, PetitionCheck | RosterCheck):
            continue
        for place, kind in enumerate(criterion.applies_to):
            if households.isdisjoint(subtree(guideline, kind)):
                yield Finding(
                    ("criteria", index, "applies_to", place),
                    f"{kind} 及其下级都不登记住户，{criterion.id} 永远不能达标。",
                    "请给相应类型设 households: true。",
                )


def wrong_conditions(guideline: Guideline) -> Iterator[Finding]:
    """Find conditions that do not compile: unknown names, wrong types, no answer of yes or no, no fact."""
    for index, criterion in enumerate(guideline.criteria):
        if not isinstance(criterion.check, ConditionCheck):
            continue
        compiled = compile_condition(criterion.check.holds)
        if isinstance(compiled, str):
            yield Finding(
                ("criteria", index, "check", "holds"),
                f"{criterion.id} 的条件有误：{compiled}。",
                f"可用的事实有 {'、'.join(FACTS)}。",
            )


def endless_logs(guideline: Guideline) -> Iterator[Finding]:
    """Find log checks that reach back more than a year: no older facts are read."""
    for index, criterion in enumerate(guideline.criteria):
        check = criterion.check
        if isinstance(check, LogCheck) and check.every_days * check.periods > _YEAR:
            yield Finding(
                ("criteria", index, "check", "periods"),
                f"{criterion.id} 须查阅 {check.every_days * check.periods} 天的记录，超过 {_YEAR} 天。",
                "请减少 periods 或 every_days。",
            )


def lonely_routes(guideline: Guideline) -> Iterator[Finding]:
    """Find a route without an alternative: then it is no route but an ordinary criterion."""
    routes = {criterion.route for criterion in guideline.criteria if criterion.route is not None}
    if len(routes) == 1:
        index = next(
            place for place, criterion in enumerate(guideline.criteria) if criterion.route is not None
        )
        yield Finding(
            ("criteria", index, "route"),
            "只有一条准入路径。",
            "请写出另一条路径，或删除 route 使其成为必备标准。",
        )


def unsaid_conditions(guideline: Guideline) -> Iterator[Finding]:
    """Find conditions nobody can speak about: `only_where` on a criterion without attestation."""
    for index, criterion in enumerate(guideline.criteria):
        if criterion.only_where is not None and criterion.attest is None:
            yield Finding(
                ("criteria", index, "only_where"),
                f"{criterion.id} 的适用条件无人确认。",
                "请加上 attest，由确认人说明是否适用；否则删除 only_where。",
            )


def unknown_levels(guideline: Guideline) -> Iterator[Finding]:
    """Find a second level said to hold without a zone, and warn where no level in force does."""
    without = [index for index, level in enumerate(guideline.risk_levels) if level.without_zone]
    for index in without[1:]:
        yield Finding(
            ("risk_levels", index, "without_zone"),
            f"{guideline.risk_levels[index].name} 是第二个无风险区时适用的等级。",
            "请只留一个 without_zone: true。",
        )
    branching = next((i for i, item in enumerate(guideline.criteria) if item.risk_levels), None)
    if branching is not None and not without:
        yield Finding(
            ("criteria", branching, "risk_levels"),
            "没有风险区的单元无从得知等级，按等级提出的标准都不能达标。",
            "请给其中一个等级设 without_zone: true。",
            "warning",
        )


def kinds_exempt_from_zones(guideline: Guideline) -> Iterator[Finding]:
    """Warn of kinds that may be named inside a risk zone, though others may not (B-e, open question 12)."""
    asked = [
        (index, item) for index, item in enumerate(guideline.criteria) if _asks_for_zones(guideline, item)
    ]
    covered = {kind for _, criterion in asked for kind in criterion.applies_to}
    exempt = [kind.name for kind in guideline.unit_kinds if kind.title is not None and kind.id not in covered]
    if asked and exempt:
        index, criterion = asked[0]
        yield Finding(
            ("criteria", index, "applies_to"),
            f"{criterion.id} 未对{'、'.join(exempt)}提出：处于风险区、临时管控区内的仍可命名。",
            "若原文如此可保留；否则请在 applies_to 中加入。",
            "warning",
        )


def _asks_for_zones(guideline: Guideline, criterion: Criterion) -> bool:
    return isinstance(criterion.check, NoneOfCheck | WindowCheck) and not _ZONES.isdisjoint(
        base_kinds(guideline, criterion.check.events)
    )
