"""The parameters of a GraphQL request, read from a POST body or a GET query and checked one by one."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect
from starlette.types import Receive

from api.errors import EdgeCode, EdgeError

NAME_LIMIT = 200
DEPTH_LIMIT = 100
"""Levels of lists and objects within one another; what reads and writes them further on goes down level by level."""
_KEPT_UP_TO = 2_000
"""Bytes of a query string whose reading is kept."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a client asks to be run."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)


def in_body(body: bytes) -> Parameters:
    """Read the parameters of a POST; refuse anything that is not one well-formed GraphQL request."""
    return check_parameters(_loads(body, "请求体"))


def in_query(query_string: bytes) -> Parameters:
    """Read the parameters of a GET, or find them: the same are asked for again and again."""
    return _known(query_string) if len(query_string) <= _KEPT_UP_TO else _in_query(query_string)


def _in_query(query_string: bytes) -> Parameters:
    sent = QueryParams(query_string)
    given: dict[str, Any] = {
        name: value for name, value in sent.items() if name in {"query", "operationName"}
    }
    for name in ("variables", "extensions"):
        if sent.get(name):
            given[name] = _loads(sent[name].encode("utf-8", "surrogatepass"), name)
    return check_parameters(given)


_known = lru_cache(512)(_in_query)


async def read_body(receive: Receive) -> bytes:
    """Read the body of a request; raise ClientDisconnect if its client hangs up before the end."""
    pieces: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def check_parameters(given: object) -> Parameters:
    """Check the types of a decoded request; lists (batches) are refused."""
    if isinstance(given, list):
        raise _malformed("不支持批量请求；请每次提交一个操作。")
    if not isinstance(given, dict):
        raise _malformed("请求体须为 JSON 对象。")
    query, name = given.get("query"), given.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise _malformed("缺少 query，或 query 不是字符串。")
    if not isinstance(name, str | None) or len(name or "") > NAME_LIMIT:
        raise _malformed(f"operationName 须为至多{NAME_LIMIT}个字符的字符串。")
    for part in ("variables", "extensions"):
        if not isinstance(given.get(part), dict | None):
            raise _malformed(f"{part} 须为 JSON 对象。")
    return Parameters(query, name or None, given.get("variables") or {})


def require_json(content_type: str) -> None:
    """Refuse other types: a form of another site can send those, but not JSON, without being asked first."""
    if content_type != "application/json" and not _is_json(content_type):
        raise EdgeError(415, EdgeCode.UNSUPPORTED_MEDIA_TYPE, "请求体须为 UTF-8 编码的 JSON。")


def _is_json(content_type: str) -> bool:
    name, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charset = next((part for part in parameters if part.startswith("charset=")), "charset=utf-8")
    return name == "application/json" and charset.partition("=")[2].strip('"') in {"utf-8", "utf8"}


def _loads(raw: bytes, what: str) -> object:
    try:
        decoded: object = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _malformed(f"{what}不是有效的 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from None
    if raw.count(b"[") + raw.count(b"{") > DEPTH_LIMIT and _is_deep(decoded):
        raise _malformed(f"{what}嵌套超过 {DEPTH_LIMIT} 层。")
    return decoded


def _is_deep(decoded: object) -> bool:
    level: list[Any] = [decoded] if isinstance(decoded, dict | list) else []
    for _ in range(DEPTH_LIMIT):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
    return bool(level)


def _malformed(message: str) -> EdgeError:
    return EdgeError(400, EdgeCode.MALFORMED_REQUEST, message)
