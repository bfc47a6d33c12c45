"""What every text a person types must keep to, whatever noun it belongs to."""

import re
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.personal import has_identity_number, has_telephone

Field = tuple[str, ...]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
IDEOGRAPHS = (
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # ideographs of the first plane
    "\ue000-\uf8ff"  # its private use
    "\U00020000-\U0002fffd\U00030000-\U0003fffd"  # the two planes of ideographs
    "\U000f0000-\U000ffffd\U00100000-\U0010fffd"  # the planes of private use
)
"""Ideographs by their place, as ranges of a pattern: which are assigned is known to no Unicode table for long."""
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")


def is_storable(value: str) -> bool:
    """Tell whether PostgreSQL can hold a text at all: nothing it holds equals one with NUL or half a character."""
    return _UNSTORABLE.search(value) is None


def is_seen(character: str) -> bool:
    """Tell whether a character is one a reader sees, or a blank; rare ideographs are, also those Python knows not."""
    return character.isprintable() or _IDEOGRAPH.fullmatch(character) is not None


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
) -> DomainError | None:
    """Tell what is wrong with a text: blank though required, too long, with control characters or somebody's number.

    Line breaks and tabs are allowed; other control characters are not (PostgreSQL stores no NUL). Texts are read in
    histories, notices, exports and messages to other systems: identity and telephone numbers are refused in each
    (PERSONAL_DATA) but what is `held` otherwise.
    """
    if value is None or not value.strip():
        return DomainError(ErrorCode.INVALID_INPUT, f"请填写{label}。", field=field) if required else None
    if len(value) > maximum:
        return DomainError(
            ErrorCode.TEXT_TOO_LONG,
            f"{label}最多{maximum}个字，现有{len(value)}个。",
            field=field,
            details={"maximum": maximum, "actual": len(value)},
        )
    if not all(is_seen(character) or character in "\n\r\t" for character in value):
        return DomainError(ErrorCode.INVALID_INPUT, f"{label}含有不可见的控制字符。", field=field)
    return _personal_fault(value, field, label, held)


def _personal_fault(value: str, field: Field, label: str, held: Held) -> DomainError | None:
    """Refuse somebody's number without repeating it."""
    if held is not Held.ANYTHING and has_identity_number(value):
        return DomainError(ErrorCode.PERSONAL_DATA, f"{label}含有公民身份号码。", field=field)
    if held is Held.NOTHING and has_telephone(value):
        return DomainError(ErrorCode.PERSONAL_DATA, f"{label}含有手机号码。", field=field)
    return None
