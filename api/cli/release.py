"""`wuyi version`: which release this is."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

import typer

from api.cli.failure import CommandError


def version() -> None:
    """Tell the version of this release."""
    try:
        typer.echo(version_of("wuyi"))
    except PackageNotFoundError:
        raise CommandError("本程序未经安装，没有版本；请运行 make install。") from None
