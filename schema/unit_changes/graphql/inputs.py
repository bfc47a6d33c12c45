"""What a client sends to change the tree: the same inputs preview what would follow and let it happen."""

import uuid
from datetime import date
from typing import Annotated

import strawberry

from schema.frame.identifiers import decode_id
from schema.frame.inputs import AsCode, Choice, CommandInput, IdOf, Input, To, fills
from schema.unit_changes.operations.closing import CloseUnit
from schema.unit_changes.operations.naming import RenameUnit
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit, TreeCommand
from schema.unit_changes.operations.recoding import ChangeUnitCode, ReformUnitCodes
from schema.unit_changes.operations.retyping import ChangeUnitKind
from schema.unit_changes.rules import Part, Recoded

WHY = "Why, for the history of the unit, at most 200 characters; no personal data."
CONFIRMED = "The token of the preview that is hereby confirmed; a stale one is refused."


@strawberry.input
class MoveUnitInput(CommandInput[MoveUnit]):
    """A unit comes to lie below another, with all below it, from today on."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit that moves.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    parent: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="The unit it is to lie directly below."
    )
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)


@strawberry.input
class RenameUnitInput(CommandInput[RenameUnit]):
    """A unit is called otherwise from today on."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    name: str = strawberry.field(description="Its new name, at most 60 characters.")
    reason: str = strawberry.field(description=WHY)


@strawberry.input
class ChangeUnitCodeInput(CommandInput[ChangeUnitCode]):
    """A unit gets another code from today on."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    code: str = strawberry.field(description="Its new code, that no unit of the tenant has.")
    reason: str = strawberry.field(description=WHY)


@strawberry.input
class RecodedUnitInput(Input[Recoded]):
    """A row of a reform of codes."""

    before: str = strawberry.field(description="The code a unit has now.")
    after: str = strawberry.field(description="The code it is to have; one another row takes away will do.")


@strawberry.input
class ReformUnitCodesInput(CommandInput[ReformUnitCodes]):
    """A table of old and new codes: all units get theirs from today on, or none does."""

    rows: list[RecodedUnitInput] = strawberry.field(description="1 to 2,000 rows in any order.")
    reason: str = strawberry.field(description=WHY)


@strawberry.input
class UnitPartInput(Input[Part]):
    """A unit a split makes, of the kind and in the place of the old one."""

    code: Annotated[str, AsCode()] = strawberry.field(
        description="Letters, digits, - and _; at most 32; unique in the tenant."
    )
    name: str = strawberry.field(description="At most 60 characters.")
    doors: list[Annotated[str, AsCode()]] = strawberry.field(
        default_factory=list,
        description="How the door numbers of its households begin; the longest beginning counts, '' takes the rest.",
    )
    children: Annotated[list[strawberry.ID], IdOf("Unit", at=("children",)), To("children")] = (
        strawberry.field(default_factory=list, description="The units directly below that come to it.")
    )


@strawberry.input
class SplitUnitInput(CommandInput[SplitUnit]):
    """Several units take the place of one from today on; every household and unit below comes to one of them."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(
        description="The unit that is split; it closes."
    )
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    parts: list[UnitPartInput] = strawberry.field(description="The new units, 2 to 50.")
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)


@strawberry.input
class MergedUnitInput:
    """A unit that is merged with others."""

    unit: strawberry.ID = strawberry.field(description="The unit; it closes.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")


@strawberry.input
class MergeUnitsInput(CommandInput[MergeUnits]):
    """A new unit takes the place of several of one kind below one unit from today on."""

    units: list[MergedUnitInput] = strawberry.field(description="The units that close, 2 to 50.")
    code: Annotated[str, AsCode()] = strawberry.field(
        description="Code of the new unit, unique in the tenant."
    )
    name: str = strawberry.field(description="Its name, at most 60 characters.")
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)

    @fills("units")
    def revised(self, _: date) -> tuple[tuple[uuid.UUID, int], ...]:
        """Pair the units with the revisions they were seen at."""
        return tuple((decode_id("Unit", each.unit, "units"), each.expected_revision) for each in self.units)


@strawberry.input
class ChangeUnitKindInput(CommandInput[ChangeUnitKind]):
    """A unit of another kind takes the place of one from today on, e.g. a community that of a village.

    Households and units below come to it; officials are appointed anew.
    """

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit; it closes.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    kind: str = strawberry.field(
        description="The kind of the new unit, one the guideline allows there and above what lies below."
    )
    code: Annotated[str, AsCode()] = strawberry.field(
        description="Code of the new unit, unique in the tenant."
    )
    name: str = strawberry.field(description="Its name, at most 60 characters.")
    reason: str = strawberry.field(description=WHY)
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)


@strawberry.input
class CloseUnitInput(CommandInput[CloseUnit]):
    """A unit is no more from today on: nobody lives there, and no unit lies below."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The unit that closes.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    reason: str = strawberry.field(description=WHY)
    mistaken: bool = strawberry.field(
        default=False,
        description="It was registered in error and never was; refused where anything happened in it.",
    )
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)


@strawberry.input
class PreviewUnitChangeInput(Choice[TreeCommand]):
    """What would be sent, exactly one of these; its key and token are not looked at."""

    move: MoveUnitInput | None = strawberry.field(default=None, description="A move.")
    split: SplitUnitInput | None = strawberry.field(default=None, description="A split.")
    merger: MergeUnitsInput | None = strawberry.field(default=None, description="A merger.")
    closing: CloseUnitInput | None = strawberry.field(default=None, description="A closing.")
    kind_change: ChangeUnitKindInput | None = strawberry.field(default=None, description="A change of kind.")
