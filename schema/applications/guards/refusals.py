"""Why an action on an application is not open: one list, for the mutation that refuses and the page that tells."""

from authz.context import Decision, Grant, OperationContext
from authz.table import Denial
from schema.applications.loading import Circumstances, Dossier, circumstances_of
from schema.applications.rules import by_team, open_actions, step_not_open
from schema.applications.rules.cadence import cadence_refusal
from schema.batches.guards import intake_refusals
from schema.criteria.guards import unmet_refusals
from schema.criteria.rules import Evaluation
from schema.deadlines.rules import RUNGS
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.refusals import denied, granted, listed, refusals_of
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.lookup import find_step
from schema.guidelines.rules.offices import post_of
from schema.guidelines.rules.words import role_words
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


def refusals(
    context: OperationContext,
    dossier: Dossier,
    circumstances: Circumstances,
    action: str,
    evaluation: Evaluation | None,
) -> list[DomainError]:
    """List every reason that stands in the way of the action; empty means it would be done.

    `evaluation` is today's, needed for actions that recheck the criteria.
    """
    return _judge(context, dossier, circumstances, action, evaluation)[1]


async def require_open(
    session: Session,
    context: OperationContext,
    dossier: Dossier,
    action: str,
    evaluation: Evaluation | None = None,
) -> Grant:
    """Give the grant the action rests on, or refuse with every reason that stands in its way."""
    circumstances = (await circumstances_of(session, [dossier]))[dossier]
    decision, found = _judge(context, dossier, circumstances, action, evaluation)
    if found:
        raise DomainErrors(found)
    return granted(decision)


def _judge(
    context: OperationContext,
    dossier: Dossier,
    circumstances: Circumstances,
    action: str,
    evaluation: Evaluation | None,
) -> tuple[Decision, list[DomainError]]:
    if action not in open_actions(dossier.process, dossier.state):
        return Decision(None, None), [step_not_open(dossier.state, action)]
    decision = dossier.decide(context, action)
    found = _denials(dossier, decision)
    found += _team_refusals(context, dossier, circumstances, action, decision.grant)
    if dossier.rechecks(action) and evaluation is not None:
        asked = criteria_for(dossier.edition.guideline, dossier.unit.kind, dossier.application.tier)
        found += unmet_refusals(asked, evaluation)
    if action == "submit":
        found += _submission_refusals(context, dossier, circumstances)
    return decision, found


def _denials(dossier: Dossier, decision: Decision) -> list[DomainError]:
    """List why the permissions deny it; to whom holds the role at another level, name the office whose turn it is."""
    step = find_step(dossier.process, dossier.state.step)
    if decision.denial is not Denial.OTHER_OFFICE or step is None:
        return refusals_of(decision)
    name = role_words(dossier.edition.guideline)[post_of(step)]
    details = {"reason": decision.denial.name, "office": post_of(step)}
    return [DomainError(ErrorCode.OTHER_OFFICE, f"此环节由{name}办理，您的任职不在该机构。", details=details)]


def _team_refusals(
    context: OperationContext,
    dossier: Dossier,
    circumstances: Circumstances,
    action: str,
    grant: Grant | None,
) -> list[DomainError]:
    """Leave an inspection to its team, and the naming to somebody who did not inspect (T-P5)."""
    if by_team(dossier.process, dossier.state.step, action):
        return [DomainError(ErrorCode.INSPECTION_REQUIRED, "此环节由验收组检查评分后得出结论。")]
    if action != "name" or dossier.process.batches is None:
        return []
    acting = {context.actor.id, grant.on_behalf_of if grant is not None else None}
    return [] if acting.isdisjoint(circumstances.inspectors) else [denied(Denial.ALREADY_ACTED)]


def _submission_refusals(
    context: OperationContext, dossier: Dossier, circumstances: Circumstances
) -> list[DomainError]:
    found = listed(cadence_refusal(dossier.process.cadence, context.today()))
    if dossier.process.intake == "batch":
        found += intake_refusals(circumstances.intake, dossier.process, context.today())
    assessed = circumstances.assessed_at
    if assessed is None or assessed < dossier.application.step_entered_at:
        found.append(DomainError(ErrorCode.ASSESSMENT_MISSING, "提交前须先完成自评。"))
    return found
