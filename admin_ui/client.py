"""The back office as a client of the GraphQL API: documents on disk, one door, plain failures."""

import re
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

SchemaName = Literal["official", "public"]
_FRAGMENTS = Path(__file__).parent / "components"
_STATUS = {
    "INVALID_INPUT": 422,
    "TENANT_SUSPENDED": 403,
    "TIME_IN_FUTURE": 422,
    "TIMEOUT": 503,
    "TOO_MANY_REQUESTS": 429,
    "UNAVAILABLE": 503,
}
_SPREAD = re.compile(r"\.\.\.\s*([A-Z]\w*)")


class Execute(Protocol):
    """Runs a document with the identity of the request, as any client's would be, and returns {data, errors}.

    The token of the signed-in official is `request.state.session_token`, or None.
    """

    def __call__(
        self, request: Request, document: str, variables: dict[str, Any], *, schema: SchemaName
    ) -> Awaitable[dict[str, Any]]:
        """Execute one operation."""


class Files(Protocol):
    """Takes files in and gives them out, with the identity of the request like `Execute`."""

    def upload(self, request: Request, form: FormData) -> Awaitable[dict[str, Any]]:
        """Keep the file of a form: unit, criterion, requirement, takenOn, idempotencyKey, file.

        Returns {data} or {errors}, each error with `extensions`.
        """

    def download(self, request: Request, file_id: str) -> Awaitable[Response]:
        """Give out a file; an answer that is not 200 is a refusal."""


class SignInRequiredError(Exception):
    """Nobody is signed in, or no longer."""


class PasswordRequiredError(Exception):
    """Whoever is signed in came with a one-time password, and has yet to choose one."""


class NotForYouError(Exception):
    """The record does not exist, or lies outside what the caller may see: on purpose the same answer."""


class OperationFailedError(Exception):
    """The API answered with something other than data: its words, what it says helps, and a trace id."""

    def __init__(self, message: str, *, status: int, fix: str, trace_id: str | None) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.fix = fix
        self.trace_id = trace_id


@dataclass(frozen=True, slots=True)
class Operation:
    """One GraphQL operation with the fragments it spreads."""

    document: str
    schema: SchemaName
    signed_in: bool

    @classmethod
    def load(
        cls, path: Path, schema: SchemaName = "official", *, signed_in: bool | None = None
    ) -> "Operation":
        """Read a document and append the shared fragments it names.

        Operations of the official schema run as the signed-in official unless `signed_in` says otherwise.
        """
        identified = schema == "official" if signed_in is None else signed_in
        return cls(with_fragments(path.read_text(encoding="utf-8")), schema, identified)

    async def run(self, execute: Execute, request: Request, variables: dict[str, Any]) -> dict[str, Any]:
        """Return the data, or raise what the first error means."""
        result = await execute(request, self.document, variables, schema=self.schema)
        errors = result.get("errors")
        if errors:
            raise failure_of(errors[0])
        data: dict[str, Any] = result["data"]
        return data


def with_fragments(document: str) -> str:
    """Append each shared fragment (components/<name>.graphql) that the document spreads, once."""
    parts, seen = [document.strip()], set[str]()
    for part in parts:
        for name in _SPREAD.findall(part):
            path = _FRAGMENTS / f"{name.lower()}.graphql"
            if name not in seen and path.exists():
                seen.add(name)
                parts.append(path.read_text(encoding="utf-8").strip())
    return "\n\n".join(parts)


def failure_of(error: Mapping[str, Any]) -> Exception:
    """Tell what the first error of an answer means for the page."""
    extensions = error.get("extensions") or {}
    match extensions.get("code"):
        case "UNAUTHENTICATED" | "TENANT_MISMATCH":
            return SignInRequiredError()
        case "PASSWORD_CHANGE_REQUIRED":
            return PasswordRequiredError()
        case (
            "NOT_FOUND"
            | "OTHER_OFFICE"
            | "OUTSIDE_AREA"
            | "ROLE_NOT_ALLOWED"
            | "INVALID_ID"
            | "TENANT_UNKNOWN"
        ):
            return NotForYouError()
        case code:
            return OperationFailedError(
                str(error.get("message") or ""),
                status=_STATUS.get(str(code), 500),
                fix=str(extensions.get("fix") or ""),
                trace_id=extensions.get("traceId"),
            )
