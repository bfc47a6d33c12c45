"""Opaque global ids: base64 of type and UUID. The tenant never travels in an id; it comes from the caller."""

import base64
import binascii
import uuid
from typing import Annotated

import strawberry

from schema.frame.errors import DomainError, ErrorCode

GlobalId = Annotated[strawberry.ID, strawberry.argument(description="Global id, as this API gave it.")]


def encode_id(type_name: str, value: uuid.UUID) -> str:
    """Make the global id of a row."""
    return base64.urlsafe_b64encode(f"{type_name}:{value}".encode()).decode().rstrip("=")


def split_id(global_id: str) -> tuple[str, uuid.UUID]:
    """Read type and UUID from a global id; refuse anything we did not make with INVALID_ID."""
    try:
        padded = global_id + "=" * (-len(global_id) % 4)
        type_name, _, value = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
        return type_name, uuid.UUID(value)
    except (ValueError, binascii.Error) as error:
        raise DomainError(ErrorCode.INVALID_ID, "id 格式不正确。", field=("id",)) from error


def decode_id(type_name: str, global_id: str, *field: str) -> uuid.UUID:
    """Read the UUID of a `type_name` from a global id given in `field`; refuse other types with INVALID_ID."""
    try:
        actual, value = split_id(global_id)
    except DomainError as error:
        raise DomainError(error.code, error.message, field=field) from error
    if actual != type_name:
        raise DomainError(ErrorCode.INVALID_ID, f"此处需要 {type_name} 的 id。", field=field)
    return value
