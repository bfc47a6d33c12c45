"""How a name is numbered (B-W1 命名)."""

from string import Formatter

from schema.guidelines.rules.format import Naming


def series_of(naming: Naming, kind: str, year: int) -> str:
    """Name the series a number is counted in: of the kind and year, as far as the pattern shows them.

    A pattern without {year} goes on counting at new year, so that its numbers stay unique.
    """
    shown = {name for _, name, _, _ in Formatter().parse(naming.pattern)}
    parts = {"kind": kind, "year": str(year)}
    return "-".join(part for name, part in parts.items() if name in shown) or "all"


def format_number(naming: Naming, kind: str, year: int, sequence: int) -> str:
    """Write the number under which a name is given, e.g. `WL-building-2022-0001`."""
    return naming.pattern.format(prefix=naming.prefix, kind=kind, year=year, sequence=sequence)
