"""People with valid numbers, one by one; and how many of them a test round has to reach."""

from datetime import date

from stdnum.iso7064 import mod_11_2

from authz.context import OperationContext
from schema.residents.repository.rosters import count_present
from schema.residents.rules import ResidentRow
from schema.units.tables import Unit

ROUND = 10
"""How many a round reaches in a unit where nobody lives."""


async def everybody(actor: OperationContext, unit: Unit, on: date) -> int:
    """Count those due of a test round in a unit on a day."""
    async with actor.read() as session:
        return await count_present(session, unit.path, on) or ROUND


def numbered(order: int, name: str = "居民") -> ResidentRow:
    """Make a person with a valid number of 1 January 1980 in the unassigned region 999999."""
    body = f"99999919800101{order:03d}"
    return ResidentRow(name, body + mod_11_2.calc_check_digit(body), None, (), None)
