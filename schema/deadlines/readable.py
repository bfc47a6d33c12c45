"""What compiled plans may read of the clocks of steps."""

import json

from authz.actions import DRAFT
from schema.deadlines.rules import RUNGS
from schema.deadlines.tables import Escalation, StepDeadline
from schema.guidelines.readable import post_name_of
from schema.plans.calls import TODAY, Arguments, Row, Source
from schema.plans.columns import column
from schema.plans.declarations import Kind, Many, Readable, Scalar
from schema.plans.rendering import quoted

TABLE, RUNGS_CLIMBED = StepDeadline.__tablename__, Escalation.__tablename__
_LABELS = quoted(json.dumps(dict(RUNGS), ensure_ascii=False))


def of_application(row: Row) -> Source:
    """Give the clock that runs for an application, or is paused while it is with its applicant."""
    clock = row.alias("k")
    runs = f"({clock}.status = 'running' or coalesce({row('step')}, '') = '{DRAFT}')"
    where = (f"{clock}.application_id = {row('id')}", f"{clock}.status <> 'done'", runs)
    order = (f"({clock}.status = 'running') desc", f"{clock}.id desc")
    return Source(((TABLE, clock),), where, order, limit=1)


def _escalations(row: Row, _: Arguments) -> Source:
    rung = row.alias("e")
    return Source(((RUNGS_CLIMBED, rung),), (f"{rung}.deadline_id = {row('id')}",), (f"{rung}.rung",))


READABLE = (
    Readable(
        "Deadline",
        {
            "step": column(StepDeadline.step),
            "budget": column(StepDeadline.budget),
            "carried": column(StepDeadline.consumed),
            "runningSince": column(StepDeadline.running_since),
            "dueOn": column(StepDeadline.due_on),
            "nextEscalationOn": column(StepDeadline.next_rung_on),
            "paused": Scalar(Kind.BOOLEAN, lambda row: f"{row('status')} = 'paused'"),
            "overdue": Scalar(
                Kind.BOOLEAN, lambda row: f"coalesce({row('due_on')} < {row.given(TODAY)}, false)"
            ),
            "escalations": Many(_escalations),
        },
    ),
    Readable(
        "Escalation",
        {
            "action": column(Escalation.action, plain=True),
            "actionLabel": Scalar(
                Kind.TEXT, lambda row: f"({_LABELS}::jsonb ->> {row('action')})", certain=False
            ),
            "role": Scalar(Kind.PLAIN, lambda row: f"upper({row('role')})"),
            "roleName": Scalar(
                Kind.TEXT, lambda row: post_name_of(row, row("role"), row("office")), certain=False
            ),
            "at": column(Escalation.at),
        },
    ),
)
