"""Counts what a piece of work sends to the database, statement by statement, and names all when they are too many."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from tenants.bundles import QUESTION
from tenants.database import Database


@dataclass(slots=True)
class Sent:
    """The statements sent so far, each in one line."""

    statements: list[str] = field(default_factory=list)
    questions: int = 0
    """How many were asked: those that wait at the same time go in one statement."""

    def __len__(self) -> int:
        """Count them; each is one round trip once it was prepared."""
        return len(self.statements)

    def require_at_most(self, limit: int) -> None:
        """Fail with the list of statements if there are more."""
        told = "\n".join(f"{number:3} {text}" for number, text in enumerate(self.statements, 1))
        assert len(self) <= limit, f"{len(self)} statements, at most {limit} expected:\n{told}"


@contextmanager
def statements_of(database: Database) -> Iterator[Sent]:
    """Keep what is sent meanwhile to the pool that serves tenants."""
    sent = Sent()

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.questions += max(1, statement.count(QUESTION))
        sent.statements.append(re.sub(r"\s+", " ", statement).strip()[:1500])

    engine = database.runtime.sync_engine
    event.listen(engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", keep)
