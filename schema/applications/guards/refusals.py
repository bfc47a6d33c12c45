"""Why an action on an application is not open: one list, for the mutation that refuses and the page that tells."""

from authz.context import Decision, Grant, OperationContext
from authz.table import Denial
from schema.applications.loading import Dossier
from schema.applications.rules import by_team, open_actions, step_not_open
from schema.applications.rules.cadence import cadence_refusal
from schema.batches.guards import intake_refusals, is_inspector
from schema.criteria import repository as criteria
from schema.criteria.guards import unmet_refusals
from schema.criteria.rules import Evaluation
from schema.deadlines.rules import RUNGS
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.refusals import denied, granted, refusals_of
from schema.guidelines.rules import criteria_for
from tenants.database import Session

LABELS = {
    "assess": "开展自评",
    "submit": "提交申请",
    "withdraw": "撤回申请",
    "forward": "受理转报",
    "endorse": "签注意见",
    "return": "退回补正",
    "reject": "不予通过",
    "name": "命名",
    "record": "备案",
    "migrate": "转入新版方案",
    "elapse": "公示期满",
    **RUNGS,
}


def known_actions(dossier: Dossier) -> list[str]:
    """List every action the process of this application knows, in the order of its way."""
    offered = {action for step in dossier.process.steps for action in step.actions}
    return [action for action in LABELS if action in offered | {"assess", "submit", "withdraw"}]


async def refusals(
    session: Session,
    context: OperationContext,
    dossier: Dossier,
    action: str,
    evaluation: Evaluation | None,
) -> list[DomainError]:
    """List every reason that stands in the way of the action; empty means it would be done.

    `evaluation` is today's, needed for actions that recheck the criteria.
    """
    return (await _judge(session, context, dossier, action, evaluation))[1]


async def require_open(
    session: Session,
    context: OperationContext,
    dossier: Dossier,
    action: str,
    evaluation: Evaluation | None = None,
) -> Grant:
    """Give the grant the action rests on, or refuse with every reason that stands in its way."""
    decision, found = await _judge(session, context, dossier, action, evaluation)
    if found:
        raise DomainErrors(found)
    return granted(decision)


async def _judge(
    session: Session,
    context: OperationContext,
    dossier: Dossier,
    action: str,
    evaluation: Evaluation | None,
) -> tuple[Decision, list[DomainError]]:
    if action not in open_actions(dossier.process, dossier.state):
        return Decision(None, None), [step_not_open(dossier.state, action)]
    decision = dossier.decide(context, action)
    found = refusals_of(decision)
    found += await _team_refusals(session, context, dossier, action, decision.grant)
    if dossier.rechecks(action) and evaluation is not None:
        asked = criteria_for(dossier.edition.guideline, dossier.unit.kind, dossier.application.tier)
        found += unmet_refusals(asked, evaluation)
    if action == "submit":
        found += await _submission_refusals(session, context, dossier)
    return decision, found


async def _team_refusals(
    session: Session, context: OperationContext, dossier: Dossier, action: str, grant: Grant | None
) -> list[DomainError]:
    """Leave an inspection to its team, and the naming to somebody who did not inspect (T-P5)."""
    if by_team(dossier.process, dossier.state.step, action):
        return [DomainError(ErrorCode.INSPECTION_REQUIRED, "此环节由验收组检查评分后得出结论。")]
    if action != "name" or dossier.process.batches is None:
        return []
    for person in {context.actor.id, grant.on_behalf_of if grant is not None else None}:
        if await is_inspector(session, dossier.application.id, person):
            return [denied(Denial.ALREADY_ACTED)]
    return []


async def _submission_refusals(
    session: Session, context: OperationContext, dossier: Dossier
) -> list[DomainError]:
    found: list[DomainError] = []
    closed = cadence_refusal(dossier.process.cadence, context.today())
    found += [closed] if closed else []
    if dossier.process.intake == "batch":
        found += await intake_refusals(session, dossier.unit, dossier.process, context.today())
    assessment = await criteria.latest_of_application(session, dossier.application.id, "self")
    if assessment is None or assessment.assessed_at < dossier.application.step_entered_at:
        found.append(DomainError(ErrorCode.ASSESSMENT_MISSING, "提交前须先完成自评（B-W4）。"))
    return found
