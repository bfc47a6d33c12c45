"""Processes: who applies, who acts at which step."""

from typing import Literal

from pydantic import Field

from schema.guidelines.format.base import CODE, Name, OfficialRole, Part, StepAction
from schema.guidelines.format.batches import BatchSettings


class Step(Part):
    """One step of a process: who acts on it and what they may do there.

    `forward` passes on, `review` endorses with an opinion, `decide` names, `record` files. When `rechecks`,
    the machine checks must hold at this step for a positive action.
    """

    id: str = Field(pattern=CODE)
    name: Name
    kind: Literal["forward", "review", "decide", "record"]
    role: OfficialRole
    actions: tuple[StepAction, ...] = Field(min_length=1)
    opinion: Literal["required", "optional"] = "optional"
    rechecks: bool = True


class Process(Part):
    """The way of an application for some unit kinds. `applicants` may open, assess, submit and withdraw it.

    `separation`: nobody decides on what they submitted, or already decided in this `round` (or, stricter, in
    the whole `application`). A returned application is resubmitted to `first_step` or `returning_step`.
    `batches` says how batches run where intake is by batch.
    """

    id: str = Field(pattern=r"^[A-Z]-[0-9A-Za-z]+$", max_length=16)
    name: Name
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    applicants: tuple[OfficialRole, ...] = Field(min_length=1)
    intake: Literal["rolling", "batch"] = "rolling"
    batches: BatchSettings | None = None
    steps: tuple[Step, ...] = Field(min_length=1)
    resubmit_to: Literal["first_step", "returning_step"] = "first_step"
    separation: Literal["round", "application"] = "round"
