"""What an official may begin in a unit, and why not: the actions of a unit's page."""

from collections.abc import Callable, Collection

from authz.actions import ANY, DRAFT, Action, step_object
from authz.context import OperationContext
from authz.table import DecisionTable, Denial
from schema.applications.applicants import chain_refusal
from schema.errors import DomainError, ErrorCode
from schema.guidelines.permissions import decision_table
from schema.guidelines.repository import Edition
from schema.guidelines.rules import process_for, unit_kind
from schema.operation import denied

Offer = tuple[str, str, list[DomainError]]


def unit_actions(
    context: OperationContext,
    edition: Edition,
    kind: str,
    path: str,
    *,
    titled: bool,
    under_way: bool,
    petitioned: bool,
    held: Collection[str] = (),
) -> list[Offer]:
    """List the actions of a unit with every refusal each would meet; empty refusals mean it is open.

    `held` are the roles over the unit, asked for only where the applicants are a chain.
    """
    holds = unit_kind(edition.guideline, kind).households

    def ask(action: Action, target: str = ANY, table: DecisionTable | None = None) -> list[DomainError]:
        decision = context.decide(action, path, target=target, table=table)
        return [] if decision.allowed else [denied(decision.denial or Denial.NO_RULE)]

    offers: list[Offer] = [
        ("REGISTER_HOUSEHOLDS", "登记住户", ask(Action.HOUSEHOLD_REGISTER) + _unless(holds, _no_households)),
        ("RECORD_LOG", "登记日常工作", ask(Action.LOG_RECORD)),
        ("REPORT_EVENT", "上报健康事件", ask(Action.EVENT_REPORT)),
    ]
    process = process_for(edition.guideline, kind)
    if process is None:
        return offers
    target, table = step_object(process.id, DRAFT), decision_table(edition.guideline)
    create = ask(Action.APPLICATION_CREATE, target, table)
    preceded = chain_refusal(context, process, path, held)
    create += [preceded] if preceded else []
    create += _unless(not titled, _titled) + _unless(not under_way, _under_way)
    petition = ask(Action.PETITION_OPEN) + _unless(not petitioned, _petitioned)
    return [
        *offers,
        ("OPEN_PETITION", "发起联名申请", petition),
        ("CREATE_APPLICATION", "新建创建申请", create),
    ]


def _unless(holds: bool, refusal: Callable[[], DomainError]) -> list[DomainError]:
    return [] if holds else [refusal()]


def _no_households() -> DomainError:
    return DomainError(ErrorCode.UNIT_WITHOUT_HOUSEHOLDS, "该类单元不直接登记住户。")


def _titled() -> DomainError:
    return DomainError(ErrorCode.ALREADY_TITLED, "该单元已命名。")


def _under_way() -> DomainError:
    return DomainError(ErrorCode.APPLICATION_OPEN_ALREADY, "该单元已有办理中的申请。")


def _petitioned() -> DomainError:
    return DomainError(ErrorCode.PETITION_OPEN_ALREADY, "该单元已发起联名申请。")
