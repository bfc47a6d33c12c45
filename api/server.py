"""Serves an application with uvicorn until it is told to stop."""

import contextlib
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp

from api.application import Application
from api.patience import Patience
from api.settings import Settings
from api.wire import wire


class QuietServer(uvicorn.Server):
    """A server that leaves signals to the command that runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def server_config(settings: Settings, app: ASGIApp) -> uvicorn.Config:
    """Configure the server: our own logs, no header that names it, running requests may finish."""
    patience = Patience(settings.head_seconds, settings.body_seconds, settings.head_bytes)
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=wire(app.direct, patience) if isinstance(app, Application) else "httptools",
        ws="none",
        access_log=False,
        log_config=None,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        timeout_graceful_shutdown=settings.shutdown_seconds,
    )


def serve(settings: Settings, app: ASGIApp) -> None:
    """Serve in the foreground; SIGINT and SIGTERM stop it."""
    uvicorn.Server(server_config(settings, app)).run()
