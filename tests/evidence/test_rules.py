"""Rules of bringing evidence: names, days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.evidence.rules import NAME_LIMIT, day_fault, tidy_name
from schema.frame.characters import unseen

TODAY = date(2022, 11, 20)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\zhang\\照片.png", "照片.png"),
        ("..", "未命名"),
        ("", "未命名"),
        (None, "未命名"),
        ("a\0b\r\nSet-Cookie: x.jpg", "abSet-Cookie_ x.jpg"),
        ('"><script>.jpg', "___script_.jpg"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("长" * 300, "长" * NAME_LIMIT),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given: str | None, kept: str) -> None:
    """No path, no control characters, nothing that turns the reading direction round."""
    assert tidy_name(given) == kept


@given(st.text())
def test_every_name_is_one_line_without_a_path(given: str) -> None:
    name = tidy_name(given)
    assert 0 < len(name) <= NAME_LIMIT
    assert unseen(name) == []
    assert "\n" not in name
    assert not set(name) & set('/\\:*?"<>|')


@pytest.mark.parametrize(("days_ago", "sound"), [(0, True), (3_650, True), (-1, False), (4_000, False)])
def test_the_day_is_of_the_past_but_not_of_the_distant_one(days_ago: int, sound: bool) -> None:
    assert (day_fault(TODAY - timedelta(days=days_ago), TODAY) is None) == sound
