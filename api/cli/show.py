"""`wuyi demo`: serves districts one can look at, with all they need, until it is stopped."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.configuration import require_asyncpg
from api.cli.foreground import run_until_stopped
from api.collector import spare_collector
from api.stage.demo.run import run_demo


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
