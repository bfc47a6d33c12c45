"""What a call brings, and what an expression may ask of its row, its arguments and the call.

An expression is a function of the row it is asked of, so that the aliases of a statement are the compiler's. Rows are
named by `Source` alone: the compiler adds the tenant to each table in it, so that no declaration can forget it.
"""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from authz.actions import Action
from schema.frame.context import RequestContext


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known by a name, and texts and objects made of it once."""

    value: Any
    texts: dict[Hashable, str] = field(default_factory=dict)
    made: dict[Hashable, Any] = field(default_factory=dict)

    def make(self, key: Hashable, make: Callable[[Any], Any]) -> Any:
        """Give what is made of it, once."""
        if key not in self.made:
            self.made[key] = make(self.value)
        return self.made[key]


@dataclass(slots=True)
class Reading:
    """One call of a plan: the caller, what variables and literals it came with, what is known of its tenant.

    `made` is for objects that several rows share.
    """

    context: RequestContext
    variables: Mapping[str, Any]
    literals: Sequence[str]
    known: Mapping[str, Fact] = field(default_factory=dict)
    scopes: dict[Action, tuple[str, ...]] = field(default_factory=dict)
    made: dict[Hashable, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """Something of the tenant that this process keeps; `premise` says in SQL that it still holds, if it can change.

    The statement itself tests the premise: what was true and is no more is learned anew.
    """

    name: str
    premise: "Callable[[Row], str] | None" = None


Load = Callable[[RequestContext], Awaitable[Any]]
"""Reads what is to be known of a tenant; None if there is nothing, and then no plan that needs it is run."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value every call brings, told apart by its name; `type` is the PostgreSQL type it is sent as."""

    name: str
    type: str
    value: Callable[[Reading], Any]
    known: Known | None = None


class Row(Protocol):
    """The row an expression is asked of."""

    def __call__(self, column: str) -> str:
        """Write a column of the row."""

    def joined(self, name: str) -> "Row":
        """Give a row joined to this one, as its type declares it; its columns are null where there is none."""

    def given(self, value: Given) -> str:
        """Write a value of the call."""

    def alias(self, name: str) -> str:
        """Make up an alias for a table."""

    def at(self, alias: str) -> "Row":
        """Give the row under an alias of a source."""

    def scalar(self, expression: str, source: "Source") -> str:
        """Write the subquery that gives an expression of a source's first row."""

    def scalar_of(self, expression: str, source: "Source", alias: str) -> str:
        """Write the subquery that gives an expression of the `columns` of a source's rows, under an alias."""


class Arguments(Protocol):
    """The arguments of a field; each is None if it is absent or null."""

    def value(self, name: str) -> Any:
        """Give a number, a truth value or an enum's name: the plan is made for it."""

    def text(self, name: str) -> str | None:
        """Write a String argument."""

    def code(self, name: str) -> str | None:
        """Write a String argument that is a code, as what codes are compared by."""

    def search(self, name: str) -> str | None:
        """Write a String argument that is searched for, as what texts are searched by."""

    def key(self, name: str, typename: str) -> str | None:
        """Write an ID argument, as the UUID it holds."""

    def day(self, name: str) -> str | None:
        """Write a Date argument."""

    def within(self, action: Action, path: str) -> str:
        """Say in SQL that a path lies where the caller may do an action; who may nowhere is refused, not planned."""

    def require(self, action: Action) -> None:
        """Leave callers who may do an action nowhere to the resolvers, who refuse them."""

    def may(self, action: Action, path: str) -> str:
        """Say in SQL that the caller may do an action at a path; who may nowhere may not there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of tables, each with its alias, narrowed by `where` and in `order`; the first is the row itself.

    `aliases` are further tables under the names by which the row's type joins them. Unless all of `requires` holds,
    the resolvers are asked: they know how to refuse. Joined, it gives `columns`, else all of the row itself.
    """

    tables: tuple[tuple[str, str], ...]
    where: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    limit: int | None = None
    aliases: Mapping[str, str] = field(default_factory=dict)
    requires: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def alias(self) -> str:
        """Give the alias of the row itself."""
        return self.tables[0][1]


TODAY = Given("today", "date", lambda reading: reading.context.operations.today())


NOW = Given("now among terms", "timestamptz", lambda reading: reading.context.operations.now_among(()))
"""The instant, for who compares it with terms alone and tells their `turns`."""


INSTANT = Given("instant", "timestamptz", lambda reading: reading.context.operations.as_of())
