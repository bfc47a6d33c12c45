"""What every text a person types must keep to, whatever noun it belongs to."""

import re
import string
from enum import StrEnum

from schema.frame.characters import BLANKS, called, unseen
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.personal import has_identity_number, has_telephone

Field = tuple[str, ...]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ENDS = re.compile(f"^[{BLANKS}]+|[{BLANKS}]+\\Z")
_WIDE = "".join(map(chr, range(0xFF01, 0xFF5F)))
WIDE, NARROW = f"{_WIDE}\u3000", "".join(chr(ord(wide) - 0xFEE0) for wide in _WIDE) + " "
"""Characters of the width of an ideograph, and the same in that of ASCII, one for one."""
_NARROWED = str.maketrans(WIDE, NARROW)
_FOLDED = {
    **dict(zip(WIDE, NARROW.lower(), strict=True)),
    **{chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
    **dict.fromkeys("[{〔【［｛〈《", "("),
    **dict.fromkeys("]}〕】］｝〉》", ")"),
    **dict.fromkeys("·‧・･•．。｡", "."),
    "\u00a0": " ",
}
FOLDED_FROM, FOLDED_TO = "".join(_FOLDED), "".join(_FOLDED.values())
"""What a search takes for the same, one for one: the database translates what is searched, we what is sought."""
_FOLDS = str.maketrans(FOLDED_FROM, FOLDED_TO)
_LOWERED = str.maketrans(dict(zip(string.ascii_uppercase, string.ascii_lowercase, strict=True)))
IDEOGRAPHS = (
    "\u3005\u3007"  # the mark of repetition and zero
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # ideographs of the first plane
    "\ue000-\uf8ff"  # its private use
    "\U00020000-\U0002fffd\U00030000-\U0003fffd"  # the two planes of ideographs
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd"  # the planes of private use
)
"""Ideographs by their place, as ranges of a pattern: which are assigned is known to no Unicode table for long."""


def is_storable(value: str) -> bool:
    """Tell whether PostgreSQL can hold a text at all: nothing it holds equals one with NUL or half a character."""
    return _UNSTORABLE.search(value) is None


def tidy(value: str) -> str:
    """Take the blanks off the ends of a text, full-width ones too, and end its lines as our rows do."""
    return _ENDS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def narrow(value: str) -> str:
    """Write what has the width of ideographs, though it need not, in that of ASCII: Ｂ１ as B1."""
    return value.translate(_NARROWED)


def code_key(code: str) -> str:
    """Give what a code or door number is compared by: without blanks around it, whatever its width and case.

    The database compares by the same: codes are stored narrow, and an index holds them in lower case.
    """
    return narrow(tidy(code)).translate(_LOWERED)


def folded(text: str) -> str:
    """Give what a text is searched by: whatever its width, case, brackets and dots."""
    return tidy(text).translate(_FOLDS)


class Held(StrEnum):
    """What a text may hold of people: nothing; a record's number, which may look like a telephone's; anything."""

    NOTHING = "nothing"
    RECORD = "record"
    ANYTHING = "anything"


def text_fault(
    value: str | None,
    *,
    field: Field,
    label: str,
    maximum: int,
    required: bool = True,
    held: Held = Held.NOTHING,
    lines: bool = True,
) -> DomainError | None:
    """Tell what is wrong with a text: blank though required, too long, with unseen characters or somebody's number.

    Line breaks and tabs may be in a text of `lines` alone. Texts are read in histories, notices, exports and messages
    to other systems: identity and telephone numbers are refused in each (PERSONAL_DATA) but what is `held` otherwise.
    """
    if value is None or not tidy(value):
        return DomainError(ErrorCode.INVALID_INPUT, f"请填写{label}。", field=field) if required else None
    if len(value) > maximum:
        return DomainError(
            ErrorCode.TEXT_TOO_LONG,
            f"{label}最多{maximum}个字，现有{len(value)}个。",
            field=field,
            details={"maximum": maximum, "actual": len(value)},
        )
    return character_fault(value, field, label, lines=lines) or _personal_fault(value, field, label, held)


def character_fault(value: str, field: Field, label: str, *, lines: bool = False) -> DomainError | None:
    """Refuse a text with a character nobody sees; tell which it is, its line and its place there."""
    found = unseen(value, lines=lines)
    if not found:
        return None
    before = value[: found[0]]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    name = called(value[found[0]])
    where = f"第{line}行第{column}个字符" if lines else f"第{column}个字符"
    what = "该项只能填写一行" if value[found[0]] in "\n\r\t" else "它看不见，显示的文字可能与实际不同"
    return DomainError(
        ErrorCode.INVALID_INPUT,
        f"{label}的{where}是{name}，请删去它：{what}。",
        field=field,
        details={"character": f"U+{ord(value[found[0]]):04X}", "line": line, "column": column},
    )


def _personal_fault(value: str, field: Field, label: str, held: Held) -> DomainError | None:
    """Refuse somebody's number without repeating it."""
    if held is not Held.ANYTHING and has_identity_number(value):
        return DomainError(ErrorCode.PERSONAL_DATA, f"{label}含有公民身份号码。", field=field)
    if held is Held.NOTHING and has_telephone(value):
        return DomainError(ErrorCode.PERSONAL_DATA, f"{label}含有手机号码。", field=field)
    return None
