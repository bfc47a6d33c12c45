"""Faults and warnings of a guideline's text, each with its line, its place and what helps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

OF_THE_TEXT = "GUIDELINE_INVALID"
EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a line of the text and its column, from 1, or about the whole of it, with the line itself."""

    line: int | None
    column: int | None
    path: str
    message: str
    fix: str
    excerpt: str


def faults_in(errors: Iterable[Mapping[str, Any]], source: str) -> list[Remark]:
    """Take the faults of the text from errors or reasons that carry them in their details."""
    return [_fault(error, source) for error in errors if error["code"] == OF_THE_TEXT]


def warnings_in(warnings: Iterable[Mapping[str, Any]], source: str) -> list[Remark]:
    """Render warnings."""
    return [
        Remark(
            one["line"],
            one["column"],
            one["path"],
            one["message"],
            one["fix"],
            _excerpt(source, one["line"]),
        )
        for one in warnings
    ]


def _fault(error: Mapping[str, Any], source: str) -> Remark:
    """Part the message, which says line, fault and fix in one breath, by the details."""
    details = {detail["name"]: detail["value"] for detail in error["details"]}
    line = int(details["line"]) if "line" in details else None
    fix = details.get("fix", error["fix"])
    message = (
        str(error["message"])
        .removeprefix(f"第 {details.get('line')} 行第 {details.get('column')} 列：")
        .removesuffix(fix)
    )
    column = int(details["column"]) if "column" in details else None
    return Remark(line, column, details.get("path", ""), message, fix, _excerpt(source, line))


def _excerpt(source: str, line: int | None) -> str:
    lines = source.splitlines()
    text = lines[line - 1].strip() if line and line <= len(lines) else ""
    return text if len(text) <= EXCERPT else text[:EXCERPT] + "…"
