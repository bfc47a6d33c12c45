"""Processes: who acts at which step, and what may be decided there."""

from datetime import date
from enum import StrEnum

import strawberry

from authz.actions import Role
from schema.guidelines.graphql.batches import BatchTerms
from schema.guidelines.graphql.criteria import UnitKind
from schema.guidelines.rules import format as parts
from schema.guidelines.rules import unit_kind
from schema.guidelines.rules.words import role_words

strawberry.enum(Role, description="The six roles of the guideline and the two of the platform.")


def role_name(role: str, guideline: parts.Guideline | None = None) -> str:
    """Say a role in zh-CN, as a guideline does where one is at hand that names it."""
    return role_words(guideline)[role]


@strawberry.enum
class ReviewDecision(StrEnum):
    """What may be decided at a step."""

    ENDORSE = "endorse"
    FORWARD = "forward"
    NAME = "name"
    RECORD = "record"
    REJECT = "reject"
    RETURN = "return"


@strawberry.enum
class StepKind(StrEnum):
    """What a step of a process is for."""

    DECIDE = "decide"
    FORWARD = "forward"
    NOTICE = "notice"
    RECORD = "record"
    REVIEW = "review"


@strawberry.enum
class FieldType(StrEnum):
    """What kind of answer a field of a form takes."""

    BOOLEAN = "boolean"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@strawberry.type
class FormField:
    """A question asked when an application is handed in or decided on."""

    id: str = strawberry.field(description="Id of the field; send it back as `field` of the answer.")
    label: str = strawberry.field(description="What is asked, in zh-CN.")
    type: FieldType = strawberry.field(description="What kind of answer it takes.")
    required: bool = strawberry.field(description="Whether the application is not passed on without it.")
    choices: list[str] = strawberry.field(description="What may be chosen; empty unless a choice.")
    maximum: int | None = strawberry.field(description="Most characters of a text, or the largest number.")

    @classmethod
    def of(cls, part: parts.FormField) -> "FormField":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            label=part.label,
            type=FieldType(part.type),
            required=part.required,
            choices=list(part.choices),
            maximum=part.maximum,
        )


@strawberry.type
class Cadence:
    """When intake opens, on days of a month or every so many days, and for how long."""

    opens_on_days: list[int] = strawberry.field(
        description="Days of each month; in a shorter one its last. Empty where intake opens by `everyDays`."
    )
    every_days: int | None = strawberry.field(
        description="Days from one opening to the next; null by months."
    )
    first_on: date | None = strawberry.field(description="The first opening; null by months.")
    open_days: int = strawberry.field(description="For how many days intake stays open.")


@strawberry.type
class EscalationRung:
    """What happens once so many working days lie behind."""

    after_working_days: int = strawberry.field(description="After how many.")
    role: Role = strawberry.field(description="Who is reminded, or takes over.")
    takes_over: bool = strawberry.field(description="Whether the role may then act at the step, too.")


@strawberry.type
class StepDeadline:
    """How many working days a step may take, and what happens when it takes longer."""

    working_days: int = strawberry.field(description="Working days of the district's calendar.")
    escalate: list[EscalationRung] = strawberry.field(description="The rungs, the first one first.")

    @classmethod
    def of(cls, part: parts.Deadline) -> "StepDeadline":
        """Render a part of a guideline."""
        return cls(
            working_days=part.working_days,
            escalate=[
                EscalationRung(
                    after_working_days=rung.after_working_days,
                    role=Role(rung.to),
                    takes_over=rung.action == "take_over",
                )
                for rung in part.escalate
            ],
        )


@strawberry.type
class ProcessStep:
    """A step of a process: who acts on it and what they may decide."""

    id: str = strawberry.field(description="Code of the step, e.g. `street_review`.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    kind: StepKind = strawberry.field(description="What the step is for.")
    role: Role = strawberry.field(description="Who acts on it.")
    role_name: str = strawberry.field(description="The role in zh-CN.")
    actions: list[ReviewDecision] = strawberry.field(description="What may be decided there.")
    opinion_required: bool = strawberry.field(description="Whether every decision needs an opinion 签注意见.")
    notice_days: int | None = strawberry.field(
        description="For how many days a notice tells the public; null at other steps."
    )
    deadline: StepDeadline | None = strawberry.field(description="How long it may take; null if not said.")
    form: list[FormField] = strawberry.field(description="What is filled in when it is passed on.")

    @classmethod
    def of(cls, part: parts.Step, guideline: parts.Guideline) -> "ProcessStep":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            kind=StepKind(part.kind),
            role=Role(part.role),
            role_name=role_name(part.role, guideline),
            actions=[ReviewDecision(action) for action in part.actions],
            opinion_required=part.opinion == "required",
            notice_days=part.notice_days,
            deadline=StepDeadline.of(part.deadline) if part.deadline is not None else None,
            form=[FormField.of(field) for field in part.form],
        )


@strawberry.type
class Process:
    """The way of an application for some kinds of units, e.g. `B-W1`."""

    id: str = strawberry.field(description="The source's id.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    unit_kinds: list[UnitKind] = strawberry.field(description="Kinds of units that go this way.")
    applicants: list[Role] = strawberry.field(description="Roles that may apply.")
    by_batch: bool = strawberry.field(
        description="Whether applications are taken in only while a batch is open."
    )
    batches: BatchTerms | None = strawberry.field(description="How its batches run; null without them.")
    fallback: bool = strawberry.field(
        description="Whether each applicant only stands in for those before, where there are none."
    )
    cadence: Cadence | None = strawberry.field(description="When intake opens; null unless on fixed days.")
    decides_at_once: bool = strawberry.field(
        description="Whether its first step both verifies and names; never by who applied."
    )
    form: list[FormField] = strawberry.field(description="What is filled in at every submission.")
    steps: list[ProcessStep] = strawberry.field(description="The steps after submission, in order.")

    @classmethod
    def of(cls, part: parts.Process, guideline: parts.Guideline) -> "Process":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            unit_kinds=[UnitKind.of(unit_kind(guideline, kind)) for kind in part.unit_kinds],
            applicants=[Role(role) for role in part.applicants],
            by_batch=part.intake == "batch",
            batches=BatchTerms.of(part.batches) if part.batches is not None else None,
            fallback=part.fallback,
            cadence=_cadence(part.cadence),
            decides_at_once=part.decides_at_once,
            form=[FormField.of(field) for field in part.form],
            steps=[ProcessStep.of(step, guideline) for step in part.steps],
        )


def _cadence(part: parts.Cadence | None) -> Cadence | None:
    if part is None:
        return None
    return Cadence(
        opens_on_days=list(part.opens_on_days),
        every_days=part.every_days,
        first_on=part.first_on,
        open_days=part.open_days,
    )
