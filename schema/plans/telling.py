"""What Python tells from facts a statement read: they stand between marks in its text until it is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import orjson

from schema.plans.calls import Reading
from schema.plans.declarations import AskError, Told
from schema.plans.objects import Render
from schema.plans.selections import FellBack
from schema.plans.splitting import DOUBT

MARK = "\x04"
_MARK, _MARK_SQL, _DOUBT = MARK.encode(), r"E'\x04'", DOUBT.encode()


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one field of a document, wherever it occurs."""

    tell: Callable[..., Any]
    render: Render | None

    def text(self, reading: Reading, facts: Sequence[Any]) -> bytes:
        """Give the field as JSON; what is only noted leaves nothing."""
        try:
            found = self.tell(reading, *facts)
        except AskError:
            return _DOUBT
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


def tell(data: bytes, tellers: Sequence[Teller], reading: Reading) -> bytes:
    """Put what is told in the places of the facts; raise FellBack where it cannot be told."""
    pieces = data.split(_MARK)
    told: dict[bytes, bytes] = {}
    for at in range(1, len(pieces), 2):
        piece = pieces[at]
        if piece not in told:
            number, _, facts = piece.partition(b":")
            try:
                told[piece] = tellers[int(number)].text(reading, orjson.loads(facts))
            except Exception as error:
                raise FellBack(f"a field cannot be told: {type(error).__name__}") from error
        pieces[at] = told[piece]
    return b"".join(pieces)
