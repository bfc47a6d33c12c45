"""What the viewer may look at and do where names are watched over, each thing with what stands in its way."""

from datetime import date, timedelta

import strawberry

from authz.actions import Action
from schema.appeals import repository as appeals
from schema.appeals.rules import appeal_refusal, last_befallen
from schema.criteria.repository import last_periodic
from schema.designations.graphql import Designation
from schema.designations.repository import history
from schema.designations.rules import HELD, Plaque, Standing, require_plaque
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import listed, refusals_of
from schema.guidelines.graphql import current_of
from schema.guidelines.repository import editions_by_ids
from schema.units import repository as units

Refusals = list[DomainError]


@edge(Designation, name="actions")
async def designation_actions(name: strawberry.Parent[Designation], info: Info) -> list[AllowedAction]:
    """What the viewer may do about the name now, or why not."""
    context = info.context
    place = await context.load(units.by_ids, name.unit_uuid)
    if place is None:
        return []
    held = [] if name.row.status in HELD else [_not_titled()]
    plaque = refusals_of(context.operations.decide(Action.DESIGNATION_RECORD_PLAQUE, place.path))
    offers = (
        (
            "RECORD_FINDING",
            "登记检查发现的问题",
            refusals_of(context.operations.decide(Action.FINDING_RECORD, place.path)) + held,
        ),
        (
            "ASSESS_UNIT",
            "开展定期评估",
            refusals_of(context.operations.decide(Action.UNIT_ASSESS, place.path)) + held,
        ),
        ("LODGE_APPEAL", "提出申诉", await _appealing(context, name, place.path)),
        ("ISSUE_PLAQUE", "登记发牌", plaque + _plaque(context, name, Plaque.ISSUED)),
        ("RETURN_PLAQUE", "登记摘牌", plaque + _plaque(context, name, Plaque.RETURNED)),
    )
    return [AllowedAction.of(action, label, refused) for action, label, refused in offers]


@edge(Designation)
async def assessment_due_on(name: strawberry.Parent[Designation], info: Info) -> date | None:
    """Local day its next assessment in turn is due; null where the guideline sets no schedule, or the name is over."""
    place = await info.context.load(units.by_ids, name.unit_uuid)
    if place is None or name.row.status not in HELD:
        return None
    periods = (await current_of(info.context)).guideline.supervision.periodic
    days = [period.every_days for period in periods if place.kind in period.unit_kinds]
    last = await info.context.load(last_periodic, name.unit_uuid)
    return max(name.named_on, last or name.named_on) + timedelta(days=min(days)) if days else None


async def _appealing(context: RequestContext, name: Designation, path: str) -> Refusals:
    changes = await context.load(history.changes_of, name.uuid) or []
    edition = await context.load(editions_by_ids, name.row.guideline_version_id)
    last = last_befallen(changes)
    if last is None or edition is None:
        return [_not_titled()]
    refusal = appeal_refusal(
        edition.guideline.supervision,
        last.change,
        name.row.status,
        last.effective_on,
        by_event=last.event_id is not None,
        today=context.operations.today(),
    )
    appealed = await context.load(appeals.appeals_by_changes, last.id)
    if refusal is None and appealed is not None:
        refusal = DomainError(ErrorCode.APPEAL_NOT_OPEN, "已对该决定提出申诉。", field=("designation",))
    return refusals_of(context.operations.decide(Action.APPEAL_LODGE, path)) + listed(refusal)


def _plaque(context: RequestContext, name: Designation, what: Plaque) -> Refusals:
    try:
        require_plaque(
            what,
            context.operations.today(),
            standing=Standing(name.row.status),
            named_on=name.named_on,
            issued_on=name.plaque_issued_on,
            returned_on=name.plaque_returned_on,
            today=context.operations.today(),
        )
    except DomainError as refusal:
        return [refusal]
    return []


def _not_titled() -> DomainError:
    return DomainError(ErrorCode.NOT_TITLED, "该单元没有称号。", field=("unit",))
