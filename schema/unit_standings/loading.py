"""Reads how units stood on a day, as it was known at a moment."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from schema.consequences import repository
from schema.consequences.repository import hold_of
from schema.designations import repository as designations
from schema.designations.repository import history
from schema.designations.rules import Cause
from schema.designations.tables import DesignationChange
from schema.unit_standings.rules import BorneName, KnownChange, KnownHold
from tenants.database import Session
from tenants.reading import read_together


async def borne_names(session: Session, unit_ids: list[UUID]) -> Mapping[UUID, Sequence[BorneName]]:
    """Read every name units ever bore with all that was ever known of it, oldest first (loader batch)."""
    borne = await designations.of_unit(session, unit_ids)
    ids = [row.id for rows in borne.values() for row in rows]
    changes, known = await read_together(
        session, history.changes_of(session, ids), repository.ever_known(session, ids)
    )
    holds: dict[UUID, list[KnownHold]] = defaultdict(list)
    for row in known:
        holds[row.designation_id].append(KnownHold(hold_of(row), row.recorded_at, row.withdrawn_at))
    return {
        unit_id: [
            BorneName(
                row.number,
                row.title,
                [_change(change) for change in changes.get(row.id, ())],
                holds[row.id],
                row.valid_until,
            )
            for row in reversed(rows)
        ]
        for unit_id, rows in borne.items()
    }


def _change(row: DesignationChange) -> KnownChange:
    return KnownChange(
        row.change,
        Cause(row.cause),
        row.clause,
        row.ground,
        row.effective_on,
        row.at,
        of_event=row.event_id is not None,
    )
