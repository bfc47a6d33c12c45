"""Free conditions: an expression in CEL over declared typed facts that yields true or false, in bounded time.

Comprehensions, regular expressions and conversions are not in the language here: what is left are operators,
each evaluated at most once. So the cost of a condition is at most its length, and that is limited.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pkgutil import resolve_name
from types import MappingProxyType
from typing import Any, Protocol

from schema.guidelines.rules.format import EVENT_KINDS, LOG_KINDS

NEVER = 100_000
"""What `days_since` says of something that never happened."""
Value = int | str

FACTS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "string",
        "today": "string",
        "roster.households": "int",
        "roster.residents": "int",
        "roster.unverified": "int",
        "roster.in_special_groups": "int",
        "petition.denominator": "int",
        "petition.signed": "int",
        "children.count": "int",
        "children.titled": "int",
        "tests.days_since": "int",
        "tests.due": "int",
        "tests.tested": "int",
        **{f"events.{kind}.going_on": "int" for kind in EVENT_KINDS},
        **{f"events.{kind}.days_since": "int" for kind in EVENT_KINDS},
        **{f"logs.{kind}.days_since": "int" for kind in LOG_KINDS},
    }
)
"""The facts a condition may use, with their CEL types. `today` is written 2022-11-20, so that it can be compared."""

_COMPILE = (
    "schema.guidelines.rules.programs:compile_program"  # five megabytes: loaded with the first condition
)
_NOT_CODE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|//[^\n]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*")
_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")


class Program(Protocol):
    """What the engine made of a condition. Running it raises RuntimeError where there is no answer."""

    def eval(self, *, data: Mapping[str, Value]) -> Any:
        """Run it; the answer's `value()` is plain."""

    def return_type(self) -> Any:
        """Tell the type of the answer; its `name()` is CEL's."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition and the facts it uses, in the order of the text."""

    program: Program
    facts: tuple[str, ...]

    def holds(self, values: Mapping[str, Value]) -> bool | None:
        """Tell whether it holds; null where it cannot be computed (division by zero, overflow). Raises nothing."""
        try:
            answer = self.program.eval(data={name: values[name] for name in self.facts})
        except RuntimeError:
            return None
        plain = answer.value()
        return plain if isinstance(plain, bool) else None


@lru_cache(maxsize=1024)
def compile_condition(expression: str) -> Condition | str:
    """Compile a condition, or tell in words what is wrong with it and at which place. Raises nothing."""
    try:
        program: Program = resolve_name(_COMPILE)(expression)
    except (RuntimeError, UnicodeError) as error:
        return _worded(str(error))
    kind = program.return_type().name()
    if kind != "BOOL":
        return f"结果是 {kind}，应为是或否（bool）"
    facts = facts_in(expression)
    if not facts:
        return "没有用到任何事实"
    return Condition(program, facts)


def facts_in(expression: str) -> tuple[str, ...]:
    """List the declared facts a condition names, once each."""
    names = _NAME.findall(_NOT_CODE.sub(" ", expression))
    return tuple(dict.fromkeys(name for name in names if name in FACTS))


def _worded(error: str) -> str:
    found = _ERROR.search(error)
    if found is None:
        return "嵌套过深或无法解析"
    line, column, reason = found.groups()
    place = f"第 {column} 个字符处" if line == "1" else f"其第 {line} 行第 {column} 个字符处"
    undeclared = re.match(r"undeclared reference to '([^']*)'", reason)
    if undeclared is not None:
        return f"{place}：没有 {undeclared.group(1)[:60]} 这个事实或运算"
    if reason.startswith("found no matching overload"):
        return f"{place}：运算两边的类型不符（{reason.partition('applied to ')[2][:60]}）"
    return f"{place}：写法有误"
