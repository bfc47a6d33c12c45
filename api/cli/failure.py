"""What a command answers instead of a traceback: one line that says what is wrong and what would mend it."""

from collections.abc import Iterable
from typing import NoReturn

import typer

FAILED = 1


class CommandError(Exception):
    """A command cannot go on. The message is one line and says what would mend it."""


def fail(lines: Iterable[str]) -> NoReturn:
    """Print a failure, a line for each fault, and leave with exit code 1."""
    for line in lines:
        typer.echo(f"错误：{line}", err=True)
    raise SystemExit(FAILED)
