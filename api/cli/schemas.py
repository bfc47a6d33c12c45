"""`wuyi schema`: write what is generated and committed anew, so that a change of the API is read as a diff."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from api.committed import generate

schema = typer.Typer(invoke_without_command=True)
HOME = Path(str(files("schema"))).parent


@schema.callback()
def write(context: typer.Context) -> None:
    """Write the committed files unless a subcommand does."""
    if context.invoked_subcommand is None:
        print_schemas()


@schema.command("print", help="把接口定义和错误码写入目录。")
def print_schemas(
    to: Annotated[
        Path | None, typer.Option(file_okay=False, exists=True, help="目录；默认为源码的根目录。")
    ] = None,
) -> None:
    """Write the three schemas as SDL, and the page of error codes."""
    for name, text in generate().items():
        path = (to or HOME) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        typer.echo(path)
