"""Loads what tells whether batches take units in: the same few statements for one as for all."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schema.batches import repository
from schema.batches.tables import Batch, Rectification
from schema.guidelines.rules.format import Process
from schema.units.repository import ancestor_paths
from tenants.database import Session
from tenants.reading import read_together


@dataclass(frozen=True, slots=True)
class Intake:
    """What of a unit's past counts, and which open batches there are whose area it lies in, by number."""

    items: Sequence[Rectification] = ()
    latest: Batch | None = None
    batches: Sequence[Batch] = ()

    def of(self, process: Process) -> Sequence[Batch]:
        """List the open batches of a process."""
        return [batch for batch in self.batches if batch.process == process.id]


async def intakes_of(session: Session, paths: Mapping[uuid.UUID, str]) -> Mapping[uuid.UUID, Intake]:
    """Load this of the units with these ids, each at its path."""
    if not paths:
        return {}
    items, latest, batches = await read_together(
        session,
        repository.rectifications_of(session, list(paths)),
        repository.latest_of_units(session, paths),
        repository.open_above(session, list(paths.values())),
    )
    return {
        unit_id: Intake(
            items=items.get(unit_id, ()),
            latest=latest.get(unit_id),
            batches=[batch for batch, area in batches if area in {*ancestor_paths(path), path}],
        )
        for unit_id, path in paths.items()
    }
