"""A mark of the facts a simulation was made from: another mark, and they are no longer today's."""

from datetime import date

from schema.criteria.repository import latest_assessment
from schema.designations.repository.history import latest_change
from schema.events.repository import latest_revision
from schema.units.repository.placements import latest_placement
from tenants.database import Session


async def facts_mark(session: Session, today: date) -> str:
    """Mark the facts names stand and fall by: the day, what is known of events, what befell names, the tree.

    What is entered all day long, such as daily logs, is not part of it: the names are judged anew on the day itself.
    """
    latest = (latest_revision, latest_change, latest_assessment, latest_placement)
    found = [str(await each(session) or "-") for each in latest]
    return "/".join([today.isoformat(), *found])
