"""Characters by what they are: blanks, those nobody sees, those that turn the writing, and what each is called.

All is told by ranges that no edition of Unicode changes, none by a table of the running Python: what is assigned, and
to which category, is known better by each. A character no edition assigned yet is somebody's rare ideograph.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

BLANKS = "\t\n\r \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""Blanks that may stand in a text, as they are written in a character class."""
JOINERS = "\u180e\u200c\u200d"
"""Formats that some scripts, and emoji, are written with."""
CONTROLS = "\0-\x1f\x7f-\x9f"
_LINES = "\u2028\u2029"
_HALVES = "\ud800-\udfff"
_FORMATS = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""Of every plane: formats, and what is kept for further ones; selectors of variants are none."""
_FILLERS = "\u115f\u1160\u17b4\u17b5\u3164\uffa0"
"""Letters without a glyph."""
_NONE = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
"""What will never be a character."""
UNSEEN = re.compile(f"[{CONTROLS}{_LINES}{_HALVES}{_FORMATS}{_FILLERS}{_NONE}{JOINERS}]")
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"
_JOINED = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
    "\ua840-\ua87f\ua8e0-\ua8ff\ua9e0-\ua9ff\uaa60-\uaa7f\ufb50-\ufdcf\ufe70-\ufefc"
)
"""Scripts whose letters change where they join: Arabic, Syriac and Mongolian, those of India, Tibet and beyond."""
_BELONGS = re.compile(
    f"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])|(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])"
    "|(?<=[\u1820-\u18aa])\u180e(?=[\u1820-\u18aa])"
)
_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "\0": "空字符",
        "\t": "制表符",
        "\n": "换行符",
        "\v": "纵向制表符",
        "\f": "换页符",
        "\r": "回车符",
        "\x1b": "转义符",
        "\x7f": "删除符",
        "\u00ad": "软连字符",
        "\u034f": "组合用连接符",
        "\u061c": "阿拉伯文字方向标记",
        "\u115f": "谚文填充符",
        "\u1160": "谚文填充符",
        "\u180e": "蒙古文元音分隔符",
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
        "\u3164": "谚文填充符",
        "\ufeff": "字节顺序标记",
        "\uffa0": "谚文填充符",
    }
)
_KINDS = (
    (re.compile(f"[{_HALVES}]"), "半个字符"),
    (re.compile(f"[{_NONE}]"), "非字符"),
    (re.compile("[\U000e0000-\U000e0fff]"), "标签字符"),
    (re.compile(f"[{CONTROLS}]"), "控制字符"),
)


def unseen(text: str, *, lines: bool = False) -> list[int]:
    """Find characters nobody sees and those that turn the direction of writing; `lines` and tabs may be in a text.

    Joiners are left alone where the script, or an emoji, is written with them.
    """
    taken = "\n\r\t" if lines else ""
    return [
        found.start()
        for found in UNSEEN.finditer(text)
        if found[0] not in taken and _BELONGS.match(text, found.start()) is None
    ]


def called(character: str) -> str:
    """Call a character nobody sees by its name in zh-CN and its number, e.g. 零宽空格（U+200B）."""
    kind = next((name for kind, name in _KINDS if kind.match(character)), "格式字符")
    return f"{_CALLED.get(character, kind)}（U+{ord(character):04X}）"
