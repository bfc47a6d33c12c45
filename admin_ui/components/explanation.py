"""The explanation of a guideline, a text of indented lines, as sections with a heading."""

from dataclasses import dataclass

DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the explanation: how deep it stands under its heading, from 1, and what it says."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A line without indentation, with the lines under it."""

    heading: str
    lines: list[Line]


def sections_of(explanation: str | None) -> list[Section]:
    """Read the lines by their indentation of two blanks a level; nothing of nothing."""
    sections: list[Section] = []
    for raw in filter(str.strip, (explanation or "").splitlines()):
        depth = (len(raw) - len(raw.lstrip())) // 2
        if depth == 0 or not sections:
            sections.append(Section(raw.strip(), []))
        else:
            sections[-1].lines.append(Line(min(depth, DEEPEST), raw.strip()))
    return sections
