"""What befell names in a transaction: those above follow what came into force, a preview lists all of it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from schema.designations.rules import Cause, Standing, is_weaker
from schema.frame.operation import Transaction


@dataclass(frozen=True, slots=True)
class Shift:
    """What befell the name of a unit and why, how it stood before, null where there was none, and stands after."""

    unit_id: uuid.UUID
    parent_id: uuid.UUID | None
    code: str
    number: str
    change: str
    cause: Cause
    clause: str | None
    effective_on: date
    before: Standing | None
    after: Standing

    @property
    def is_loss(self) -> bool:
        """Tell whether the name stands worse than before."""
        return self.before is not None and is_weaker(self.before, self.after)

    @property
    def is_gain(self) -> bool:
        """Tell whether the name came into force."""
        return self.after.in_force and (self.before is None or not self.before.in_force)


def note_shift(tx: Transaction, shift: Shift) -> None:
    """Keep what befell a name; where it came into force, or was not lost after all, that is followed at the end.

    One that is given back may still be down on another ground: what it missed meanwhile is looked at all the same.
    """
    tx.befallen.append(shift)
    if shift.is_gain or shift.change == "reinstated":
        tx.to_follow.append(shift)


def take_shifts(tx: Transaction) -> list[Shift]:
    """Give what is to be followed, and begin anew."""
    found = [each for each in tx.to_follow if isinstance(each, Shift)]
    tx.to_follow[:] = [each for each in tx.to_follow if not isinstance(each, Shift)]
    return found


def befallen(tx: Transaction) -> Sequence[Shift]:
    """List all that befell names in the transaction until now, in order."""
    return [each for each in tx.befallen if isinstance(each, Shift)]


def numbers_lost(shifts: Iterable[Shift]) -> frozenset[str]:
    """Give the numbers of the names that fell or were warned."""
    return frozenset(each.number for each in shifts if each.is_loss)
