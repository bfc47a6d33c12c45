"""`wuyi guideline`: what a scheme's author runs before anybody publishes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.command_line import app
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import json_schema

WENLONG = load_template("wenlong").text


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["guideline", *arguments])
    return result.exit_code, result.output


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "guideline.yaml"
    path.write_text(WENLONG, encoding="utf-8")
    return path


def test_check_passes_a_template(file: Path) -> None:
    code, said = run("check", str(file))
    assert code == 0
    assert "可以发布，1 处提醒" in said


def test_explain_tells_in_words(file: Path) -> None:
    code, said = run("explain", str(file))
    assert code == 0
    assert said.startswith("《无疫楼栋、小区、社、村（社区）创建方案》（wenlong）")


@pytest.mark.parametrize("command", ["check", "explain"])
def test_a_broken_file_gets_its_faults(file: Path, command: str) -> None:
    file.write_text(WENLONG.replace("days: 8, basis", "days: 0, basis"), encoding="utf-8")
    code, said = run(command, str(file))
    assert code == 1
    assert "criteria[0].check.days" in said
    assert "《" not in said


def test_schema_is_the_format() -> None:
    code, said = run("schema")
    assert code == 0
    assert json.loads(said) == json_schema()


def test_diff_tells_what_is_stricter(file: Path, tmp_path: Path) -> None:
    stricter = tmp_path / "stricter.yaml"
    stricter.write_text(WENLONG.replace("days: 8, basis", "days: 14, basis"), encoding="utf-8")
    code, said = run("diff", str(file), str(stricter))
    assert code == 0
    assert "criteria[B-a].check.days" in said
    assert "更严" in said


def test_diff_ends_with_an_error_when_something_is_looser(file: Path, tmp_path: Path) -> None:
    stricter = tmp_path / "stricter.yaml"
    stricter.write_text(WENLONG.replace("days: 8, basis", "days: 14, basis"), encoding="utf-8")
    code, said = run("diff", str(stricter), str(file))
    assert code == 1
    assert "放宽" in said
