"""`wuyi walkthrough`: the main job over HTTP, against a running platform or one of its own."""

from typing import Annotated

import typer

from api.cli.foreground import run_async
from api.walkthrough.run import walk_through


def walkthrough(
    url: Annotated[
        str | None,
        typer.Option(help="运行中的平台，如 http://127.0.0.1:8000；不给则在临时目录自行启动一个。"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="最后在标准输出写一份 JSON。")] = False,
) -> None:
    """Walk the main job step by step; exit code 0 only if every step held."""
    if not run_async(walk_through(url, as_json=json)):
        raise typer.Exit(1)
