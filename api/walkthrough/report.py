"""The walk as people and programs read it: a line a step, and one JSON document at the end."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from api.walkthrough.steps import STEPS, StepResult

_WIDTH = max(len(step.__name__) for step in STEPS)


def print_step(console: Console, number: int, result: StepResult) -> None:
    """Print a step as it ends."""
    mark = "[bold green]✓[/]" if result.ok else "[bold red]✗[/]"
    line = Table.grid(padding=(0, 1))
    line.add_column(width=1)
    line.add_column(width=5)
    line.add_column(width=_WIDTH, style="bold")
    line.add_column(overflow="fold")
    line.add_row(mark, f"{number:2d}/{len(STEPS)}", result.name, escape(result.detail))
    console.print(line)


def print_summary(console: Console, results: Sequence[StepResult]) -> None:
    """Print how it ended."""
    held = sum(result.ok for result in results)
    style = "bold green" if held == len(STEPS) else "bold red"
    console.print(f"[{style}]{held} / {len(STEPS)} 步成立[/]")


def to_json(results: Sequence[StepResult]) -> str:
    """Write `{"ok": bool, "steps": [{"name", "ok", "detail"}]}` on one line."""
    steps = [asdict(result) for result in results]
    return json.dumps({"ok": all(result.ok for result in results), "steps": steps}, ensure_ascii=False)
