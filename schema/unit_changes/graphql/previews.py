"""What a change of the tree would do, in the API."""

from enum import Enum

import strawberry

from schema.designations.rules import Cause, public_text
from schema.frame.payloads import OperationError
from schema.unit_changes.operations import TreePreview
from schema.unit_changes.rules import CountShift, MovedUnit, NameChange


@strawberry.enum
class CodeVerdict(Enum):
    """What a row of a reform of codes would do; all but RENAMED keep the whole table from being carried out.

    UNKNOWN: no unit has the old code. CLOSED: that unit is no more. TAKEN: another unit keeps the new code. REPEATED: a
    code stands twice. MALFORMED: it is no code. UNCHANGED: it is the old one.
    """

    RENAMED = "RENAMED"
    UNKNOWN = "UNKNOWN"
    CLOSED = "CLOSED"
    TAKEN = "TAKEN"
    REPEATED = "REPEATED"
    MALFORMED = "MALFORMED"
    UNCHANGED = "UNCHANGED"


@strawberry.type
class PreviewedMove:
    """A unit whose path would change."""

    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="The unit's name.")
    before: str = strawberry.field(description="Its path now.")
    after: str = strawberry.field(description="The path it would have.")

    @classmethod
    def of(cls, moved: MovedUnit) -> "PreviewedMove":
        """Render a unit that would move."""
        return cls(code=moved.code, name=moved.name, before=moved.before, after=moved.after)


@strawberry.type
class PreviewedName:
    """A name the change of the tree would touch."""

    code: str = strawberry.field(description="Code of the unit that bears it.")
    number: str = strawberry.field(description="The number of the name; one to be given may get another.")
    change: str = strawberry.field(description="What would befall it, e.g. `expired`, `suspended`, `named`.")
    cause: str = strawberry.field(
        description="Stable code: `UNIT_CLOSED`, `TREE_CHANGED`, `CHILD_NAME_LOST`, `CHILDREN_TITLED`, `QUORUM_LOST`."
    )
    cause_text: str = strawberry.field(description="The cause in zh-CN.")
    clause: str | None = strawberry.field(description="The guideline's clause or rule.")

    @classmethod
    def of(cls, change: NameChange) -> "PreviewedName":
        """Render what would befall a name."""
        return cls(
            code=change.code,
            number=change.number,
            change=change.change,
            cause=change.cause,
            cause_text=public_text(Cause(change.cause)),
            clause=change.clause,
        )


@strawberry.type
class PreviewedCount:
    """A count of units below another that would change: the figures of coverage."""

    code: str = strawberry.field(description="Code of the unit above.")
    kind: str = strawberry.field(description="Kind of the units counted.")
    units: int = strawberry.field(description="By how many units it would change.")
    names: int = strawberry.field(
        description="By how many that bear a name; names that end are told by `names`."
    )

    @classmethod
    def of(cls, shift: CountShift) -> "PreviewedCount":
        """Render a count that would change."""
        return cls(code=shift.code, kind=shift.kind, units=shift.total, names=shift.held)


@strawberry.type
class PreviewedOfficial:
    """An official who would gain or lose work."""

    display_name: str = strawberry.field(description="The official's name.")
    role: str = strawberry.field(description="The code of the role, e.g. `building_leader`.")


@strawberry.type
class UnitChangePreview:
    """What a change of the tree would do; nothing of it was kept. All is empty on errors."""

    token: str | None = strawberry.field(
        description="Send it back as `preview`: nothing else is then done than what was shown. Null on errors."
    )
    confirmation_required: bool = strawberry.field(
        description="Whether the mutation is refused without the token: too many names would fall."
    )
    opened: list[str] = strawberry.field(description="Codes of the units that would open.")
    closed: list[str] = strawberry.field(description="Codes of the units that would close.")
    moved_count: int = strawberry.field(description="Units whose path would change.")
    moved: list[PreviewedMove] = strawberry.field(description="The first 100 of them, by path.")
    names: list[PreviewedName] = strawberry.field(description="The names that would change, by code.")
    counts: list[PreviewedCount] = strawberry.field(description="The counts of coverage that would change.")
    households: int = strawberry.field(description="Households that would come to another unit.")
    doors_changed: int = strawberry.field(
        description="Of them, those with a door number others have too: the old unit's code is put before it."
    )
    memberships: int = strawberry.field(description="Roles of officials that would move with their unit.")
    roles_left_behind: int = strawberry.field(
        description="Roles over units that would close: they end, and their holders are to be appointed anew."
    )
    applications: int = strawberry.field(
        description="Open applications that would go on under the officials of the new line."
    )
    applications_ended: int = strawberry.field(description="Open applications that would end with the unit.")
    officials: list[PreviewedOfficial] = strawberry.field(
        description="Who sits in units that would close or move, or gains or loses the work of one that moves."
    )
    errors: list[OperationError] = strawberry.field(
        description="Why it would be refused; empty if it would not."
    )

    @classmethod
    def of(cls, preview: TreePreview | None, errors: list[OperationError]) -> "UnitChangePreview":
        """Render a preview, or why there is none."""
        outcome = preview.outcome if preview else None
        return cls(
            token=preview.token if preview else None,
            confirmation_required=preview is not None and preview.confirmation_required,
            opened=list(outcome.opened) if outcome else [],
            closed=list(outcome.closed) if outcome else [],
            moved_count=outcome.moved_count if outcome else 0,
            moved=[PreviewedMove.of(each) for each in outcome.moved] if outcome else [],
            names=[PreviewedName.of(each) for each in outcome.names] if outcome else [],
            counts=[PreviewedCount.of(each) for each in outcome.counts] if outcome else [],
            households=outcome.households if outcome else 0,
            doors_changed=outcome.doors if outcome else 0,
            memberships=outcome.memberships if outcome else 0,
            roles_left_behind=outcome.left_behind if outcome else 0,
            applications=outcome.applications if outcome else 0,
            applications_ended=outcome.ended if outcome else 0,
            officials=[PreviewedOfficial(display_name=name, role=role) for name, role in outcome.seats]
            if outcome
            else [],
            errors=errors,
        )
