"""Loads what is known of the units directly below others (B-f)."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from schema.criteria.repository import list_children
from schema.criteria.rules.facts import ChildFact
from tenants.database import Session


async def load_children(
    session: Session, parents: Collection[uuid.UUID], on: date | None = None
) -> Mapping[uuid.UUID, Mapping[uuid.UUID, ChildFact]]:
    """Load what is known of the units directly below some, by parent and unit, in the order of their codes.

    A name whose validity ran out before the day `on` is none, recorded or not.
    """
    found: dict[uuid.UUID, dict[uuid.UUID, ChildFact]] = defaultdict(dict)
    for parent_id, unit_id, fact in await list_children(session, parents, on):
        found[parent_id][unit_id] = fact
    return found
