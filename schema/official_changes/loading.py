"""What hangs on an official, and which steps rely on which roles."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from authz.tables import Delegation, Membership, Official
from schema.applications.tables import Application
from schema.batches import repository as batches
from schema.delegations import repository as lending
from schema.guideline_drafts import repository as drafts
from schema.guidelines import repository as guidelines
from schema.guidelines.repository import Edition
from schema.official_changes.rules import Needed, needed_posts, token_of
from schema.officials import repository as officials
from schema.officials.rules import RoleState, state_of
from schema.units import repository as units
from schema.units.tables import Unit
from schema.worklists import repository as worklists
from tenants.database import Session
from tenants.reading import read_together


@dataclass(frozen=True, slots=True)
class Departure:
    """What hangs on an official at an instant.

    `waiting` counts the applications they could act on; `orphans` are those nobody else could. `teams` counts open
    batches they inspect, `drafts` open guidelines they write.
    """

    official: Official
    roles: Sequence[Membership]
    lent: Sequence[Delegation]
    waiting: int
    orphans: Sequence[tuple[Application, Unit]]
    teams: int
    drafts: int

    @property
    def token(self) -> str:
        """Name exactly this: whoever confirms it has seen it."""
        return token_of(
            [str(self.official.id), str(self.official.revision)],
            [f"{row.id} {row.valid_until}" for row in self.roles],
            [str(row.id) for row in self.lent],
            [str(application.id) for application, _ in self.orphans],
            [str(self.teams), "teams"],
            [str(self.drafts), "drafts"],
        )


async def read_departure(
    session: Session,
    official: Official,
    rows: Sequence[Membership],
    editions: Sequence[Edition],
    now: datetime,
) -> Departure:
    """Gather what hangs on an official; `rows` are all roles of theirs, `editions` those of open applications."""
    lent, waiting, orphans, teams, open_drafts = await read_together(
        session,
        lending.live_of(session, official.id, now),
        worklists.waiting_for(session, editions, official.id, now),
        worklists.orphaned_by(session, editions, official.id, now),
        batches.count_open_teams(session, official.id),
        drafts.count_open_by(session, official.id),
    )
    held = [row for row in rows if state_of(row.valid_from, row.valid_until, now) is not RoleState.ENDED]
    return Departure(official, held, lent, waiting, orphans, teams, open_drafts)


async def read_needed(session: Session, today: date, pinned: Sequence[Edition]) -> Sequence[Needed]:
    """Tell which posts the guideline in force relies on, and those open applications are `pinned` to."""
    current = await guidelines.find_current_edition(session, today)
    return needed_posts([edition.guideline for edition in (current, *pinned) if edition])


async def read_levels(session: Session, rows: Sequence[Membership]) -> Mapping[uuid.UUID, str]:
    """Tell of roles, by id, at which level of the tree they are held: the kind of the unit."""
    places = await units.by_ids(session, list({row.unit_id for row in rows}))
    return {row.id: places[row.unit_id].kind for row in rows}


async def read_roles(session: Session, official_id: uuid.UUID) -> Sequence[Membership]:
    """Read all roles of an official, oldest first."""
    return (await officials.memberships_by_officials(session, [official_id])).get(official_id, ())
