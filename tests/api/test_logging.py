"""Logs carry what finds a fault, and neither personal data nor credentials."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from api.json_lines import Lines
from api.logging import REDACTED, configure_logging, redact
from tests.api.conftest import make_settings
from tests.api.toy import PERSON
from tests.builders.databases import Urls


@pytest.fixture
def output(urls: Urls, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Give a function that configures logging and returns what came before that."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level

    def read(**changes: object) -> list[dict[str, Any]]:
        lines = capsys.readouterr().err.splitlines()
        configure_logging(make_settings(urls, **changes))
        return [json.loads(line) for line in lines]

    yield read
    root.handlers, root.level = handlers, level
    logging.raiseExceptions = True
    structlog.reset_defaults()


def raise_with_person() -> None:
    try:
        raise LookupError(PERSON)
    except LookupError as error:
        raise RuntimeError(f"while reading {PERSON}") from error


def test_exceptions_are_located_without_their_messages(output: Any) -> None:
    output()
    for log in (structlog.get_logger("ours"), logging.getLogger("a.library")):
        try:
            raise_with_person()
        except RuntimeError:
            log.exception("failed")
    for line in output():
        assert line["causes"] == ["builtins.RuntimeError", "builtins.LookupError"]
        assert line["frames"][-1].endswith("raise_with_person")
        assert PERSON not in json.dumps(line, ensure_ascii=False)


def test_developers_see_messages(output: Any) -> None:
    output(development=True)
    try:
        raise ValueError("of a developer")
    except ValueError as error:
        structlog.get_logger().error("failed", exc_info=error)
    (line,) = output()
    assert line["causes"] == ["builtins.ValueError: of a developer"]


def test_context_level_and_logger_are_told(output: Any) -> None:
    output()
    with structlog.contextvars.bound_contextvars(trace_id="t1"):
        structlog.get_logger("api.x").warning("疫", tenant="qijiang")
        logging.getLogger("a.library").info("Started %s", "here")
    ours, library = output()
    assert (ours["event"], ours["level"], ours["logger"], ours["trace_id"]) == (
        "疫",
        "warning",
        "api.x",
        "t1",
    )
    assert (library["event"], library["level"], library["logger"]) == (
        "Started here",
        "info",
        "a.library",
    )


def test_the_level_is_kept_to(output: Any) -> None:
    output(log_level="WARNING")
    structlog.get_logger("x").info("quiet")
    structlog.get_logger("x").warning("loud")
    assert [line["event"] for line in output()] == ["loud"]


@pytest.mark.parametrize(
    "key", ["password", "token", "variables", "identity_number", "telephone", "username"]
)
def test_telling_keys_are_redacted(key: str) -> None:
    assert redact(None, "info", {key: "value", "tenant": "qijiang"}) == {key: REDACTED, "tenant": "qijiang"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("token wys_0123456789abcdef0123456789abcdef_secret-part ends", f"token {REDACTED} ends"),
        ("id 510222196001011234.", f"id {REDACTED}."),
        ("id 51022219600101123x", f"id {REDACTED}"),
        ("call 13812345678 now", f"call {REDACTED} now"),
        ("postgresql+asyncpg://me:mine@db/wuyi", f"postgresql+asyncpg://{REDACTED}@db/wuyi"),
        ("number 500110003005 of a division", "number 500110003005 of a division"),
        ("postgresql+asyncpg://me@db/wuyi", "postgresql+asyncpg://me@db/wuyi"),
    ],
)
def test_credentials_and_numbers_are_redacted_within_text(text: str, kept: str) -> None:
    assert redact(None, "info", {"event": text})["event"] == kept


def test_the_console_is_for_people_and_as_discreet(output: Any, capsys: pytest.CaptureFixture[str]) -> None:
    output(log_format="console")
    for log in (structlog.get_logger("ours"), logging.getLogger("a.library")):
        try:
            raise_with_person()
        except RuntimeError:
            log.exception("failed")
    text = capsys.readouterr().err
    assert text.count("builtins.LookupError") == 2
    assert "Logging error" not in text
    assert PERSON not in text


async def test_lines_of_one_turn_are_written_together_and_in_order() -> None:
    written: list[str] = []
    stream = io.StringIO()
    stream.write = lambda text: written.append(text) or len(text)  # type: ignore[func-returns-value]
    lines = Lines(stream, "INFO", redact)
    for number in range(2):
        lines.event("info", "x", {"event": f"request {PERSON} {number}"})
    lines.event("debug", "x", {"event": "quiet"})
    assert written == []
    lines.logger("y").info('{"event": "other"}')
    lines.event("info", "x", {"event": "later"})
    await asyncio.sleep(0)
    told = [[json.loads(line)["event"] for line in text.splitlines()] for text in written if text]
    assert told == [[f"request 王秀英 {REDACTED} 0", f"request 王秀英 {REDACTED} 1", "other"], ["later"]]


def test_without_a_loop_a_line_is_written_at_once() -> None:
    stream = io.StringIO()
    Lines(stream, "INFO", redact).event("info", "x", {"event": "now"})
    assert json.loads(stream.getvalue())["event"] == "now"
