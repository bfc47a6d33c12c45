"""What stands against a username or a password."""

from collections.abc import Iterator

from authz.passwords import LONGEST, SHORTEST, USERNAME, password_flaw, written_username
from schema.frame.errors import DomainError, ErrorCode


def username_faults(username: str) -> Iterator[DomainError]:
    """Refuse a username of another form; its width and case do not matter."""
    if USERNAME.fullmatch(written_username(username)) is None:
        message = "用户名须为2至64位字母、数字或 . _ @ -，以字母或数字开头。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("username",))


def password_fault(username: str, password: str, *, field: str = "password") -> DomainError | None:
    """Refuse a new password that is too short, too long, or the username."""
    if password_flaw(username, password) is None:
        return None
    message = f"密码须为{SHORTEST}至{LONGEST}个字符，且不得与用户名相同。"
    return DomainError(ErrorCode.WEAK_PASSWORD, message, field=(field,))
