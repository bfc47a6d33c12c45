"""The bare server beside the platform: the same uvicorn, one answer to whatever is asked."""

import os

import uvicorn
from starlette.types import Message, Receive, Scope, Send

from api.server import server_config
from api.settings import Settings

ANSWER = "WUYI_BARE_ANSWER"


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the request and answer it."""
    if scope["type"] != "http":
        return
    more = True
    while more:
        message: Message = await receive()
        more = message.get("more_body", False)
    body = os.environ[ANSWER].encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def main() -> None:
    """Serve until stopped, by the platform's own settings of the server."""
    unused = "postgresql+asyncpg://"
    settings = Settings(runtime_database_url=unused, platform_database_url=unused, development=True)
    uvicorn.Server(server_config(settings, answer)).run()


if __name__ == "__main__":
    main()
