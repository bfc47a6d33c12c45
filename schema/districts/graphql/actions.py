"""What an official may do or read in the district, and why not: the one door for menus and forms."""

from authz.actions import Action
from authz.context import OperationContext
from authz.table import Denial
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.errors import DomainError
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import denied
from schema.guideline_drafts.guards import may
from schema.officials.graphql import Viewer

_WHOLE = (
    ("DRAFT_GUIDELINE", "起草方案", Action.GUIDELINE_DRAFT),
    ("LIST_KEY_AREA", "维护重点疫区名单", Action.AREA_LIST),
    ("READ_OFFICIALS", "查看人员", Action.OFFICIAL_READ),
    ("SET_CALENDAR_DAY", "设定工作日历", Action.CALENDAR_SET),
    ("SIMULATE", "推演", Action.SIMULATION_RUN),
)
_SOMEWHERE = (
    ("READ_BATCHES", "查看批次", Action.BATCH_READ),
    ("READ_EVENTS", "查看健康事件", Action.EVENT_READ),
    ("READ_FINDINGS", "查看监督", Action.FINDING_READ),
)


@edge(Viewer)
def district_actions(info: Info) -> list[AllowedAction]:
    """What the viewer may do for the district as a whole, and what to read in some part of it, or why not."""
    return actions_of(info.context.operations)


def actions_of(context: OperationContext) -> list[AllowedAction]:
    """Tell what a caller may do for the district as a whole, or why not."""
    return [
        *(AllowedAction.of(name, label, may(context, action)) for name, label, action in _WHOLE),
        *(AllowedAction.of(name, label, _nowhere(context, action)) for name, label, action in _SOMEWHERE),
    ]


def _nowhere(context: OperationContext, action: Action) -> list[DomainError]:
    return [] if context.scopes_for(action) else [denied(Denial.NO_RULE)]
