"""The 512 real divisions of 綦江区: streets, towns, villages, communities (statistical codes of 2023)."""

import csv
from functools import cache
from importlib.resources import files

from schema.units.rules import UnitRow

DISTRICT = "500110"


@cache
def qijiang_divisions() -> tuple[UnitRow, ...]:
    """Read the divisions, the district first; a village is called by its name, not its committee's."""
    text = (files("api.stage.demo") / "qijiang-divisions.csv").read_text(encoding="utf-8")
    return tuple(
        UnitRow(
            code=row["code"],
            name=row["name"].removesuffix("居民委员会").removesuffix("村民委员会"),
            kind=row["kind"],
            parent_code=row["parent_code"] or None,
        )
        for row in csv.DictReader(text.splitlines())
    )
