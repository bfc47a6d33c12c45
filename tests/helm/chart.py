"""The chart as helm renders it: the real program, no cluster."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CHART = Path(__file__).parents[2] / "helm" / "wuyi"

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """Our chart and the program that reads it."""

    program: Path
    folder: Path

    def run(self, command: str, *arguments: str, values: Mapping[str, Any] | None = None) -> tuple[int, str]:
        """Run a helm command on the chart with values; return its exit code and all it said."""
        return _said(self, command, arguments, yaml.dump(dict(values or {}), Dumper=yaml.CSafeDumper))

    def template(self, values: Mapping[str, Any] | None = None, *arguments: str) -> str:
        """Render the chart's text; fail with what helm said."""
        code, text = self.run("template", "rel", "--namespace", "units", *arguments, values=values)
        assert code == 0, text
        return text

    def render(self, values: Mapping[str, Any] | None = None) -> list[Manifest]:
        """Render the chart's objects."""
        return [found for found in yaml.load_all(self.template(values), yaml.CSafeLoader) if found]

    def refusal(self, values: Mapping[str, Any]) -> str:
        """Return why helm refuses the values; fail if it does not."""
        code, text = self.run("template", "rel", values=values)
        assert code != 0, f"accepted: {values}"
        return text


@cache
def _said(chart: Chart, command: str, arguments: tuple[str, ...], values: str) -> tuple[int, str]:
    """Run helm once for the same values: most tests begin from the same few."""
    done = subprocess.run(  # noqa: S603 - our own program on our own chart
        [chart.program, command, *arguments, str(CHART), "--values", "-"],
        input=values,
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": str(chart.folder), "PATH": ""},
    )
    return done.returncode, done.stdout + done.stderr
