"""Characters an officer's keyboard gives in place of those the format is written with, and those nobody sees."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

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
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs"})
_TYPED = re.compile(rf"[\uff01-\uff5e、。【】〔〕“”‘’—–{SPACES}\u200b]")
_CONTROLS: Mapping[str, str] = MappingProxyType(
    {
        "\u00ad": "软连字符",
        "\u200b": "零宽空格",
        "\u200c": "零宽不连字符",
        "\u200d": "零宽连字符",
        "\u200e": "从左至右标记",
        "\u200f": "从右至左标记",
        "\u2028": "行分隔符",
        "\u2029": "段分隔符",
        "\u202a": "从左至右嵌入符",
        "\u202b": "从右至左嵌入符",
        "\u202c": "方向结束符",
        "\u202d": "从左至右覆盖符",
        "\u202e": "从右至左覆盖符",
        "\u2060": "连字零宽符",
        "\u2066": "从左至右隔离符",
        "\u2067": "从右至左隔离符",
        "\u2068": "方向隔离符",
        "\u2069": "隔离结束符",
        "\ufeff": "字节顺序标记",
    }
)


def called(character: str) -> str:
    """Call a character by its name in zh-CN."""
    if character in NAMES:
        return NAMES[character][0]
    if character in _CONTROLS or unicodedata.category(character) in _UNSEEN:
        return f"{_CONTROLS.get(character, '控制字符')}（U+{ord(character):04X}）"
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


def unseen(text: str, *, lines: bool = False) -> Iterator[int]:
    """Find control characters and those that turn the direction of writing; line ends are none with `lines`."""
    for at, character in enumerate(text):
        if character.isascii() and character.isprintable():
            continue
        if lines and character in "\n\r\t":
            continue
        if unicodedata.category(character) in _UNSEEN:
            yield at
