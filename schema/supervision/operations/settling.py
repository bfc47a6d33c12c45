"""What the sweeps of a night have in common: the guidelines they go by, and what they say befalls a name."""

import uuid
from collections.abc import Mapping
from datetime import date

from schema.designations.operations.settling import Settled
from schema.designations.repository.sweeps import Borne, versions_borne
from schema.designations.rules import CHILDREN, Cause, Change, next_state
from schema.frame.operation import Transaction
from schema.guidelines.repository import editions_by_ids
from schema.guidelines.rules import as_of
from schema.guidelines.rules.format import Guideline

AT_ONCE = 25_000
"""How many names a statement changes at most: what is kept of them in memory, and how long it takes, has a bound."""

Guidelines = Mapping[uuid.UUID, Guideline]
Below = tuple[uuid.UUID | None, str]
"""A unit that lost its name, as those above see it: the unit directly above, and its kind."""


async def guidelines_borne(tx: Transaction) -> Guidelines:
    """Read the versions names are borne under, as they are today."""
    editions = await editions_by_ids(tx.session, list(await versions_borne(tx.session)))
    return {version: as_of(edition.guideline, tx.today) for version, edition in editions.items()}


def settlement_of(
    name: Borne, change: Change, cause: Cause, clause: str | None, on: date, ground: str = CHILDREN
) -> Settled:
    """Say what befalls a name, for the day `on`."""
    return Settled(
        designation_id=name.id,
        number=name.number,
        unit_code=name.code,
        state=next_state(name.state, change, ground),
        change=change.value,
        cause=cause,
        clause=clause,
        event_id=None,
        effective_on=on,
        ground=ground,
    )
