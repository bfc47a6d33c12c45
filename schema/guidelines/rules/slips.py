"""Slips of the keyboard in a guideline's text: full-width marks, odd spaces, and blanks left out.

A text YAML cannot read is looked through line by line; of one it can read, the words it made of a slip are.
Either way only what stands beside a key of the format counts, so that a colon within a sentence is none.
"""

import re
from collections.abc import Iterator

from schema.frame.characters import unseen
from schema.guidelines.rules.characters import SPACES, called, instead
from schema.guidelines.rules.faults import Finding, Place
from schema.guidelines.rules.spelling import KEYS

_INDENT = re.compile(rf"(?:[ \t{SPACES}]|- )*")
_BLANK = rf"[ \t{SPACES}]"
_KEY = rf"(?P<key>[A-Za-z_][A-Za-z0-9_]*)(?P<odd>{_BLANK}*)"
_BESIDE = re.compile(rf"{_KEY}(?P<colon>：|:(?=[^\s{SPACES}])|:(?=[{SPACES}]))")
_INSIDE = re.compile(rf"(?P<comma>[,{{｛，、；])(?P<gap>{_BLANK}*){_KEY}(?P<colon>：|:)(?P<after>.?)")
_BRACKET = re.compile(rf"(?:^{_BLANK}*|: *|- *)(?P<mark>[［｛【])")
_CLOSING = re.compile(r"(?P<mark>[］｝】])\s*$")
_DASH = ("“-”之后缺少空格。", "列表项请写成半角“- ”，短横后留一个空格。")
_SPACE = rf"[{SPACES}\u200b]"
_DASHED = re.compile(r"-(?![-\s\d])|[－—–]\s*(?:[{｛]|[A-Za-z_][A-Za-z0-9_]*\s*[:：])")
_CODES = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:[，、；][A-Za-z][A-Za-z0-9_]*)+")


def unseen_characters(source: str) -> Iterator[Finding]:
    """Find control characters and turns of direction anywhere in a text, comments included; one finding a line."""
    for number, line in enumerate(source.split("\n"), 1):
        found = unseen(line.removesuffix("\r").replace("\t", " "))
        if found:
            more = f"等 {len(found)} 处" if len(found) > 1 else ""
            yield Finding(
                (),
                f"文中有看不见的{called(line[found[0]])}{more}。",
                "请删去它；显示的文字可能与实际不同。",
                place=Place(number, found[0] + 1),
            )


def slips_in(source: str, wrong: int) -> Iterator[Finding]:
    """Look through a text that YAML could not read at its line `wrong`; one finding a line."""
    for number, line in enumerate(source.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        found = _of_line(line) or (_of_marks(line) if number == wrong else None)
        if found is not None:
            at, message, fix = found
            yield Finding((), message, fix, place=Place(number, at + 1))


def slip_in_key(text: str) -> tuple[int, str, str] | None:
    """Tell what slipped in a word that stands where a key should."""
    found = _BESIDE.match(text)
    if found is not None:
        return _colon(found)
    if text.startswith("-"):
        return 0, *_DASH
    return next(((at, *_odd(text[at])) for at, mark in enumerate(text) if _is_odd(mark)), None)


def slip_in_value(text: str, *, begins: bool, item: bool) -> tuple[int, str, str] | None:
    """Tell what slipped in a plain word; only one that `begins` its line may have been meant as a key.

    Only an `item` of a list may have been meant as several.
    """
    found = _BESIDE.match(text) if begins else None
    if found is not None and found["key"] in KEYS:
        return _colon(found)
    if item and _CODES.fullmatch(text):
        at = next(place for place, mark in enumerate(text) if mark in "，、；")
        return at, f"各项之间用了{called(text[at])}。", f"请改为{instead(text[at])}。"
    for at in (0, len(text) - 1) if text else ():
        if re.match(_SPACE, text[at]):
            return at, f"值的首尾有{called(text[at])}。", "请删去它，只留普通空格。"
    return None


def _of_line(line: str) -> tuple[int, str, str] | None:
    indent = _INDENT.match(line)
    start = indent.end() if indent is not None else 0
    for at, mark in enumerate(line[:start]):
        if mark == "\t" or _is_odd(mark):
            return at, f"缩进用了{called(mark)}。", "请改为普通空格。"
    if _DASHED.match(line, start):
        mark = line[start]
        return start, _DASH[0] if mark == "-" else f"列表项用了{called(mark)}。", _DASH[1]
    key = _BESIDE.match(line, start)
    if key is not None and key["key"] in KEYS:
        return _colon(key)
    return _of_flow(line)


def _of_flow(line: str) -> tuple[int, str, str] | None:
    bracket = _BRACKET.search(line)
    if bracket is not None:
        return bracket.start("mark"), *_odd(bracket["mark"])
    for inside in _INSIDE.finditer(line):
        if inside["key"] not in KEYS:
            continue
        if inside["comma"] not in ",{":
            return inside.start("comma"), *_odd(inside["comma"])
        if inside["colon"] == "：" or (inside["after"].strip() and inside["after"] != '"'):
            return _colon(inside)
    closing = _CLOSING.search(line)
    return (closing.start("mark"), *_odd(closing["mark"])) if closing is not None else None


def _of_marks(line: str) -> tuple[int, str, str] | None:
    at = next((place for place, mark in enumerate(line) if mark in "［］｛｝【】“”‘’"), None)
    return (at, *_odd(line[at])) if at is not None else None


def _colon(found: re.Match[str]) -> tuple[int, str, str]:
    key, fix = found["key"], f"请写成“{found['key']}: 值”，冒号用半角，其后留一个空格。"
    for at, mark in enumerate(found["odd"]):
        if _is_odd(mark):
            return found.start("odd") + at, f"键 {key} 之后有{called(mark)}。", fix
    if found["colon"] == "：":
        return found.start("colon"), f"键 {key} 之后用了全角冒号“：”。", fix
    after = found.string[found.end("colon") : found.end("colon") + 1]
    if _is_odd(after):
        return found.end("colon"), f"键 {key} 的冒号之后是{called(after)}。", fix
    return found.end("colon"), f"键 {key} 的冒号之后缺少空格。", fix


def _odd(mark: str) -> tuple[str, str]:
    return f"此处用了{called(mark)}。", f"请改为{instead(mark)}。"


def _is_odd(mark: str) -> bool:
    return bool(mark) and (re.match(_SPACE, mark) is not None or mark in "：，；［］｛｝【】“”‘’")
