"""One permission: a row of the Casbin policy. Casbin ignores a misspelt effect, so rows are read strictly."""

import csv
import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from authz.actions import Action, Role, office_subject

_TARGET = re.compile(
    r"\*|[0-9A-Za-z一-鿿（(①-⑳][0-9A-Za-z一-鿿①-⑳.、（）()-]*/[a-z][a-z0-9_]{1,47}(@[a-z][a-z0-9_]*)?"
)
"""Any object, or a process by the number its source gives it, with a step of it, taken over or not."""
_LEVEL = re.compile(r"[a-z][a-z0-9_]{1,31}")
"""The kind of unit a role is held over."""
_COLUMNS = 7


class PolicyError(ValueError):
    """A policy that cannot be trusted: nothing is compiled from it."""


class Reach(IntEnum):
    """How a unit lies to a grant: its own, below it, or elsewhere in the tenant; each covers those before."""

    OWN = 0
    SUBTREE = 1
    DISTRICT = 2


class Separation(StrEnum):
    """Whether a permission is void for somebody who already took part."""

    DISTINCT = "distinct"
    NONE = "none"


class Effect(StrEnum):
    """What a permission does. One that denies wins over all that allow."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Rule:
    """A role may (or may never) do an action on a target, as far as `reach`.

    `target` is ANY or a `step_object`. With a `level` it is for those alone who hold the role over units of this
    kind. A denial knows no separation: it would end where somebody took part.
    """

    role: Role
    target: str
    action: Action
    reach: Reach
    separation: Separation = Separation.NONE
    effect: Effect = Effect.ALLOW
    level: str | None = None

    def __post_init__(self) -> None:
        if _TARGET.fullmatch(self.target) is None:
            raise PolicyError(f"unknown target {self.target!r}")
        if self.level is not None and _LEVEL.fullmatch(self.level) is None:
            raise PolicyError(f"unknown level {self.level!r}")
        if self.effect is Effect.DENY and self.separation is Separation.DISTINCT:
            raise PolicyError("a denial has separation 'none'")

    @property
    def subject(self) -> str:
        """Write for whom it is: a role, or a role at a level."""
        return self.role.value if self.level is None else office_subject(self.role, self.level)

    @property
    def row(self) -> tuple[str, ...]:
        """Write the rule as Casbin reads it."""
        reach = self.reach.name.lower()
        return (
            self.subject,
            self.target,
            self.action.value,
            reach,
            self.separation.value,
            self.effect.value,
        )


def read_rules(text: str) -> tuple[Rule, ...]:
    """Read a Casbin policy file; refuse it whole, naming the line, when one row is not understood."""
    rules: dict[Rule, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            rule = _read_row(next(csv.reader([line], skipinitialspace=True)))
        except ValueError as error:
            raise PolicyError(f"line {number}: {error}: {line!r}") from error
        if rule in rules:
            raise PolicyError(f"line {number}: repeats line {rules[rule]}: {line!r}")
        rules[rule] = number
    return tuple(rules)


def _read_row(cells: list[str]) -> Rule:
    if len(cells) != _COLUMNS or cells[0] != "p":
        raise PolicyError("expected p, role, target, action, reach, separation, effect")
    _, subject, target, action, reach, separation, effect = cells
    role, at, level = subject.partition("@")
    allows = (Separation(separation), Effect(effect), level if at else None)
    return Rule(Role(role), target, Action(action), _read_reach(reach), *allows)


def _read_reach(name: str) -> Reach:
    for reach in Reach:
        if reach.name.lower() == name:
            return reach
    raise PolicyError(f"{name!r} is not a valid Reach")
