"""`wuyi walkthrough`: the main job over HTTP, against a running platform or one of its own."""

from typing import Annotated
from urllib.parse import urlsplit

import typer

from api.cli.failure import CommandError
from api.cli.foreground import run_until_stopped
from api.stage.walkthrough.run import walk_through


def walkthrough(
    url: Annotated[
        str | None,
        typer.Option(
            help="运行中的平台，如 http://127.0.0.1:8000；不给则在临时目录自行启动一个。"
            "要过几天才见分晓的步骤只在自行启动的平台上走，否则跳过。"
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="最后在标准输出写一份 JSON。")] = False,
) -> None:
    """Walk the main job step by step; exit code 0 unless one failed."""
    if url is not None and urlsplit(url).scheme not in {"http", "https"}:
        raise CommandError("--url 须以 http:// 或 https:// 开头，如 http://127.0.0.1:8000。")
    if not run_until_stopped(walk_through(url, as_json=json)):
        raise typer.Exit(1)
