"""What a client sends to change the tree: the same inputs preview what would follow and let it happen."""

import strawberry

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id
from schema.unit_changes.operations.preparing import MergeUnits, MoveUnit, SplitUnit, TreeCommand
from schema.unit_changes.rules import Part

KEY = "The client's key: a repeated call acts once."
CONFIRMED = "The token of the preview that is hereby confirmed; a stale one is refused."


@strawberry.input
class MoveUnitInput:
    """A unit comes to lie below another, with all below it, from today on."""

    idempotency_key: str = strawberry.field(description=KEY)
    unit: strawberry.ID = strawberry.field(description="The unit that moves.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    parent: strawberry.ID = strawberry.field(description="The unit it is to lie directly below.")
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)

    def command(self) -> MoveUnit:
        """Read the input; a malformed id is refused."""
        return MoveUnit(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            unit_id=decode_id("Unit", self.unit, "unit"),
            expected_revision=self.expected_revision,
            parent_id=decode_id("Unit", self.parent, "parent"),
        )


@strawberry.input
class UnitPartInput:
    """A unit a split makes, of the kind and in the place of the old one."""

    code: str = strawberry.field(description="Letters, digits, - and _; at most 32; unique in the tenant.")
    name: str = strawberry.field(description="At most 60 characters.")
    doors: list[str] = strawberry.field(
        default_factory=list,
        description="How the door numbers of its households begin; the longest beginning counts, '' takes the rest.",
    )
    children: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The units directly below that come to it."
    )


@strawberry.input
class SplitUnitInput:
    """Several units take the place of one from today on; every household and unit below comes to one of them."""

    idempotency_key: str = strawberry.field(description=KEY)
    unit: strawberry.ID = strawberry.field(description="The unit that is split; it closes.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")
    parts: list[UnitPartInput] = strawberry.field(description="The new units, 2 to 50.")
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)

    def command(self) -> SplitUnit:
        """Read the input; a malformed id is refused."""
        return SplitUnit(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            unit_id=decode_id("Unit", self.unit, "unit"),
            expected_revision=self.expected_revision,
            parts=tuple(
                Part(
                    part.code,
                    part.name,
                    tuple(part.doors),
                    tuple(decode_id("Unit", child, "children") for child in part.children),
                )
                for part in self.parts
            ),
        )


@strawberry.input
class MergedUnitInput:
    """A unit that is merged with others."""

    unit: strawberry.ID = strawberry.field(description="The unit; it closes.")
    expected_revision: int = strawberry.field(description="The unit's revision this is based on.")


@strawberry.input
class MergeUnitsInput:
    """A new unit takes the place of several of one kind below one unit from today on."""

    idempotency_key: str = strawberry.field(description=KEY)
    units: list[MergedUnitInput] = strawberry.field(description="The units that close, 2 to 50.")
    code: str = strawberry.field(description="Code of the new unit, unique in the tenant.")
    name: str = strawberry.field(description="Its name, at most 60 characters.")
    preview: str | None = strawberry.field(default=None, description=CONFIRMED)

    def command(self) -> MergeUnits:
        """Read the input; a malformed id is refused."""
        return MergeUnits(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            units=tuple(
                (decode_id("Unit", each.unit, "units"), each.expected_revision) for each in self.units
            ),
            code=self.code,
            name=self.name,
        )


@strawberry.input
class PreviewUnitChangeInput:
    """What would be sent, exactly one of these; its key and token are not looked at."""

    move: MoveUnitInput | None = strawberry.field(default=None, description="A move.")
    split: SplitUnitInput | None = strawberry.field(default=None, description="A split.")
    merger: MergeUnitsInput | None = strawberry.field(default=None, description="A merger.")

    def command(self) -> TreeCommand:
        """Read the one that is given; refuse none and several."""
        given = [each for each in (self.move, self.split, self.merger) if each]
        if len(given) != 1:
            message = "move、split、merger 须给出且只给出一个。"
            raise DomainError(ErrorCode.INVALID_INPUT, message, field=("input",))
        return given[0].command()
