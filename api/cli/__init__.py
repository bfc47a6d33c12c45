"""The command `wuyi`."""

from api.cli.command_line import main

__all__ = ["main"]
