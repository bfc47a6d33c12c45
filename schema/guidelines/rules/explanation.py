"""A guideline in plain zh-CN words: its kinds, what is asked of each, the way to a name and how it is lost."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from schema.guidelines.rules.dated_words import explain_dated
from schema.guidelines.rules.format import (
    Attest,
    Check,
    Criterion,
    EventClass,
    Evidence,
    Guideline,
    Loss,
    NoneOfCheck,
    PetitionCheck,
    RateCheck,
    Score,
    UnitKind,
    WindowCheck,
)
from schema.guidelines.rules.process_words import explain_process
from schema.guidelines.rules.title_words import explain_titles
from schema.guidelines.rules.words import (
    CONTROLS,
    EVENTS,
    FILES,
    LOSSES,
    METHODS,
    MODES,
    Names,
    named,
    often,
    role_words,
)


def explain(guideline: Guideline) -> str:
    """Tell what a guideline says, a heading for each kind of unit that can bear a name."""
    return "\n".join(_lines(guideline)) + "\n"


def explain_check(check: Check, names: Names) -> str:
    """Say in one clause what a machine check asks; `names` are those of the guideline's codes."""
    words = _CHECKS.get(check.kind)
    if words is not None:
        return words(check, names)
    given = check.model_dump(mode="json", exclude={"kind"}, exclude_none=True)
    return f"{check.kind}（{'、'.join(f'{name}={value}' for name, value in given.items())}）"


def _lines(guideline: Guideline) -> Iterator[str]:
    yield f"《{guideline.title}》（{guideline.id}）"
    yield f"依据：{guideline.source}，{guideline.issued_on.isoformat()}"
    yield ""
    yield "单元类型"
    names = Names.of(guideline)
    for kind in guideline.unit_kinds:
        yield f"  {_kind(kind, names.kinds)}"
    yield from _codes(guideline)
    for standard, told in _standards(guideline).items():
        yield ""
        yield "、".join(told)
        yield from standard
    yield ""
    yield from explain_titles(guideline)
    yield f"下级失去命名时，上级{LOSSES.get(guideline.on_child_loss, guideline.on_child_loss)}。"
    yield f"一次有超过{guideline.confirm_above}个名称被警示、暂停或取消的，须由人员预览并确认。"
    yield from explain_dated(guideline)
    if guideline.scenarios:
        tried = "、".join(each.name for each in guideline.scenarios)
        yield f"附情景 {len(guideline.scenarios)} 个，发布前逐一验证：{tried}。"
    if guideline.proposals:
        yield f"原文未给出、须由本区县确认的有 {len(guideline.proposals)} 处：{'、'.join(guideline.proposals)}。"


def _codes(guideline: Guideline) -> Iterator[str]:
    """Tell the codes the guideline declares, where it declares any."""
    kinds = Names.of(guideline).kinds
    for office in guideline.offices:
        role = role_words(guideline)[office.role]
        yield f"机构 {office.name}：在{named(kinds, office.levels)}任职的人员，角色为{role}"
    if guideline.event_classes:
        told = (_class(each, guideline) for each in guideline.event_classes)
        yield f"自定事件类别：{'、'.join(told)}"
    if guideline.log_kinds:
        yield f"自定工作类别：{'、'.join(each.name for each in guideline.log_kinds)}"
    for figure in guideline.figures:
        least = "，分母不少于截止日名册上的居住人员" if figure.counts == "residents" else ""
        yield f"比例 {figure.name}{f'，分母不含{figure.excludes}' if figure.excludes else ''}{least}"
    for benchmark in guideline.benchmarks:
        values = (
            f"{each.since.isoformat()} 起 {each.percent}%（{each.source}）" for each in benchmark.values
        )
        yield f"基准 {benchmark.name}：{'；'.join(values)}"


def _class(entry: EventClass, guideline: Guideline) -> str:
    levels = {level.id: level.name for level in guideline.risk_levels}
    areas = f"，来自名单上{named(levels, entry.area_levels)}的自动归入" if entry.area_levels else ""
    return f"{entry.name}（计作{named(EVENTS, (entry.counts_as,))}{areas}）"


