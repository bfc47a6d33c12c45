"""Cedar as a peer in decisions: the same permissions written as its policies, asked in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from authz.actions import ANY
from authz.enforcer import Question
from authz.permissions import Effect, Rule, Separation
from benchmarks.folder import HOME

REQUIREMENT = "cedarpy==4.12.2"
_HOME = HOME / "cedar"
_SCRIPT = Path(__file__).parent / "peers" / "cedar.py"


class CedarMissingError(RuntimeError):
    """cedarpy cannot be had on this machine; the message says why."""


def install() -> Path:
    """Give the interpreter of a virtual environment with cedarpy, made unless it is there."""
    interpreter = _HOME / "bin" / "python"
    told = _HOME / "installed.txt"
    if not told.exists() or told.read_text() != REQUIREMENT:
        commands = (
            [sys.executable, "-m", "venv", "--clear", str(_HOME)],
            [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", REQUIREMENT],
        )
        for command in commands:
            ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - as written here
            if ran.returncode:
                raise CedarMissingError(f"{REQUIREMENT} cannot be installed: {ran.stderr.strip()[-300:]}")
        told.write_text(REQUIREMENT)
    return interpreter


@dataclass(frozen=True, slots=True)
class Cedar:
    """A running process that decides for so many tenants."""

    process: subprocess.Popen[str]
    answers: list[bool]

    @classmethod
    def start(cls, rules: Iterable[Rule], questions: Sequence[Question], tenants: int) -> "Cedar":
        """Have it parse the policies for each tenant, and answer each question once."""
        pipe = subprocess.PIPE
        command = [str(install()), str(_SCRIPT)]
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)  # noqa: S603 - our own script
        asked = [_asked(question) for question in questions]
        told = {"policies": "\n".join(map(_policy, rules)), "tenants": tenants, "questions": asked}
        return cls(process, _answer(process, told))

    def decide(self, many: int) -> float:
        """Make so many decisions; tell the microseconds of processor time each took."""
        taken: float = _answer(self.process, many)
        return taken

    def stop(self) -> None:
        """End it."""
        self.process.communicate()


def _answer(process: subprocess.Popen[str], told: object) -> Any:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("Cedar's process has no pipes")
    process.stdin.write(f"{json.dumps(told)}\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def _policy(rule: Rule) -> str:
    """Write a permission as Cedar writes it: who, what and where in the head, reach and separation as conditions."""
    where = "resource" if rule.target == ANY else f'resource == Target::"{rule.target}"'
    distinct = " && !context.acted" if rule.separation is Separation.DISTINCT else ""
    verb = "permit" if rule.effect is Effect.ALLOW else "forbid"
    head = f'principal == Role::"{rule.role}", action == Action::"{rule.action}", {where}'
    return f"{verb}({head}) when {{ context.reach <= {int(rule.reach)}{distinct} }};"


def _asked(question: Question) -> dict[str, Any]:
    return {
        "principal": f'Role::"{question.role}"',
        "action": f'Action::"{question.action}"',
        "resource": f'Target::"{question.target}"',
        "context": {"reach": int(question.reach), "acted": question.acted},
    }
