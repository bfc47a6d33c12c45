"""The lazy door: a command is known by its name and help line, and imported when it is asked for."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from api.collector import collector_at_rest

Command = TyperCommand | TyperGroup
SILENT = {"default_map": {"help": False}}
"""Where `--help` is absent, it is false by this; Typer would load pydantic to find that out."""


def defer(app: typer.Typer, name: str, line: str, target: str) -> None:
    """List a command or a group of commands that lies at `module:name`; its help line stands here alone."""

    @app.command(name, help=line, cls=Deferred)
    def load() -> Command:
        return _command(name, line, resolve_name(target))


class Deferred(TyperCommand):
    """Stand in the list for a command, and give way to it where its own words or options are read."""

    def __init__(self, *, callback: Callable[[], Command], **settings: Any) -> None:
        super().__init__(callback=callback, **settings)
        self.load = callback

    def make_context(self, *arguments: Any, **extra: Any) -> Any:
        """Let the command that is stood for read its part of the command line."""
        with collector_at_rest():
            command = self.load()
        return command.make_context(*arguments, **extra)


def _command(name: str, line: str, loaded: typer.Typer | Callable[..., Any]) -> Command:
    shell = typer.Typer(rich_markup_mode=None)
    if isinstance(loaded, typer.Typer):
        shell.add_typer(loaded, name=name, help=line)
    else:
        shell.command(name, help=line, context_settings=SILENT)(loaded)
    return cast("Command", get_group(shell).commands[name])
