"""Keeps what an application shows as it ends, and closes the petition that served it."""

from dataclasses import asdict

from schema.applications.loading import Dossier
from schema.applications.tables import Closing
from schema.criteria.loading import load_statements
from schema.criteria.operations import evaluate_unit
from schema.criteria.rules import Evaluation
from schema.criteria.rules.frozen import freeze
from schema.frame.operation import Transaction
from schema.notifications.operations.delivery import settle
from schema.notifications.rules import OF_PETITIONS
from schema.petitions import repository as petitions
from schema.petitions.rules import Tally, quorum_of
from tenants.base import new_id


async def end_application(tx: Transaction, dossier: Dossier, evaluation: Evaluation | None) -> None:
    """Freeze what was found of the unit, by the evaluation the decision rests on or else by one made now.

    Of the petition the count is kept that was found; a roll that lives goes on for the name alone, as does
    what waits on it.
    """
    application, unit = dossier.application, dossier.unit
    found = evaluation
    if found is None:
        found = await evaluate_unit(tx, unit, dossier.edition, application.tier, application.id)
    stated = (await load_statements(tx.session, [unit.id])).get(unit.id, {})
    petition_id = await petitions.close_open(tx.session, unit.id, tx.now)
    lives = quorum_of(dossier.edition.guideline.criteria, unit.kind) is not None
    if petition_id is not None and not (lives and application.status == "approved"):
        settle(tx, OF_PETITIONS, petition_id)
    signed = found.facts.petition
    frozen = freeze(found, stated)
    tx.records.append(
        Closing(
            id=new_id(),
            application_id=application.id,
            petition_id=petition_id,
            judged_on=found.facts.on,
            results=frozen.results,
            score=frozen.score,
            tally=asdict(signed or Tally(0)) if petition_id is not None else None,
        )
    )
