"""The walk as people and programs read it: a line a step, and one JSON document at the end."""

import json
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.stage.walkthrough.steps import STEPS, StepResult

_WIDTH = max(len(step.__name__) for step in STEPS)
_MARKS = {"held": "[bold green]✓[/]", "failed": "[bold red]✗[/]", "skipped": "[yellow]–[/]"}


def print_step(console: Console, number: int, result: StepResult) -> None:
    """Print a step as it ends."""
    line = Table.grid(padding=(0, 1))
    line.add_column(width=1)
    line.add_column(width=5)
    line.add_column(width=_WIDTH, style="bold")
    line.add_column(overflow="fold")
    line.add_row(_MARKS[result.result], f"{number:2d}/{len(STEPS)}", result.name, escape(result.detail))
    console.print(line)


def print_summary(console: Console, results: Sequence[StepResult]) -> None:
    """Print how it ended."""
    count = Counter(result.result for result in results)
    style = "bold red" if count["failed"] else "bold green"
    skipped = f"，跳过 {count['skipped']} 步" if count["skipped"] else ""
    console.print(f"[{style}]{count['held']} / {len(STEPS)} 步成立{skipped}[/]")


def to_json(results: Sequence[StepResult]) -> str:
    """Write `{"ok", "held", "skipped", "failed", "steps": [{"name", "ok", "result", "detail"}]}` on one line.

    A step that was skipped is `ok`: nothing speaks against it, and nothing for it.
    """
    count = Counter(result.result for result in results)
    story = {
        "ok": not count["failed"],
        **{result: count[result] for result in ("held", "skipped", "failed")},
        "steps": [
            {"name": result.name, "ok": result.ok, "result": result.result, "detail": result.detail}
            for result in results
        ],
    }
    return json.dumps(story, ensure_ascii=False)
