"""The commands of `wuyi`: what they do, and one line with a fix instead of a traceback."""

from pathlib import Path

import pytest

from api.cli.schemas import HOME
from api.committed import generate
from api.embedded import embedded_postgres
from api.stage.demo.platform import bind
from schema.guidelines.repository.templates import load_template
from schema.migrations import head
from tests.builders.databases import Urls
from tests.cli.conftest import Wuyi

DEAD = "postgresql+asyncpg://somebody:very-secret@127.0.0.1:1/nowhere"
DEAD_ROLES = {"RUNTIME_DATABASE_URL": DEAD, "PLATFORM_DATABASE_URL": DEAD}
PASSWORD = "a password that is long"


def one_line(err: str) -> bool:
    return err.startswith("错误：") and err.count("\n") == 1 and "Traceback" not in err


def test_help_lists_every_command(wuyi: Wuyi) -> None:
    answer = wuyi("--help")
    assert answer.code == 0
    for command in (
        "serve",
        "worker",
        "demo",
        "db",
        "tenant",
        "operator",
        "unit",
        "guideline",
        "schema",
        "walkthrough",
    ):
        assert command in answer.out


def test_version_is_the_distributions(wuyi: Wuyi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.cli.release.version_of", lambda name: f"9.9 of {name}")
    assert wuyi("version").out == "9.9 of wuyi\n"


def test_database_is_upgraded_twice_and_current_tells(wuyi: Wuyi, urls: Urls) -> None:
    assert wuyi("db", "upgrade", DATABASE_URL=urls.owner).code == 0
    assert wuyi("db", "upgrade", DATABASE_URL=urls.owner).code == 0
    current = wuyi("db", "current", DATABASE_URL=urls.owner)
    assert (current.code, current.out.count(head())) == (0, 2)


def test_current_tells_of_a_database_that_was_not_migrated(wuyi: Wuyi, tmp_path: Path) -> None:
    with embedded_postgres(tmp_path, durable=False) as server:
        current = wuyi("db", "current", DATABASE_URL=server.url())
    assert current.code == 1
    assert one_line(current.err)
    assert "wuyi db upgrade" in current.err


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["db", "upgrade"], {}, "DATABASE_URL"),
        (["db", "upgrade"], {"DATABASE_URL": "postgres://u:very-secret@h/d"}, "asyncpg"),
        (["db", "upgrade"], {"DATABASE_URL": DEAD}, "DATABASE_URL"),
        (["db", "current"], {"DATABASE_URL": DEAD}, "DATABASE_URL"),
        (["serve"], DEAD_ROLES, "WUYI_SECRET"),
        (["worker"], {"WUYI_SECRET": "short"} | DEAD_ROLES, "WUYI_SECRET"),
        (["worker"], {"WUYI_SECRET": "x" * 32}, "RUNTIME_DATABASE_URL"),
        (["tenant", "list"], DEAD_ROLES, "DATABASE_URL"),
        (["demo"], {"DATABASE_URL": "sqlite:///x"}, "asyncpg"),
        (["walkthrough", "--url", "somewhere"], {}, "http"),
        (["guideline", "check", "/nonexistent.yaml"], {}, "/nonexistent.yaml"),
    ],
)
def test_what_cannot_work_is_one_line(
    wuyi: Wuyi, arguments: list[str], environment: dict[str, str], said: str
) -> None:
    answer = wuyi(*arguments, **environment)
    assert answer.code == 1
    assert one_line(answer.err)
    assert said in answer.err
    assert "secret@" not in answer.err


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["demo", "--port", "70000"], ["db", "downgrade"], ["tenant", "onboard"]]
)
def test_what_was_typed_wrongly_is_a_usage_error(wuyi: Wuyi, arguments: list[str]) -> None:
    answer = wuyi(*arguments)
    assert answer.code == 2
    assert "Traceback" not in answer.err


def test_demo_refuses_a_taken_address_before_it_begins(wuyi: Wuyi, tmp_path: Path) -> None:
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        answer = wuyi("demo", "--port", str(taken.getsockname()[1]), "--data", str(tmp_path / "data"))
    assert answer.code == 1
    assert one_line(answer.err)
    assert not (tmp_path / "data").exists()


def served(urls: Urls) -> dict[str, str]:
    roles = {"RUNTIME_DATABASE_URL": urls.runtime, "PLATFORM_DATABASE_URL": urls.platform}
    return roles | {"WUYI_PASSWORD": PASSWORD}


