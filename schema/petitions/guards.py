"""Why an action on a petition is not open: told to the page, and what the mutation would refuse with."""

from collections.abc import Mapping
from types import MappingProxyType

from authz.actions import Action
from authz.context import OperationContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of

ACTIONS: Mapping[str, tuple[Action, str]] = MappingProxyType(
    {
        "RECORD_ANSWERS": (Action.PETITION_RECORD, "登记签名"),
        "CONFIRM_VACANCY": (Action.PETITION_CONFIRM_VACANCY, "核实空置"),
        "REFUSE_VACANCY": (Action.PETITION_CONFIRM_VACANCY, "退回空置登记"),
        "WITHDRAW_SIGNATURE": (Action.PETITION_RECORD, "撤回签名"),
    }
)
"""What may be done with a petition, by name, with the permission it takes and what it is called."""


def closed_refusal() -> DomainError:
    """Refuse what only an open petition takes."""
    return DomainError(ErrorCode.PETITION_CLOSED, "该联名申请已关闭。", field=("petition",))


def refusals(
    context: OperationContext, name: str, path: str, *, closed: bool, claimed: int, signed: int
) -> list[DomainError]:
    """List every reason against an action on the petition of the unit at `path`; empty means it would be done.

    `claimed` counts the vacancies that wait for their confirmation, `signed` the signatures.
    """
    found = [closed_refusal()] if closed else []
    found += refusals_of(context.decide(ACTIONS[name][0], path))
    if name in {"CONFIRM_VACANCY", "REFUSE_VACANCY"} and not claimed:
        found.append(DomainError(ErrorCode.VACANCY_NOT_CLAIMED, "没有待核实的空置登记。"))
    if name == "WITHDRAW_SIGNATURE" and not signed:
        found.append(DomainError(ErrorCode.SIGNATURE_NOT_GIVEN, "没有在册的签名。"))
    return found
