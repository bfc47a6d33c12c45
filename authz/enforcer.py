"""Casbin, asked for everything it could ever be asked: the one source of truth behind decision tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import casbin

from authz.actions import Action, Role, office_subject
from authz.permissions import Effect, Reach, Rule

MODEL = Path(__file__).with_name("model.conf")
Verdict = Literal["allowed", "denied", "no rule"]


@dataclass(frozen=True, slots=True)
class Question:
    """One request to Casbin, with the truth of both residual predicates.

    `level` is the kind of unit the role is held over; empty for one no policy names.
    """

    role: Role
    target: str
    action: Action
    reach: Reach
    acted: bool
    level: str = ""

    @property
    def request(self) -> tuple[str, ...]:
        """Write the question as Casbin reads it."""
        reach, office = self.reach.name.lower(), office_subject(self.role, self.level)
        return (str(self.role), office, self.target, str(self.action), reach, "yes" if self.acted else "no")


class Enforcer:
    """A Casbin enforcer for one policy. Not shared between threads."""

    def __init__(self, rules: Sequence[Rule] = ()) -> None:
        self._casbin = _CompiledMatcher(str(MODEL))
        self.load(rules)

    def load(self, rules: Sequence[Rule]) -> None:
        """Put these rules in the place of all others."""
        model = self._casbin.get_model()
        model.clear_policy()
        if not model.add_policies("p", "p", [list(rule.row) for rule in rules]):
            raise RuntimeError("Casbin refused the policy")

    def ask(self, question: Question) -> Verdict:
        """Ask Casbin; the rule it explains a refusal with tells a denial from the lack of a rule."""
        allowed, explanation = self._casbin.enforce_ex(*question.request)
        if allowed:
            return "allowed"
        return "denied" if Effect.DENY in explanation else "no rule"


class _CompiledMatcher(casbin.Enforcer):  # type: ignore[misc] # casbin has no types
    """Parses the matcher once: Casbin parses it on every question, four fifths of the cost of an answer."""

    def __init__(self, *arguments: Any) -> None:
        self._expressions: dict[str, Any] = {}
        super().__init__(*arguments)

    def _get_expression(self, expr: str, functions: Any = None) -> Any:
        if expr not in self._expressions:
            self._expressions[expr] = casbin.Enforcer._get_expression(expr, functions)  # noqa: SLF001
        return self._expressions[expr]