def _kind(kind: UnitKind, kinds: Mapping[str, str]) -> str:
    stands = f"位于{named(kinds, kind.parents)}之下" if kind.parents else "最上级"
    bears = f"，可命名为“{kind.title}”" if kind.title else "，不命名"
    pilot = f"（试点“{kind.pilot_title}”）" if kind.pilot_title else ""
    return f"{kind.name}（{kind.id}）：{stands}{bears}{pilot}{'，登记住户' if kind.households else ''}。"


def _standards(guideline: Guideline) -> Mapping[tuple[str, ...], list[str]]:
    """Tell what is asked of each kind; kinds of which the same is asked are told together."""
    names = Names.of(guideline)
    told: dict[tuple[str, ...], list[str]] = {}
    for kind in guideline.unit_kinds:
        lines = tuple(_standard(guideline, kind, names))
        if lines:
            told.setdefault(lines, []).append(kind.name)
    return told


def _standard(guideline: Guideline, kind: UnitKind, names: Names) -> Iterator[str]:
    asked = tuple(criterion for criterion in guideline.criteria if kind.id in criterion.applies_to)
    if asked:
        yield f"  标准 {len(asked)} 条"
    for criterion in asked:
        yield f"    {_criterion(criterion, names)}"
    for loss in dict.fromkeys(criterion.on_loss for criterion in asked if criterion.on_loss != "none"):
        losing = [criterion.id for criterion in asked if criterion.on_loss == loss]
        yield f"  不再达标即{LOSSES.get(loss, loss)}：{'、'.join(dict.fromkeys(losing))}"
        found = [criterion.id for criterion in asked if _tells_at_once(criterion, loss)]
        if found:
            yield f"  检查或核实发现不符即{LOSSES.get(loss, loss)}：{'、'.join(dict.fromkeys(found))}"
    for process in guideline.processes:
        if kind.id in process.unit_kinds:
            tier = f"（级别{names.tiers.get(process.tier, process.tier)}）" if process.tier else ""
            yield f"  申报流程 {process.id} {process.name}{tier}"
            yield from (f"    {line}" for line in explain_process(process, role_words(guideline)))


def _tells_at_once(criterion: Criterion, loss: Loss) -> bool:
    return criterion.on_loss == loss and criterion.on_finding == "at_once"


def _criterion(criterion: Criterion, names: Names) -> str:
    parts = [explain_check(criterion.check, names)] if criterion.check else []
    parts += [_attest(criterion.attest, names)] if criterion.attest else []
    parts += [_evidence(file) for file in criterion.evidence]
    where = "、".join(_conditions(criterion, names))
    return f"{criterion.id} {criterion.title}{f'（{where}）' if where else ''}：{'；并'.join(parts)}。"


def _conditions(criterion: Criterion, names: Names) -> Iterator[str]:
    if criterion.tier:
        yield f"仅限申报级别{names.tiers.get(criterion.tier, criterion.tier)}"
    if criterion.route:
        yield f"{names.routes[criterion.route]}，各路径满足其一"
    if criterion.risk_levels:
        yield f"仅限{named(names.levels, criterion.risk_levels)}地区"
    if criterion.only_where:
        yield f"仅限{criterion.only_where}"
    if criterion.judged == "at_applying":
        yield "以提交申请时为准，此后各环节不再重新核对"
    if criterion.score:
        yield _score(criterion.score)


def _score(score: Score) -> str:
    if score.kind == "veto":
        return f"评分部分 {score.section}，一票否决"
    if score.kind == "deduction":
        each = f"每次扣 {score.per_occurrence} 分，" if score.per_occurrence else ""
        return f"评分部分 {score.section}，{each}最多扣 {score.maximum} 分"
    points = f"{score.maximum} 分" if score.maximum else "整部分评分"
    return f"评分部分 {score.section}，{points}{'，必须达标' if score.hard else ''}"


def _attest(attest: Attest, names: Names) -> str:
    bounds = []
    if attest.threshold_percent is not None:
        bounds.append(f"符合比例不低于 {attest.threshold_percent}%")
    if attest.benchmark is not None:
        bounds.append(f"符合比例高于{named(names.benchmarks, (attest.benchmark,))}")
    if attest.minimum_sample is not None:
        bounds.append(f"样本不少于 {attest.minimum_sample}")
    items = f"，逐项确认{'、'.join(attest.items)}" if attest.items else ""
    text = METHODS.get(attest.method, attest.method)
    return (
        f"由人员以{text}确认{''.join('，' + bound for bound in bounds)}{items}，{attest.valid_days} 天内有效"
    )


