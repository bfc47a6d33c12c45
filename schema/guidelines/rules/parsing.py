"""From text to a guideline: faults of form, all at once, in the author's words and with their lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schema.guidelines.rules.faults import Fault, Finding, Lines, Location, to_faults
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.source import read_source
from schema.guidelines.rules.spelling import meant_key, nearest

_UNION = "check"
"""The field whose type depends on its `kind`: pydantic adds a level to the location that the text has not."""

_QUOTE = "文字若像数字或 true、false，请加引号。"

# pydantic's error type -> what is wrong, what would mend it; names in braces are of the error's context.
_WORDING: Mapping[str, tuple[str, str]] = {
    "bool_parsing": ("{name} 须为 true 或 false。", "请改为 true 或 false。"),
    "bool_type": ("{name} 须为 true 或 false。", "请改为 true 或 false。"),
    "date_from_datetime_inexact": ("{name} 须为日期。", "请写成 2022-11-20 的形式。"),
    "date_from_datetime_parsing": ("{name} 须为日期。", "请写成 2022-11-20 的形式。"),
    "date_type": ("{name} 须为日期。", "请写成 2022-11-20 的形式。"),
    "extra_forbidden": ("方案格式中没有 {name} 这个键。", "请改正键名，或删除此行。"),
    "greater_than_equal": ("{name} 不得小于 {ge}。", "请填写不小于 {ge} 的整数。"),
    "int_from_float": ("{name} 须为整数。", "请填写整数。"),
    "int_parsing": ("{name} 须为整数。", "请填写整数，不加单位。"),
    "int_type": ("{name} 须为整数。", "请填写整数。"),
    "less_than_equal": ("{name} 不得大于 {le}。", "请填写不大于 {le} 的整数。"),
    "literal_error": ("{name} 的值不在可选范围内。", "可选值：{expected}。"),
    "missing": ("缺少 {name}。", "请在此处补上 {name}。"),
    "model_type": ("{name} 须为一组键值。", "请按方案格式写成“键: 值”。"),
    "string_pattern_mismatch": ("{name} 的写法不符合规定。", "须符合 {pattern}。"),
    "string_too_long": ("{name} 超过 {max_length} 个字符。", "请缩短到 {max_length} 个字符以内。"),
    "string_too_short": ("{name} 不能为空。", "请填写内容。"),
    "string_type": ("{name} 须为文字。", _QUOTE),
    "too_long": ("{name} 超过 {max_length} 项。", "请减少到 {max_length} 项以内。"),
    "too_short": ("{name} 至少要有 {min_length} 项。", "请补上内容，或删除此项。"),
    "tuple_type": ("{name} 须为列表。", "请写成 [甲, 乙]，或每行以 - 开头。"),
    "union_tag_invalid": ("没有“{tag}”这种检查。", "可选种类：{expected_tags}。"),
    "union_tag_not_found": ("检查缺少 kind。", "请以 kind 说明是哪一种检查，例如 kind: window。"),
}
_FIXES: Mapping[str, str] = {
    "score_sheet.pass_mark": "原文没有合格分，须由本区县选定：请填写 pass_mark，例如 85，并列入 proposals。"
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that was read: the guideline unless it has faults of form, and the line of every value."""

    guideline: Guideline | None
    faults: tuple[Fault, ...]
    lines: Lines


def parse(source: str) -> Parsed:
    """Read a guideline from YAML text; all faults of form are found at once, none is raised."""
    document = read_source(source)
    if document.broken:
        return Parsed(None, to_faults(document.findings, document.lines), document.lines)
    try:
        guideline = Guideline.model_validate(document.data)
    except ValidationError as error:
        findings = [*document.findings, *_findings(error.errors(include_url=False), document.data)]
        return Parsed(None, to_faults(findings, document.lines), document.lines)
    if document.findings:
        return Parsed(None, to_faults(document.findings, document.lines), document.lines)
    return Parsed(guideline, (), document.lines)


def _findings(wrong: Sequence[ErrorDetails], data: object) -> Iterator[Finding]:
    """Put pydantic's errors into words; a list is not too short because its items are wrong."""
    around = {item["loc"][:length] for item in wrong for length in range(len(item["loc"]))}
    return (
        _finding(item, data) for item in wrong if item["type"] != "too_short" or item["loc"] not in around
    )


def _finding(details: ErrorDetails, data: object) -> Finding:
    location = tuple(_written(details["loc"]))
    if details["type"] == "union_tag_not_found":
        misspelt = nearest("kind", {str(key) for key in details["input"]})
        if misspelt is not None:
            return _misspelt((*location, misspelt), "kind")
    if details["type"] == "extra_forbidden":
        meant = meant_key(details["loc"], beside=_keys_at(data, location[:-1]))
        if meant is not None:
            return _misspelt(location, meant)
    message, fix = _WORDING.get(details["type"], ("{name} 的值不符合方案格式。", "请对照方案格式改正。"))
    words = {"name": _name(location), **_bounded(details.get("ctx", {}))}
    fix = _FIXES.get(".".join(str(part) for part in location), fix)
    return Finding(location, message.format(**words).replace("项 ", "项"), fix.format(**words))


def _keys_at(data: object, location: Location) -> frozenset[str]:
    """List the keys written at a location; none where the text has no such place."""
    for part in location:
        match data, part:
            case dict(), _ if part in data:
                data = data[part]
            case list(), int():
                data = data[part]
            case _:
                return frozenset()
    return frozenset(data) if isinstance(data, dict) else frozenset()


def _misspelt(location: Location, meant: str) -> Finding:
    return Finding(
        location, f"方案格式中没有 {_name(location)} 这个键。", f"是不是 {meant}？请改正键名，或删除此行。"
    )


def _name(location: Location) -> str:
    match location:
        case ():
            return "方案"
        case (*_, str(field), int(index)):
            return f"{field} 的第 {index + 1} 项"
        case _:
            return str(location[-1])[:40]


def _written(location: Location) -> Iterator[str | int]:
    """Drop the levels of a pydantic location that the text does not have."""
    previous: str | int | None = None
    for part in location:
        if previous != _UNION:
            yield part
        previous = None if previous == _UNION else part


def _bounded(context: Mapping[str, object]) -> dict[str, str]:
    """Write what pydantic tells about an error; lists of choices as `'a', 'b' or 'c'` become `a、b、c`."""
    return {
        name: re.sub(r"', '|' or '", "、", str(value)[:200]).strip("'") for name, value in context.items()
    }
