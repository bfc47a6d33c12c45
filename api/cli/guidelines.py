"""`wuyi guideline`: check a guideline file before anybody publishes it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.failure import CommandError
from schema.guidelines.rules import Fault, check

guideline = typer.Typer(no_args_is_help=True, help="方案文件。")


@guideline.command("check", help="检查方案文件：逐处列出错误和提醒；有错误时退出码为 1。")
def check_file(file: Annotated[Path, typer.Argument(help="YAML 方案文件。", dir_okay=False)]) -> None:
    """Check a guideline file; exit code 1 if it could not be published."""
    try:
        checked = check(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise CommandError(f"{file} 不是 UTF-8 文本；请另存为 UTF-8 后重试。") from None
    console = Console(soft_wrap=True, highlight=False)
    for fault in checked.faults:
        console.print(_line(file, fault))
    if checked.errors:
        raise typer.Exit(1)
    console.print(f"{escape(str(file))}：可以发布，{len(checked.warnings)} 处提醒。")


def _line(file: Path, fault: Fault) -> str:
    mark = "[red]错误[/]" if fault.severity == "error" else "[yellow]提醒[/]"
    return f"{mark} {escape(f'{file}:{fault.line or 1} {fault.path}：{fault.message}{fault.fix}')}"
