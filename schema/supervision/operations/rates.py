"""Figures recorded after the naming: below its threshold a name falls by `on_loss`; reached again, it comes back."""

from collections.abc import Iterator, Sequence
from datetime import date

from schema.criteria.loading.records import load_figures
from schema.criteria.rules import run_check
from schema.criteria.rules.facts import UnitFacts
from schema.criteria.rules.rates import falls_short
from schema.designations.operations.settling import Settled, settle_designations
from schema.designations.repository import sweeps
from schema.designations.repository.sweeps import Borne
from schema.designations.rules import Cause, Change
from schema.frame.operation import Transaction
from schema.guidelines.rules.format import Criterion, Guideline, RateCheck
from schema.guidelines.rules.vocabulary import Vocabulary
from schema.supervision.operations.settling import AT_ONCE, Below, Guidelines, settlement_of

_CHANGES = {"warn": Change.WARNED, "suspend": Change.SUSPENDED, "revoke": Change.REVOKED}


async def answer_rates(tx: Transaction, guidelines: Guidelines, today: date) -> tuple[list[Below], int]:
    """Warn, suspend or revoke for figures that fall short, and lift that; give who fell, and how many changed."""
    fallen: list[Below] = []
    changed = 0
    for version, guideline in guidelines.items():
        for criterion in _watched(guideline):
            names = await sweeps.lock_under(tx.session, version, criterion.applies_to)
            for start in range(0, len(names), AT_ONCE):
                lost, count = await _answer(tx, guideline, criterion, names[start : start + AT_ONCE], today)
                fallen, changed = fallen + lost, changed + count
    return fallen, changed


def _watched(guideline: Guideline) -> Iterator[Criterion]:
    return (
        each
        for each in guideline.criteria
        if isinstance(each.check, RateCheck) and each.on_loss != "none" and each.tier is None
    )


async def _answer(
    tx: Transaction, guideline: Guideline, criterion: Criterion, names: Sequence[Borne], today: date
) -> tuple[list[Below], int]:
    if not isinstance(criterion.check, RateCheck):
        return [], 0
    vocabulary, ground = Vocabulary.of(guideline), f"rate:{criterion.id}"
    figures = await load_figures(tx.session, [name.unit_id for name in names], today)
    settled: list[Settled] = []
    lost: list[Below] = []
    for name in names:
        facts = UnitFacts(today, name.kind, figures=figures.get(name.unit_id, {}))
        down = ground in name.state.warned_for | name.state.suspended_for
        if not down and falls_short(criterion.check, facts, vocabulary):
            change, cause = _CHANGES[criterion.on_loss], Cause.FIGURE_FELL_SHORT
            lost += [] if change is Change.WARNED else [(name.parent_id, name.kind)]
        elif down and run_check(criterion.check, facts, vocabulary).passed:
            change, cause = Change.RESTORED, Cause.FIGURE_REACHED
        else:
            continue
        settled.append(settlement_of(name, change, cause, criterion.id, today, ground))
    await settle_designations(tx, settled)
    return lost, len(settled)
