"""What an official may begin in a unit, and why not: the actions of a unit's page."""

from collections.abc import Callable, Collection
from datetime import date

from authz.actions import ANY, DRAFT, Action, step_object
from authz.context import OperationContext
from authz.table import DecisionTable
from schema.applications.guards.applicants import chain_refusal
from schema.designations.rules import Held, application_refusal, purpose_of
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.refusals import refusals_of
from schema.guidelines.guards import decision_table
from schema.guidelines.repository import Edition
from schema.guidelines.rules import process_for, unit_kind
from schema.guidelines.rules.words import role_words

Offer = tuple[str, str, list[DomainError]]


def unit_actions(
    context: OperationContext,
    edition: Edition,
    kind: str,
    path: str,
    *,
    named: Held | None,
    lost: date | None,
    under_way: bool,
    petitioned: bool,
    held: Collection[str] = (),
) -> list[Offer]:
    """List the actions of a unit with every refusal each would meet; empty refusals mean it is open.

    `APPLY_FOR_…` is a tier's. `held` are the roles over the unit, asked for only where the applicants are a
    chain.
    """
    holds = unit_kind(edition.guideline, kind).households

    def ask(action: Action, target: str = ANY, table: DecisionTable | None = None) -> list[DomainError]:
        decision = context.decide(action, path, target=target, table=table)
        return refusals_of(decision)

    offers: list[Offer] = [
        ("REGISTER_HOUSEHOLDS", "登记住户", ask(Action.HOUSEHOLD_REGISTER) + _unless(holds, _no_households)),
        ("RECORD_LOG", "登记日常工作", ask(Action.LOG_RECORD)),
        ("RECORD_COMPLAINT", "登记投诉", ask(Action.COMPLAINT_RECORD)),
        ("REPORT_EVENT", "上报健康事件", ask(Action.EVENT_REPORT)),
    ]
    above = path.rpartition(".")[0]
    known = refusals_of(context.decide(Action.UNIT_IMPORT, above or path))
    rearranged = ask(Action.UNIT_REARRANGE) + _unless(bool(above), _topmost)
    offers += [
        ("RENAME_UNIT", "更名", known),
        ("CHANGE_UNIT_CODE", "更换编码", known),
        ("CHANGE_UNIT_KIND", "变更类型", rearranged),
        ("CLOSE_UNIT", "撤销单元", rearranged),
    ]
    if edition.guideline.figures:
        offers.append(("RECORD_FIGURE", "登记统计比例", ask(Action.FIGURE_RECORD)))
    if any(process.batches for process in edition.guideline.processes):
        offers.append(("OPEN_BATCH", "开设批次", ask(Action.BATCH_OPEN)))
    if process_for(edition.guideline, kind) is None:
        return offers

    def create(tier: str | None) -> list[DomainError]:
        process = process_for(edition.guideline, kind, tier)
        if process is None:
            return [DomainError(ErrorCode.NO_PROCESS_FOR_KIND, "该类单元不是创建主体。")]
        target, table = step_object(process.id, DRAFT), decision_table(edition.guideline)
        refused = ask(Action.APPLICATION_CREATE, target, table)
        for refusal in (
            chain_refusal(context, process, path, held, role_words(edition.guideline)),
            application_refusal(edition.guideline, kind, named, tier, context.today(), lost),
        ):
            refused += [refusal] if refusal else []
        return refused + _unless(not under_way, _under_way)

    renewing = purpose_of(named, None, context.today()) == "renewal"
    petition = ask(Action.PETITION_OPEN) + _unless(not petitioned, _petitioned)
    return [
        *offers,
        ("OPEN_PETITION", "发起联名申请", petition),
        ("CREATE_APPLICATION", "申请续期" if renewing else "新建创建申请", create(None)),
        *(
            (f"APPLY_FOR_{tier.id.upper()}", f"申报{tier.name}", create(tier.id))
            for tier in edition.guideline.tiers
            if kind in tier.unit_kinds
        ),
    ]


def _unless(holds: bool, refusal: Callable[[], DomainError]) -> list[DomainError]:
    return [] if holds else [refusal()]


def _topmost() -> DomainError:
    return DomainError(ErrorCode.PARENT_NOT_ALLOWED, "最上级单元不能移动或撤并。")


def _no_households() -> DomainError:
    return DomainError(ErrorCode.UNIT_WITHOUT_HOUSEHOLDS, "该类单元不直接登记住户。")


def _under_way() -> DomainError:
    return DomainError(ErrorCode.APPLICATION_OPEN_ALREADY, "该单元已有办理中的申请。")


def _petitioned() -> DomainError:
    return DomainError(ErrorCode.PETITION_OPEN_ALREADY, "该单元已发起联名申请。")
