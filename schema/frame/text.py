"""What every text a person types must keep to, whatever noun it belongs to."""

import re

from schema.frame.errors import DomainError, ErrorCode

Field = tuple[str, ...]
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(value: str) -> bool:
    """Tell whether PostgreSQL can hold a text at all: nothing it holds equals one with NUL or half a character."""
    return _UNSTORABLE.search(value) is None


def text_fault(
    value: str | None, *, field: Field, label: str, maximum: int, required: bool = True
) -> DomainError | None:
    """Tell what is wrong with a text: blank though required, too long, or with control characters in it.

    Line breaks and tabs are allowed; other control characters are not (PostgreSQL stores no NUL).
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
    return None
