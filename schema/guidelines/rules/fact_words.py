"""What the facts of free conditions are called in zh-CN."""

from collections.abc import Mapping
from types import MappingProxyType

from schema.guidelines.rules.words import EVENTS, LOGS

FACT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "单元类型",
        "today": "日期",
        "roster.households": "户数",
        "roster.residents": "登记人数",
        "roster.unverified": "未核实户数",
        "roster.in_special_groups": "特殊人群人数",
        "petition.denominator": "应签户数",
        "petition.signed": "已签户数",
        "children.count": "下级单元数",
        "children.titled": "已命名的下级单元数",
        "tests.days_since": "距最近一轮检测天数",
        "tests.due": "最近一轮应检人数",
        "tests.tested": "最近一轮实检人数",
        **{f"events.{kind}.going_on": f"现有{name}数" for kind, name in EVENTS.items()},
        **{f"events.{kind}.days_since": f"距最近{name}报告天数" for kind, name in EVENTS.items()},
        **{f"logs.{kind}.days_since": f"距最近一次{name}天数" for kind, name in LOGS.items()},
    }
)
