"""Calls of an application in this process, as a server makes them, with the processor time each took."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from time import process_time
from typing import Any

Application = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back, and the seconds of processor time, user and system, this process took for it."""

    data: dict[str, Any]
    seconds: float


async def post(app: Application, path: str, token: str, body: Mapping[str, Any]) -> Answered:
    """Post a JSON body as an official; raise RuntimeError where it is refused."""
    content, parts = json.dumps(body).encode(), list[bytes]()
    headers = {
        "host": "127.0.0.1",
        "accept": "application/json",
        "authorization": f"Bearer {token}",
        "content-type": "application/json",
        "content-length": str(len(content)),
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8_000),
        "state": {},
    }

    asked: list[bytes] = [content]

    async def receive() -> dict[str, Any]:
        if not asked:
            await asyncio.Event().wait()  # the client stays and says no more
        return {"type": "http.request", "body": asked.pop(), "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        parts.append(message.get("body", b""))

    before = process_time()
    await app(scope, receive, send)
    seconds = process_time() - before
    found = json.loads(b"".join(parts))
    if "data" not in found or found.get("errors"):
        raise RuntimeError(f"not the answer that was meant: {found}")
    (answer,) = found["data"].values()
    if answer and answer.get("errors"):
        raise RuntimeError(f"refused: {answer['errors']}")
    return Answered(answer or {}, seconds)
