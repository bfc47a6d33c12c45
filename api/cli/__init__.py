"""The command `wuyi`."""

from api.cli.main import main

__all__ = ["main"]
