"""Processes: who applies, who acts at which step."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from schema.guidelines.rules.format.base import CLAUSE, CODE, Name, OfficialRole, Part, StepAction
from schema.guidelines.rules.format.batches import BatchSettings
from schema.guidelines.rules.format.deadlines import Deadline
from schema.guidelines.rules.format.forms import FormField


class Step(Part):
    """One step of a process: who acts on it and what they may do there.

    `forward` passes on, `review` endorses with an opinion, `decide` names, `record` files. A `notice` tells the
    public for `notice_days` calendar days and then moves on by itself, unless its role acted. When `rechecks`,
    the machine checks must hold at this step for a positive action. Passing on asks for what `form` requires.
    With an `office` it is done by holders of the role at the office's levels alone.
    """

    id: str = Field(pattern=CODE)
    name: Name
    kind: Literal["forward", "review", "decide", "record", "notice"]
    role: OfficialRole
    office: str | None = Field(default=None, max_length=48)
    actions: tuple[StepAction, ...] = Field(min_length=1)
    opinion: Literal["required", "optional"] = "optional"
    rechecks: bool = True
    deadline: Deadline | None = None
    notice_days: int | None = Field(default=None, ge=1, le=90)
    form: tuple[FormField, ...] = Field(default=(), max_length=20)


class Cadence(Part):
    """When a process of fixed intake takes applications in, each time for `open_days` days.

    Either on days of a month, which in a shorter one fall on its last day, or every `every_days` days, for the
    first time `first_on`.
    """

    opens_on_days: tuple[Annotated[int, Field(ge=1, le=31)], ...] = Field(default=(), max_length=31)
    every_days: int | None = Field(default=None, ge=2, le=366)
    first_on: date | None = None
    open_days: int = Field(ge=1, le=31)


class Process(Part):
    """The way of an application for some unit kinds. `applicants` may open, assess, submit and withdraw it.

    `separation`: nobody decides on what they submitted, or already decided in this `round` (or, stricter, in
    the whole `application`). A returned application is resubmitted to `first_step` or `returning_step`.
    `batches` says how batches run where intake is by batch, `cadence` when it is open where it is `fixed`.
    With `fallback` the applicants are a chain: a later one opens an application only where none of those before
    it has a holder over the unit (open question 8). `form` is filled in at every submission.
    With `decides_at_once` one step both verifies and decides: separation alone sees to it that whoever applied is
    another person. With `tier` it leads to that tier instead of the base title.
    """

    id: str = Field(pattern=CLAUSE, max_length=16)
    name: Name
    unit_kinds: tuple[str, ...] = Field(min_length=1)
    tier: str | None = None
    applicants: tuple[OfficialRole, ...] = Field(min_length=1)
    fallback: bool = False
    intake: Literal["rolling", "batch", "fixed"] = "rolling"
    cadence: Cadence | None = None
    batches: BatchSettings | None = None
    form: tuple[FormField, ...] = Field(default=(), max_length=20)
    steps: tuple[Step, ...] = Field(min_length=1)
    resubmit_to: Literal["first_step", "returning_step"] = "first_step"
    separation: Literal["round", "application"] = "round"
    decides_at_once: bool = False
