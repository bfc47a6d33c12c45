"""How a name is numbered (B-W1 命名): in the guideline's words, and never as another district numbers."""

from collections.abc import Iterator
from string import Formatter

from schema.guidelines.rules.format import Naming

_DISTRICT = "{district}-"
_SEQUENCE = "#"


def series_of(naming: Naming, district: str, kind: str, year: int) -> str:
    """Name the series a number is counted in: of all that would read the same but for its place in it.

    A pattern without {year} goes on counting at new year, so that its numbers stay unique.
    """
    return "".join(_parts(naming, district, kind, year, None))


def format_number(naming: Naming, district: str, kind: str, year: int, sequence: int) -> str:
    """Write the number under which a name is given, e.g. `WY-qijiang-楼栋-2022-0001`.

    `district` is the code no other district has, `kind` the guideline's word for the kind of the unit.
    """
    return "".join(_parts(naming, district, kind, year, sequence))


def _parts(naming: Naming, district: str, kind: str, year: int, sequence: int | None) -> Iterator[str]:
    words = {"prefix": naming.prefix, "district": district, "kind": kind}
    figures = {"year": year, "sequence": sequence}
    shown = list(Formatter().parse(naming.pattern))
    if all(name != "district" for _, name, _, _ in shown):
        shown = [*Formatter().parse(_DISTRICT), *shown]
    for literal, name, spec, _ in shown:
        yield literal
        if name in words:
            yield words[name]
        elif name is not None:
            figure = figures[name]
            yield _SEQUENCE if figure is None else format(figure, spec or "")
