"""`wuyi schema`: write the committed schemas anew, so that a change of the API is read as a diff."""

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from schema.root import official_schema, platform_schema, public_schema

schema = typer.Typer(help="接口定义。", invoke_without_command=True)
FILES = {"schema": official_schema, "public": public_schema, "platform": platform_schema}
HOME = Path(str(files("schema")))


@schema.callback(help="把三份接口定义写入 schema/*.graphql。")
def write(context: typer.Context) -> None:
    """Write the committed schemas unless a subcommand does."""
    if context.invoked_subcommand is None:
        print_schemas()


@schema.command("print", help="把三份接口定义写入目录。")
def print_schemas(
    to: Annotated[
        Path | None, typer.Option(file_okay=False, exists=True, help="目录；默认为源码中的 schema/。")
    ] = None,
) -> None:
    """Write the three schemas as SDL."""
    for name, served in FILES.items():
        path = (to or HOME) / f"{name}.graphql"
        path.write_text(served.as_str() + "\n", encoding="utf-8")
        typer.echo(path)
