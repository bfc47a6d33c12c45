"""`wuyi serve`: answers until it is stopped."""

import contextlib
from typing import Annotated

import typer

from api.app import create_app
from api.cli.configuration import read_settings
from api.collector import spare_collector
from api.logging import configure_logging
from api.server import serve as serve_app

Host = Annotated[str | None, typer.Option(help="监听地址；默认取 WUYI_HOST，否则 127.0.0.1。")]
Port = Annotated[int | None, typer.Option(min=0, max=65_535, help="监听端口；默认取 WUYI_PORT，否则 8000。")]


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the API and the back office until stopped."""
    settings = read_settings(host=host, port=port)
    configure_logging(settings)
    with contextlib.suppress(KeyboardInterrupt):  # raised again by the server once it has stopped in order
        app = create_app(settings)
        spare_collector()
        serve_app(settings, app)
