"""What becomes of answers on rolls as people come and go (B-k, open questions 4 and 5).

The household signs, so a signature stands while anybody of the household lives there, whoever had signed for it. A
roll that is frozen stays as it was opened, and what was given by a petition that closed stays. On one that lives, an
answer does not outlast what it says: of a household nobody lives in any more, nobody signed; one somebody came to
live in is not vacant. A signature of somebody who could never give it stands on no roll that still takes answers.
"""

import uuid

from schema.frame.operation import Transaction
from schema.petition_answers.operations.living import lock_answering, settle_quorums
from schema.petitions import repository as petitions
from schema.petitions.rules import SIGNATURES, VACANCIES
from schema.residents.tables import Household
from schema.units.tables import Unit


async def nobody_left(tx: Transaction, household: Household, unit: Unit) -> None:
    """Let living rolls ask anew a household nobody lives in any more."""
    await _ask_anew(tx, household, unit, SIGNATURES, living_only=True)


async def somebody_came(tx: Transaction, household: Household, unit: Unit) -> None:
    """Let living rolls ask a household that was vacant and is no more."""
    await _ask_anew(tx, household, unit, VACANCIES, living_only=True)


async def could_not_sign(tx: Transaction, household: Household, unit: Unit, resident_id: uuid.UUID) -> None:
    """Take back what somebody signed who never lived there, or is of no age to sign."""
    await _ask_anew(tx, household, unit, SIGNATURES, living_only=False, signatory_id=resident_id)


async def _ask_anew(
    tx: Transaction,
    household: Household,
    unit: Unit,
    answers: frozenset[str],
    *,
    living_only: bool,
    signatory_id: uuid.UUID | None = None,
) -> None:
    await tx.session.flush()
    rolls = {
        petition.id: petition
        for petition, rule in await lock_answering(tx, unit.path)
        if rule.roll == "living" or not living_only
    }
    if not rolls:
        return
    asked = [
        rolls[petition_id]
        for petition_id in await petitions.ask_anew(
            tx.session, list(rolls), household.id, answers, signatory_id
        )
    ]
    for petition in asked:
        petitions.touch(petition)
    await tx.session.flush()
    tx.note(rolls=len(asked))
    await settle_quorums(tx, [petition.unit_id for petition in asked if petition.closed_at is not None])
