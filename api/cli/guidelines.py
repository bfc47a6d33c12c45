"""`wuyi guideline`: check, explain and compare guideline files before anybody publishes them."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from api.cli.files import read_text
from schema.guideline_drafts.rules import check_package
from schema.guidelines.rules import Checked, Fault, compare, explain, json_schema
from schema.guidelines.rules.format import Guideline

guideline = typer.Typer(no_args_is_help=True)
File = Annotated[Path, typer.Argument(help="YAML 方案文件。", dir_okay=False)]


@guideline.command("check", help="检查方案文件：逐处列出错误和提醒；有错误时退出码为 1。")
def check_file(file: File) -> None:
    """Check a guideline file; exit code 1 if it could not be published."""
    checked = _read(file)
    _tell(file, checked.faults)
    if checked.errors:
        raise typer.Exit(1)
    _console().print(f"{escape(str(file))}：可以发布，{len(checked.warnings)} 处提醒。")


@guideline.command("explain", help="用普通文字说明方案：单元类型、各类标准、申报流程、何时失去命名。")
def explain_file(file: File) -> None:
    """Tell in plain words what a guideline file says; exit code 1 if it has errors."""
    typer.echo(explain(_require(file)), nl=False)


@guideline.command("diff", help="比较两份方案：逐处说明更严、放宽或不能比较；比模板放宽时退出码为 1。")
def diff_files(base: File, adopted: File) -> None:
    """Tell what the second file asks more or less than the first; exit code 1 if it falls short of it."""
    differences = compare(_require(base), _require(adopted))
    for difference in differences:
        mark = "[red]✗[/]" if difference.refused else "[green]✓[/]"
        _console().print(f"{mark} {escape(f'{difference.path}：{difference.message}')}")
    if any(difference.refused for difference in differences):
        raise typer.Exit(1)
    _console().print(f"不低于模板的要求，共 {len(differences)} 处不同。")


@guideline.command("schema", help="输出方案格式的 JSON Schema，供编辑器补全和校验。")
def print_schema() -> None:
    """Print the JSON Schema of the format."""
    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def _read(file: Path) -> Checked:
    return check_package(read_text(file))


def _require(file: Path) -> Guideline:
    checked = _read(file)
    if checked.guideline is None or checked.errors:
        _tell(file, checked.errors)
        raise typer.Exit(1)
    return checked.guideline


def _tell(file: Path, faults: tuple[Fault, ...]) -> None:
    for fault in faults:
        _console().print(_line(file, fault))


def _console() -> Console:
    return Console(soft_wrap=True, highlight=False)


def _line(file: Path, fault: Fault) -> str:
    mark = "[red]错误[/]" if fault.severity == "error" else "[yellow]提醒[/]"
    return f"{mark} {escape(f'{file}:{fault.line or 1}:{fault.column or 1} {fault.path}：{fault.message}{fault.fix}')}"
