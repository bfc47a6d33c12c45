"""Evidence over HTTP: files come in and go out here, beside GraphQL and through the same doors.

Like there, cookies are not read, so a foreign site has no authority to borrow; the same tenancy, the same
credentials, the same shape of errors.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from api.arrivals import arrival_of
from api.errors import EdgeCode, EdgeError, password_change_required
from api.graphql import credential_of
from api.headers import by_name
from api.masking import refusal_data
from api.object_store import EvidenceSettings
from api.service import Door
from schema.evidence.operations import UploadEvidence, open_evidence, upload_evidence
from schema.evidence.ports import EvidenceStore
from schema.frame.context import RequestContext
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.identifiers import decode_id, encode_id

T = TypeVar("T")

FORM_BYTES = 65_536
"""What a form may have beside its file: fields and the frame around them."""
_FIELDS = ("unit", "criterion", "requirement", "takenOn", "idempotencyKey")
_STATUS: Mapping[ErrorCode, int] = {
    ErrorCode.EVIDENCE_TOO_LARGE: 413,
    ErrorCode.EVIDENCE_TYPE_NOT_ALLOWED: 415,
    ErrorCode.IDEMPOTENCY_KEY_REUSED: 409,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.OUTSIDE_AREA: 403,
    ErrorCode.ROLE_NOT_ALLOWED: 403,
    ErrorCode.STORE_UNAVAILABLE: 503,
    ErrorCode.UNAUTHENTICATED: 401,
}
_SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class EvidenceService:
    """Takes files in and gives them out, for HTTP clients and the back office. Few are decoded at once."""

    door: Door
    store: EvidenceStore
    settings: EvidenceSettings
    seconds: float
    decoders: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    async def upload(self, request: Request, credential: str | None, form: FormData) -> Response:
        """Keep the file of a form; the answer holds the file on record, or what kept it from being kept."""
        try:
            async with self._entered(request, credential) as context:
                row = await self._in_time(self._upload(context, form))
        except (DomainError, DomainErrors) as refusal:
            return refused(refusal)
        kept = {
            "id": encode_id("EvidenceFile", row.id),
            "type": row.type,
            "mediaType": row.media_type,
            "size": row.size,
            "sha256": row.sha256,
            "takenOn": row.taken_on.isoformat(),
        }
        return Response(
            orjson.dumps({"data": {"evidence": kept}}), 201, media_type="application/json; charset=utf-8"
        )

    async def download(self, request: Request, credential: str | None, file_id: str) -> Response:
        """Give out a file as an attachment, piece by piece."""
        try:
            async with self._entered(request, credential) as context:
                found = decode_id("EvidenceFile", file_id, "evidence")
                row, content = await self._in_time(open_evidence(context.operations, self.store, found))
        except (DomainError, DomainErrors) as refusal:
            return refused(refusal)
        headers = {
            "Content-Disposition": f"attachment; filename*=utf-8''{quote(row.original_name, safe='')}",
            "Content-Length": str(row.size),
            "Content-Security-Policy": _SANDBOX,
        }
        return StreamingResponse(content, headers=headers, media_type=row.media_type)

    @contextlib.asynccontextmanager
    async def _entered(self, request: Request, credential: str | None) -> AsyncIterator[RequestContext]:
        admission = await self.door.admit(arrival_of(request), credential)
        try:
            if admission.anonymous:
                raise EdgeError(
                    401, EdgeCode.UNAUTHENTICATED, "尚未登录。", headers={"WWW-Authenticate": "Bearer"}
                )
            if admission.password_due:
                raise password_change_required()
            yield admission.context
        finally:
            await admission.leave()

    async def _upload(self, context: RequestContext, form: FormData) -> Any:
        command = await _command(form)
        async with self.decoders:
            return await upload_evidence(context.operations, self.store, self.settings.limits, command)

    async def _in_time(self, work: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self.seconds):
                return await work
        except TimeoutError:
            raise EdgeError(504, EdgeCode.TIMEOUT, f"未能在 {self.seconds:g} 秒内完成，已取消。") from None


def evidence_routes(service: EvidenceService) -> list[BaseRoute]:
    """Serve uploads and downloads where a district lives."""

    async def upload(request: Request) -> Response:
        credential = credential_of(by_name(request.scope["headers"]))
        async with read_upload(request) as form:
            return await service.upload(request, credential, form)

    async def download(request: Request) -> Response:
        return await service.download(
            request, credential_of(by_name(request.scope["headers"])), request.path_params["id"]
        )

    return [
        Route(f"{place}/evidence{rest}", view, methods=[method])
        for place in ("", "/t/{slug}")
        for rest, view, method in (("", upload, "POST"), ("/{id}", download, "GET"))
    ]


@contextlib.asynccontextmanager
async def read_upload(request: Request) -> Any:
    """Read a multipart form of one file and a few fields; refuse anything else. What was spooled is let go."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise EdgeError(415, EdgeCode.UNSUPPORTED_MEDIA_TYPE, "请以 multipart/form-data 上传文件。")
    try:
        form = await request.form(max_files=1, max_fields=12, max_part_size=4_096)
    except HTTPException as error:
        raise EdgeError(400, EdgeCode.MALFORMED_REQUEST, "上传的表单格式有误，或多于一个文件。") from error
    try:
        yield form
    finally:
        await form.close()


def refused(refusal: DomainError | DomainErrors) -> Response:
    """Render refusals in the shape of GraphQL's errors, under the status of the first."""
    errors = refusal.errors if isinstance(refusal, DomainErrors) else (refusal,)
    return Response(
        orjson.dumps({"errors": [refusal_data(error) for error in errors]}),
        _STATUS.get(errors[0].code, 422),
        headers={"Retry-After": "30"} if errors[0].code is ErrorCode.STORE_UNAVAILABLE else None,
        media_type="application/json; charset=utf-8",
    )


async def _command(form: FormData) -> UploadEvidence:
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get("file")
    faults = [
        DomainError(ErrorCode.INVALID_INPUT, f"请填写 {name}。", field=(name,))
        for name in _FIELDS
        if not given.get(name, "").strip()
    ]
    if not isinstance(file, UploadFile):
        faults.append(DomainError(ErrorCode.EVIDENCE_REQUIRED, "请选择要上传的文件。", field=("file",)))
    if faults or not isinstance(file, UploadFile):
        raise DomainErrors(faults)
    return UploadEvidence(
        idempotency_key=given["idempotencyKey"],
        unit_id=decode_id("Unit", given["unit"], "unit"),
        criterion=given["criterion"],
        requirement=given["requirement"],
        taken_on=_day(given["takenOn"]),
        name=file.filename,
        data=await file.read(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        message = "材料日期须写成 2022-11-20 这样的日期。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("takenOn",)) from None
