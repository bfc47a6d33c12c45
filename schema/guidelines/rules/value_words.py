"""The values of a guideline in zh-CN words: codes by what they are called, parts by what they say."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from schema.guidelines.rules.field_words import label_of
from schema.guidelines.rules.format import Guideline, Part
from schema.guidelines.rules.words import (
    ACTIONS,
    BATCHES,
    CONTROLS,
    FILES,
    LOSSES,
    METHODS,
    MODES,
    Names,
    own_role_words,
    role_words,
)

_LIMIT = 120
_KEPT: Mapping[str, str] = MappingProxyType({"keep": "计入", "exclude": "不计入"})
_CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "absent": _KEPT,
        "action": {"remind": "提醒", "take_over": "接手"},
        "actions": ACTIONS,
        "basis": {"reported": "报告日期", "occurred": "发生日期", "ended": "解除日期"},
        "batches": BATCHES,
        "change": LOSSES,
        "control": CONTROLS,
        "controls": CONTROLS,
        "intake": {"rolling": "随时", "batch": "按批次", "fixed": "按受理日"},
        "judged": {"each_step": "每一环节", "at_applying": "申报时"},
        "late_rectification": {"admit": "照常受理", "later_batch": "等待以后的批次"},
        "method": METHODS,
        "mode": MODES,
        "on_child_loss": LOSSES,
        "on_finding": {"ladder": "按监督的阶梯", "at_once": "立即"},
        "on_loss": LOSSES,
        "on_miss": LOSSES,
        "on_suspension": {"stop": "停止", "keep": "保留"},
        "opinion": {"required": "必须", "optional": "可以不写"},
        "resubmit_to": {"first_step": "第一环节", "returning_step": "退回的环节"},
        "roll": {"frozen": "发起时冻结", "living": "随迁入迁出变动"},
        "separation": {"round": "同一轮次", "application": "整个申请"},
        "type": {
            **FILES,
            "text": "文字",
            "number": "数字",
            "date": "日期",
            "choice": "选择",
            "boolean": "是或否",
        },
        "types": FILES,
        "vacant": _KEPT,
    }
)
_KINDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Step": {"forward": "转报", "review": "审核", "decide": "命名", "record": "备案", "notice": "公示"},
        "Score": {"item": "得分项", "deduction": "扣分项", "veto": "一票否决项"},
    }
)
_CALLED = ("name", "title", "label")
_UNIT_KINDS = frozenset({"applies_to", "kinds", "levels", "of", "parents", "unit", "unit_kind", "unit_kinds"})
_EVENTS = frozenset({"allowed_if_controlled", "counts_as", "event_class", "events"})
_ROLES = frozenset({"applicants", "office", "role", "to"})
_LEVELS = frozenset({"area_levels", "risk_level", "risk_levels"})


class Wording:
    """Words for the values of two guidelines that are compared, each code by what it is called in either."""

    def __init__(self, base: Guideline, adopted: Guideline) -> None:
        both = (base, adopted)
        names = [Names.of(each) for each in both]
        self.names = names[-1]
        kinds = {code: word for each in names for code, word in each.kinds.items()}
        events = {code: word for each in names for code, word in each.events.items()}
        levels = {level.id: level.name for each in both for level in each.risk_levels}
        roles = {**role_words(base), **own_role_words(adopted)}
        tiers = {tier.id: tier.name for each in both for tier in each.tiers}
        self._codes: dict[str, Mapping[str, str]] = {
            **dict.fromkeys(_UNIT_KINDS, kinds),
            **dict.fromkeys(_EVENTS, events),
            **dict.fromkeys(_LEVELS, levels),
            **dict.fromkeys(_ROLES, roles),
            "log": {code: word for each in names for code, word in each.logs.items()},
            "figure": {code: word for each in names for code, word in each.figures.items()},
            "benchmark": {code: word for each in names for code, word in each.benchmarks.items()},
            "tier": tiers,
            "inspection_step": _steps(both),
            "section": _sections(both),
            "parent": _sections(both),
        }

    def tell(self, part: str, field: str, value: object) -> str:
        """Tell the value of a field briefly; what is not there is "无"."""
        text = self._told(part, field, value)
        return (text[:_LIMIT] + "…" if len(text) > _LIMIT else text) or "无"

    def both(self, part: str, field: str, base: object, adopted: object) -> tuple[str, str]:
        """Tell both values of a field; entries of one name that say different things are told whole."""
        told = self.tell(part, field, base), self.tell(part, field, adopted)
        if told[0] != told[1] or not (isinstance(base, tuple) and isinstance(adopted, tuple)):
            return told
        whole = (
            "、".join(self._told(part, field, each) for each in entries if each not in others)
            for entries, others in ((base, adopted), (adopted, base))
        )
        first, second = (text[:_LIMIT] + "…" if len(text) > _LIMIT else text for text in whole)
        return first or "原来的次序", second or "另一次序"

    def _told(self, part: str, field: str, value: object) -> str:
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, date):
            return f"{value.year}年{value.month}月{value.day}日"
        if isinstance(value, Part):
            return self._part(value)
        if isinstance(value, tuple):
            return "、".join(self._entry(part, field, each) for each in value)
        if isinstance(value, str):
            return self._word(part, field, value)
        return "" if value is None else str(value)

    def _word(self, part: str, field: str, code: str) -> str:
        if field == "kind":
            return _KINDS.get(part, self._codes["events"]).get(code, code)
        known: Sequence[Mapping[str, str]] = (_CHOICES.get(field, {}), self._codes.get(field, {}))
        return next((words[code] for words in known if code in words), code)

    def _entry(self, part: str, field: str, entry: object) -> str:
        """Name an entry of a list by what it is called; one that has no name by all it says."""
        if isinstance(entry, Part):
            named = next((word for name in _CALLED if (word := getattr(entry, name, None))), None)
            return str(named) if named is not None else self._part(entry)
        return self._told(part, field, entry)

    def _part(self, part: Part) -> str:
        kind = type(part).__name__
        said = (
            (label_of(kind, name), self._told(kind, name, getattr(part, name)))
            for name in type(part).model_fields
            if getattr(part, name) is not None
        )
        return "（" + "，".join(f"{label} {text}" for label, text in said if text) + "）"


def _steps(guidelines: Sequence[Guideline]) -> Mapping[str, str]:
    processes = (process for each in guidelines for process in each.processes)
    return {step.id: step.name for process in processes for step in process.steps}


def _sections(guidelines: Sequence[Guideline]) -> Mapping[str, str]:
    sheets = (each.score_sheet for each in guidelines if each.score_sheet is not None)
    return {section.id: section.title for sheet in sheets for section in sheet.sections}
