"""Lending a role, as tests do."""

from datetime import timedelta

from authz.context import OperationContext
from authz.tables import Delegation, Official
from schema.delegations.operations import DelegateRole, delegate_role
from tests.builders.district import District, key


async def username(district: District, person: OperationContext) -> str:
    """Read by which name somebody signs in."""
    async with person.read() as session:
        return (await session.get_one(Official, (district.tenant.id, person.actor.id))).username


async def lend(
    district: District,
    lender: OperationContext,
    colleague: OperationContext,
    *,
    days: float = 7,
    **changes: object,
) -> Delegation:
    """Lend the lender's first role for some days, beginning now."""
    given = {
        "membership_id": lender.actor.grants[0].membership_id,
        "delegate": await username(district, colleague),
        "valid_until": district.clock.now + timedelta(days=days),
        "reason": "外出培训",
    }
    command = DelegateRole(idempotency_key=key(), **given | changes)  # type: ignore[arg-type]
    return await delegate_role(lender, command)
