"""What may be done with an event, and what stands in its way."""

from authz.actions import Action
from authz.context import OperationContext
from schema.events.operations import standing_refusal
from schema.events.rules import closing_refusal
from schema.events.tables import HealthEvent
from schema.frame.errors import DomainError
from schema.frame.refusals import refusals_of


def event_actions(
    context: OperationContext, event: HealthEvent, path: str
) -> list[tuple[str, str, list[DomainError]]]:
    """List what may be done with an event at a place, each with every refusal it would meet whatever is sent."""
    excluded, closed = standing_refusal(event), closing_refusal(event.kind, event.ended_on)
    offers = (
        ("CLOSE_EVENT", "登记结束", Action.EVENT_CLOSE, (excluded, closed)),
        ("CORRECT_EVENT", "更正事件", Action.EVENT_CORRECT, (excluded,)),
        ("EXCLUDE_EVENT", "排除误报", Action.EVENT_EXCLUDE, (excluded,)),
    )
    found = []
    for name, label, action, refusals in offers:
        decision = context.decide(action, path)
        refused = refusals_of(decision)
        found.append((name, label, refused + [each for each in refusals if each is not None]))
    return found
