"""The lazy door: what is not asked for is not loaded, and the list says what each command says of itself."""

import subprocess
import sys

import pytest
from rich.text import Text
from typer.main import get_group

from api.cli.command_line import COMMANDS, app
from api.cli.door import Deferred
from api.collector import YOUNG
from tests.cli.conftest import Wuyi

NOT_SERVED = {"alembic", "mako", "obstore", "PIL", "pypdf", "segno"}
"""What runs migrations, keeps files, reads pictures and documents and draws codes: loaded by who has use for it."""
HEAVY = {"sqlalchemy", "strawberry", "starlette", "casbin", "pydantic"}
IMPORT = "import sys; before = set(sys.modules); import {0}; print(*set(sys.modules) - before)"
RUN = """
import sys
from api.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
FRAME = str.maketrans("", "", "│─╭╮╰╯")
NAMES = [name for name, _, _ in COMMANDS]


def in_a_fresh_interpreter(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603


def words(page: str) -> str:
    """Take colours, frames and the breaking of lines from a page of help."""
    return "".join(Text.from_ansi(page).plain.translate(FRAME).split())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["version"], 0), (["--help"], 0), ([], 2), (["nonsense"], 2), (["--nonsense"], 2)],
)
def test_what_needs_no_platform_loads_none(arguments: list[str], code: int) -> None:
    ended = in_a_fresh_interpreter(RUN, *arguments)
    loaded = set(ended.stderr.split())
    assert ended.returncode == code
    assert "api.cli.command_line" in loaded
    assert not HEAVY & loaded


def test_what_needs_the_database_loads_it() -> None:
    ended = in_a_fresh_interpreter(RUN, "db", "--help")
    assert "sqlalchemy" in ended.stderr.split()


def test_a_walk_on_somebody_elses_platform_loads_none() -> None:
    ended = in_a_fresh_interpreter(RUN, "walkthrough", "--url", "http://127.0.0.1:1")
    assert ended.returncode == 1
    loaded = set(ended.stderr.split())
    assert "api.stage.walkthrough.steps" in loaded
    assert not (HEAVY - {"pydantic"}) & loaded  # typer reads options with pydantic


def test_a_server_loads_what_it_needs_for_its_first_answer() -> None:
    loaded = {
        name.partition(".")[0]
        for name in in_a_fresh_interpreter(IMPORT.format("api.cli.serve")).stdout.split()
    }
    assert loaded >= HEAVY
    assert not NOT_SERVED & loaded


def test_importing_the_edge_does_no_work() -> None:
    assert in_a_fresh_interpreter(IMPORT.format("api")).stdout.split() == ["api"]
    assert not HEAVY & set(in_a_fresh_interpreter(IMPORT.format("api.cli")).stdout.split())


def test_a_server_loads_neither_the_demo_nor_the_worker() -> None:
    loaded = set(in_a_fresh_interpreter(IMPORT.format("api.cli.serve")).stdout.split())
    assert "api.app" in loaded
    assert not {"api.stage", "api.worker", "api.jobs"} & loaded


def test_the_collector_looks_seldom_while_a_command_is_loaded() -> None:
    ended = in_a_fresh_interpreter(
        f"import atexit, gc; atexit.register(lambda: print(*gc.get_threshold())){RUN}", "version"
    )
    assert int(ended.stdout.split()[-3]) == YOUNG


def test_the_collector_rests_while_a_command_is_loaded() -> None:
    """It makes no round over what is being loaded; afterwards it works again, and looks at nothing of that."""
    ended = in_a_fresh_interpreter(
        "import gc\nfrom api.cli.command_line import app\nfrom typer.main import get_group\n"
        "command = get_group(app).commands['serve']\n"
        "rounds = lambda: [told['collections'] for told in gc.get_stats()]\n"
        "before = rounds()\ncommand.make_context('serve', [])\nprint(before == rounds())\n"
        "print(gc.isenabled(), gc.get_freeze_count() > 100_000)"
    )
    assert ended.stdout.split() == ["True", "True", "True"]


def test_every_command_is_behind_the_door() -> None:
    commands = get_group(app).commands
    assert list(commands) == NAMES
    assert all(isinstance(command, Deferred) for command in commands.values())


@pytest.mark.parametrize(("name", "line", "target"), COMMANDS, ids=NAMES)
def test_a_command_says_of_itself_what_the_list_says(wuyi: Wuyi, name: str, line: str, target: str) -> None:
    deferred = get_group(app).commands[name]
    assert isinstance(deferred, Deferred)
    loaded = deferred.load()
    assert (loaded.name, loaded.help) == (deferred.name, deferred.help) == (name, line), target
    assert name + words(line) in words(wuyi("--help").out)
    own = wuyi(name, "--help")
    assert own.code == 0
    assert f"wuyi{name}[OPTIONS]" in words(own.out)
    assert words(line) in words(own.out)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["serve"], "--host"),
        (["demo"], "--data"),
        (["walkthrough"], "--json"),
        (["db"], "upgrade把数据库升级到本版本；已是最新时不作改动。"),
        (["db", "upgrade"], "把数据库升级到本版本；已是最新时不作改动。"),
        (["guideline"], "check检查方案文件：逐处列出错误和提醒；有错误时退出码为1。"),
        (["guideline", "check"], "YAML方案文件。"),
        (["tenant", "onboard"], "--operator"),
        (["operator", "create"], "--password"),
        (["schema", "print"], "--to"),
    ],
)
def test_options_and_commands_of_groups_are_told(wuyi: Wuyi, arguments: list[str], said: str) -> None:
    answer = wuyi(*arguments, "--help")
    assert answer.code == 0
    assert said in words(answer.out)


def test_what_nobody_expects_is_not_taken_for_a_failure(wuyi: Wuyi, monkeypatch: pytest.MonkeyPatch) -> None:
    """An expected failure is one line: `test_what_cannot_work_is_one_line`."""

    def break_down(_: str) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("api.cli.release.version_of", break_down)
    with pytest.raises(ZeroDivisionError):
        wuyi("version")
