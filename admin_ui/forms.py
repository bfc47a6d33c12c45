"""Forms: what was sent, within bounds, and what is wrong with it.

A page finds fault only with what it could not send: a day that is none, a choice not made. Whether something
is required, allowed or too long is for the API to say; its answer names the field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

BODY_LIMIT = 256 * 1024
FIELD_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form; of a repeated field the last counts."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return the field without surrounding blanks, "" when it is absent."""
        return self.values.get(name, "").strip()

    def optional(self, name: str) -> str | None:
        """Return the field, None when it is absent or blank."""
        return self.text(name) or None

    def revision(self) -> int:
        """Return the revision the form was rendered from; anything else is a broken request."""
        value = self.text("revision")
        if not is_whole(value):
            raise HTTPException(400)
        return int(value)

    def under(self, prefix: str) -> dict[str, str]:
        """Return the non-blank fields named `prefix.…`, keyed by what follows the dot."""
        start = prefix + "."
        given = (name for name in self.values if name.startswith(start) and self.text(name))
        return {name[len(start) :]: self.text(name) for name in given}


_DIGITS = 9
"""At most, in a number that was filled in: one of GraphQL has 32 bits."""


def is_whole(text: str) -> bool:
    """Tell whether a text is a whole number the API can take."""
    return text.isdecimal() and len(text) <= _DIGITS


EMPTY_FORM = Form({})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a form: its field ("" for the whole form), the reason, what helps."""

    field: str
    message: str
    fix: str = ""
    code: str = ""


def faults_of(errors: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Turn a payload's errors into faults; a field's path is joined with dots."""
    return [
        Fault(".".join(error["field"]), error["message"], error["fix"], error["code"]) for error in errors
    ]


async def read_upload(request: Request, field_bytes: int) -> tuple[Form, FormData]:
    """Read a multipart body of one file and a few fields, or refuse with a 4xx. The caller closes the file."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise HTTPException(415)
    sent = await request.form(max_files=1, max_fields=12, max_part_size=field_bytes)
    return Form({name: value for name, value in sent.items() if isinstance(value, str)}), sent


async def read_form(request: Request) -> Form:
    """Read a URL-encoded body of at most BODY_LIMIT bytes and FIELD_LIMIT fields, or refuse with a 4xx."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELD_LIMIT, errors="strict")
    except ValueError as error:
        raise HTTPException(400) from error
    return Form(dict(pairs))
