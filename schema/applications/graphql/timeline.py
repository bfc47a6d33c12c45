"""The timeline of an application in the API: each move, by whom, from where to where."""

from datetime import datetime
from uuid import UUID

import strawberry

from schema.applications.guards import LABELS
from schema.applications.loading import Dossier
from schema.applications.rules import DRAFT_STEP
from schema.applications.tables import Transition as TransitionTable
from schema.frame.context import Info
from schema.guidelines.graphql import role_name
from schema.guidelines.rules.format import Process
from schema.guidelines.rules.lookup import find_step
from schema.officials.graphql import Official, find_official

SYSTEM = "系统"
"""Who acted where nobody did."""


def step_label(process: Process, step: str | None, status: str) -> str:
    """Name a step, or the end of the way, in zh-CN."""
    ends = {"approved": "审核通过", "rejected": "不予通过", "withdrawn": "已撤回"}
    if step is None:
        return ends[status]
    found = find_step(process, step)
    if found is None and step != DRAFT_STEP:
        return step  # of a version the application was pinned to before
    return found.name if found else ("退回补正" if status == "returned" else "申报准备")


def end_of(action: str) -> str:
    """Tell how an application stands that was closed by an action."""
    return {"withdraw": "withdrawn", "reject": "rejected"}.get(action, "approved")


@strawberry.type
class FormAnswer:
    """What was filled in, with the label it was asked under."""

    field: str = strawberry.field(description="Id of the field.")
    label: str = strawberry.field(description="What was asked, in zh-CN.")
    value: str = strawberry.field(description="The answer as text; `true` or `false` for a yes or no.")

    @classmethod
    def of(cls, kept: list[dict[str, str]]) -> "list[FormAnswer]":
        """Render the answers of a move."""
        return [cls(field=each["id"], label=each["label"], value=each["value"]) for each in kept]


@strawberry.type
class Transition:
    """One move of an application, as the timeline shows it."""

    actor_uuid: strawberry.Private[UUID | None]
    substituted_uuid: strawberry.Private[UUID | None]
    action: str = strawberry.field(
        description="`submit`, `withdraw`, `migrate`, `elapse`, `remind`, `take_over` or a review decision."
    )
    action_label: str = strawberry.field(description="The action in zh-CN.")
    from_step: str = strawberry.field(description="Step it left.")
    from_step_name: str = strawberry.field(description="Name of the step it left.")
    to_step: str | None = strawberry.field(description="Step it entered; null when closed.")
    to_step_name: str = strawberry.field(description="Name of the step it entered, or of the end.")
    role: str = strawberry.field(description="The role it was done in; `system` for what happens by itself.")
    role_name: str = strawberry.field(description="The role in zh-CN, or the office it is held in.")
    note: str | None = strawberry.field(description="Signed opinion 签注意见 or reason.")
    answers: list[FormAnswer] = strawberry.field(description="What was filled in; empty without a form.")
    at: datetime = strawberry.field(description="When it was done.")
    round: int = strawberry.field(description="The submission it belongs to.")

    @classmethod
    def of(cls, dossier: Dossier, move: TransitionTable) -> "Transition":
        """Render a move of a dossier's history."""
        return cls(
            actor_uuid=move.actor_id,
            substituted_uuid=move.on_behalf_of,
            action=move.action,
            action_label=LABELS[move.action],
            from_step=move.from_step,
            from_step_name=step_label(dossier.process, move.from_step, "draft"),
            to_step=move.to_step,
            to_step_name=step_label(
                dossier.process, move.to_step, end_of(move.action) if move.to_step is None else "returned"
            ),
            role=move.role,
            role_name=role_name(move.role, dossier.edition.guideline, move.level)
            if move.actor_id is not None
            else SYSTEM,
            note=move.note,
            answers=FormAnswer.of(move.answers),
            at=move.at,
            round=move.round,
        )

    @strawberry.field
    async def actor(self, info: Info) -> Official | None:
        """Who did it; null for what happens by itself."""
        return await find_official(info.context, self.actor_uuid) if self.actor_uuid is not None else None

    @strawberry.field
    async def on_behalf_of(self, info: Info) -> Official | None:
        """Whom the actor stood in for; null if nobody."""
        person = self.substituted_uuid
        return await find_official(info.context, person) if person is not None else None
