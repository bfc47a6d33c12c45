"""What a noun declares of its rows, so that a compiled plan may read them: fields of a GraphQL type, as SQL.

An expression is a function of the row it is asked of, so that the aliases of a statement are the compiler's. Rows are
named by `Source` alone: the compiler adds the tenant to each table in it, so that no declaration can forget it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from authz.actions import Action
from schema.plans.calls import Arguments, Known, Row, Source


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
