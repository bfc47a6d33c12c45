"""What the viewer may look at and do where names are watched over, each thing with what stands in its way."""

from authz.actions import Action
from schema.context import Info
from schema.edges import edge
from schema.officials.graphql import Viewer


@edge(Viewer)
async def sees_events(info: Info) -> bool:
    """Whether the viewer may read health events somewhere."""
    return bool(info.context.operations.scopes_for(Action.EVENT_READ))


@edge(Viewer)
async def sees_findings(info: Info) -> bool:
    """Whether the viewer may read somewhere what supervision found."""
    return bool(info.context.operations.scopes_for(Action.FINDING_READ))
