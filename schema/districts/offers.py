"""What an official may do for the district as a whole, and why not: the one door for menus and forms."""

from authz.actions import Action
from schema.context import Info
from schema.edges import edge
from schema.officials.graphql import Viewer
from schema.payloads import AllowedAction
from schema.publishing.guards import may

_OFFERS = (
    ("DRAFT_GUIDELINE", "起草方案", Action.GUIDELINE_DRAFT),
    ("LIST_KEY_AREA", "维护重点疫区名单", Action.AREA_LIST),
    ("SET_CALENDAR_DAY", "设定工作日历", Action.CALENDAR_SET),
    ("SIMULATE", "推演", Action.SIMULATION_RUN),
)


@edge(Viewer)
async def district_actions(info: Info) -> list[AllowedAction]:
    """What the viewer may do for the district as a whole, or why not."""
    context = info.context.operations
    return [AllowedAction.of(name, label, may(context, action)) for name, label, action in _OFFERS]
