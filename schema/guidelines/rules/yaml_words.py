"""What the YAML reader complains of, in the words of whoever writes a guideline."""

from collections.abc import Mapping
from types import MappingProxyType

import yaml

from schema.guidelines.rules.characters import NAMES, called, instead
from schema.guidelines.rules.faults import Finding, Place

_PROBLEMS: Mapping[str, tuple[str, str, bool]] = MappingProxyType(
    {
        "mapping values are not allowed in this context": (
            "此处不能再有冒号。",
            "若是值里的冒号，请给整个值加引号；若是新的键，请另起一行，与同级的键左对齐。",
            False,
        ),
        "could not find expected ':'": ("此行不是“键: 值”。", "请写成“键: 值”，冒号后留一个空格。", True),
        "did not find expected ',' or ']'": (
            "方括号没有写完，或各项之间缺少逗号。",
            "请用半角逗号分隔各项，并在末尾补上“]”。",
            True,
        ),
        "did not find expected ',' or '}'": (
            "花括号没有写完，或各项之间缺少逗号。",
            "请用半角逗号分隔各项，并在末尾补上“}”。",
            True,
        ),
        "did not find expected '-' indicator": (
            "此行与上面的列表不对齐。",
            "列表的每一项以“- ”开头、左对齐；新的键请与上级的键左对齐。",
            False,
        ),
        "did not find expected key": (
            "此处应为一个新的键，缩进与同级不一致，或值后多出了文字。",
            "请与同级的键左对齐；值里有引号、括号的，请给整个值加引号。",
            False,
        ),
        "found unexpected end of stream": ("引号没有写完。", "请在值的末尾补上同样的引号。", True),
        "block sequence entries are not allowed in this context": (
            "“- ”不能写在键的同一行。",
            "请另起一行写“- ”，或写成 [甲, 乙]。",
            False,
        ),
        "did not find expected node content": (
            "此处应有一个值。",
            "请补上值，或删去多余的逗号、括号。",
            False,
        ),
        "found unknown escape character": (
            "双引号中的反斜线“\\”后不是可用的转义。",
            "请改用单引号，或把“\\”写成“\\\\”。",
            False,
        ),
        "did not find expected comment or line break": (
            "“|”或“>”之后不能再写文字。",
            "请从下一行起、缩进后写正文。",
            False,
        ),
        "did not find expected <document start>": (
            "方案到此已经结束，后面还有内容。",
            "请删去多余的括号，或“...”以后的内容。",
            False,
        ),
    }
)
_INDICATORS = "@`%"


def worded(error: yaml.MarkedYAMLError, source: str) -> Finding:
    """Tell a fault of the YAML text in zh-CN, at the place where it has to be mended."""
    problem = str(error.problem)
    lines = source.split("\n")
    message, fix, begun = _PROBLEMS.get(problem, ("", "", False))
    mark = error.context_mark if begun and error.context_mark is not None else error.problem_mark
    mark = mark or error.context_mark
    at = Place(mark.line + 1, mark.column + 1) if mark is not None else Place(1, 1)
    if not message:
        message, fix = _by_character(problem, lines, at)
    last = len(source.rstrip("\n").split("\n"))  # the mark of an unexpected end lies beyond it
    place = at if at.line <= last else Place(last, 1)
    return Finding((), f"YAML 语法有误：{message}", fix, place=place)


def _by_character(problem: str, lines: list[str], at: Place) -> tuple[str, str]:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    character = line[at.column - 1 : at.column]
    if "tab character" in problem or character == "\t":
        return "缩进用了制表符（Tab）。", "请改为空格。"
    if "anchor" in problem or "alias" in problem or character in {"&", "*"}:
        return "不支持锚点与引用（& 和 *）。", "值以 & 或 * 开头的，请加引号。"
    if character and character in _INDICATORS:
        return f"值不能以“{character}”开头。", "请给值加引号。"
    if character in NAMES:
        return f"此处不能用{called(character)}。", f"请改为{instead(character)}。"
    return "此处不合 YAML 的写法。", "请检查此行及上一行的缩进、冒号、引号和括号。"
