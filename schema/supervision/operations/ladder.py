"""The ladder of findings nobody put right in time: each rung warns, suspends or revokes."""

from datetime import date

from schema.designations import repository as designations
from schema.designations.operations import change_designation
from schema.designations.operations.changing import Change
from schema.designations.rules import Cause
from schema.findings import repository as findings
from schema.findings.operations import ground_of
from schema.findings.rules import FindingStatus, Rung, next_rung
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import settle, tell
from schema.notifications.rules import OF_RECTIFICATIONS, Happening, Kind
from schema.supervision.operations.settling import Below, Guidelines
from schema.units import repository as units

RECTIFIERS = ("building_leader", "property", "community")
"""Roles that put right what was found, and are told when it is overdue."""


async def climb_ladder(tx: Transaction, guidelines: Guidelines, today: date) -> tuple[list[Below], int]:
    """Warn, suspend or revoke for findings nobody put right in time; give who fell, and how many were answered."""
    fallen, overdue = list[Below](), await findings.lock_overdue(tx.session, today)
    for finding in overdue:
        unit = await units.lock(tx.session, finding.unit_id)
        name = (await designations.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
        if name is None or name.id != finding.designation_id:
            finding.status = FindingStatus.LAPSED
            settle(tx, OF_RECTIFICATIONS, finding.id)
            continue
        terms = guidelines[name.guideline_version_id].supervision
        climb = next_rung(terms, Rung(finding.warnings, finding.suspended, finding.due_on), today)
        if climb is None:
            continue
        befallen = Change(
            climb.change, Cause.FINDING_NOT_RECTIFIED, finding.clause, ground=ground_of(finding)
        )
        await change_designation(tx, name, unit, befallen)
        if climb.rung is None:
            finding.status = FindingStatus.LAPSED
            settle(tx, OF_RECTIFICATIONS, finding.id)
        else:
            finding.warnings, finding.suspended = climb.rung.warnings, climb.rung.suspended
            finding.due_on = climb.rung.due_on
            kind, subject = Kind.RECTIFICATION_OVERDUE, ("SupervisionFinding", finding.id)
            tell(tx, Happening(kind, unit.id, unit.path, RECTIFIERS, *subject))
        if climb.change != "warned":
            fallen.append((unit.parent_id, unit.kind))
        await tx.session.flush()
    return fallen, len(overdue)
