"""Names of places as people say them: a building with its compound, an area by itself."""

from typing import Any


def full_name(unit: dict[str, Any]) -> str:
    """Put the name of the unit above before that of a house: 沙溪苑 1号楼, for 1号楼 is everywhere.

    `unit` has its name, its ancestors' names from the root down and whether its kind has households.
    """
    name, above = str(unit["name"]), unit["ancestors"]
    parent = str(above[-1]["name"]) if above else ""
    if not unit["kind"]["households"] or not parent or name.startswith(parent):
        return name
    return f"{parent} {name}"
