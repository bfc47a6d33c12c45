"""Rows in SQL: aliases, what a row is joined with, and the FROM of a source, each table narrowed to the tenant."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from schema.plans.calls import Given, Row, Source
from schema.plans.parameters import Parameters

TENANT = "g.t"
"""The tenant as the statement bound it."""
Joins = Mapping[str, Callable[[Row], Source]]


@dataclass(slots=True)
class TableRow:
    """A row of a table under an alias; `lateral` collects what it is joined with."""

    own: str
    joins: Joins
    numbers: Iterator[int]
    parameters: Parameters
    aliases: Mapping[str, str] = field(default_factory=dict)
    lateral: list[str] = field(default_factory=list)
    found: dict[str, "TableRow"] = field(default_factory=dict)

    def __call__(self, column: str) -> str:
        """Write a column of the row."""
        return f"{self.own}.{column}"

    def joined(self, name: str) -> Row:
        """Give a row joined to this one; the join is written once, and only if it is asked for."""
        if name not in self.found:
            self.found[name] = self.at(self.aliases.get(name) or self._join(name))
        return self.found[name]

    def copy(self) -> tuple[list[str], dict[str, "TableRow"]]:
        """Note what the row is joined with, to come back to it."""
        return [*self.lateral], {**self.found}

    def restore(self, noted: tuple[list[str], dict[str, "TableRow"]]) -> None:
        """Come back to what the row was joined with; who joined it shares the same."""
        self.lateral[:] = noted[0]
        self.found.clear()
        self.found.update(noted[1])

    def given(self, value: Given) -> str:
        """Write a value of the call."""
        return self.parameters.given(value)

    def alias(self, name: str) -> str:
        """Make up an alias for a table."""
        return f"{name}{next(self.numbers)}"

    def scalar(self, expression: str, source: Source) -> str:
        """Write the subquery that gives an expression of a source's first row."""
        return f"(select {expression} {rows_of(source)})"

    def scalar_of(self, expression: str, source: Source, alias: str) -> str:
        """Write the subquery that gives an expression of the `columns` of a source's rows, under an alias."""
        return f"(select {expression} from (select {', '.join(source.columns)} {rows_of(source)}) {alias})"

    def _join(self, name: str) -> str:
        source, alias = self.joins[name](self), self.alias("j")
        columns = ", ".join(source.columns) or f"{source.alias}.*"
        self.lateral.append(f"left join lateral (select {columns} {rows_of(source)}) {alias} on true")
        return alias

    def at(self, alias: str) -> "TableRow":
        """Give another row of the same FROM, or of a source in it."""
        return TableRow(
            alias, self.joins, self.numbers, self.parameters, self.aliases, self.lateral, self.found
        )


def rows_of(
    source: Source, lateral: list[str] | None = None, *, where: tuple[str, ...] = (), order: str = ""
) -> str:
    """Write the FROM, WHERE and ORDER of a source; `where` and `order` are a page's, which has its own limit."""
    tables = " cross join ".join(f"{table} {alias}" for table, alias in source.tables)
    own = [f"{alias}.tenant_id = {TENANT}" for _, alias in source.tables]
    narrowed = " and ".join([*own, *source.where, *where])
    ordered = order or ", ".join(source.order)
    return " ".join(
        part
        for part in (
            f"from {tables}",
            *(lateral or ()),
            f"where {narrowed}",
            f"order by {ordered}" if ordered else "",
            f"limit {source.limit}" if source.limit is not None else "",
        )
        if part
    )
