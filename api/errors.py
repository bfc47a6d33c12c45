"""Refusals of the edge: every answer that is not a success has one JSON shape, a code and a fix."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.negotiation import JSON, choose
from api.replies import Reply


class EdgeCode(StrEnum):
    """Codes of refusals around an operation; those an operation itself gives are in schema/errors.py."""

    BAD_USER_INPUT = "BAD_USER_INPUT"
    BODY_TOO_LARGE = "BODY_TOO_LARGE"
    FORBIDDEN = "FORBIDDEN"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    INTERNAL = "INTERNAL"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    MALFORMED_REQUEST = "MALFORMED_REQUEST"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    NOT_FOUND = "NOT_FOUND"
    OFFICIALS_ONLY = "OFFICIALS_ONLY"
    OPERATION_UNKNOWN = "OPERATION_UNKNOWN"
    PASSWORD_CHANGE_REQUIRED = "PASSWORD_CHANGE_REQUIRED"  # noqa: S105 - a code, not a password
    RESPONSE_TOO_LARGE = "RESPONSE_TOO_LARGE"
    TENANT_MISMATCH = "TENANT_MISMATCH"
    TENANT_REQUIRED = "TENANT_REQUIRED"
    TENANT_SUSPENDED = "TENANT_SUSPENDED"
    TENANT_UNKNOWN = "TENANT_UNKNOWN"
    TIMEOUT = "TIMEOUT"
    TOO_MANY_REQUESTS = "TOO_MANY_REQUESTS"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    UNAVAILABLE = "UNAVAILABLE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


FIXES: Mapping[EdgeCode, str] = MappingProxyType(
    {
        EdgeCode.BAD_USER_INPUT: "请按变量声明的类型修改 variables 后重试。",
        EdgeCode.BODY_TOO_LARGE: "请分批提交，减小请求内容。",
        EdgeCode.FORBIDDEN: "请使用有权访问的凭据。",
        EdgeCode.GRAPHQL_PARSE_FAILED: "请按提示的行列修改 GraphQL 文档的语法。",
        EdgeCode.GRAPHQL_VALIDATION_FAILED: "请对照接口定义（/schema.graphql）修改文档。",
        EdgeCode.INTERNAL: "请稍后重试；仍失败时请把 traceId 告知平台管理员。",
        EdgeCode.LIMIT_EXCEEDED: "请减少字段、层级、别名或每页条数，或拆成多次请求。",
        EdgeCode.MALFORMED_REQUEST: '请求体须为 UTF-8 编码的 JSON 对象：{"query": "…", "variables": {…}}。',
        EdgeCode.METHOD_NOT_ALLOWED: "请改用 Allow 响应头所列的方法；变更须用 POST。",
        EdgeCode.NOT_ACCEPTABLE: "请接受 application/graphql-response+json 或 application/json。",
        EdgeCode.NOT_FOUND: "请核对地址。",
        EdgeCode.OFFICIALS_ONLY: "接口密钥只能访问公开接口；请改用 …/public/graphql。",
        EdgeCode.OPERATION_UNKNOWN: "请用 operationName 指明文档中的一个操作。",
        EdgeCode.PASSWORD_CHANGE_REQUIRED: "请用 changePassword 设置自己的密码，再访问其他内容。",
        EdgeCode.RESPONSE_TOO_LARGE: "请减少字段或每页条数，分页读取。",
        EdgeCode.TENANT_MISMATCH: "请使用签发该凭据的区县的地址。",
        EdgeCode.TENANT_REQUIRED: "请使用 /t/<区县标识>/graphql，或区县自己的域名。",
        EdgeCode.TENANT_SUSPENDED: "该区县的服务已暂停；请联系平台管理员。",
        EdgeCode.TENANT_UNKNOWN: "请核对地址中的区县标识。",
        EdgeCode.TIMEOUT: "请减少字段或每页条数后重试；变更请用原幂等键重试。",
        EdgeCode.TOO_MANY_REQUESTS: "请按 Retry-After 所示时间后重试。",
        EdgeCode.UNAUTHENTICATED: "请重新登录，或使用有效的令牌。",
        EdgeCode.UNAVAILABLE: "请稍后用原幂等键重试。",
        EdgeCode.UNSUPPORTED_MEDIA_TYPE: "请用 Content-Type: application/json 提交 UTF-8 内容。",
    }
)

_BY_STATUS: Mapping[int, tuple[EdgeCode, str]] = MappingProxyType(
    {
        401: (EdgeCode.UNAUTHENTICATED, "凭据无效或已过期。"),
        403: (EdgeCode.FORBIDDEN, "无权访问。"),
        404: (EdgeCode.NOT_FOUND, "没有这个地址。"),
        405: (EdgeCode.METHOD_NOT_ALLOWED, "该地址不支持此方法。"),
        406: (EdgeCode.NOT_ACCEPTABLE, "没有可接受的响应格式。"),
        413: (EdgeCode.BODY_TOO_LARGE, "请求内容过大。"),
        415: (EdgeCode.UNSUPPORTED_MEDIA_TYPE, "不支持的内容类型。"),
        429: (EdgeCode.TOO_MANY_REQUESTS, "请求过于频繁。"),
        503: (EdgeCode.UNAVAILABLE, "服务暂不可用。"),
    }
)


class EdgeError(Exception):
    """An answer given instead of running an operation."""

    def __init__(
        self, status: int, code: EdgeCode, message: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def body(self, trace_id: str = "") -> dict[str, Any]:
        """Render the refusal in the shape of a GraphQL response without data."""
        return {"errors": [render(self.code, self.message, trace_id)]}


def password_change_required() -> EdgeError:
    """Refuse all but the choice of a password to who came with one that is good once."""
    return EdgeError(403, EdgeCode.PASSWORD_CHANGE_REQUIRED, "请先把一次性密码改为自己的密码。")


def render(code: EdgeCode, message: str, trace_id: str = "") -> dict[str, Any]:
    """Render one error; `trace_id` finds its cause in the logs."""
    extensions = {"code": code.value, "fix": FIXES[code]}
    return {"message": message, "extensions": extensions | ({"traceId": trace_id} if trace_id else {})}


async def refuse(request: Request, refusal: Exception) -> Response:
    """Answer with a refusal, in the media type the client asked for."""
    if not isinstance(refusal, EdgeError):
        raise refusal
    return refused(refusal, request.headers.get("accept"))


def refused(refusal: EdgeError, accept: str | None = None, trace_id: str = "") -> Reply:
    """Write a refusal in the media type a client accepts."""
    media_type, body = choose(accept) or JSON, orjson.dumps(refusal.body(trace_id))
    headers = [(name.lower().encode(), value.encode()) for name, value in refusal.headers.items()]
    return Reply(body, refusal.status, (*headers, media_type.header))


async def refuse_http(request: Request, error: Exception) -> Response:
    """Answer an HTTP error of the framework (no such path, wrong method) in our shape."""
    if not isinstance(error, HTTPException):
        raise error
    code, message = _BY_STATUS.get(error.status_code, (EdgeCode.MALFORMED_REQUEST, "请求有误。"))
    return await refuse(request, EdgeError(error.status_code, code, message, headers=error.headers))
