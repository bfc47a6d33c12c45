"""Several statements as one: each becomes an array of its rows, and its answer is told apart again.

A statement is compiled once for all that differ from it in values only. The driver decodes the values of such rows as
it does those of any other; types, keys and entities are those of the statements.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from cachetools import LRUCache, cached
from sqlalchemy import Dialect, Executable, Result, Select
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.sql.compiler import SQLCompiler

from tenants.entities import Reader, columns_of, is_entity, reader_of

_TEMPLATES: LRUCache[Any, "_Template"] = LRUCache(maxsize=4_096)
_WRITTEN: WeakKeyDictionary[Select[Any], "Asked"] = WeakKeyDictionary()
"""What became of statements that somebody keeps."""
_KEPT: WeakKeyDictionary[Select[Any], "_Template"] = WeakKeyDictionary()
"""Templates of statements that are kept and asked with other values each time."""
Own = Callable[[Any], Any]
"""Makes an entity a session's own, or gives the one it has."""
_PLACE = re.compile(r"\$(\d+)")
SHIFTED_BYTES = 8 << 20
"""What the texts may take that were written for a place among others: documents nobody asks for again make new ones."""
_SHIFTED: LRUCache[tuple[Any, ...], str] = LRUCache(SHIFTED_BYTES, lambda text: 2 * sys.getsizeof(text))
"""By text and place; the text itself is as long."""
QUESTION = "array(select row(q.*) from "
"""How each of the statements in a bundle begins."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement as the driver takes it: its text, with `$1` and so on for its values, and who reads its rows."""

    text: str
    values: Sequence[Any]
    read: Callable[[Sequence[Sequence[Any]], Own | None], Result[Any]]


@dataclass(frozen=True, slots=True)
class _Template:
    """A compiled statement. `places` tell for each value where in the statement it stands, or the value itself."""

    compiled: SQLCompiler
    places: Sequence[tuple[str, int | None, Any]]
    read: Callable[[Sequence[Sequence[Any]], Own | None], Result[Any]]


def ask(statement: Executable, dialect: Dialect, given: Any = None) -> Asked | None:
    """Write a statement for a bundle; None where it has to be asked by itself.

    It must select, lock nothing and load as usual. Who keeps a statement gives the values of its parameters by name.
    """
    if not isinstance(statement, Select):
        return None
    if given is not None:
        return _write_kept(statement, dialect, given) if isinstance(given, Mapping) else None
    written = _WRITTEN.get(statement)
    if written is None:
        written = _write(statement, dialect)
        if written is not None:
            _WRITTEN[statement] = written
    return written


def plain(text: str, values: Sequence[Any]) -> Asked:
    """Give a select of one column that is SQL already, as one of a bundle."""
    return Asked(text, values, _only_column)


def _only_column(rows: Sequence[Sequence[Any]], _: Own | None = None) -> Result[Any]:
    return IteratorResult(SimpleResultMetaData(["value"]), iter([(row[0],) for row in rows]))


def _write_kept(statement: Select[Any], dialect: Dialect, given: Mapping[str, Any]) -> Asked | None:
    template = _KEPT.get(statement)
    if template is None:
        if not _loads_as_usual(statement):
            return None
        template = _KEPT[statement] = _template(statement, (), dialect)
    return _filled(template, {name: given.get(name, value) for name, _, value in template.places})


def _loads_as_usual(statement: Select[Any]) -> bool:
    return (
        statement._for_update_arg is None  # noqa: SLF001 - there is no other way to ask
        and not statement._with_options  # noqa: SLF001 - there is no public name
        and not statement.get_execution_options()
    )


def _write(statement: Select[Any], dialect: Dialect) -> Asked | None:
    if not _loads_as_usual(statement):
        return None
    key = statement._generate_cache_key()  # noqa: SLF001 - there is no public name
    if key is None:
        return None
    template = _TEMPLATES.get(key.key)
    if template is None:
        template = _TEMPLATES[key.key] = _template(statement, [each.key for each in key.bindparams], dialect)
    values = {
        name: key.bindparams[place].effective_value if place is not None else value
        for name, place, value in template.places
    }
    return _filled(template, values)


def _template(statement: Select[Any], keys: Sequence[str], dialect: Dialect) -> _Template:
    columns = [column for part in statement.column_descriptions for column in columns_of(part)]
    flat = statement.with_only_columns(*columns, maintain_column_froms=True)
    compiled: Any = flat.compile(dialect=dialect)
    place_of = {key: place for place, key in enumerate(keys)}
    places = [
        (name, place_of.get(bound.key), bound.effective_value if bound.key not in place_of else None)
        for name, bound in compiled.binds.items()
    ]
    return _Template(compiled, places, _reader(statement, dialect))


def _filled(template: _Template, values: dict[str, Any]) -> Asked:
    compiled: Any = template.compiled
    if compiled.post_compile_params:
        state = compiled.construct_expanded_state(values)
        text, given, processors = state.statement, state.parameters, state.processors
        names = state.positiontup or ()
    else:
        text, given, processors = compiled.string, values, compiled._bind_processors  # noqa: SLF001 - there is no public name
        names = compiled.positiontup or ()
    processed = [processors[name](given[name]) if name in processors else given[name] for name in names]
    return Asked(text, processed, template.read)


def _reader(
    statement: Select[Any], dialect: Dialect
) -> Callable[[Sequence[Sequence[Any]], Own | None], Result[Any]]:
    parts = statement.column_descriptions
    shape = SimpleResultMetaData([part["name"] for part in parts])
    readers, entities, start = list[tuple[Reader, int]](), set[int](), 0
    for part in parts:
        read, width = reader_of(part, dialect)
        if is_entity(part):
            entities.add(len(readers))
        readers.append((read, start))
        start += width

    def answer(rows: Sequence[Sequence[Any]], own: Own | None = None) -> Result[Any]:
        found = [tuple([read(row, at) for read, at in readers]) for row in rows]
        if own is not None and entities:
            found = [
                tuple([own(part) if at in entities else part for at, part in enumerate(row)]) for row in found
            ]
        return IteratorResult(shape, iter(found))

    return answer


def bundle(asked: Sequence[Asked]) -> tuple[str, tuple[Any, ...]]:
    """Write the one statement that asks all of them, and its values: one row, with an array of rows for each."""
    parts, values = [], list[Any]()
    for each in asked:
        text = _shifted(each.text, len(values)) if values else each.text
        parts.append(f"{QUESTION}({text}) q)")
        values.extend(each.values)
    return f"select {', '.join(parts)}", tuple(values)


@cached(_SHIFTED)
def _shifted(text: str, by: int) -> str:
    return _PLACE.sub(lambda place: f"${int(place[1]) + by}", text)
