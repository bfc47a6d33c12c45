"""What the viewer may look at and do where names are watched over, each thing with what stands in its way."""

from datetime import date, timedelta
from uuid import UUID

import strawberry

from authz.actions import Action
from authz.context import OperationContext
from schema.appeals import repository as appeals
from schema.appeals.rules import appeal_refusal, last_befallen
from schema.criteria.repository import last_periodic
from schema.designations.graphql import Designation
from schema.designations.guards import not_held, plaque_refusal
from schema.designations.repository import history
from schema.designations.rules import HELD, Plaque
from schema.designations.tables import Designation as DesignationTable
from schema.designations.tables import DesignationChange
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import listed, refusals_of
from schema.guidelines.graphql import current_of
from schema.guidelines.repository import editions_by_ids
from schema.guidelines.rules.format import Guideline
from schema.supervision.guards import givers_of, voiding_refusal
from schema.units import repository as units

Refusals = list[DomainError]


@edge(Designation, name="actions")
async def designation_actions(name: strawberry.Parent[Designation], info: Info) -> list[AllowedAction]:
    """What the viewer may do about the name now, or why not."""
    context = info.context
    place = await context.load(units.by_ids, name.unit_uuid)
    if place is None:
        return []
    changes = await context.load(history.changes_of, name.uuid) or []
    last = last_befallen(changes)
    edition = await context.load(editions_by_ids, name.row.guideline_version_id)
    appealed = last is not None and await context.load(appeals.appeals_by_changes, last.id) is not None
    guideline = edition.guideline if edition is not None else None
    return actions_about(
        context.operations, place.path, name.row, guideline, last, givers_of(changes), appealed=appealed
    )


def actions_about(
    context: OperationContext,
    path: str,
    name: DesignationTable,
    guideline: Guideline | None,
    last: DesignationChange | None,
    givers: frozenset[UUID],
    *,
    appealed: bool,
) -> list[AllowedAction]:
    """Tell what may be done about a name of the unit at a path, after its `last` change, or why not."""
    held = [] if name.status in HELD else [_not_titled()]
    plaque = refusals_of(context.decide(Action.DESIGNATION_RECORD_PLAQUE, path))
    offers = (
        (
            "RECORD_FINDING",
            "登记检查发现的问题",
            refusals_of(context.decide(Action.FINDING_RECORD, path)) + held,
        ),
        ("ASSESS_UNIT", "开展定期评估", refusals_of(context.decide(Action.UNIT_ASSESS, path)) + held),
        ("LODGE_APPEAL", "提出申诉", _appealing(context, path, name, guideline, last, appealed=appealed)),
        ("ISSUE_PLAQUE", "登记发牌", plaque + _plaque(context, name, Plaque.ISSUED)),
        ("RETURN_PLAQUE", "登记摘牌", plaque + _plaque(context, name, Plaque.RETURNED)),
        ("REPLACE_PLAQUE", "换发铭牌", plaque + _plaque(context, name, Plaque.REPLACED)),
        (
            "REISSUE_CERTIFICATE",
            "换发证书",
            refusals_of(context.decide(Action.DESIGNATION_REISSUE, path)) + listed(not_held(name)),
        ),
        ("VOID_NAME", "撤销命名（自始无效）", _voiding(context, path, name, givers)),
    )
    return [AllowedAction.of(action, label, refused) for action, label, refused in offers]


@edge(Designation)
async def assessment_due_on(name: strawberry.Parent[Designation], info: Info) -> date | None:
    """Local day its next assessment in turn is due; null where the guideline sets no schedule, or the name is over."""
    place = await info.context.load(units.by_ids, name.unit_uuid)
    if place is None or name.row.status not in HELD:
        return None
    guideline = (await current_of(info.context)).guideline
    last = await info.context.load(last_periodic, name.unit_uuid)
    return due_on(guideline, place.kind, name.named_on, last)


def due_on(guideline: Guideline, kind: str, named_on: date, last: date | None) -> date | None:
    """Tell when a name of a unit of a kind is to be assessed again that was `last` assessed in turn on a day."""
    days = [period.every_days for period in guideline.supervision.periodic if kind in period.unit_kinds]
    return max(named_on, last or named_on) + timedelta(days=min(days)) if days else None


def _appealing(
    context: OperationContext,
    path: str,
    name: DesignationTable,
    guideline: Guideline | None,
    last: DesignationChange | None,
    *,
    appealed: bool,
) -> Refusals:
    if last is None or guideline is None:
        return [_not_titled()]
    refusal = appeal_refusal(
        guideline.supervision,
        last.change,
        name.status,
        last.effective_on,
        by_event=last.event_id is not None,
        today=context.today(),
    )
    if refusal is None and appealed:
        refusal = DomainError(ErrorCode.APPEAL_NOT_OPEN, "已对该决定提出申诉。", field=("designation",))
    return refusals_of(context.decide(Action.APPEAL_LODGE, path)) + listed(refusal)


def _voiding(
    context: OperationContext, path: str, name: DesignationTable, givers: frozenset[UUID]
) -> Refusals:
    decision = context.decide(Action.DESIGNATION_VOID, path, prior_actors=givers)
    return refusals_of(decision) + listed(voiding_refusal(name))


def _plaque(context: OperationContext, name: DesignationTable, what: Plaque) -> Refusals:
    return listed(plaque_refusal(name, what, context.today(), context.today()))


def _not_titled() -> DomainError:
    return DomainError(ErrorCode.NOT_TITLED, "该单元没有称号。", field=("unit",))
