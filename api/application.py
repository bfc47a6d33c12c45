"""The application: what Starlette serves, and the direct way a server of ours may take past it."""

from typing import Any

from starlette.applications import Starlette

from api.direct import Direct


class Application(Starlette):
    """An ASGI application like any other."""

    def __init__(self, direct: Direct, **parts: Any) -> None:
        super().__init__(**parts)
        self.direct = direct
