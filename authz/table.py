"""Decision tables: what Casbin answers, compiled once into a dictionary look-up of under a microsecond."""

import functools
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    OTHER_OFFICE = 1
    OUTSIDE_AREA = 2
    ALREADY_ACTED = 3
    EXPLICIT = 4


Answers = tuple[tuple[Denial | None, Denial | None], ...]
"""For each reach: the answer to one who took no part, and to one who did."""

Cell = tuple[Role, str, Action]
Levels = Mapping[str, Answers]
"""The answers to those who hold the role at a level some policy names; others get those of the cell itself."""
_NOTHING: Answers = ((Denial.NO_RULE, Denial.NO_RULE),) * len(Reach)


class DecisionTable:
    """All answers of one policy. Immutable; equal policies share one table (see `compile_table`)."""

    __slots__ = ("__weakref__", "_answers", "_find", "_levels", "digest", "rules")

    def __init__(
        self,
        rules: tuple[Rule, ...],
        digest: str,
        answers: Mapping[Cell, Answers],
        levels: Mapping[Cell, Levels],
    ) -> None:
        self.rules = rules
        self.digest = digest
        kept = dict(answers)
        self._answers, self._find = MappingProxyType(kept), kept.get
        self._levels = dict(levels)

    def decide(
        self, role: Role, target: str, action: Action, *, reach: Reach, acted: bool, level: str = ""
    ) -> Denial | None:
        """Answer whether the role may, held at `level`: None, or why not.

        `acted` tells whether the asker took part before.
        """
        return self.answers(role, target, action, level)[reach][acted]

    def answers(self, role: Role, target: str, action: Action, level: str = "") -> Answers:
        """Give the answers to a role at a level for each reach, to one who took no part and to one who did."""
        found = self._find((role, target, action))
        if found is None:  # no rule names this target, so it stands as any other
            target, found = ANY, self._find((role, ANY, action), _NOTHING)
        if not self._levels:
            return found
        at_levels = self._levels.get((role, target, action))
        return found if at_levels is None else at_levels.get(level, found)

    def levels_of(self, role: Role) -> frozenset[str]:
        """List the levels of a role some rule names: whoever holds it elsewhere is answered alike everywhere."""
        return frozenset(rule.level for rule in self.rules if rule.role is role and rule.level is not None)

    def targets_allowed(
        self,
        role: Role,
        action: Action,
        *,
        level: str = "",
        reach: Reach = Reach.SUBTREE,
        acted: bool = False,
    ) -> frozenset[str]:
        """List the targets on which the role, held at a level, may do the action.

        ANY among them stands for all not listed.
        """
        return frozenset(
            target
            for held, target, asked in self._answers
            if held is role
            and asked is action
            and self.answers(role, target, action, level)[reach][acted] is None
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
    table = DecisionTable(ordered, digest, *_cells(ordered))
    return _interned.setdefault(digest, table)


def _digest(rules: Sequence[Rule]) -> str:
    rows = "\n".join(",".join(rule.row) for rule in rules)
    return hashlib.sha256((MODEL.read_text("utf-8") + rows).encode()).hexdigest()


def _cells(rules: Sequence[Rule]) -> tuple[Mapping[Cell, Answers], Mapping[Cell, Levels]]:
    """Answer every cell some rule speaks of, handing Casbin the rules that could match there.

    Where one names a level, the cell is asked for each such level too, and for a level no rule names.
    """
    groups: dict[tuple[Role, Action], list[Rule]] = defaultdict(list)
    for rule in rules:
        groups[rule.role, rule.action].append(rule)
    answers: dict[Cell, Answers] = {}
    at_levels: dict[Cell, Levels] = {}
    for (role, action), group in groups.items():
        for target in {ANY, *(rule.target for rule in group)}:
            matching = tuple(rule for rule in group if rule.target in (ANY, target))
            levels = sorted({rule.level for rule in matching if rule.level is not None})
            asked = {level: _ask(role, target, action, level, matching) for level in ("", *levels)}
            if levels:
                asked = {level: _elsewhere(found, asked.values()) for level, found in asked.items()}
                at_levels[role, target, action] = asked
            answers[role, target, action] = asked[""]
    return answers, at_levels


def _elsewhere(found: Answers, all_levels: Collection[Answers]) -> Answers:
    """Tell those a rule would allow if they held their role at another level that it is for another office."""

    def told(answer: Denial | None, reach: int) -> Denial | None:
        allowed = any(each[reach][False] is None for each in all_levels)
        return Denial.OTHER_OFFICE if answer is Denial.NO_RULE and allowed else answer

    return tuple((told(fresh, reach), told(acted, reach)) for reach, (fresh, acted) in enumerate(found))


@functools.lru_cache(maxsize=4_096)
def _ask(role: Role, target: str, action: Action, level: str, rules: tuple[Rule, ...]) -> Answers:
    """Ask under every truth of the residuals; cells that guidelines share are asked once."""
    with _asking:
        enforcer = _enforcer()
        enforcer.load(rules)
        verdicts = {
            (reach, acted): enforcer.ask(Question(role, target, action, reach, acted, level))
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
