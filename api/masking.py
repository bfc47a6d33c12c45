"""What a client learns of an error: refusals of ours in full, mistakes in its document, and nothing else."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from sqlalchemy.exc import DBAPIError

from api.bounds import LimitExceededError
from api.documents import ERROR_LIMIT, UnknownOperationError
from api.errors import EdgeCode, render
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from tenants.outages import is_unavailable

log = structlog.get_logger(__name__)

_STATEMENT_TIMEOUT = "57014"
_NOT_STORABLE = "22021"  # a NUL character: JSON has it, PostgreSQL text does not


def render_errors(
    errors: Sequence[GraphQLError],
    trace_id: str,
    mistake: EdgeCode = EdgeCode.GRAPHQL_VALIDATION_FAILED,
) -> list[dict[str, Any]]:
    """Render the first errors of a response; all but our own are logged and masked.

    `mistake` is the code of errors that are about the request itself, not about a field.
    """
    rendered = (one for error in errors for one in _render(error, trace_id, mistake))
    return list(islice(rendered, ERROR_LIMIT))


def _render(error: GraphQLError, trace_id: str, mistake: EdgeCode) -> Iterator[dict[str, Any]]:
    place = _place(error)
    cause = _cause(error)
    if isinstance(cause, DomainErrors):
        for refusal in cause.errors:
            yield refusal_data(refusal) | place
    elif isinstance(cause, DomainError):
        yield refusal_data(cause) | place
    elif error.path is None:  # about the document or its variables, also where a scalar could not read one
        rendered = render(_code(error, mistake), without_values(error.message))
        rendered["extensions"] |= error.extensions or {}
        yield rendered | place
    else:
        yield _masked(cause, error, trace_id) | place


_NO_SUCH = re.compile(r"Value '.*' does not exist in", re.DOTALL)
_UNKNOWN = re.compile(
    r"unknown field '(?![_A-Za-z][_0-9A-Za-z]{0,63}'(?:, found: |\. Did you mean )).*", re.DOTALL
)
_VALUE = re.compile(r"(cannot represent [^:'\"]*): .*|(?:,|(?<=[?])) [fF]ound: .*", re.DOTALL)


def without_values(message: str) -> str:
    """Take values a caller sent out of a message of GraphQL's: they may be a person's. Names stay."""
    named = _UNKNOWN.sub("an unknown field", _NO_SUCH.sub("Value does not exist in", message))
    return _VALUE.sub(lambda found: found[1] or "", named)


def _masked(cause: BaseException, error: GraphQLError, trace_id: str) -> dict[str, Any]:
    state = getattr(cause.orig, "sqlstate", None) if isinstance(cause, DBAPIError) else None
    if state == _NOT_STORABLE:
        return refusal_data(DomainError(ErrorCode.INVALID_INPUT, "文字中含有无法保存的字符（NUL）。"))
    field = ".".join(str(part) for part in error.path or () if isinstance(part, str))
    if state == _STATEMENT_TIMEOUT:
        log.warning("statement timeout", field=field)
        return render(EdgeCode.TIMEOUT, "查询超过了时间限制。", trace_id)
    log.error("field failed", field=field, exc_info=cause)
    if is_unavailable(cause):
        return render(EdgeCode.UNAVAILABLE, "数据库暂不可用。", trace_id)
    return render(EdgeCode.INTERNAL, "服务内部错误。", trace_id)


def refusal_data(error: DomainError) -> dict[str, Any]:
    """Render a refusal of ours in full."""
    return {
        "message": error.message,
        "extensions": {
            "code": error.code.value,
            "field": list(error.field),
            "fix": error.fix,
            "details": error.details,
        },
    }


def _place(error: GraphQLError) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if error.locations:
        place["locations"] = [{"line": spot.line, "column": spot.column} for spot in error.locations]
    if error.path is not None:
        place["path"] = list(error.path)
    return place


def _cause(error: GraphQLError) -> BaseException:
    """Find what was raised first: GraphQL wraps an exception once a level."""
    cause: BaseException = error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _code(error: GraphQLError, mistake: EdgeCode) -> EdgeCode:
    match error:
        case LimitExceededError():
            return EdgeCode.LIMIT_EXCEEDED
        case UnknownOperationError():
            return EdgeCode.OPERATION_UNKNOWN
        case GraphQLSyntaxError():
            return EdgeCode.GRAPHQL_PARSE_FAILED
        case _:
            return mistake
