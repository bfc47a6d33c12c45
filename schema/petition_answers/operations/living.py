"""Living rolls: which there are over a place, and what becomes of the names that rest on them."""

import uuid
from collections.abc import Collection, Sequence

from schema.designations.operations.settling import settle_designations
from schema.designations.operations.shifts import befallen
from schema.designations.repository.sweeps import Borne, lock_of_units
from schema.designations.rules import Cause, Change
from schema.frame.operation import Transaction, before_commit
from schema.guidelines.repository import current_edition, editions_by_ids
from schema.guidelines.rules.format import PetitionCheck
from schema.petition_answers.rules import QUORUM, due_change
from schema.petitions import repository as petitions
from schema.petitions.rules import quorum_of, rule_for
from schema.petitions.tables import Petition
from schema.residents import repository as residents
from schema.supervision.operations import follow_upwards, guidelines_borne, settlement_of
from schema.units import repository as units
from schema.units.tables import Unit


async def rule_of(tx: Transaction, petition: Petition, unit: Unit) -> PetitionCheck | None:
    """Find the rule by which a petition takes answers now; None: it takes none any more.

    An open one goes by the guideline in force; one a name rests on, by the name's, if that lets its roll live.
    """
    if petition.closed_at is None:
        edition = await current_edition(tx.session, tx.today)
        return rule_for(edition.guideline.criteria, unit.kind)
    resting = (await petitions.resting_of(tx.session, [unit.id])).get(unit.id)
    if resting is None or resting.petition_id != petition.id:
        return None
    edition = (await editions_by_ids(tx.session, [resting.version]))[resting.version]
    criterion = quorum_of(edition.guideline.criteria, unit.kind)
    return rule_for([criterion], unit.kind) if criterion else None


async def lock_living(tx: Transaction, path: str) -> Sequence[Petition]:
    """Lock the petitions, of the unit at `path` and those above, whose rolls live."""
    return [petition for petition, rule in await lock_answering(tx, path) if rule.roll == "living"]


async def lock_answering(tx: Transaction, path: str) -> Sequence[tuple[Petition, PetitionCheck]]:
    """Lock the petitions, of the unit at `path` and those above, that take answers now, each with its rule."""
    places = await units.by_paths(tx.session, [*units.ancestor_paths(path), path])
    by_id = {unit.id: unit for unit in places.values()}
    opened = await petitions.open_by_units(tx.session, list(by_id))
    resting = await petitions.resting_of(tx.session, list(by_id))
    wanted = {petition.id for petition in opened.values()} | {each.petition_id for each in resting.values()}
    answering = []
    for petition in await petitions.lock_all(tx.session, wanted):
        rule = await rule_of(tx, petition, by_id[petition.unit_id])
        if rule is not None:
            answering.append((petition, rule))
    return answering


async def settle_quorums(tx: Transaction, unit_ids: Collection[uuid.UUID]) -> None:
    """Let the names of units whose living rolls changed fall, or come back, and follow that upwards."""
    names = await lock_of_units(tx.session, unit_ids) if unit_ids else ()
    if not names:
        return
    guidelines = await guidelines_borne(tx)
    resting = await petitions.resting_of(tx.session, [name.unit_id for name in names])
    tallies = await petitions.tallies_of(tx.session, [each.petition_id for each in resting.values()])
    due: list[tuple[Borne, Change, str]] = []
    for name in names:
        criterion = quorum_of(guidelines[name.version].criteria, name.kind)
        if criterion is None or name.unit_id not in resting:
            continue
        answers = tallies[resting[name.unit_id].petition_id]
        change = due_change(
            criterion, answers, down=QUORUM in name.state.warned_for | name.state.suspended_for
        )
        if change is not None:
            due.append((name, change, criterion.id))
    await settle_designations(
        tx,
        [
            settlement_of(name, change, _cause(change), clause, tx.today, QUORUM)
            for name, change, clause in due
        ],
    )
    lost = [
        (name.parent_id, name.kind) for name, change, _ in due if change in {Change.SUSPENDED, Change.REVOKED}
    ]
    await follow_upwards(tx, lost, guidelines, tx.today)


@before_commit
async def count_reinstated(tx: Transaction) -> None:
    """Bring the living rolls of names that were given back up to the roster, and count them.

    A roll lives while a name rests on it, so nobody followed it while the name was lost; but one that was wrongly
    decided to be lost is back as if it had not been.
    """
    back = {shift.unit_id for shift in befallen(tx) if shift.change == Change.REINSTATED}
    resting = await petitions.resting_of(tx.session, list(back)) if back else {}
    places = await units.by_ids(tx.session, list(resting))
    living = []
    for petition in await petitions.lock_all(tx.session, {each.petition_id for each in resting.values()}):
        unit = places[petition.unit_id]
        rule = await rule_of(tx, petition, unit)
        if rule is not None and rule.roll == "living":
            await _bring_up(tx, petition, unit)
            living.append(unit.id)
    await settle_quorums(tx, living)


async def _bring_up(tx: Transaction, petition: Petition, unit: Unit) -> None:
    listed = await petitions.households_on(tx.session, petition.id)
    here = set(await residents.homes_below(tx.session, unit.path))
    if listed == here:
        return
    await petitions.leave_rolls(tx.session, [petition.id], listed - here)
    await petitions.join_rolls(tx.session, [petition.id], here - listed)
    petitions.touch(petition)
    await tx.session.flush()


def _cause(change: Change) -> Cause:
    return Cause.QUORUM_REGAINED if change is Change.RESTORED else Cause.QUORUM_LOST
