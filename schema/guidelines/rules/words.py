"""What the words of the format are called in zh-CN."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schema.guidelines.rules.format import Guideline

EVENTS: Mapping[str, str] = {
    "case": "确诊病例",
    "asymptomatic": "无症状感染者",
    "close_contact": "密切接触者",
    "home_quarantine": "居家隔离人员",
    "key_area_returnee": "重点疫区返回人员",
    "risk_zone": "风险区",
    "temporary_control_zone": "临时管控区",
    "suspected": "疑似病例",
    "fever": "发热人员",
}
CONTROLS: Mapping[str, str] = {"central": "集中隔离", "home": "居家隔离", "monitored": "健康监测"}
LOGS: Mapping[str, str] = {"disinfection": "消杀", "waste_clearance": "垃圾清运", "test_round": "核酸检测"}
_ROLES: Mapping[str, str] = {
    "building_leader": "楼栋长（社长）",
    "commission": "卫生健康委",
    "community": "村（社区）",
    "headquarters": "疫情防控指挥部",
    "platform_operator": "平台运营",
    "property": "物业",
    "street": "街道（镇）",
    "tenant_administrator": "区县管理员",
}
"""What everybody who signs in is called where the district does not say it; every text asks `role_words`."""
ACTIONS: Mapping[str, str] = {
    "forward": "转报",
    "return": "退回",
    "reject": "不予通过",
    "endorse": "签注意见",
    "name": "命名",
    "record": "备案",
}
BATCHES: Mapping[str, str] = {"pilot": "试点批次", "regular": "常规批次", "urgent": "紧急批次"}
LOSSES: Mapping[str, str] = {
    "revoke": "取消命名",
    "suspend": "暂停命名",
    "warn": "予以警示",
    "recompute": "重新评估",
    "none": "不影响命名",
}
MODES: Mapping[str, str] = {
    "ALL_TITLED": "全部命名",
    "ALL_MEET": "全部达标",
    "ALL_TITLED_OR_ALL_MEET": "全部命名，或全部达标",
    "EACH_TITLED_OR_MEETS": "逐个命名或达标",
    "NONE": "不作要求",
}
FILES: Mapping[str, str] = {"image": "照片", "pdf": "PDF 文件"}
METHODS: Mapping[str, str] = {"statement": "声明", "survey": "抽样调查", "reference": "登记编号"}


def named(words: Mapping[str, str], codes: Iterable[str]) -> str:
    """Name codes in zh-CN; one without a name is shown as it is."""
    return "、".join(words.get(code, code) for code in codes)


def often(times: int) -> str:
    """Say how often: 一次 is written out."""
    return "一次" if times == 1 else f" {times} 次"


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of one guideline are called in zh-CN, those every guideline has and those it declares."""

    kinds: Mapping[str, str]
    events: Mapping[str, str]
    logs: Mapping[str, str]
    controls: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, str]
    benchmarks: Mapping[str, str]
    levels: Mapping[str, str]
    tiers: Mapping[str, str]
    routes: Mapping[str, str]

    @classmethod
    def of(cls, guideline: Guideline) -> "Names":
        """Name the codes of a guideline."""
        return cls(
            kinds={kind.id: kind.name for kind in guideline.unit_kinds},
            events={**EVENTS, **{each.id: each.name for each in guideline.event_classes}},
            logs=log_kinds(guideline),
            controls={each.id: each.controls for each in guideline.event_classes if each.controls},
            figures={each.id: each.name for each in guideline.figures},
            benchmarks={each.id: each.name for each in guideline.benchmarks},
            levels={each.id: each.name for each in guideline.risk_levels},
            tiers={each.id: each.name for each in guideline.tiers},
            routes=_routes(guideline),
        )


def _routes(guideline: Guideline) -> Mapping[str, str]:
    """Number the routes, which have no names, in the order they are first named."""
    routes = dict.fromkeys(each.route for each in guideline.criteria if each.route is not None)
    return {route: f"路径{number}" for number, route in enumerate(routes, 1)}


def held_at(role: str, level: str) -> str:
    """Name a role as it is held over units of one kind, e.g. `headquarters@town`."""
    return f"{role}@{level}"


def role_words(guideline: Guideline | None) -> Mapping[str, str]:
    """Name the roles as the guideline does, if there is one, and as the platform does where it does not.

    Offices stand there by id, and by role and level as `headquarters@town`.
    """
    if guideline is None:
        return _ROLES
    held = {held_at(each.role, level): each.name for each in guideline.offices for level in each.levels}
    offices = {each.id: each.name for each in guideline.offices}
    return {**_ROLES, **own_role_words(guideline), **offices, **held}


def own_role_words(guideline: Guideline) -> Mapping[str, str]:
    """Name roles as a guideline does; of a role named twice, which the linter refuses, the first name counts."""
    return {each.role: each.name for each in reversed(guideline.role_names)}


def log_kinds(guideline: Guideline) -> Mapping[str, str]:
    """Name, by id, the kinds of work that are logged: those every guideline has and those this one declares."""
    return {**LOGS, **{each.id: each.name for each in guideline.log_kinds}}