def test_operator_and_district_are_made_once(wuyi: Wuyi, urls: Urls) -> None:
    database = served(urls)
    made = ["operator", "create", "cli-operator"]
    onboard = ["tenant", "onboard", "cli-town", "命令镇", "--operator", "cli-operator", "--template", "town"]
    assert "operator create" in wuyi(*onboard, **database).err
    assert wuyi(*made, **database).code == 0
    assert one_line(wuyi(*made, **database).err)
    onboarded = wuyi(*onboard, **database)
    assert (onboarded.code, onboarded.out) == (0, "已开通 cli-town：/t/cli-town/graphql\n")
    assert "SLUG_TAKEN" in wuyi(*onboard, **database).err
    assert "cli-town" in wuyi("tenant", "list", **database).out


def test_every_fault_of_a_district_is_told(wuyi: Wuyi, urls: Urls) -> None:
    database = served(urls)
    wuyi("operator", "create", "cli-operator-2", **database)
    bad = ["tenant", "onboard", "Bad Slug", "区", "--operator", "cli-operator-2", "--division-code", "x"]
    answer = wuyi(*bad, **database)
    assert answer.code == 1
    assert [line.split("：")[1] for line in answer.err.splitlines()] == ["slug", "template", "divisionCode"]
    assert "Bad Slug" not in wuyi("tenant", "list", **database).out


def test_district_comes_on_board_with_a_file_of_its_own(wuyi: Wuyi, urls: Urls, tmp_path: Path) -> None:
    database = served(urls)
    wuyi("operator", "create", "cli-operator-3", **database)
    file = tmp_path / "own.yaml"
    to_file = ["--operator", "cli-operator-3", "--guideline", str(file)]
    onboard = ["tenant", "onboard", "cli-own", "高新区", *to_file]
    assert "无法读取" in wuyi(*onboard, **database).err
    own = load_template("town").text.replace("id: town\n", "id: own\n", 1)
    file.write_text(own.replace("pass_mark: 85", "pass_mark: 0"))
    assert "GUIDELINE_INVALID" in wuyi(*onboard, **database).err
    assert "cli-own" not in wuyi("tenant", "list", **database).out
    file.write_text(own)
    assert wuyi(*onboard, **database).code == 0
    assert "cli-own" in wuyi("tenant", "list", **database).out


def test_a_unit_gets_another_code_by_who_may(wuyi: Wuyi, urls: Urls) -> None:
    database = served(urls)
    wuyi("operator", "create", "cli-operator-4", **database)
    wuyi(
        "tenant",
        "onboard",
        "cli-recode",
        "镇",
        "--operator",
        "cli-operator-4",
        "--template",
        "town",
        **database,
    )
    recode = ["unit", "recode", "cli-recode", "cli-recode", "500199", "--reason", "编码改革"]
    wrong = wuyi(*recode, "--official", "nobody", **database)
    assert (wrong.code, one_line(wrong.err)) == (1, True)
    unknown = wuyi(
        "unit", "recode", "cli-nowhere", "x", "y", "--reason", "x", "--official", "admin", **database
    )
    assert (unknown.code, one_line(unknown.err)) == (1, True)
    done = wuyi(*recode, "--official", "admin", **database)
    assert (done.code, done.out.splitlines()[-1:]) == (0, ["已将 cli-recode 更换为 500199"]), done.err
    again = wuyi(*recode, "--official", "admin", **database)
    assert (again.code, one_line(again.err)) == (1, True)


def test_weak_password_of_an_operator_is_refused(wuyi: Wuyi, urls: Urls) -> None:
    answer = wuyi("operator", "create", "weak", **served(urls) | {"WUYI_PASSWORD": "short"})
    assert answer.code == 1
    assert one_line(answer.err)
    assert "short" not in answer.err


def test_guideline_that_could_be_published(wuyi: Wuyi, tmp_path: Path) -> None:
    """B-e: the linter warns that buildings are exempt, which is no error."""
    file = tmp_path / "wenlong.yaml"
    file.write_text(load_template("wenlong").text)
    answer = wuyi("guideline", "check", str(file))
    assert answer.code == 0
    assert "B-e" in answer.out


@pytest.mark.parametrize("content", [b"format: 1\nid: [", b"\xff\xfe", b"", b"format: 1\nid: x\n"])
def test_guideline_that_could_not_be_published(wuyi: Wuyi, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.yaml"
    file.write_bytes(content)
    answer = wuyi("guideline", "check", str(file))
    assert answer.code == 1
    assert "错误" in answer.out + answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("arguments", [["schema", "print"], ["schema"]])
def test_schemas_are_written_where_they_are_committed(
    wuyi: Wuyi, tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.cli.schemas.HOME", tmp_path)
    assert wuyi(*arguments).code == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")} == set(generate())


def test_committed_schemas_are_those_that_are_served(wuyi: Wuyi, tmp_path: Path) -> None:
    assert wuyi("schema", "print", "--to", str(tmp_path)).code == 0
    for name in generate():
        assert (HOME / name).read_text("utf-8") == (tmp_path / name).read_text("utf-8"), "run: make schema"
