"""Who may open an application where the applicants are a chain, each standing in for those before (question 8)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from authz.context import OperationContext
from authz.permissions import Reach
from authz.tables import Membership
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Process


def roles_held(memberships: Sequence[Membership] | None, now: datetime) -> frozenset[str]:
    """List the roles of the memberships that run now."""
    return frozenset(
        row.role
        for row in memberships or ()
        if row.valid_from <= now and (row.valid_until is None or row.valid_until > now)
    )


def chain_refusal(
    context: OperationContext,
    process: Process,
    path: str,
    held: Collection[str],
    words: Mapping[str, str],
) -> DomainError | None:
    """Refuse somebody who stands in for an applicant who is there; `held` are the roles over the unit.

    `words` are what the guideline calls them.
    """
    own = {grant.role for grant in context.actor.grants if grant.reach_of(path) is not Reach.DISTRICT}
    for role in process.applicants if process.fallback else ():
        if role in own:
            return None
        if role in held:
            return DomainError(
                ErrorCode.EARLIER_APPLICANT,
                f"该单元有{words[role]}，应由其申报。",
                field=("unit",),
                details={"role": role},
            )
    return None
