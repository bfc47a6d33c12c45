"""What is wrong with a value and what would mend it, for each error pydantic tells, in the author's words."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from pydantic_core import ErrorDetails

from schema.guidelines.rules.characters import called, first_typed, instead
from schema.guidelines.rules.format.base import CLAUSE, CODE, KIND, SCHEME

_DATE = "请写成 2022-11-20 的形式。"
_FIGURE = "请填写整数，不加引号、单位和小数。"
_TEXT = "文字若像数字或 true、false、null，请加引号。"

# pydantic's error type -> what is wrong, what would mend it; names in braces are of the error's context.
WORDING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bool_type": ("{name} 须为 true 或 false。", "请改为 true 或 false，不加引号。"),
        "date_from_datetime_inexact": ("{name} 须为日期。", _DATE),
        "date_from_datetime_parsing": ("{name} 须为日期。", _DATE),
        "date_parsing": ("{name} 须为日期。", _DATE),
        "date_type": ("{name} 须为日期。", _DATE),
        "decimal_max_digits": ("{name} 的位数过多。", "请最多保留 {max_digits} 位数字。"),
        "decimal_max_places": ("{name} 的小数位数过多。", "请最多保留 {decimal_places} 位小数。"),
        "decimal_parsing": ("{name} 须为数字。", "请填写数字，不加单位，例如 90.5。"),
        "decimal_type": ("{name} 须为数字。", "请填写数字，不加单位，例如 90.5。"),
        "dict_type": ("{name} 须为一组键值。", "请按方案格式写成“键: 值”。"),
        "extra_forbidden": ("方案格式中没有 {name} 这个键。", "请改正键名，或删除此行。"),
        "greater_than_equal": ("{name} 不得小于 {ge}。", "请填写不小于 {ge} 的数。"),
        "int_from_float": ("{name} 须为整数。", _FIGURE),
        "int_parsing": ("{name} 须为整数。", _FIGURE),
        "int_type": ("{name} 须为整数。", _FIGURE),
        "less_than_equal": ("{name} 不得大于 {le}。", "请填写不大于 {le} 的数。"),
        "literal_error": ("{name} 的值不在可选范围内。", "可选值：{expected}。"),
        "missing": ("缺少 {name}。", "请在此处补上 {name}。"),
        "model_type": ("{name} 须为一组键值。", "请按方案格式写成“键: 值”。"),
        "string_pattern_mismatch": ("{name} 的写法不符合规定。", "须{pattern}。"),
        "string_too_long": ("{name} 超过 {max_length} 个字符。", "请缩短到 {max_length} 个字符以内。"),
        "string_too_short": ("{name} 不能为空。", "请填写内容。"),
        "string_type": ("{name} 须为文字。", _TEXT),
        "too_long": ("{name} 超过 {max_length} 项。", "请减少到 {max_length} 项以内。"),
        "too_short": ("{name} 至少要有 {min_length} 项。", "请补上内容，或删除此项。"),
        "tuple_type": ("{name} 须为列表。", "请写成 [甲, 乙]，或每行以 - 开头。"),
        "union_tag_invalid": ("没有“{tag}”这种检查。", "可选种类：{expected_tags}。"),
        "union_tag_not_found": ("检查缺少 kind。", "请以 kind 说明是哪一种检查，例如 kind: window。"),
    }
)
_PATTERNS: Mapping[str, str] = MappingProxyType(
    {
        CODE: "以小写字母开头，只用小写字母、数字和下划线，2 至 48 个字符，例如 elder_alone、zone_2",
        KIND: "以小写字母开头，只用小写字母、数字和下划线，2 至 32 个字符，例如 building、block_2",
        SCHEME: "以小写字母开头，只用小写字母、数字、短横和下划线，2 至 40 个字符，例如 wenlong",
        CLAUSE: "照原文的条款编号写，用汉字、字母、数字和 . 、 - （ ），不留空格，例如 B-k、1.1、一、1",
    }
)
_TRUTHS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("yes", "on", "y", "是", "有", "对", "1", "true", "真"), "true"),
        **dict.fromkeys(("no", "off", "n", "否", "无", "没有", "不", "0", "false", "假"), "false"),
    }
)
_TYPED_BY_HAND = frozenset({"int_type", "bool_type", "tuple_type", "model_type", "dict_type"})
_ANY_TEXT = frozenset({"string_too_long", "missing", "extra_forbidden"})


def worded(details: ErrorDetails, name: str) -> tuple[str, str]:
    """Tell an error of pydantic about the value called `name`: what is wrong, and what would mend it."""
    message, fix = WORDING.get(details["type"], ("{name} 的值不符合方案格式。", "请对照方案格式改正。"))
    context = {key: _bounded(str(value)) for key, value in details.get("ctx", {}).items()}
    pattern = str(details.get("ctx", {}).get("pattern", ""))
    words = {"name": name, **context, "pattern": _PATTERNS.get(pattern, "按方案格式书写")}
    told = message.format(**words).replace("项 ", "项")
    said = _said(details)
    return (told.removesuffix("。") + f"，这里是{said}。" if said else told), _fix(
        details, fix.format(**words)
    )


def odd_character(details: ErrorDetails) -> tuple[int, str, str] | None:
    """Tell of a character in a wrong value that the format is not written with: where, what, what instead."""
    value = details["input"]
    if not isinstance(value, str) or details["type"] in _ANY_TEXT:
        return None
    numbered = details.get("ctx", {}).get("pattern") == CLAUSE
    at = first_typed(re.sub("[、（）]", "x", value) if numbered else value)
    if at is None:
        return None
    return at, f"其中有{called(value[at])}", f"请把它改为{instead(value[at])}"


def _said(details: ErrorDetails) -> str:
    value = details["input"]
    if details["type"] not in _TYPED_BY_HAND and not details["type"].startswith(
        ("date", "decimal_p", "literal")
    ):
        return "空的" if value is None and details["type"].endswith("_type") else ""
    if isinstance(value, str):
        return f"文字“{value[:20]}”" if value else "空的文字"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"数字 {value}"
    return "空的" if value is None else "列表" if isinstance(value, list) else "一组键值"


def _fix(details: ErrorDetails, fix: str) -> str:
    value = details["input"]
    if details["type"] == "string_type" and value is None:
        return "请填写内容。"
    if details["type"] == "string_type" and isinstance(value, bool | int):
        return f"请加引号，写成 '{str(value).lower()}'。"
    if details["type"] == "date_parsing" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
        return "没有这一天，请核对月份和日期。"
    if details["type"] == "bool_type" and str(value).lower() in _TRUTHS:
        return f"请改为 {_TRUTHS[str(value).lower()]}，不加引号。"
    if details["type"] == "int_type" and isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value):
        return f"请去掉引号，写成 {value}。"
    return fix


def _bounded(text: str) -> str:
    """Write what pydantic tells of an error; lists of choices as `'a', 'b' or 'c'` become `a、b、c`."""
    return re.sub(r"', '|' or '", "、", text[:200]).strip("'")
