"""What every text a person types must keep to, whatever noun it belongs to."""

import re
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.personal import has_identity_number, has_telephone

Field = tuple[str, ...]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(value: str) -> bool:
    """Tell whether PostgreSQL can hold a text at all: nothing it holds equals one with NUL or half a character."""
    return _UNSTORABLE.search(value) is None


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
    if not all(character.isprintable() or character in "\n\r\t" for character in value):
        return DomainError(ErrorCode.INVALID_INPUT, f"{label}含有不可见的控制字符。", field=field)
    return _personal_fault(value, field, label, held)


def _personal_fault(value: str, field: Field, label: str, held: Held) -> DomainError | None:
    """Refuse somebody's number without repeating it."""
    if held is not Held.ANYTHING and has_identity_number(value):
        return DomainError(ErrorCode.PERSONAL_DATA, f"{label}含有公民身份号码。", field=field)
    if held is Held.NOTHING and has_telephone(value):
        return DomainError(ErrorCode.PERSONAL_DATA, f"{label}含有手机号码。", field=field)
    return None
