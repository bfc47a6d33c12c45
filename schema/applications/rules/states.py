"""The way of an application: a state machine over the process its guideline version describes.

Draft and returned applications stand at the step `draft`; each submission opens a round. A closed application
stands at no step. Revocation of a name is no step of an application.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol, get_args

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.text import text_fault
from schema.guidelines.rules.format import Process, Step, StepAction
from schema.guidelines.rules.lookup import find_step

Status = Literal["draft", "under_review", "returned", "rejected", "withdrawn", "approved"]
DRAFT_STEP = "draft"
OPINION_LIMIT = 1_000
STEP_ACTIONS: frozenset[str] = frozenset(get_args(StepAction))
_ACTIONS_OF_KIND: dict[str, frozenset[str]] = {
    "forward": frozenset({"forward", "return"}),
    "review": frozenset({"endorse", "return", "reject"}),
    "decide": frozenset({"name", "return", "reject"}),
    "record": frozenset({"record"}),
    "notice": frozenset({"return", "reject"}),
}


@dataclass(frozen=True, slots=True)
class State:
    """Where an application stands. `round` is 0 before the first submission.

    `returned_from` is the step that last returned it: the `from_step` of the latest `return` in its history.
    """

    status: Status = "draft"
    step: str | None = DRAFT_STEP
    round: int = 0
    returned_from: str | None = None

    @property
    def open(self) -> bool:
        """Tell whether anything can still happen to it."""
        return self.step is not None


class Move(Protocol):
    """One move of the history, as separation of duties needs it: who did what in which round."""

    @property
    def round(self) -> int:
        """Count the submissions up to then; a submission belongs to the round it opens."""

    @property
    def action(self) -> str:
        """Name what was done, e.g. `submit` or `endorse`."""

    @property
    def on_behalf_of(self) -> uuid.UUID | None:
        """Identify whom they stood in for; None if nobody."""

    @property
    def actor_id(self) -> uuid.UUID | None:
        """Identify who did it; None for what happens by itself."""


def submit(process: Process, state: State) -> State:
    """Hand in a draft, or resubmit a returned application where the process wants it (B-W1 … B-W3)."""
    if state.step != DRAFT_STEP:
        raise step_not_open(state, "submit")
    entry = process.steps[0]
    if process.resubmit_to == "returning_step":
        entry = find_step(process, state.returned_from) or entry  # a step of an earlier version may be gone
    return State("under_review", entry.id, state.round + 1)


def withdraw(process: Process, state: State) -> State:
    """Take an application back; possible while it is open and its name not yet decided."""
    if not _may_withdraw(process, state):
        raise step_not_open(state, "withdraw")
    return replace(state, status="withdrawn", step=None)


def act(process: Process, state: State, action: str) -> State:
    """Do a step's action: return to the applicant, reject, or go on to what comes next.

    The last step's positive action approves. Naming takes effect at the `decide` step; steps that record it
    may follow and keep the application open until they are done (open question 20).
    """
    step = find_step(process, state.step)
    if step is None or state.status != "under_review" or action not in step_actions(step):
        raise step_not_open(state, action)
    if action == "return":
        return State("returned", DRAFT_STEP, state.round, returned_from=step.id)
    if action == "reject":
        return replace(state, status="rejected", step=None)
    return _go_on(process, state, step)


def elapse(process: Process, state: State) -> State:
    """Go on from a public notice whose period is over."""
    step = find_step(process, state.step)
    if step is None or step.kind != "notice":
        raise step_not_open(state, "elapse")
    return _go_on(process, state, step)


def _go_on(process: Process, state: State, step: Step) -> State:
    following = process.steps[process.steps.index(step) + 1 :]
    if not following:
        return replace(state, status="approved", step=None)
    return replace(state, step=following[0].id)


def step_actions(step: Step) -> tuple[str, ...]:
    """List what may be done at a step: what the guideline says, within what the step's kind can mean.

    A forwarding community never names (open question 10), and a record is not a decision (20).
    """
    return tuple(action for action in step.actions if action in _ACTIONS_OF_KIND[step.kind])


def open_actions(process: Process, state: State) -> tuple[str, ...]:
    """List the actions that are open now, whoever may do them: the step's, or the applicant's."""
    if not state.open:
        return ()
    step = find_step(process, state.step)
    actions = ("assess", "submit") if step is None else step_actions(step)
    return (*actions, "withdraw") if _may_withdraw(process, state) else actions


def by_team(process: Process, step: str | None, action: str) -> bool:
    """Tell whether an action at a step is an acceptance team's, by its score sheets alone (T-P5)."""
    settings = process.batches
    return settings is not None and step == settings.inspection_step and action in STEP_ACTIONS


def prior_actors(process: Process, history: Iterable[Move], action: str) -> frozenset[uuid.UUID]:
    """Name those who may not do `action` any more: nobody decides on what they submitted or already decided.

    Submitters of every round count, and deciders of the running round, or of all rounds where the process
    separates duties over the whole application; whom somebody stood in for took part, too. The applicant's own
    actions have no such bar.
    """
    if action not in STEP_ACTIONS:
        return frozenset()
    moves = tuple(history)
    running = max((move.round for move in moves), default=0)
    counting = [
        move
        for move in moves
        if move.action == "submit"
        or (move.action in STEP_ACTIONS and (process.separation == "application" or move.round == running))
    ]
    took_part = {person for move in counting for person in (move.actor_id, move.on_behalf_of)}
    return frozenset(person for person in took_part if person is not None)


def require_opinion(step: Step, action: str, opinion: str | None) -> None:
    """Refuse to return or reject without a reason, or to pass a step without the opinion 签注意见 it asks."""
    required = action in {"return", "reject"} or step.opinion == "required"
    if required and not (opinion or "").strip():
        raise DomainError(ErrorCode.OPINION_REQUIRED, "此项办理须填写意见或理由。", field=("opinion",))
    fault = text_fault(opinion, field=("opinion",), label="意见", maximum=OPINION_LIMIT, required=False)
    if fault is not None:
        raise fault


def _may_withdraw(process: Process, state: State) -> bool:
    step = find_step(process, state.step)
    return state.open and (step is None or step.kind != "record")


def step_not_open(state: State, action: str) -> DomainError:
    """Refuse an action that is not open at the present step, for whomever."""
    details = {"status": state.status, "step": state.step or "", "action": action}
    return DomainError(ErrorCode.STEP_NOT_OPEN, "申请当前所处环节不能办理此事项。", details=details)
