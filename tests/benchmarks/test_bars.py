"""A bar holds or does not, and says which."""

import pytest

from benchmarks.bars import Bar, show


@pytest.mark.parametrize(
    ("bar", "holds"),
    [
        (Bar("a ratio", 4.0, 4.0), True),
        (Bar("a ratio", 4.0, 3.99), False),
        (Bar("a cost", 1.0, 1.0, "µs", "at most"), True),
        (Bar("a cost", 1.0, 1.01, "µs", "at most"), False),
        (Bar("a ratio nobody could measure", 4.0, None), False),
        (Bar("a ratio that is only printed", None, 0.1), True),
    ],
)
def test_a_bar_holds_on_its_side_alone(bar: Bar, holds: bool) -> None:
    assert bar.holds is holds


def test_a_line_says_what_was_wanted_and_what_was_found() -> None:
    bar = Bar("Q1 × PostGraphile", 4.0, 2.5, least=2.25, most=3.0, note="busy")
    assert bar.line == "MISSED Q1 × PostGraphile: 2.5 × (2.25–3); wanted ≥ 4 ×; busy"


def test_one_missed_bar_fails_all(capsys: pytest.CaptureFixture[str]) -> None:
    held, missed = Bar("held", 1.0, 2.0), Bar("missed", 1.0, 0.5)
    assert show([held])
    assert not show([held, missed])
    assert "MISSED missed: 0.5 ×" in capsys.readouterr().out


def test_a_bar_comes_back_as_it_was_kept() -> None:
    bar = Bar("kept", 1.0, 2.0, "MB", "at most", note="so")
    assert Bar(**bar.kept()) == bar
