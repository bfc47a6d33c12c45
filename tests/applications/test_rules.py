"""The state machine of applications: B-W1 … B-W4, open questions 10, 11, 20, separation of duties."""

import uuid
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from schema.applications.rules import (
    DRAFT_STEP,
    OPINION_LIMIT,
    STEP_ACTIONS,
    State,
    act,
    open_actions,
    prior_actors,
    require_opinion,
    step_actions,
    submit,
    withdraw,
)
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Process, Step
from schema.guidelines.rules.lookup import find_step

VERIFY = Step(id="verify", name="核实转报", kind="forward", role="community", actions=("forward", "return"))
INTAKE = Step(id="intake", name="受理", kind="forward", role="street", actions=("forward", "return"))
STREET = Step(
    id="street_review",
    name="初审",
    kind="review",
    role="street",
    actions=("endorse", "return", "reject"),
    opinion="required",
)
COMMISSION = Step(
    id="commission_review",
    name="汇总复核研判",
    kind="review",
    role="commission",
    actions=("endorse", "return", "reject"),
)
NAMING = Step(
    id="naming", name="命名", kind="decide", role="headquarters", actions=("name", "return", "reject")
)
FILING = Step(id="filing", name="备案", kind="record", role="commission", actions=("record",))
WAY = Process(
    id="B-W1",
    name="楼栋",
    unit_kinds=("building",),
    applicants=("building_leader",),
    steps=(VERIFY, INTAKE, STREET, COMMISSION, NAMING),
)
BACK_TO_STEP = WAY.model_copy(update={"resubmit_to": "returning_step", "separation": "application"})
WITH_RECORD = WAY.model_copy(update={"steps": (*WAY.steps, FILING)})
ALL_ACTIONS = sorted(STEP_ACTIONS | {"submit", "withdraw", "assess"})


def run(process: Process, *actions: str, state: State | None = None) -> State:
    state = state or State()
    for action in actions:
        state = submit(process, state) if action == "submit" else act(process, state, action)
    return state


def refused(process: Process, state: State, action: str) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        perform(process, state, action)
    return refusal.value


def perform(process: Process, state: State, action: str) -> State:
    if action == "submit":
        return submit(process, state)
    return withdraw(process, state) if action == "withdraw" else act(process, state, action)


def test_b_w1_a_building_goes_through_five_links_to_its_name() -> None:
    state = run(WAY, "submit", "forward", "forward", "endorse", "endorse")
    assert state == State("under_review", "naming", 1)
    assert run(WAY, "name", state=state) == State("approved", None, 1)


def test_b_w1_no_link_is_skipped_or_taken_twice() -> None:
    state = run(WAY, "submit")
    for step, action in (("verify", "endorse"), ("verify", "name"), ("verify", "submit")):
        error = refused(WAY, state, action)
        assert (error.code, error.details["step"]) == (ErrorCode.STEP_NOT_OPEN, step)


def test_b_w1_return_for_correction_goes_back_to_the_applicant_and_to_the_first_step() -> None:
    state = run(WAY, "submit", "forward", "forward", "return")
    assert state == State("returned", DRAFT_STEP, 1, returned_from="street_review")
    assert run(WAY, "submit", state=state) == State("under_review", "verify", 2)


def test_b_w1_a_process_may_resubmit_to_the_returning_step() -> None:
    state = run(BACK_TO_STEP, "submit", "forward", "forward", "return", "submit")
    assert state == State("under_review", "street_review", 2)


def test_b_w1_rejection_and_withdrawal_close_an_application() -> None:
    rejected = run(WAY, "submit", "forward", "forward", "reject")
    assert rejected == State("rejected", None, 1)
    for state in (State(), run(WAY, "submit", "forward"), run(WAY, "submit", "return")):
        assert withdraw(WAY, state).status == "withdrawn"
    for closed in (rejected, withdraw(WAY, State()), State("approved", None, 1)):
        assert open_actions(WAY, closed) == ()
        assert {refused(WAY, closed, action).code for action in ALL_ACTIONS} == {ErrorCode.STEP_NOT_OPEN}


def test_question_10_a_forwarding_step_cannot_name_or_reject_whatever_the_data_says() -> None:
    greedy = VERIFY.model_copy(update={"actions": ("forward", "return", "name", "reject")})
    process = WAY.model_copy(update={"steps": (greedy, *WAY.steps[1:])})
    state = run(process, "submit")
    assert step_actions(greedy) == ("forward", "return")
    assert {refused(process, state, action).code for action in ("name", "reject")} == {
        ErrorCode.STEP_NOT_OPEN
    }


def test_question_20_naming_decides_and_a_record_follows() -> None:
    named = run(WITH_RECORD, "submit", "forward", "forward", "endorse", "endorse", "name")
    assert named == State("under_review", "filing", 1)
    assert open_actions(WITH_RECORD, named) == ("record",)
    assert refused(WITH_RECORD, named, "withdraw").code is ErrorCode.STEP_NOT_OPEN
    assert run(WITH_RECORD, "record", state=named) == State("approved", None, 1)


