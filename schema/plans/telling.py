"""What Python tells from facts a statement read: they stand between marks in its text until it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from inspect import isawaitable, iscoroutinefunction
from types import SimpleNamespace
from typing import Any

import orjson

from schema.plans.declarations import Reading, Told
from schema.plans.objects import Render
from schema.plans.selections import FellBack

MARK = "\x04"
_MARK, _MARK_SQL = MARK.encode(), r"E'\x04'"


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one field of a document, wherever it occurs."""

    tell: Callable[..., Any]
    render: Render | None

    @property
    def waits(self) -> bool:
        """Tell whether more is read before it can be told."""
        return iscoroutinefunction(self.tell)

    def text(self, found: Any) -> bytes:
        """Give what was told as JSON; what is only noted leaves nothing."""
        return b"" if self.render is None else orjson.dumps(self.render(found))


def marked(number: int, facts: Sequence[str]) -> str:
    """Write the SQL that leaves facts for a teller."""
    told = f"json_build_array({', '.join(facts)})::text" if facts else "'[]'"
    return f"{_MARK_SQL} || '{number}:' || {told} || {_MARK_SQL}"


def teller_of(declared: Told, render: Render) -> Teller:
    """Make the teller of a declared field."""
    return Teller(declared.tell, render)


def _note(reading: Reading, turn: str | None) -> None:
    """Note until when an answer holds that compared terms with the instant."""
    if turn is not None:
        reading.context.operations.now_among([SimpleNamespace(valid_until=datetime.fromisoformat(turn))])


NOTING = Teller(_note, None)


async def tell(data: bytes, tellers: Sequence[Teller], reading: Reading) -> bytes:
    """Put what is told in the places of the facts; raise FellBack where it cannot be told.

    What more is read for it is read for all at once.
    """
    pieces = data.split(_MARK)
    waiting: dict[bytes, tuple[Teller, Awaitable[Any]]] = {}
    try:
        told = dict(_told(dict.fromkeys(pieces[1::2]), tellers, reading, waiting))
        found = await asyncio.gather(*[more for _, more in waiting.values()])
        for (piece, (teller, _)), each in zip(waiting.items(), found, strict=True):
            told[piece] = teller.text(each)
    except Exception as error:
        raise FellBack(f"a field cannot be told: {type(error).__name__}") from error
    pieces[1::2] = [told[piece] for piece in pieces[1::2]]
    return b"".join(pieces)


def _told(
    pieces: Iterable[bytes],
    tellers: Sequence[Teller],
    reading: Reading,
    waiting: dict[bytes, tuple[Teller, Awaitable[Any]]],
) -> Iterator[tuple[bytes, bytes]]:
    for piece in pieces:
        number, _, facts = piece.partition(b":")
        teller = tellers[int(number)]
        found = teller.tell(reading, *orjson.loads(facts))
        if isawaitable(found):
            waiting[piece] = teller, asyncio.ensure_future(found)
        else:
            yield piece, teller.text(found)
