"""Wherever a unit is shown, its name is said to stand as it does: one lost or kept down is neither borne nor new."""

import re
from collections.abc import Callable, Iterator

import pytest

from admin_ui.wording import DESIGNATION
from tests.admin_ui.pages import PAGES
from tests.admin_ui.visitor import Visitor

Visiting = Callable[[str | None], Visitor]
STANDS = {"WL-JYY-04": "REVOKED", "WL-JYY-06": "SUSPENDED"}
"""Units of the stage: a case took the name of the one, a contact keeps that of the other down."""
WRONG = re.compile("(?<!下级)(?:已命名|未命名)")


def told_of(text: str, code: str) -> Iterator[str]:
    """Give the rows of tables, and items of lists, that lead to a unit."""
    for row in re.findall(r"<(?:tr|li)\b.*?(?=<(?:tr|li)\b|</table>|</[ou]l>)", text, flags=re.DOTALL):
        if re.search(rf'/units/{code}["?/]', row):
            yield re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row))


@pytest.mark.parametrize("code", STANDS)
async def test_no_page_says_named_or_never_named_of_what_is_neither(visitor: Visiting, code: str) -> None:
    said, word = list[str](), DESIGNATION[STANDS[code]].word
    for page in PAGES:
        if page.status != 200:
            continue
        for row in told_of((await visitor(page.official).get(page.path)).text, code):
            assert not WRONG.search(row), f"{page.name}: {row}"
            said += [page.name] if word in row else []
    assert said, "no page says how it stands"


async def test_the_list_of_units_says_how_each_stands(visitor: Visiting) -> None:
    community = visitor("community")
    text = (await community.get("/admin/units?search=嘉苑&kind=building")).text
    for code, standing in STANDS.items():
        (row,) = told_of(text, code)
        assert DESIGNATION[standing].word in row
