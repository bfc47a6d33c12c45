"""Whatever a page shows, it asks the database few questions: what belongs together is asked together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.admin_ui.pages import PAGES, PageToVisit
from tests.admin_ui.recording import Api
from tests.admin_ui.visitor import Visitor

AT_MOST = 8
"""Beside the message that begins the transaction and the one that ends it."""
LISTS = frozenset(
    {"calendar", "delegations", "events", "findings", "guideline-drafts", "guidelines", "inbox", "key-areas"}
    | {"simulations", "units"}
)
"""Pages that list what a district has: their rows, and what belongs to them."""
CHAINS = {"delegations": 3}
"""Lists whose rows lead to what belongs to them by a step more: a role lent to its grant, the grant to its unit."""


@contextmanager
def _sent() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def test_every_list_is_visited() -> None:
    assert {page.name for page in PAGES} >= LISTS


@pytest.mark.parametrize("page", [page for page in PAGES if page.status == 200], ids=lambda page: page.name)
async def test_a_page_costs_few_messages(
    api: Api, visitor: Callable[[str | None], Visitor], page: PageToVisit
) -> None:
    caller = visitor(page.official)
    await caller.get(page.path)  # reads what is read once in a process
    with _sent() as sent:
        assert (await caller.get(page.path)).status == 200
    assert api.asked
    assert len(sent) <= (CHAINS.get(page.name, 2) if page.name in LISTS else AT_MOST)
