"""What a noun declares of its rows, so that a compiled plan may read them: fields of a GraphQL type, as SQL.

An expression is a function of the row it is asked of, so that the aliases of a statement are the compiler's. Rows are
named by `Source` alone: the compiler adds the tenant to each table in it, so that no declaration can forget it.
"""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from authz.actions import Action
from schema.frame.context import RequestContext


class Kind(StrEnum):
    """How a value becomes JSON. PLAIN is text that needs no escaping, JSON is text that is JSON already.

    LARGE numbers may be none GraphQL can give.
    """

    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    INTEGER = "integer"
    JSON = "json"
    LARGE = "large"
    PLAIN = "plain"
    TEXT = "text"


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

    The statement itself tests the premise: what was true and is no more sends the call to the resolvers.
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


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf. With `certain=False` null means that the plan does not know, and the resolvers are asked."""

    kind: Kind
    sql: Callable[[Row], str]
    nullable: bool = False
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Identity:
    """The global id of a row."""

    typename: str


@dataclass(frozen=True, slots=True)
class Record:
    """An object made of the same row; null unless `when` holds. Its fields are its type's unless they are told."""

    fields: "Mapping[str, Field] | None" = None
    when: Callable[[Row], str] | None = None


@dataclass(frozen=True, slots=True)
class One:
    """An object made of another row; where there is none and `doubt` holds, the resolvers are asked for it."""

    source: Callable[[Row, Arguments], Source]
    nullable: bool = True
    doubt: Callable[[Row, Arguments], str] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a source has."""

    source: Callable[[Row, Arguments], Source]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of the objects of some rows, or with `item` of one value of each; null unless it is `shown`.

    `turns` gives, of a list that compares terms with the instant, when the next of them begins or ends.
    """

    source: Callable[[Row, Arguments], Source]
    item: Scalar | None = None
    shown: Callable[[Row, Arguments], str] | None = None
    turns: Callable[[Row], str] | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """A connection, named as its cursors are, in the order of columns that are ASCII text, dates, instants or numbers.

    `order` gives these columns of the row with their PostgreSQL types; together they are unique. Null unless `shown`.
    """

    name: str | Callable[[Arguments], str]
    source: Callable[[Row, Arguments], Source]
    order: Callable[[Source], tuple[tuple[str, str], ...]]
    descending: bool = False
    shown: Callable[[Row, Arguments], str] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """Whatever object the global id in an argument names, of the types that tell how one is found."""

    argument: str = "id"


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, or an object, that this process knows under a key of the row, e.g. a unit kind's name."""

    key: Callable[[Row], str]
    known: Known
    entries: Callable[[Any], Mapping[str, Any]]


class AskError(Exception):
    """What tells a field cannot tell it of this row."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value, or an object, that Python tells from facts the statement reads, and from nothing but them and the call.

    Facts are SQL expressions that come as JSON, each an argument of `tell`. What it gives is rendered attribute by
    attribute; if it raises, the resolvers are asked. What it looks up in `reading.known` is listed. Who may do what is
    `needed` nowhere is refused. One that `asks` may raise AskError: then the resolvers answer this field alone.
    """

    tell: Callable[..., Any]
    facts: Callable[[Row], tuple[str, ...]] = lambda _: ()
    known: tuple[Known, ...] = ()
    nullable: bool = False
    needed: Action | None = None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A field that is `value` where `plain` holds; where it does not, the resolvers are asked for it alone."""

    plain: Callable[[Row, Arguments], str]
    value: str = "null"


Field = Scalar | Identity | Record | One | Count | Many | Pages | Node | Entry | Told | Doubtful


@dataclass(frozen=True, slots=True)
class Readable:
    """Fields of a GraphQL type that may be read in a plan, what its rows are joined with, and why others may not.

    `node` finds a row by the global id in the argument `id`, where the caller may see it.
    """

    typename: str
    fields: Mapping[str, Field] = field(default_factory=dict)
    joins: Mapping[str, Callable[[Row], Source]] = field(default_factory=dict)
    exempt: Mapping[str, str] = field(default_factory=dict)
    node: Callable[[Row, Arguments], Source] | None = None


TODAY = Given("today", "date", lambda reading: reading.context.operations.today())
NOW = Given("now among terms", "timestamptz", lambda reading: reading.context.operations.now_among(()))
"""The instant, for who compares it with terms alone and tells their `turns`."""
INSTANT = Given("instant", "timestamptz", lambda reading: reading.context.operations.as_of())
