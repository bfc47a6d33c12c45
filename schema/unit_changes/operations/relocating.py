"""Lets units lie elsewhere with all below them: what is counted of them, their paths, the roles held over them."""

import uuid
from collections.abc import Mapping, Sequence

from schema.designations.repository.rearranging import standings_of
from schema.designations.rules import IN_FORCE
from schema.frame.operation import Transaction
from schema.officials import repository as officials
from schema.unit_changes.rules import MovedUnit
from schema.units.repository import rearranging as tree
from schema.units.repository.counters import Counts, counts_at
from schema.units.repository.rearranging import Relocation
from schema.units.rules import is_within

FIRST = 100
"""So many of the units that move are shown one by one."""


async def counts_of(
    tx: Transaction, units: Sequence[tuple[uuid.UUID, str]]
) -> Mapping[uuid.UUID, Mapping[str, Counts]]:
    """Count, by kind, units with all below them; units are given by id and kind."""
    ids = [unit_id for unit_id, _ in units]
    below = await counts_at(tx.session, ids)
    standing = await standings_of(tx.session, ids)
    found: dict[uuid.UUID, Mapping[str, Counts]] = {}
    for unit_id, kind in units:
        status = standing.get(unit_id)
        own = Counts(1, int(status is not None), int(status in IN_FORCE))
        counted = below.get(unit_id, {})
        found[unit_id] = {**counted, kind: counted.get(kind, Counts()) + own}
    return found


async def relocate(
    tx: Transaction, relocations: Sequence[Relocation], cause: str
) -> tuple[Sequence[MovedUnit], int, int]:
    """Give units that move, and all below them, their new paths, wherever a path is kept.

    Gives the first of them in the order of their old paths, how many there are, and how many memberships followed.
    """
    if not relocations:
        return [], 0, 0
    shown = await tree.first_within(tx.session, [each.before for each in relocations], FIRST)
    first = [
        MovedUnit(codes.rpartition(".")[2], name, codes, _after(path, codes, relocations))
        for name, path, codes in shown
    ]
    number = await tree.relocate(tx.session, relocations, tx.today, tx.now, cause)
    memberships = await officials.follow_units(tx.session, [each.after for each in relocations])
    return first, number, memberships


def _after(path: str, codes: str, relocations: Sequence[Relocation]) -> str:
    for each in relocations:
        if is_within(path, each.before):
            return each.codes_after + codes[len(each.codes_before) :]
    return codes
