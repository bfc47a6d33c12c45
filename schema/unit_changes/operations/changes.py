"""What officials do to the tree: move, split and merge units, and look beforehand at what that does."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from authz.context import OperationContext
from schema.consequences.rules import require_seen, token_of
from schema.frame.operation import Transaction, operation, rehearse
from schema.guidelines.repository import current_edition
from schema.officials import repository as officials
from schema.unit_changes.operations.closing import CloseUnit, prepare_closing
from schema.unit_changes.operations.preparing import PREPARE, MergeUnits, MoveUnit, SplitUnit, TreeCommand
from schema.unit_changes.operations.rearranging import Rearrangement, carry_out
from schema.unit_changes.operations.retyping import ChangeUnitKind, prepare_kind_change
from schema.unit_changes.rules import Outcome
from schema.units import repository as units
from schema.units.tables import Unit

_PREPARE: Mapping[type[TreeCommand], Callable[[Transaction, Any], Awaitable[Rearrangement]]] = {
    **PREPARE,
    CloseUnit: prepare_closing,
    ChangeUnitKind: prepare_kind_change,
}


@dataclass(frozen=True, slots=True)
class TreePreview:
    """What a change of the tree would do, and the token to confirm it by."""

    outcome: Outcome
    token: str
    confirm_above: int

    @property
    def confirmation_required(self) -> bool:
        """Tell whether the deed is refused without the token."""
        return self.outcome.losses > self.confirm_above


@operation("unit.move", Unit)
async def move_unit(tx: Transaction, command: MoveUnit) -> Unit:
    """Let a unit, with all below it, lie below another from today on; names on both lines follow the guideline.

    Open applications go on under the officials of the new line.
    """
    change, _ = await _settle(tx, command)
    unit = await units.lock(tx.session, change.relocations[0].unit_id)
    tx.note(unit=unit.code)
    return unit


@operation("unit.split", Unit)
async def split_unit(tx: Transaction, command: SplitUnit) -> Unit:
    """Close a unit and let new ones take its place from today on; its name ends, theirs are to be earned."""
    change, _ = await _settle(tx, command)
    return change.closed[0]


@operation("unit.merge", Unit)
async def merge_units(tx: Transaction, command: MergeUnits) -> Unit:
    """Close units and let a new one take their place from today on; their names end, its own is to be earned."""
    change, _ = await _settle(tx, command)
    return change.opened[0]


@operation("unit.close", Unit)
async def close_unit(tx: Transaction, command: CloseUnit) -> Unit:
    """Let a unit be no more from today on; its name ends, and its open application with the reason."""
    change, _ = await _settle(tx, command)
    return change.closed[0]


@operation("unit.change_kind", Unit)
async def change_unit_kind(tx: Transaction, command: ChangeUnitKind) -> Unit:
    """Close a unit and let one of another kind take its place from today on; its name ends, another is to be earned."""
    change, _ = await _settle(tx, command)
    tx.note(kind=command.kind)
    return change.opened[0]


async def preview_unit_change(context: OperationContext, command: TreeCommand) -> TreePreview:
    """Do what a command would do, look at what came of it, and undo it; refuses what the command is refused with."""

    async def work(tx: Transaction) -> Callable[[], Awaitable[TreePreview]]:
        _, outcome = await _carry_out(tx, command)

        async def look() -> TreePreview:
            guideline = (await current_edition(tx.session, tx.today)).guideline
            return TreePreview(outcome, token_of(outcome.seen), guideline.confirm_above)

        return look

    return await rehearse(context, work)


async def _settle(tx: Transaction, command: TreeCommand) -> tuple[Rearrangement, Outcome]:
    change, outcome = await _carry_out(tx, command)
    guideline = (await current_edition(tx.session, tx.today)).guideline
    require_seen(outcome.seen, outcome.losses, command.preview, guideline.confirm_above)
    tx.note(
        opened="、".join(outcome.opened) or None,
        closed="、".join(outcome.closed) or None,
        moved=outcome.moved_count,
        households=outcome.households,
        fallen=outcome.losses,
    )
    return change, outcome


async def _carry_out(tx: Transaction, command: TreeCommand) -> tuple[Rearrangement, Outcome]:
    """Wait for whoever changes officials, whose roles move or end with units; then examine and do it."""
    await officials.take_turn(tx.session)
    change = await _PREPARE[type(command)](tx, command)
    return change, await carry_out(tx, change)
