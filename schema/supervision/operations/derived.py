"""Titles nobody applies for, settled once a day."""

from datetime import date

from schema.designations.operations.derivation import settle_title
from schema.designations.rules import derived_title
from schema.frame.operation import Transaction
from schema.guidelines.repository import find_current_edition
from schema.units.repository.kinds import list_of_kinds


async def settle_derived(tx: Transaction, today: date) -> int:
    """Settle every derived title: units may have come, or a rule, since the last name below changed."""
    edition = await find_current_edition(tx.session, today)
    if edition is None:
        return 0
    rules = {rule.unit_kind: rule for rule in edition.guideline.derived_titles}
    settled = 0
    for unit in await list_of_kinds(tx.session, rules) if rules else ():
        rule = derived_title(edition.guideline, unit.kind)
        if rule is not None:
            settled += await settle_title(tx, unit, edition, rule)
    return settled
