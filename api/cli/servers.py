"""`wuyi serve`, `wuyi worker` and `wuyi demo`: what runs until it is stopped."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.app import create_app
from api.cli.configuration import read_settings, require_asyncpg
from api.cli.foreground import run_until_stopped
from api.collector import spare_collector
from api.logging import configure_logging
from api.server import serve as serve_app
from api.stage.demo.run import run_demo
from api.worker import run_worker

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


def worker() -> None:
    """Do what happens in the background until stopped."""
    settings = read_settings()
    configure_logging(settings)
    spare_collector()
    run_until_stopped(run_worker(settings))


def demo(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="监听端口；0 取一个空闲端口。")] = 8000,
    data: Annotated[Path, typer.Option(file_okay=False, help="数据目录；再次启动沿用其中的数据。")] = Path(
        ".wuyi"
    ),
    host: Annotated[str, typer.Option(help="监听地址；演示口令公开，请勿对外开放。")] = "127.0.0.1",
) -> None:
    """Serve the demo districts: embedded database, API, back office and worker in one process."""
    require_asyncpg()
    spare_collector()
    directory = data.expanduser().resolve()
    run_until_stopped(run_demo(directory, host, port, Console()))
