"""Stands between the pages and the real API: notes what is asked and sent, and answers in its place when told to."""

from collections.abc import Callable
from typing import Any

from graphql import FieldNode, OperationDefinitionNode, OperationType, parse
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from admin_ui.client import Execute, Files

Json = dict[str, Any]


def refusal(message: str, *field: str, code: str = "INVALID_INPUT", fix: str = "请修改后重试。") -> Json:
    """Give an error of a payload."""
    return {"code": code, "message": message, "field": list(field), "fix": fix, "details": []}


class Api:
    """The real API, watched.

    `calls` are the mutations it got, `written` those it did. What cannot be brought about on a platform that
    works is told to it: `refusals` of a mutation, `failure` in place of an answer, a `change` of what was
    read. With `shared` others read what lies behind it, and nothing may be written.
    """

    def __init__(self, *, shared: bool = False) -> None:
        self.shared = shared
        self.calls: list[tuple[str, Json]] = []
        self.written: list[str] = []
        self.refusals: dict[str, list[Json]] = {}
        self.failure: Json | None = None
        self.change: Callable[[Json], None] | None = None
        self.asked = 0

    def forget(self) -> None:
        """Begin anew."""
        self.__init__(shared=self.shared)  # type: ignore[misc]

    def door(self, execute: Execute) -> Execute:
        """Watch a door to the API."""

        async def watched(request: Request, document: str, variables: Json, *, schema: Any) -> Json:
            self.asked += 1
            if self.failure:
                return self.failure
            name = mutation_in(document)
            if name is None or name == "signIn":
                answer = await execute(request, document, variables, schema=schema)
                self._alter(answer.get("data"))
                return answer
            given = dict(variables.get("input") or {})
            if given.get("checkOnly"):
                return await execute(request, document, variables, schema=schema)
            self.calls.append((name, given))
            if refused := self.refusals.get(name):
                return {"data": {"payload": {"errors": refused}}}
            answer = await execute(request, document, variables, schema=schema)
            self._note(name, answer)
            return answer

        return watched

    def _alter(self, data: Json | None) -> None:
        """Change what was read as told; let no browser forget a session because the stage's clock stands still."""
        if data is not None and self.change is not None:
            self.change(data)
        if data is not None and (data.get("payload") or {}).get("expiresAt"):
            data["payload"]["expiresAt"] = "2099-01-01T00:00:00+00:00"

    def _note(self, name: str, answer: Json) -> None:
        payload = (answer.get("data") or {}).get("payload")
        if payload is not None and not payload["errors"]:
            self.written.append(name)
            assert not self.shared, f"{name} wrote where others read; the test needs a stage of its own"


class WatchedFiles:
    """The real keeper of files, watched: what is brought counts as a call of `upload`."""

    def __init__(self, api: Api, files: Files) -> None:
        self.api = api
        self.files = files

    async def upload(self, request: Request, form: FormData) -> Json:
        """Note what is brought, and keep it unless told to refuse."""
        file = form["file"]
        assert isinstance(file, UploadFile)
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        self.api.calls.append(("upload", given | {"name": file.filename, "bytes": file.size}))
        if refused := self.api.refusals.get("upload"):
            return {"errors": refused}
        answer = await self.files.upload(request, form)
        if not answer.get("errors"):
            self.api.written.append("upload")
            assert not self.api.shared
        return answer

    async def download(self, request: Request, file_id: str) -> Response:
        """Give a file out."""
        return await self.files.download(request, file_id)


def mutation_in(document: str) -> str | None:
    """Name the mutation of a document; None for a query."""
    for part in parse(document).definitions:
        if isinstance(part, OperationDefinitionNode) and part.operation is OperationType.MUTATION:
            (field,) = [one for one in part.selection_set.selections if isinstance(one, FieldNode)]
            return field.name.value
    return None
