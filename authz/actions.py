"""The vocabulary of permissions: roles, actions and the objects they are asked on, alphabetical."""

from enum import StrEnum


class Role(StrEnum):
    """The six roles of the guideline and the two of the platform."""

    BUILDING_LEADER = "building_leader"
    COMMISSION = "commission"
    COMMUNITY = "community"
    HEADQUARTERS = "headquarters"
    PLATFORM_OPERATOR = "platform_operator"
    PROPERTY = "property"
    STREET = "street"
    TENANT_ADMINISTRATOR = "tenant_administrator"


class Action(StrEnum):
    """What may be asked. Workflow actions are asked on a step, all others on ANY."""

    APPEAL_DECIDE = "appeal.decide"
    APPEAL_LODGE = "appeal.lodge"
    APPLICATION_ASSESS = "application.assess"
    APPLICATION_CREATE = "application.create"
    APPLICATION_ENDORSE = "application.endorse"
    APPLICATION_FORWARD = "application.forward"
    APPLICATION_MIGRATE = "application.migrate"
    APPLICATION_NAME = "application.name"
    APPLICATION_OVERSEE = "application.oversee"
    APPLICATION_READ = "application.read"
    APPLICATION_RECORD = "application.record"
    APPLICATION_REJECT = "application.reject"
    APPLICATION_RETURN = "application.return"
    APPLICATION_SUBMIT = "application.submit"
    APPLICATION_WITHDRAW = "application.withdraw"
    AREA_LIST = "area.list"
    AREA_READ = "area.read"
    BATCH_APPOINT_TEAM = "batch.appoint_team"
    BATCH_CLOSE = "batch.close"
    BATCH_OPEN = "batch.open"
    BATCH_READ = "batch.read"
    CALENDAR_READ = "calendar.read"
    CALENDAR_SET = "calendar.set"
    CLIENT_MANAGE = "client.manage"
    COMPLAINT_READ = "complaint.read"
    COMPLAINT_RECORD = "complaint.record"
    COMPLAINT_SETTLE = "complaint.settle"
    DESIGNATION_RECORD_PLAQUE = "designation.record_plaque"
    DESIGNATION_REISSUE = "designation.reissue"
    DESIGNATION_VOID = "designation.void"
    DELEGATION_GIVE = "delegation.give"
    EVENT_CLOSE = "event.close"
    EVENT_CORRECT = "event.correct"
    EVENT_EXCLUDE = "event.exclude"
    EVENT_READ = "event.read"
    EVENT_REPORT = "event.report"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_UPLOAD = "evidence.upload"
    EVIDENCE_WITHDRAW = "evidence.withdraw"
    FIGURE_RECORD = "figure.record"
    GUIDELINE_DRAFT = "guideline.draft"
    FINDING_READ = "finding.read"
    FINDING_RECORD = "finding.record"
    FINDING_RECTIFY = "finding.rectify"
    FINDING_VERIFY = "finding.verify"
    GUIDELINE_PUBLISH = "guideline.publish"
    GUIDELINE_READ = "guideline.read"
    GUIDELINE_WITHDRAW = "guideline.withdraw"
    HOUSEHOLD_READ = "household.read"
    HOUSEHOLD_REGISTER = "household.register"
    INSPECTION_CONCLUDE = "inspection.conclude"
    INSPECTION_READ = "inspection.read"
    INSPECTION_SCORE = "inspection.score"
    JOB_READ = "job.read"
    JOB_RETRY = "job.retry"
    LOG_RECORD = "log.record"
    OFFICIAL_APPOINT = "official.appoint"
    OFFICIAL_CHANGE = "official.change"
    OFFICIAL_READ = "official.read"
    OFFICIAL_RESET_PASSWORD = "official.reset_password"  # noqa: S105 - an action, not a password
    PETITION_CONFIRM_VACANCY = "petition.confirm_vacancy"
    PETITION_OPEN = "petition.open"
    PETITION_READ_ROLL = "petition.read_roll"
    PETITION_RECORD = "petition.record"
    RULE_CHANGE_DECIDE = "rule_change.decide"
    SIMULATION_RUN = "simulation.run"
    UNIT_ASSESS = "unit.assess"
    UNIT_IMPORT = "unit.import"
    UNIT_READ = "unit.read"
    UNIT_REARRANGE = "unit.rearrange"


WORKFLOW_ACTIONS = frozenset(
    {
        Action.APPLICATION_ASSESS,
        Action.APPLICATION_CREATE,
        Action.APPLICATION_ENDORSE,
        Action.APPLICATION_FORWARD,
        Action.APPLICATION_NAME,
        Action.APPLICATION_RECORD,
        Action.APPLICATION_REJECT,
        Action.APPLICATION_RETURN,
        Action.APPLICATION_SUBMIT,
        Action.APPLICATION_WITHDRAW,
    }
)
"""Actions whose permission comes from the guideline's processes, asked on the object `process/step`."""

DELEGABLE = WORKFLOW_ACTIONS | {
    Action.APPLICATION_READ,
    Action.BATCH_READ,
    Action.CALENDAR_READ,
    Action.EVENT_READ,
    Action.EVIDENCE_READ,
    Action.GUIDELINE_READ,
    Action.INSPECTION_READ,
    Action.UNIT_READ,
}
"""What somebody who stands in may do: decide on applications and see what that takes. No resident, nothing else."""

ANY = "*"
"""The object of a permission that does not depend on a step."""

DRAFT = "draft"
"""The step of an application that was not yet submitted, or was returned to its applicant."""


def escalated_object(process: str, step: str, post: str) -> str:
    """Name a workflow step a role or an office took over, e.g. `B-W1/street_review@commission`."""
    return f"{step_object(process, step)}@{post}"


def office_subject(role: str, level: str) -> str:
    """Name a role as it is held over units of one kind, as a Casbin subject, e.g. `headquarters@town`."""
    return f"{role}@{level}"


def step_object(process: str, step: str) -> str:
    """Name a workflow step as a Casbin object, e.g. `B-W1/street_review`."""
    return f"{process}/{step}"


def step_of(target: str) -> str:
    """Give the step of such an object, taken over or not."""
    return target.partition("/")[2].partition("@")[0]
