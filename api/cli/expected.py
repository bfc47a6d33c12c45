"""Which failures of libraries and of the platform are expected, and how each is said in a line."""

from collections.abc import Iterator

from alembic.util import CommandError as MigrationError
from pydantic import ValidationError
from sqlalchemy.exc import ArgumentError, DBAPIError

from api.embedded import EmbeddedError
from schema.frame.errors import DomainError, DomainErrors

EXPECTED = (
    ArgumentError,
    DBAPIError,
    DomainError,
    DomainErrors,
    EmbeddedError,
    MigrationError,
    OSError,
    ValidationError,
)


def lines_of(error: Exception) -> list[str]:
    """Say an expected failure in one line a fault, and nothing of an unexpected one."""
    return list(_lines(error)) if isinstance(error, EXPECTED) else []


def _lines(error: Exception) -> Iterator[str]:
    """Quote no values of settings, since they hold passwords."""
    if isinstance(error, DomainError):
        yield _refusal(error)
    elif isinstance(error, DomainErrors):
        yield from map(_refusal, error.errors)
    elif isinstance(error, ValidationError):
        for fault in error.errors(include_input=False, include_url=False):
            name = "".join(f" {part}" for part in fault["loc"])
            yield f"设置有误{name}：{fault['msg'].removeprefix('Value error, ')}；请设置相应的环境变量。"
    elif isinstance(error, ArgumentError):
        yield "数据库地址无法识别；DATABASE_URL 形如 postgresql+asyncpg://user:password@host/database。"
    elif isinstance(error, DBAPIError):
        yield f"数据库没有完成操作（{_kind(error.orig)}）；请核对 DATABASE_URL，并先运行 wuyi db upgrade。"
    elif isinstance(error, OSError):
        place = f"：{error.filename}" if error.filename else ""
        yield f"{error.strerror or error}{place}；请核对路径、地址、端口和 DATABASE_URL。"
    else:
        yield str(error)


def _refusal(error: DomainError) -> str:
    place = f"{'.'.join(error.field)}：" if error.field else ""
    return f"{place}{error.message}{error.fix}（{error.code}）"


def _kind(error: BaseException | None) -> str:
    """Name the deepest cause, without its text, which may quote data."""
    while error is not None and error.__cause__ is not None:
        error = error.__cause__
    return type(error).__name__
