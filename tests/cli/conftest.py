"""Runs `wuyi` in this process, as its console script does."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

import api.cli.command_line
from api.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Wuyi = Callable[..., Answer]


@pytest.fixture
def wuyi(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wuyi:
    """Give a function that runs a command line with the environment's variables of a platform cleared."""
    for name in ("DATABASE_URL", "RUNTIME_DATABASE_URL", "PLATFORM_DATABASE_URL", "WUYI_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(
        api.cli.command_line.signal, "signal", lambda *_: None
    )  # the handler is the process's

    def run(*arguments: str, **environment: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["wuyi", *arguments])
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else 0, said.out, said.err)

    return run
