"""A unit of another kind takes the place of one, with all that lies in it: a village becomes a community 村改居."""

import uuid
from dataclasses import dataclass

from schema.frame.errors import DomainErrors
from schema.frame.operation import Transaction
from schema.guidelines.repository import current_edition
from schema.residents import repository as residents
from schema.unit_changes.operations.preparing import (
    TreeCommand,
    lock_closing,
    new_units,
    read_unit,
    relocation,
)
from schema.unit_changes.operations.rearranging import Rearrangement
from schema.unit_changes.operations.recoding import reason_fault
from schema.unit_changes.rules import kind_faults
from schema.units.repository import rearranging as tree


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeUnitKind(TreeCommand):
    """Let a unit of another kind take the place of one from today on."""

    unit_id: uuid.UUID
    expected_revision: int
    kind: str
    code: str
    name: str
    reason: str


async def prepare_kind_change(tx: Transaction, command: ChangeUnitKind) -> Rearrangement:
    """Examine a change of kind: households keep their doors, units below keep their codes, and all must fit the kind.

    What is open of the unit stands in the way, as in a split: it was begun by the rules of the old kind.
    """
    (unit,) = await lock_closing(tx, [(command.unit_id, command.expected_revision)])
    homes = await residents.lock_homes(tx.session, [unit.id])
    children = await tree.children_of(tx.session, [unit.id])
    guideline = (await current_edition(tx.session, tx.today)).guideline
    parent = await read_unit(tx, unit.parent_id) if unit.parent_id else None
    faults = list(
        kind_faults(
            command.kind,
            unit.kind,
            above=parent.kind if parent else None,
            below=[child.kind for child in children],
            households=len(homes),
            kinds=guideline.unit_kinds,
        )
    )
    if fault := reason_fault(command.reason):
        faults.append(fault)
    if faults:
        raise DomainErrors(faults)
    (into,) = await new_units(tx, unit, [(command.code, command.name)], [()], command.kind)
    return Rearrangement(
        cause="retyped",
        reason=command.reason,
        parents=(into.parent_id,) if into.parent_id else (),
        opened=(into,),
        closed=(unit,),
        relocations=tuple(relocation(child, into) for child in children),
        homes=tuple((home, into.id, door) for home, _, door in homes),
    )
