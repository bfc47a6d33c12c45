"""What an event would do, in the API, and what may be done with one."""

from datetime import date
from uuid import UUID

import strawberry

from schema.consequences.rules import Transition
from schema.designations.graphql import DesignationStatus
from schema.designations.operations.shifts import Shift
from schema.designations.rules import public_text
from schema.event_reports.guards import event_actions
from schema.event_reports.operations.previewing import Preview
from schema.events import repository as events
from schema.events.graphql import HealthEvent
from schema.frame.added_fields import edge
from schema.frame.connections import cut_page
from schema.frame.context import Info
from schema.frame.pagination import After, Before, Connection, First, Last, Paging, connect
from schema.frame.payloads import AllowedAction, OperationError
from schema.guidelines.graphql import by_role
from schema.units import repository as units
from schema.units.graphql import Unit


@edge(HealthEvent)
async def actions(event: strawberry.Parent[HealthEvent], info: Info) -> list[AllowedAction]:
    """What the viewer may do with it now, or why not."""
    place = await info.context.load(units.by_ids, event.unit_uuid)
    arisen = await info.context.load(events.arisen_from, event.uuid) or ()
    became = any(not each.excluded for each in arisen)
    offers = event_actions(info.context.operations, event.row, place.path, became=became) if place else []
    return [AllowedAction.of(name, label, refused) for name, label, refused in offers]


@strawberry.type
class PreviewedChange:
    """What would befall a name, or what keeps it from coming back."""

    unit_uuid: strawberry.Private[UUID]
    code: strawberry.Private[str]
    number: str = strawberry.field(description="The number of the name.")
    before: DesignationStatus | None = strawberry.field(
        description="How it stands now; null where a derived title would be given."
    )
    after: DesignationStatus = strawberry.field(description="How it would stand.")
    change: str = strawberry.field(
        description="`warned`, `suspended`, `revoked`, `restored`, `reinstated`, `named` or `kept_down` by a newer one."
    )
    cause: str | None = strawberry.field(description="Stable code of the cause.")
    cause_text: str | None = strawberry.field(description="The cause in zh-CN.")
    clause: str | None = strawberry.field(description="The guideline's clause, e.g. `B-a`.")
    effective_on: date | None = strawberry.field(description="Local day from which it would hold.")
    eligible_from: date | None = strawberry.field(
        description="First day on which nothing known now holds it down; null while that cannot be said."
    )

    @classmethod
    def of(cls, transition: Transition, code: str) -> "PreviewedChange":
        """Render a planned change."""
        return cls(
            unit_uuid=transition.name.unit_id,
            code=code,
            number=transition.name.number,
            before=DesignationStatus(transition.name.state.standing.value),
            after=DesignationStatus(transition.state.standing.value),
            change=transition.change,
            cause=transition.cause.value,
            cause_text=public_text(transition.cause),
            clause=transition.clause,
            effective_on=transition.effective_on,
            eligible_from=transition.eligible_from,
        )

    @classmethod
    def followed(cls, shift: Shift) -> "PreviewedChange":
        """Render what would follow above on what was planned."""
        return cls(
            unit_uuid=shift.unit_id,
            code=shift.code,
            number=shift.number,
            before=DesignationStatus(shift.before.value) if shift.before else None,
            after=DesignationStatus(shift.after.value),
            change=shift.change,
            cause=shift.cause.value,
            cause_text=public_text(shift.cause),
            clause=shift.clause,
            effective_on=shift.effective_on,
            eligible_from=None,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit | None:
        """The unit that bears the name."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        return Unit.of(row) if row else None


@strawberry.type
class ToldRole:
    """Officials in whose area the changed names lie."""

    role: str = strawberry.field(description="Their role.")
    holders: int = strawberry.field(description="How many hold it now.")

    @strawberry.field
    def role_name(self, info: Info) -> str:
        """The role in zh-CN, as the district's guideline calls it."""
        return by_role(info.context, self.role)


@strawberry.type
class HealthEventPreview:
    """What would follow. Nothing was written."""

    found: strawberry.Private[list[PreviewedChange]]
    token: str | None = strawberry.field(description="Send it as `preview` to confirm exactly this.")
    confirmation_required: bool = strawberry.field(description="Whether it is refused without the token.")
    falling: int = strawberry.field(description="How many names would be warned, suspended or revoked.")
    returning: int = strawberry.field(description="How many would come back.")
    told: list[ToldRole] = strawberry.field(description="Who would see it in their area, besides the public.")
    errors: list[OperationError] = strawberry.field(description="Why it would be refused; else empty.")

    @classmethod
    def of(cls, preview: Preview | None, errors: list[OperationError]) -> "HealthEventPreview":
        """Render a preview, or what the deed would be refused with."""
        if preview is None:
            return cls(
                found=[],
                token=None,
                confirmation_required=False,
                falling=0,
                returning=0,
                told=[],
                errors=errors,
            )
        codes = preview.line.codes
        found = [PreviewedChange.of(each, codes[each.name.unit_id]) for each in preview.plan.transitions]
        found += [PreviewedChange.followed(each) for each in preview.followed]
        for name in preview.plan.kept_down:
            status = DesignationStatus(name.state.standing.value)
            found.append(
                PreviewedChange(
                    unit_uuid=name.unit_id,
                    code=codes[name.unit_id],
                    number=name.number,
                    before=status,
                    after=status,
                    change="kept_down",
                    cause=None,
                    cause_text=None,
                    clause=None,
                    effective_on=None,
                    eligible_from=None,
                )
            )
        return cls(
            found=found,
            token=preview.token,
            confirmation_required=preview.confirmation_required,
            falling=preview.falling,
            returning=preview.returning,
            told=[ToldRole(role=role, holders=number) for role, number in preview.told.items()],
            errors=errors,
        )

    @strawberry.field
    def changes(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[PreviewedChange]:
        """The names that would change, by the code of their unit."""
        page = info.context.cursors.page(Paging("previewedChanges", first, after, last, before))
        rows = sorted(self.found, key=_order)
        found = cut_page(rows, _order, page)

        async def total() -> int:
            return len(self.found)

        return connect(info.context.cursors, "previewedChanges", found, lambda each: each, total)


def _order(each: PreviewedChange) -> tuple[str, str, str]:
    return each.code, each.number, each.change