def _evidence(evidence: Evidence) -> str:
    age = f"，{evidence.fresh_days} 天内的" if evidence.fresh_days else ""
    return f"须有{evidence.name}（{named(FILES, evidence.types)}，至少 {evidence.minimum} 份{age}）"


def _window(check: WindowCheck, names: Names) -> str:
    length = f"近 {check.days} 天无" if check.days else "从未有"
    changes = "".join(f"，{each.since.isoformat()} 起改为 {each.days} 天" for each in check.changes)
    counted = "，集中隔离点发现的也计入" if check.count_central_quarantine else ""
    return f"{length}{named(names.events, check.events)}（按{_BASES[check.basis]}日期{changes}{counted}）"


def _none_of(check: NoneOfCheck, names: Names) -> str:
    above = "（所在上级范围内的也计入）" if check.ancestors else ""
    under: dict[tuple[str, ...], list[str]] = {}
    for code in check.allowed_if_controlled:
        under.setdefault(names.controls.get(code, ("central",)), []).append(code)
    allowed = (
        f"，{named(CONTROLS, controls)}中的{named(names.events, codes)}除外"
        for controls, codes in under.items()
    )
    return f"当前没有{named(names.events, check.events)}{above}{''.join(allowed)}"


def _petition(check: PetitionCheck) -> str:
    told = [f"联名申请签名户数不低于 {check.percent}%"]
    told += ["空置户计入应签"] * (check.vacant == "keep")
    told += ["暂时外出户不计入应签"] * (check.absent == "exclude")
    told += ["不接受远程签名"] * (not check.remote)
    told += ["不接受委托签名"] * (not check.proxies)
    told += ["名册随住户迁入迁出变动，命名后签名户数仍须达标"] * (check.roll == "living")
    return "，".join(told)


def _rate(check: RateCheck, names: Names) -> str:
    bound = f"不低于 {check.at_least_percent}%"
    if check.benchmark is not None:
        bound = f"高于{named(names.benchmarks, (check.benchmark,))}"
    least = f"，分母不少于 {check.minimum_denominator}" if check.minimum_denominator > 1 else ""
    return f"{named(names.figures, (check.figure,))}{bound}（{check.fresh_days} 天内的数据{least}）"


_BASES: Mapping[str, str] = {"reported": "报告", "occurred": "发生", "ended": "解除"}


_CHECKS: Mapping[str, Callable[[Any, Names], str]] = {
    "window": _window,
    "none_of": _none_of,
    "test_days": lambda check, names: (
        f"自最近一次{named(names.events, check.events)}（按{_BASES[check.basis]}日期）起第 "
        f"{'、'.join(map(str, check.on_days))} 天全员检测阴性，每轮不低于应检人数的 {check.percent}%"
        + (f"，可在 {check.grace_days} 天内补测" if check.grace_days else "")
    ),
    "rate": _rate,
    "complaints": lambda check, _: (
        f"近 {check.within_days} 天经核实、与疫情有关{'' if check.in_time_too else '、逾期未办结'}的投诉"
        f"不超过 {check.at_most} 件"
    ),
    "condition": lambda check, _: f"{check.requires}（{check.holds}）",
    "latest_round": lambda check, _: (
        f"最近一轮检测{f'在近 {check.within_days} 天内，' if check.within_days else ''}"
        f"不低于应检人数的 {check.percent}%，全部阴性"
    ),
    "children": lambda check, names: (
        f"直接下级的{named(names.kinds, check.kinds)}{MODES.get(check.mode, check.mode)}"
        f"（达标以 {check.meets_within_days} 天内的评估为准）"
    ),
    "petition": lambda check, _: _petition(check),
    "roster": lambda check, _: (
        "每户均已核实、有人居住的每户均登记人员"
        + (f"，核实不早于 {check.verified_within_days} 天前" if check.verified_within_days else "")
    ),
    "special_groups": lambda _check, _names: "特殊人群已逐人询问，需求均已登记",
    "log": lambda check, names: (
        f"最近 {check.periods} 个 {check.every_days} 天中，每个至少{often(check.times)}"
        f"{named(names.logs, (check.log,))}记录"
    ),
    "test_rounds": lambda check, _: (
        f"近 {check.within_days} 天至少 {check.rounds} 轮检测，每轮不低于应检人数的 {check.percent}%"
    ),
}
