"""What may be done with an event, and what stands in its way; what a record sent again says otherwise."""

from authz.actions import Action
from authz.context import OperationContext
from schema.event_reports.loading import KnownRecord
from schema.events.operations import standing_refusal
from schema.events.rules import closing_refusal, upgrading_refusal
from schema.events.rules.records import Difference, Told, differences
from schema.events.tables import HealthEvent
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of


def event_actions(
    context: OperationContext, event: HealthEvent, path: str, *, became: bool
) -> list[tuple[str, str, list[DomainError]]]:
    """List what may be done with an event at a place, each with every refusal it would meet whatever is sent.

    `became` tells whether it was found to be an infection already.
    """
    excluded, closed = standing_refusal(event), closing_refusal(event.kind, event.ended_on)
    upgrading = upgrading_refusal(event.kind, event.ended_on, became=became)
    offers = (
        ("CLOSE_EVENT", "登记结束", Action.EVENT_CLOSE, (excluded, closed)),
        ("CORRECT_EVENT", "更正事件", Action.EVENT_CORRECT, (excluded,)),
        ("EXCLUDE_EVENT", "排除误报", Action.EVENT_EXCLUDE, (excluded,)),
        ("UPGRADE_EVENT", "转为感染者", Action.EVENT_REPORT, (excluded, upgrading)),
    )
    found = []
    for name, label, action, refusals in offers:
        decision = context.decide(action, path)
        refused = refusals_of(decision)
        found.append((name, label, refused + [each for each in refusals if each is not None]))
    return found


def changed_fault(context: OperationContext, sent: Told, record: KnownRecord) -> DomainError | None:
    """Tell that a record that was taken over is told otherwise now, with both, if the caller may read the event."""
    found = differences(sent, record.told)
    if not found:
        return None
    field = ("externalId",)
    if not may_read(context, record):
        return DomainError(ErrorCode.RECORD_CHANGED, "该外部编号已在辖区外登记，内容不同。", field=field)
    return DomainError(
        ErrorCode.RECORD_CHANGED,
        f"该外部编号已登记，内容不同：{'、'.join(_WORDS[each.field] for each in found)}。",
        field=field,
        details=_both(found),
    )


def may_read(context: OperationContext, record: KnownRecord) -> bool:
    """Tell whether the caller may read the event of a record."""
    return any(context.decide(Action.EVENT_READ, path).allowed for path in record.paths)


_WORDS = {
    "areaCode": "来源地区",
    "control": "管控方式",
    "eventClass": "方案中的类别",
    "kind": "事件类型",
    "leftAreaOn": "离开来源地区的日期",
    "occurredOn": "发生日期",
    "reportedOn": "报告日期",
    "riskLevel": "风险等级",
    "unitCode": "单元",
}


def _both(found: list[Difference]) -> dict[str, str]:
    sides = {"known": [each.known for each in found], "sent": [each.sent for each in found]}
    return {
        f"{side}.{each.field}": value
        for side, values in sides.items()
        for each, value in zip(found, values, strict=True)
    }