def test_open_actions_of_each_place() -> None:
    assert open_actions(WAY, State()) == ("assess", "submit", "withdraw")
    assert open_actions(WAY, run(WAY, "submit")) == ("forward", "return", "withdraw")
    assert open_actions(WAY, run(WAY, "submit", "forward", "forward"))[:3] == ("endorse", "return", "reject")


@given(st.lists(st.sampled_from(ALL_ACTIONS), max_size=25), st.sampled_from([WAY, BACK_TO_STEP, WITH_RECORD]))
def test_exactly_the_open_actions_succeed(wanted: list[str], process: Process) -> None:
    state = State()
    for action in wanted:
        if action == "assess":
            continue
        if action in open_actions(process, state):
            state = perform(process, state, action)
            assert state.open == (state.status in {"draft", "returned", "under_review"})
        else:
            assert refused(process, state, action).code is ErrorCode.STEP_NOT_OPEN


@dataclass(frozen=True)
class Done:
    round: int
    action: str
    actor_id: uuid.UUID | None
    on_behalf_of: uuid.UUID | None = None


A, B, C, D = (uuid.UUID(int=number) for number in range(1, 5))
HISTORY = [Done(1, "submit", A), Done(1, "forward", B), Done(1, "return", C), Done(2, "submit", D)]


def test_nobody_decides_on_what_they_submitted_in_any_round() -> None:
    assert {A, D} <= prior_actors(WAY, HISTORY, "endorse")
    assert prior_actors(WAY, HISTORY[:3], "endorse") == {A, B, C}


def test_who_decided_in_an_earlier_round_may_decide_again_unless_the_process_is_stricter() -> None:
    assert prior_actors(WAY, HISTORY, "forward") == {A, D}
    assert prior_actors(BACK_TO_STEP, HISTORY, "forward") == {A, B, C, D}


def test_question_11_two_duties_of_one_office_need_two_people_in_a_round() -> None:
    history = [*HISTORY, Done(2, "forward", B)]
    assert prior_actors(WAY, history, "endorse") == {A, B, D}


def test_applicants_may_resubmit_and_withdraw_their_own() -> None:
    assert not prior_actors(WAY, HISTORY, "submit")
    assert not prior_actors(WAY, HISTORY, "withdraw")


def test_b_w1_the_street_signs_an_opinion() -> None:
    require_opinion(STREET, "endorse", "同意申报。")
    require_opinion(COMMISSION, "endorse", None)
    for step, action, opinion in (
        (STREET, "endorse", " "),
        (COMMISSION, "return", None),
        (VERIFY, "return", ""),
    ):
        with pytest.raises(DomainError) as refusal:
            require_opinion(step, action, opinion)
        assert refusal.value.code is ErrorCode.OPINION_REQUIRED
    with pytest.raises(DomainError) as refusal:
        require_opinion(STREET, "endorse", "长" * (OPINION_LIMIT + 1))
    assert refusal.value.code is ErrorCode.TEXT_TOO_LONG


class ApplicationMachine(RuleBasedStateMachine):
    """Officials at random act wherever they may: duties stay separate and naming comes after every link."""

    @initialize(process=st.sampled_from([WAY, BACK_TO_STEP, WITH_RECORD]))
    def begin(self, process: Process) -> None:
        self.process = process
        self.state = State()
        self.history: list[Done] = []
        self.passed: list[str] = []

    @rule(actor=st.sampled_from([uuid.UUID(int=number) for number in range(9)]), data=st.data())
    def move(self, actor: uuid.UUID, data: st.DataObject) -> None:
        options = [action for action in open_actions(self.process, self.state) if action != "assess"]
        if not options:
            return
        action = data.draw(st.sampled_from(options))
        if actor in prior_actors(self.process, self.history, action):
            return
        before, self.state = self.state, perform(self.process, self.state, action)
        self.history.append(Done(self.state.round, action, actor))
        if action == "submit":
            kept = [step.id for step in self.process.steps]
            self.passed = kept[: kept.index(self.state.step or "")]
        elif self.state.status in {"under_review", "approved"}:
            self.passed.append(before.step or "")

    @invariant()
    def approval_means_every_link_agreed(self) -> None:
        if self.state.status == "approved":
            assert self.passed == [step.id for step in self.process.steps]

    @invariant()
    def duties_are_separate(self) -> None:
        submitters: set[uuid.UUID] = set()
        deciders: set[tuple[int, uuid.UUID]] = set()
        for move in self.history:
            if move.action == "submit":
                submitters.add(move.actor_id)
            elif move.action in STEP_ACTIONS:
                assert move.actor_id not in submitters
                assert (move.round, move.actor_id) not in deciders
                deciders.add((move.round, move.actor_id))

    @invariant()
    def the_round_counts_submissions(self) -> None:
        assert self.state.round == sum(move.action == "submit" for move in self.history)
        if find_step(self.process, self.state.step) is None and self.state.open:
            assert self.state.step == DRAFT_STEP


TestApplicationMachine = ApplicationMachine.TestCase
TestApplicationMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def test_a_state_is_never_changed_in_place() -> None:
    state = State()
    submit(WAY, state)
    assert state == replace(state) == State()
