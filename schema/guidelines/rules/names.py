"""Faults of names: ids used twice, number patterns, proposals that point nowhere."""

import re
from collections.abc import Iterator, Sequence
from string import Formatter
from typing import Protocol

from pydantic import BaseModel

from schema.guidelines.rules.characters import called
from schema.guidelines.rules.faults import Finding
from schema.guidelines.rules.format import Guideline

_STEP = re.compile(r"([a-z_]+)(?:\[([^\[\]]+)\])?")
_FIGURE = re.compile(r"(0[1-9])?d?")
_FIELDS = frozenset({"prefix", "district", "kind", "year", "sequence"})


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


def duplicate_ids(guideline: Guideline) -> Iterator[Finding]:
    """Find requirement ids used in two places, and code list entries that occur twice."""
    used = {criterion.id for criterion in guideline.criteria}
    for field, entries in (
        ("processes", guideline.processes),
        ("derived_titles", guideline.derived_titles),
        ("practices", guideline.practices),
    ):
        yield from _duplicates(field, entries, used)
    for field, codes in (
        ("offices", guideline.offices),
        ("special_groups", guideline.special_groups),
        ("risk_levels", guideline.risk_levels),
        ("event_classes", guideline.event_classes),
        ("log_kinds", guideline.log_kinds),
        ("figures", guideline.figures),
        ("benchmarks", guideline.benchmarks),
        ("tiers", guideline.tiers),
        ("benefits", guideline.benefits),
        ("duties", guideline.duties),
    ):
        yield from _duplicates(field, codes, set())


def _duplicates(field: str, entries: Sequence[_Identified], used: set[str]) -> Iterator[Finding]:
    for index, entry in enumerate(entries):
        if entry.id in used:
            yield Finding(
                (field, index, "id"), f"编号 {entry.id} 已在别处使用。", "请换用另一个编号，或合并两处。"
            )
        used.add(entry.id)


def wrong_pattern(guideline: Guideline) -> Iterator[Finding]:
    """Find a number pattern with unknown or decorated fields, or one that would give a number twice."""
    fields: list[str] = []
    try:
        for _, name, spec, conversion in Formatter().parse(guideline.naming.pattern):
            if name is None:
                continue
            fields.append(name)
            figure = name in {"year", "sequence"}
            plain = not conversion and (_FIGURE.fullmatch(spec or "") if figure else not spec)
            if name not in _FIELDS or not plain:
                yield Finding(
                    ("naming", "pattern"),
                    f"编号格式中的 {{{name}}} 不可用。",
                    "只能用 {prefix}、{district}、{kind}、{year}、{sequence}，数字可补零，如 {sequence:04d}。",
                )
    except ValueError:
        yield Finding(
            ("naming", "pattern"),
            "编号格式的花括号不成对。",
            "例如 {prefix}-{district}-{kind}-{year}-{sequence:04d}。",
        )
        return
    if "sequence" not in fields:
        yield Finding(
            ("naming", "pattern"),
            "编号格式缺少 {sequence}，会产生重号。",
            "请补上 {sequence} 或 {sequence:04d}。",
        )


def dangling_proposals(guideline: Guideline) -> Iterator[Finding]:
    """Find proposals that name no value of this guideline, or name one twice."""
    for index, path in enumerate(guideline.proposals):
        if not proposed_values(guideline, path):
            yield Finding(
                ("proposals", index),
                f"{path[:80]} 在方案中不存在{odd_bracket(path)}。",
                "请写成 criteria[B-i].check.rounds 这样的路径。",
            )
        elif path in guideline.proposals[:index]:
            yield Finding(("proposals", index), f"{path} 列了两次。", "请删除重复的一行。")


def odd_bracket(path: str) -> str:
    """Tell of the first bracket in a path that is not the format's; nothing if all are."""
    found = re.search("[［］【】]", path)
    return f"，其中第 {found.start() + 1} 个字符是{called(found[0])}" if found is not None else ""


def proposed_values(guideline: Guideline, path: str) -> list[object]:
    """Find the values a proposal stands for: `[id]` picks list entries by id, `[*]` takes all of them."""
    found: list[object] = [guideline]
    for part in re.split(r"\.(?![^\[]*\])", path):
        step = _STEP.fullmatch(part)
        if step is None:
            return []
        name, picked = step.groups()
        found = [getattr(item, name) for item in found if name in _fields(item)]
        if picked is not None:
            found = [
                entry
                for items in found
                for entry in _entries(items)
                if picked in {"*", getattr(entry, "id", "")}
            ]
        found = [item for item in found if item is not None]
    return found


def _fields(item: object) -> frozenset[str]:
    return frozenset(type(item).model_fields) if isinstance(item, BaseModel) else frozenset()


def _entries(items: object) -> tuple[object, ...]:
    return items if isinstance(items, tuple) else ()
