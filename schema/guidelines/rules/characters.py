"""Characters an officer's keyboard gives in place of those the format is written with, and those nobody sees."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from schema.frame import characters

NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "：": ("全角冒号“：”", "半角冒号加空格“: ”"),
        "，": ("全角逗号“，”", "半角逗号加空格“, ”"),
        "、": ("顿号“、”", "半角逗号加空格“, ”"),
        "；": ("全角分号“；”", "半角逗号“,”"),
        "［": ("全角方括号“［”", "半角方括号“[”"),
        "］": ("全角方括号“］”", "半角方括号“]”"),
        "【": ("方头括号“【”", "半角方括号“[”"),
        "】": ("方头括号“】”", "半角方括号“]”"),
        "｛": ("全角花括号“｛”", "半角花括号“{”"),
        "｝": ("全角花括号“｝”", "半角花括号“}”"),
        "“": ("中文引号“ “ ”", '半角引号 "'),
        "”": ("中文引号“ ” ”", '半角引号 "'),
        "‘": ("中文引号“ ‘ ”", "半角引号 '"),
        "’": ("中文引号“ ’ ”", "半角引号 '"),
        "－": ("全角短横“－”", "半角短横“-”"),
        "—": ("破折号“—”", "半角短横“-”"),
        "–": ("短破折号“–”", "半角短横“-”"),
        "＃": ("全角井号“＃”", "半角井号“#”"),
        "％": ("百分号“％”", "不带百分号的数字"),
        "\t": ("制表符（Tab）", "空格"),
        "\u00a0": ("不间断空格（U+00A0）", "普通空格"),
        "\u3000": ("全角空格（U+3000）", "普通空格"),
        "\u200b": ("零宽空格（U+200B）", "删去它"),
    }
)
"""What a character is called, and what is written instead."""

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Spaces that are none to YAML, as they are written in a character class."""
_TYPED = re.compile(rf"[\uff01-\uff5e、。【】〔〕“”‘’—–{SPACES}\u200b]")


def called(character: str) -> str:
    """Call a character by its name in zh-CN."""
    if character in NAMES:
        return NAMES[character][0]
    if characters.UNSEEN.match(character):
        return characters.called(character)
    if re.match(rf"[{SPACES}]", character):
        return f"特殊空格（U+{ord(character):04X}）"
    return f"全角字符“{character}”" if "\uff01" <= character <= "\uff5e" else f"“{character}”"


def instead(character: str) -> str:
    """Tell what is written in place of a character."""
    if character in NAMES:
        return NAMES[character][1]
    if "\uff01" <= character <= "\uff5e":
        return f"半角“{chr(ord(character) - 0xFEE0)}”"
    return "普通空格" if re.match(rf"[{SPACES}]", character) else "删去它"


def first_typed(text: str) -> int | None:
    """Find the first character that a keyboard for Chinese gives in place of one of the format's."""
    found = _TYPED.search(text)
    return found.start() if found is not None else None
