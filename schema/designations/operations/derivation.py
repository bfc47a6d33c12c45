"""Titles nobody applies for follow the names below them, in the transaction that changes these."""

from collections import defaultdict
from collections.abc import Collection

from schema.designations import repository
from schema.designations.operations.changing import Change, apply_change, give_name
from schema.designations.rules import DERIVATION, Cause, derived_title, due_change, is_earned
from schema.designations.tables import Designation
from schema.frame.operation import Transaction
from schema.guidelines.repository import Edition, find_current_edition
from schema.guidelines.rules.format import DerivedTitle
from schema.units import repository as units
from schema.units.repository.counters import Place, counts_below
from schema.units.repository.folding import lock_counters
from schema.units.tables import Unit


async def settle_above(tx: Transaction, changed: Collection[Place]) -> int:
    """Give, suspend or give back the derived titles above units whose names came into force or went out of it.

    A title given or taken may complete or undo one further up, so it is followed to the root. Tells how many
    there were.
    """
    edition = await find_current_edition(tx.session, tx.today)
    if not changed or edition is None or not edition.guideline.derived_titles:
        return 0
    moved: dict[str, set[str]] = defaultdict(set)
    for path, kind in changed:
        for above in units.ancestor_paths(path):
            moved[above].add(kind)
    places = await units.by_paths(tx.session, list(moved))
    settled = 0
    for path in sorted(moved, key=lambda path: path.count("."), reverse=True):
        unit = places[path]
        rule = derived_title(edition.guideline, unit.kind)
        if rule is None or moved[path].isdisjoint(rule.of):
            continue
        if await settle_title(tx, unit, edition, rule):
            settled += 1
            for above in units.ancestor_paths(path):
                moved[above].add(unit.kind)
    return settled


async def settle_title(tx: Transaction, unit: Unit, edition: Edition, rule: DerivedTitle) -> bool:
    """Settle the derived title of a unit; tell whether anything changed.

    Whoever settles it too waits: of two namings that complete it together, the later one sees both.
    """
    await lock_counters(tx.session, unit.id, rule.of)
    counts = await counts_below(tx.session, [unit.id], rule.of)
    held = (await repository.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
    due = due_change(
        earned=is_earned(rule, counts.total, counts.in_force),
        held=held is not None,
        suspended=held is not None and DERIVATION in held.suspended_for,
    )
    if due is None:
        return False
    if held is None:
        name = Designation(origin="derived", clause=rule.id, title=rule.title)
        await give_name(tx, unit, edition, name, Change("named", Cause.CHILDREN_TITLED, rule.id))
        return True
    if due == "suspend":
        change = Change("suspended", Cause.CHILD_NAME_LOST, rule.id, ground=DERIVATION)
    else:
        change = Change("restored", Cause.CHILDREN_TITLED, rule.id, ground=DERIVATION)
    return await apply_change(tx, held, unit, change)
