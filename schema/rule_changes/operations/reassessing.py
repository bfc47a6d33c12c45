"""Names to be assessed again by a new version: what an assessment does to them, and what becomes of the overdue."""

from datetime import date
from typing import Any

from schema.criteria.tables import Assessment
from schema.designations.operations.news import tell_change
from schema.designations.operations.settling import settle_designations
from schema.designations.repository import sweeps
from schema.designations.rules import Cause, Change
from schema.frame.operation import Transaction, following
from schema.guidelines.repository import Edition, editions_by_ids
from schema.rule_changes import repository
from schema.rule_changes.loading import Target, load_names, older_versions
from schema.rule_changes.operations.applying import announce, count_in, settle
from schema.rule_changes.rules import REASSESSMENT, Treatment, counts_from, standing_until
from schema.rule_changes.tables import RuleChange
from schema.supervision.operations import settlement_of
from schema.units import repository as units
from schema.units.repository import lines


@following
async def settle_reassessed(tx: Transaction) -> None:
    """Let a name stand, or fall, by the version its unit was assessed by, where that was asked for."""
    waiting = [
        row for (entity, _), rows in tx.records.waiting.items() if entity is Assessment for row in rows
    ]
    for row in waiting:
        if row["kind"] == "periodic":
            await _settle(tx, row)


async def warn_overdue(tx: Transaction, today: date) -> int:
    """Warn names that were to be assessed by now, and close what is done with; tell how many changed."""
    warned = 0
    for change in await repository.list_open(tx.session, "reassess", ["pending"], lock=True):
        if change.due_on is None or change.due_on >= today:
            continue
        edition = (await editions_by_ids(tx.session, [change.guideline_version_id]))[
            change.guideline_version_id
        ]
        older = await older_versions(tx.session, edition.number)
        names = await sweeps.list_older(tx.session, sweeps.Older(older, _until(change), today), lock=True)
        late = [name for name in names if REASSESSMENT not in name.state.warned_for]
        rows = await lines.list_by_ids(tx.session, [name.unit_id for name in late], lock=False)
        places = {row.id: row for row in rows}
        settled = [
            settlement_of(name, Change.WARNED, Cause.REASSESSMENT_OVERDUE, None, today, REASSESSMENT)
            for name in late
        ]
        for name in late:
            tell_change(tx, Change.WARNED.value, name.id, name.unit_id, places[name.unit_id].path)
        await settle_designations(tx, settled)
        warned += len(late)
        if not names:
            change.status, change.closed_at = "applied", tx.now
            announce(tx, edition, counts_from(change.tally))
    return warned


async def _settle(tx: Transaction, row: dict[str, Any]) -> None:
    edition = (await editions_by_ids(tx.session, [row["guideline_version_id"]]))[row["guideline_version_id"]]
    change = await _asked_for(tx, edition)
    unit = await units.get(tx.session, row["unit_id"]) if change is not None else None
    if change is None or unit is None:
        return
    await tx.records.write()
    older = await older_versions(tx.session, edition.number)
    target = Target(edition.id, edition.guideline, tx.today)
    loaded = await load_names(tx.session, target, older, _until(change), lock=True, unit=unit)
    if loaded is None:
        return
    tx.turn_has_come()
    verdicts = list(loaded.verdicts())
    await settle(tx, loaded, verdicts)
    judged = loaded.judged(verdicts)
    await count_in(tx, change, judged)
    tx.note(rejudged=edition.number, fallen=sum(each.is_loss for each in judged))


async def _asked_for(tx: Transaction, edition: Edition) -> RuleChange | None:
    """Find the last rule change that asks for an assessment by a version, or by one before it."""
    pending = await repository.list_open(tx.session, "reassess", ["pending"])
    asking = await editions_by_ids(tx.session, [each.guideline_version_id for each in pending])
    fitting = [each for each in pending if asking[each.guideline_version_id].number <= edition.number]
    return max(fitting, key=lambda each: asking[each.guideline_version_id].number, default=None)


def _until(change: RuleChange) -> date:
    return standing_until(Treatment(change.treatment), change.due_on or date.max, change.days)
