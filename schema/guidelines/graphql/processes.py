"""Processes: who acts at which step, and what may be decided there."""

from enum import StrEnum

import strawberry

from authz.actions import Role
from schema.guidelines import format as parts
from schema.guidelines.graphql.batches import BatchTerms
from schema.guidelines.graphql.criteria import UnitKind
from schema.guidelines.rules import unit_kind

strawberry.enum(Role, description="The six roles of the guideline and the two of the platform.")

_ROLE_NAMES = {
    Role.BUILDING_LEADER: "楼栋长（社长）",
    Role.COMMISSION: "卫生健康委",
    Role.COMMUNITY: "村（社区）",
    Role.HEADQUARTERS: "疫情防控指挥部",
    Role.PLATFORM_OPERATOR: "平台运营",
    Role.PROPERTY: "物业",
    Role.STREET: "街道（镇）",
    Role.TENANT_ADMINISTRATOR: "区县管理员",
}


def role_name(role: str) -> str:
    """Say a role in zh-CN."""
    return _ROLE_NAMES[Role(role)]


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
    RECORD = "record"
    REVIEW = "review"


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

    @classmethod
    def of(cls, part: parts.Step) -> "ProcessStep":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            kind=StepKind(part.kind),
            role=Role(part.role),
            role_name=role_name(part.role),
            actions=[ReviewDecision(action) for action in part.actions],
            opinion_required=part.opinion == "required",
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
            steps=[ProcessStep.of(step) for step in part.steps],
        )
