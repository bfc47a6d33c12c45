"""What the viewer may look at and do where names are watched over, each thing with what stands in its way."""

from datetime import date, timedelta

import strawberry

from authz.actions import Action
from authz.table import Denial
from schema.designations.graphql import Designation
from schema.designations.repository import history
from schema.designations.rules import HELD, Plaque, Standing, require_plaque
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.operation import denied
from schema.frame.payloads import AllowedAction
from schema.guidelines.graphql import current_of
from schema.guidelines.repository import editions_by_ids
from schema.supervision import lists, repository
from schema.supervision.appealing import decided_refusal, finding_behind, took_part
from schema.supervision.graphql import Appeal, SupervisionFinding
from schema.supervision.operations import reporters_of, standing_refusal
from schema.supervision.rules import FindingStatus, appeal_refusal
from schema.units import repository as units

Refusals = list[DomainError]


@edge(SupervisionFinding, name="actions")
async def finding_actions(finding: strawberry.Parent[SupervisionFinding], info: Info) -> list[AllowedAction]:
    """What the viewer may do about it now, or why not."""
    place = await info.context.load(units.by_ids, finding.unit_uuid)
    if place is None:
        return []
    verifying = info.context.operations.decide(
        Action.FINDING_VERIFY, place.path, prior_actors=reporters_of(finding.row)
    )
    refused = [] if verifying.allowed else [denied(verifying.denial or Denial.NO_RULE)]
    return [
        AllowedAction.of(
            "RECTIFY_FINDING",
            "报告整改完成",
            _role(info.context, Action.FINDING_RECTIFY, place.path)
            + _some(standing_refusal(finding.row, FindingStatus.OPEN)),
        ),
        AllowedAction.of(
            "VERIFY_FINDING",
            "核查整改",
            refused + _some(standing_refusal(finding.row, FindingStatus.REPORTED)),
        ),
    ]


@edge(Appeal, name="actions")
async def appeal_actions(appeal: strawberry.Parent[Appeal], info: Info) -> list[AllowedAction]:
    """What the viewer may do about it now, or why not; who had a part in it does not decide."""
    context = info.context
    place = await context.load(units.by_ids, appeal.unit_uuid)
    changes = await context.load(history.changes_of, appeal.designation_uuid) or ()
    change = next((each for each in changes if each.id == appeal.row.change_id), None)
    if place is None or change is None:
        return []
    found = finding_behind(change)
    finding = await context.load(repository.findings_by_ids, found) if found else None
    deciding = context.operations.decide(
        Action.APPEAL_DECIDE, place.path, prior_actors=took_part(appeal.row, change, finding)
    )
    refused = [] if deciding.allowed else [denied(deciding.denial or Denial.NO_RULE)]
    return [AllowedAction.of("DECIDE_APPEAL", "决定申诉", refused + _some(decided_refusal(appeal.row)))]


@edge(Designation, name="actions")
async def designation_actions(name: strawberry.Parent[Designation], info: Info) -> list[AllowedAction]:
    """What the viewer may do about the name now, or why not."""
    context = info.context
    place = await context.load(units.by_ids, name.unit_uuid)
    if place is None:
        return []
    held = [] if name.row.status in HELD else [_not_titled()]
    plaque = _role(context, Action.DESIGNATION_RECORD_PLAQUE, place.path)
    offers = (
        ("RECORD_FINDING", "登记检查发现的问题", _role(context, Action.FINDING_RECORD, place.path) + held),
        ("ASSESS_UNIT", "开展定期评估", _role(context, Action.UNIT_ASSESS, place.path) + held),
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
    last = await info.context.load(lists.last_periodic, name.unit_uuid)
    return max(name.named_on, last or name.named_on) + timedelta(days=min(days)) if days else None


async def _appealing(context: RequestContext, name: Designation, path: str) -> Refusals:
    changes = await context.load(history.changes_of, name.uuid) or []
    edition = await context.load(editions_by_ids, name.row.guideline_version_id)
    if not changes or edition is None:
        return [_not_titled()]
    last = changes[-1]
    refusal = appeal_refusal(
        edition.guideline.supervision,
        last.change,
        name.row.status,
        last.effective_on,
        by_event=last.event_id is not None,
        today=context.operations.today(),
    )
    appealed = await context.load(lists.appeals_by_changes, last.id)
    if refusal is None and appealed is not None:
        refusal = DomainError(ErrorCode.APPEAL_NOT_OPEN, "已对该决定提出申诉。", field=("designation",))
    return _role(context, Action.APPEAL_LODGE, path) + _some(refusal)


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


def _role(context: RequestContext, action: Action, path: str) -> Refusals:
    decision = context.operations.decide(action, path)
    return [] if decision.allowed else [denied(decision.denial or Denial.NO_RULE)]


def _some(refusal: DomainError | None) -> Refusals:
    return [] if refusal is None else [refusal]


def _not_titled() -> DomainError:
    return DomainError(ErrorCode.NOT_TITLED, "该单元没有称号。", field=("unit",))
