"""Decision tables: what Casbin answers, compiled once into a dictionary look-up of under a microsecond."""

import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from weakref import WeakValueDictionary

from authz.actions import ANY, Action, Role
from authz.enforcer import MODEL, Enforcer, Question, Verdict
from authz.permissions import Effect, PolicyError, Reach, Rule, Separation, read_rules

__all__ = [
    "DecisionTable",
    "Denial",
    "Effect",
    "PolicyError",
    "Reach",
    "Rule",
    "Separation",
    "base_rules",
    "base_table",
    "compile_table",
]

POLICY = Path(__file__).with_name("policy.csv")


class Denial(IntEnum):
    """Why not, from the farthest from an allowance to the nearest; an explicit denial outweighs all."""

    NO_RULE = 0
    OUTSIDE_AREA = 1
    ALREADY_ACTED = 2
    EXPLICIT = 3


Answers = tuple[tuple[Denial | None, Denial | None], ...]
"""For each reach: the answer to one who took no part, and to one who did."""

Cell = tuple[Role, str, Action]
_NOTHING: Answers = ((Denial.NO_RULE, Denial.NO_RULE),) * len(Reach)


class DecisionTable:
    """All answers of one policy. Immutable; equal policies share one table (see `compile_table`)."""

    __slots__ = ("__weakref__", "_answers", "_find", "digest", "rules")

    def __init__(self, rules: tuple[Rule, ...], digest: str, answers: Mapping[Cell, Answers]) -> None:
        self.rules = rules
        self.digest = digest
        kept = dict(answers)
        self._answers, self._find = MappingProxyType(kept), kept.get

    def decide(self, role: Role, target: str, action: Action, *, reach: Reach, acted: bool) -> Denial | None:
        """Answer whether the role may: None, or why not. `acted` tells whether the asker took part before."""
        return self.answers(role, target, action)[reach][acted]

    def answers(self, role: Role, target: str, action: Action) -> Answers:
        """Give the answers to a role for each reach, to one who took no part and to one who did."""
        found = self._find((role, target, action))
        if found is None:  # no rule names this target, so it stands as any other
            return self._find((role, ANY, action), _NOTHING)
        return found

    def targets_allowed(
        self, role: Role, action: Action, *, reach: Reach = Reach.SUBTREE, acted: bool = False
    ) -> frozenset[str]:
        """List the targets on which the role may do the action; ANY among them stands for all not listed."""
        return frozenset(
            target
            for (held, target, asked), answers in self._answers.items()
            if held is role and asked is action and answers[reach][acted] is None
        )


_asking = Lock()
_enforcer = functools.cache(Enforcer)
_interned: WeakValueDictionary[str, DecisionTable] = WeakValueDictionary()


def compile_table(rules: Iterable[Rule]) -> DecisionTable:
    """Ask Casbin for every cell under every residual; equal rules give the same object.

    Raises PolicyError on an empty policy: it would deny all, which is a broken file and not an intention.
    """
    ordered = tuple(sorted(set(rules), key=lambda rule: rule.row))
    if not ordered:
        raise PolicyError("the policy is empty")
    digest = _digest(ordered)
    known = _interned.get(digest)
    if known is not None:
        return known
    table = DecisionTable(ordered, digest, dict(_cells(ordered)))
    return _interned.setdefault(digest, table)


def _digest(rules: Sequence[Rule]) -> str:
    rows = "\n".join(",".join(rule.row) for rule in rules)
    return hashlib.sha256((MODEL.read_text("utf-8") + rows).encode()).hexdigest()


def _cells(rules: Sequence[Rule]) -> Iterator[tuple[Cell, Answers]]:
    """Answer every cell some rule speaks of, handing Casbin the rules that could match there."""
    groups: dict[tuple[Role, Action], list[Rule]] = defaultdict(list)
    for rule in rules:
        groups[rule.role, rule.action].append(rule)
    for (role, action), group in groups.items():
        for target in {ANY, *(rule.target for rule in group)}:
            matching = tuple(rule for rule in group if rule.target in (ANY, target))
            yield (role, target, action), _ask(role, target, action, matching)


@functools.lru_cache(maxsize=4_096)
def _ask(role: Role, target: str, action: Action, rules: tuple[Rule, ...]) -> Answers:
    """Ask under every truth of the residuals; cells that guidelines share are asked once."""
    with _asking:
        enforcer = _enforcer()
        enforcer.load(rules)
        verdicts = {
            (reach, acted): enforcer.ask(Question(role, target, action, reach, acted))
            for reach in Reach
            for acted in (False, True)
        }
    return tuple((_answer(verdicts, reach, False), _answer(verdicts, reach, True)) for reach in Reach)


def _answer(verdicts: Mapping[tuple[Reach, bool], Verdict], reach: Reach, acted: bool) -> Denial | None:
    verdict = verdicts[reach, acted]
    if verdict == "allowed":
        return None
    if verdict == "denied":
        return Denial.EXPLICIT
    if acted and verdicts[reach, False] == "allowed":
        return Denial.ALREADY_ACTED
    if any(verdicts[nearer, False] == "allowed" for nearer in Reach if nearer < reach):
        return Denial.OUTSIDE_AREA
    return Denial.NO_RULE


@functools.cache
def base_rules() -> tuple[Rule, ...]:
    """Read the permissions every guideline has in common."""
    return read_rules(POLICY.read_text("utf-8"))


@functools.cache
def base_table() -> DecisionTable:
    """Compile the permissions every guideline has in common."""
    return compile_table(base_rules())
