"""The roll of a petition as a plan of the house: floors from the top, doors from left to right."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

Entry = Mapping[str, Any]
SIGNED = frozenset({"SIGNED", "SIGNED_REMOTELY", "SIGNED_BY_PROXY", "SIGNED_BY_GUARDIAN"})
_CELL = {"VACANCY_CLAIMED": "claimed", "VACANCY_CONFIRMED": "vacant"} | dict.fromkeys(SIGNED, "signed")


def floors(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Group entries by floor. A cell tells signed, vacant, claimed or open, never why a door is open."""
    ordered = sorted(entries, key=_position)
    return [
        {"floor": entries_of[0]["household"]["floor"], "cells": [_cell(entry) for entry in entries_of]}
        for entries_of in (list(group) for _, group in groupby(ordered, key=_level))
    ]


def _level(entry: Entry) -> int:
    floor = entry["household"]["floor"]
    return 1000 if floor is None else -int(floor)


def _position(entry: Entry) -> tuple[int, str]:
    return _level(entry), str(entry["household"]["code"])


def _cell(entry: Entry) -> dict[str, str]:
    return {"code": entry["household"]["code"], "state": _CELL.get(entry["answer"], "open")}
