"""A page of a connection in SQL: the rows of one index range, one more than is shown, to tell whether others follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from schema.frame.errors import DomainError
from schema.frame.pagination import PAGE_DEFAULT, PAGE_LIMIT
from schema.plans.arguments import FieldArguments
from schema.plans.calls import Reading, Source
from schema.plans.declarations import Pages
from schema.plans.rendering import CURSOR, Text, instant, quoted
from schema.plans.rows import rows_of
from schema.plans.selections import Unplanned

_READ: dict[str, Callable[[str], Any]] = {
    "bigint": int,
    "date": date.fromisoformat,
    "text": str,
    "timestamptz": datetime.fromisoformat,
    "uuid": str,
}
"""How a part of a cursor is read, by its column's type."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which rows a page has: so many, from the end of the list or its beginning, after and before others."""

    limit: int
    backward: bool
    after: bool
    before: bool

    @classmethod
    def of(cls, arguments: FieldArguments) -> "Extent":
        """Read a field's arguments; those a resolver would refuse are no case for a plan."""
        first, last = arguments.value("first"), arguments.value("last")
        if first is not None and last is not None:
            raise Unplanned("first and last")
        limit = next((count for count in (first, last) if count is not None), PAGE_DEFAULT)
        if not isinstance(limit, int) or not 0 <= limit <= PAGE_LIMIT:
            raise Unplanned("the size of a page")
        after, before = (arguments.value(name) is not None for name in ("after", "before"))
        return cls(limit, backward=last is not None, after=after, before=before)


@dataclass(slots=True)
class PageStatement:
    """The subquery of a page: it gives arrays of the edges' texts and of their cursors' keys, in list order."""

    declared: Pages
    name: str
    source: Source
    extent: Extent
    order: Sequence[tuple[str, str]]
    edges: list[Text] = field(default_factory=list)
    has_cursors: bool = False

    def key(self) -> str:
        """Write what a row's cursor is made of, as `Cursors.write` writes it."""
        written = Text().constant(f'["{self.name}"')
        for column, type_ in self.order:
            written.constant(',"').sql(_plain(column, type_)).constant('"')
        return str(written.constant("]"))

    def cursor(self, key: str) -> str:
        """Write a key so that it is found and signed."""
        self.has_cursors = True
        return f"{quoted(CURSOR)} || {key} || {quoted(CURSOR)}"

    def flag(self, *, following: bool) -> Text:
        """Tell whether rows follow, or come before."""
        if following != self.extent.backward:
            return Text().sql(f"(p.n > {self.extent.limit})::text")
        return Text().constant(
            "true" if (self.extent.before if following else self.extent.after) else "false"
        )

    def end(self, *, last: bool) -> Text:
        """Write the cursor of the page's first or last row; null on an empty page."""
        at = "p.h" if last else "p.l"
        cursor = self.cursor(f"p.k[{at}]")
        return Text().sql(f"case when p.h >= p.l then {cursor} else 'null' end")

    def shown(self, index: int) -> Text:
        """Write the edges that were selected as the `index`th."""
        texts = f"coalesce(array_to_string(p.e{index}[p.l:p.h], ','), '')"
        return Text().constant("[").sql(texts).constant("]")

    def count(self) -> Text:
        """Count the whole list."""
        return Text().sql(f"(select count(*)::text {rows_of(_unordered(self.source))})")

    def rows(self, lateral: list[str], arguments: FieldArguments) -> str:
        """Write the FROM that the pieces above are selected from."""
        extent, down = self.extent, self.declared.descending != self.extent.backward
        beyond = tuple(
            self._beyond(arguments, name, forward=(name == "after") != self.declared.descending)
            for name, given in (("after", extent.after), ("before", extent.before))
            if given
        )
        order = ", ".join(f"{column} {'desc' if down else 'asc'}" for column, _ in self.order)
        columns = [f"{text} as e{index}" for index, text in enumerate(self.edges)]
        columns += [
            f"{self.key()} as k",
            *(f"{column} as o{at}" for at, (column, _) in enumerate(self.order)),
        ]
        inner = f"select {', '.join(columns)} {rows_of(self.source, lateral, where=beyond, order=order)}"
        arrays = [*(f"e{index}" for index, _ in enumerate(self.edges)), "k"]
        kept = ", ".join(f"array_agg(x.{name}{self._again()}) as {name}" for name in arrays)
        low = f"1 + greatest(a.n - {extent.limit}, 0)" if extent.backward else "1"
        high = "a.n" if extent.backward else f"least(a.n, {extent.limit})"
        whole = f"(select {kept}, count(*)::int as n from ({inner} limit {extent.limit + 1}) x) a"
        return f"from (select a.*, {low} as l, {high} as h from {whole}) p"

    def _again(self) -> str:
        """Put rows that were read from the end back in list order."""
        if not self.extent.backward:
            return ""
        way = "desc" if self.declared.descending else "asc"
        return " order by " + ", ".join(f"x.o{at} {way}" for at, _ in enumerate(self.order))

    def _beyond(self, arguments: FieldArguments, name: str, *, forward: bool) -> str:
        columns = ", ".join(column for column, _ in self.order)
        values = [
            arguments.bound(name, self._part(name, at), type_, f"{self.name} {name} {at}")
            for at, (_, type_) in enumerate(self.order)
        ]
        return f"({columns}) {'>' if forward else '<'} ({', '.join(str(value) for value in values)})"

    def _part(self, name: str, at: int) -> Callable[[Reading, str], Any]:
        read = _READ[self.order[at][1]]

        def part(reading: Reading, cursor: str) -> Any:
            try:
                return read(reading.context.cursors.read(self.name, cursor, name)[at])
            except DomainError as refusal:
                raise Unplanned(f"{name} is no cursor") from refusal

        return part


def _plain(column: str, type_: str) -> str:
    """Write a part of a cursor as Python writes the column's value."""
    if type_ == "date":
        return f"to_char({column}, 'YYYY-MM-DD')"
    return f"{instant(column, ' ')} || '+00:00'" if type_ == "timestamptz" else f"{column}::text"


def _unordered(source: Source) -> Source:
    return Source(source.tables, source.where)
