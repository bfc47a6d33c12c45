"""Who may open an application where the applicants are a chain, each standing in for those before (question 8)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from authz.context import OperationContext
from authz.permissions import Reach
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Process
from schema.officials.repository import Term


def running(terms: Sequence[Term] | None, now: datetime) -> list[Term]:
    """List the terms that run now."""
    return [
        each
        for each in terms or ()
        if each.valid_from <= now and (each.valid_until is None or each.valid_until > now)
    ]


def roles_held(terms: Sequence[Term] | None, now: datetime) -> frozenset[str]:
    """List the roles of the terms that run now."""
    return frozenset(each.role for each in running(terms, now))


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
