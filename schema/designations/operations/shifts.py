"""Which names came into force, or were given back, in a transaction: what the names above them have to follow."""

import uuid
from dataclasses import dataclass

from schema.designations.rules import Standing
from schema.frame.operation import Transaction


@dataclass(frozen=True, slots=True)
class Shift:
    """What befell the name of a unit, and how it stood before, null where there was none, and stands after."""

    unit_id: uuid.UUID
    parent_id: uuid.UUID | None
    change: str
    before: Standing | None
    after: Standing

    @property
    def is_gain(self) -> bool:
        """Tell whether the name came into force."""
        return self.after.in_force and (self.before is None or not self.before.in_force)


def note_shift(tx: Transaction, shift: Shift) -> None:
    """Have what befell a name followed at the end of the transaction, where it came into force."""
    if shift.is_gain:
        tx.to_follow.append(shift)


def take_shifts(tx: Transaction) -> list[Shift]:
    """Give what is to be followed, and begin anew."""
    found = [each for each in tx.to_follow if isinstance(each, Shift)]
    tx.to_follow[:] = [each for each in tx.to_follow if not isinstance(each, Shift)]
    return found
