"""The chart is well-formed, and its bars are as long as what they stand for."""

from xml.etree import ElementTree as ET

from benchmarks.chart import chart

_SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_in_proportion() -> None:
    text = chart("times <PostGraphile>", {"Q1": {"ours": 4.0, "PostGraphile": 1.0}}, "×")
    drawn = ET.fromstring(text)  # noqa: S314 - drawn by us
    wide, narrow = (float(bar.attrib["width"]) for bar in drawn.iter(f"{_SVG}rect"))
    assert abs(wide / narrow - 4) < 0.01
    words = [each.text for each in drawn.iter(f"{_SVG}text")]
    assert words[0] == "times <PostGraphile>"
    assert "4.00 ×" in words
