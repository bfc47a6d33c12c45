"""The course of batches as pure rules, and as a property over whatever a town tries."""

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.batches.rules import (
    Appointment,
    BatchKind,
    BatchPhase,
    Opening,
    RectificationState,
    barred_through,
    check_closing,
    check_opening,
    check_team,
    intake_refusal,
    item_state,
    lateness,
    phase,
    taking_in,
    unfinished,
)
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import BatchSettings, Team

TODAY = date(2022, 11, 20)
SETTINGS = BatchSettings(
    inspection_step="inspection",
    window_days=10,
    rectification_days=15,
    teams=(
        Team(batches=("pilot",), offices=("卫生院", "派出所")),
        Team(batches=("regular", "urgent"), offices=("卫生院",)),
    ),
)


@dataclass(frozen=True)
class Held:
    """A batch as a town holds it."""

    number: int
    kind: str = "regular"
    opens_on: date = TODAY
    closes_on: date = TODAY + timedelta(days=4)
    status: str = "open"

    @property
    def opened_at(self) -> datetime:
        return datetime(2022, 11, 1, tzinfo=UTC) + timedelta(hours=self.number)


def opening(kind: BatchKind = BatchKind.REGULAR, *, days: int = 5, reason: str | None = None) -> Opening:
    return Opening(kind, TODAY, TODAY + timedelta(days=days - 1), reason)


def codes(found: list[DomainError]) -> list[ErrorCode]:
    return [error.code for error in found]


def test_one_batch_after_the_other() -> None:
    """T-P7: the next opens when the one before is closed; a pilot batch is one of the row (T-P4)."""
    for kind in ("regular", "pilot"):
        found = check_opening(opening(), SETTINGS, [Held(1, kind)], TODAY)
        assert codes(found) == [ErrorCode.BATCH_OPEN_ALREADY]
    assert check_opening(opening(), SETTINGS, [Held(1, status="closed")], TODAY) == []
    assert check_opening(opening(BatchKind.PILOT), SETTINGS, [], TODAY) == []


def test_an_urgent_batch_runs_beside_and_says_why() -> None:
    """Open question 15."""
    urgent = opening(BatchKind.URGENT, reason="省级督查")
    assert check_opening(urgent, SETTINGS, [Held(1)], TODAY) == []
    silent = check_opening(opening(BatchKind.URGENT, reason=" "), SETTINGS, [], TODAY)
    assert codes(silent) == [ErrorCode.INVALID_INPUT]
    second = check_opening(urgent, SETTINGS, [Held(1, "urgent")], TODAY)
    assert codes(second) == [ErrorCode.BATCH_OPEN_ALREADY]


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (10, False), (11, True)])
def test_a_window_has_an_end_and_a_greatest_length(days: int, refused: bool) -> None:
    found = check_opening(opening(days=days), SETTINGS, [], TODAY)
    assert [error.field for error in found] == ([("closesOn",)] if refused else [])


def test_phases_follow_the_window() -> None:
    held = Held(1)
    days = (TODAY - timedelta(days=1), TODAY, held.closes_on, held.closes_on + timedelta(days=1))
    assert [phase(held, day) for day in days] == [
        BatchPhase.AHEAD,
        BatchPhase.INTAKE,
        BatchPhase.INTAKE,
        BatchPhase.INSPECTION,
    ]
    assert phase(replace(held, status="closed"), TODAY) is BatchPhase.CLOSED


def test_a_batch_closes_when_each_unit_has_its_conclusion() -> None:
    """T-P7."""
    found = [check_closing(Held(1), 2), check_closing(Held(1), 0), check_closing(Held(1, status="closed"), 0)]
    assert [error and error.code for error in found] == [
        ErrorCode.BATCH_UNFINISHED,
        None,
        ErrorCode.BATCH_CLOSED,
    ]


def test_inspected_again_in_the_next_batch_only() -> None:
    """T-P8: not in the batch it was in, nor in one opened before that."""
    first, second = Held(1, "urgent"), Held(2)
    assert taking_in([first, second], TODAY, None) == first
    assert taking_in([first, second], TODAY, first) == second
    assert taking_in([first, second], TODAY, second) is None
    found = [intake_refusal(batches, TODAY, second) for batches in ([first, second], [], [Held(3)])]
    assert [error and error.code for error in found] == [
        ErrorCode.NEXT_BATCH_REQUIRED,
        ErrorCode.INTAKE_CLOSED,
        None,
    ]


def test_a_team_has_every_office_and_one_leader() -> None:
    """T-P5, open question 16: an office of another stage is refused."""
    known = [uuid.uuid4() for _ in range(2)]
    clinic, police = Appointment(known[0], "卫生院", leads=True), Appointment(known[1], "派出所")
    both, one = ("卫生院", "派出所"), ("卫生院",)

    def faults(
        members: list[Appointment],
        offices: tuple[str, ...],
        *,
        inspectors: int = 1,
        batch: Held = Held(1),
        among: list[uuid.UUID] = known,
    ) -> list[ErrorCode]:
        return codes(check_team(batch, members, [], offices, among, inspectors))

    assert faults([clinic, police], both, batch=Held(1, "pilot")) == []
    assert faults([clinic, replace(police, office="卫生院")], one) == []
    assert faults([clinic, police], one) == [ErrorCode.UNKNOWN_OFFICE]
    assert faults([clinic, replace(police, office="卫生院")], both) == [ErrorCode.TEAM_INCOMPLETE]
    assert faults([clinic, replace(police, leads=True)], both) == [ErrorCode.TEAM_INCOMPLETE]
    assert faults([clinic, police], both, inspectors=2) == [ErrorCode.TEAM_INCOMPLETE]
    assert faults([clinic, police], both, among=known[1:]) == [ErrorCode.NOT_FOUND]
    assert faults([clinic, police], both, batch=Held(1, status="closed")) == [ErrorCode.BATCH_CLOSED]


@given(st.lists(st.tuples(st.sampled_from(["open", "close"]), st.sampled_from(BatchKind)), max_size=30))
def test_whatever_a_town_tries_one_ordinary_and_one_urgent_batch_are_open_at_most(
    tries: list[tuple[str, BatchKind]],
) -> None:
    held: list[Held] = []
    for act, kind in tries:
        if act == "open" and not check_opening(opening(kind, reason="理由"), SETTINGS, held, TODAY):
            held.append(Held(len(held) + 1, kind))
        elif act == "close" and held and check_closing(held[-1], 0) is None:
            held[-1] = replace(held[-1], status="closed")
        urgent = [batch.kind == "urgent" for batch in held if batch.status == "open"]
        assert urgent.count(True) <= 1
        assert urgent.count(False) <= 1
        if held:
            assert taking_in(held, TODAY, held[-1]) is None


@dataclass(frozen=True)
class Wanting:
    """Something a unit must put right."""

    due_on: date = TODAY
    done_on: date | None = None


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("done", "today", "state"),
    [
        (None, 0, RectificationState.OPEN),
        (None, 1, RectificationState.OVERDUE),
        (0, 5, RectificationState.DONE),
        (1, 5, RectificationState.DONE_LATE),
    ],
)
def test_t_p8_the_day_of_the_deadline_is_in_time(
    done: int | None, today: int, state: RectificationState
) -> None:
    item = Wanting(done_on=None if done is None else days(done))
    assert item_state(item, days(today)) is state
    assert (lateness(item, SETTINGS, days(today)) is None) == (state in {"open", "done"})


def test_t_p8_what_is_left_to_do_is_told_with_figures() -> None:
    """T-P8: how many items, how many past their day, and the nearest day."""
    items = [Wanting(days(-2)), Wanting(days(3)), Wanting(days(-5), days(-6))]
    refusal = unfinished(items, TODAY)
    assert refusal is not None
    assert (refusal.code, refusal.details) == (
        ErrorCode.RECTIFICATION_OPEN,
        {"missing": 2, "overdue": 1, "dueOn": "2022-11-18"},
    )
    assert "1 项已逾期" in refusal.message
    assert unfinished(items[2:], TODAY) is None


LATER = SETTINGS.model_copy(update={"late_rectification": "later_batch"})


def test_t_p8_who_was_late_waits_for_a_batch_that_opens_afterwards() -> None:
    """T-P8: under `later_batch` only; the batch open meanwhile is lost, also to an item of an earlier one."""
    late = [Wanting(done_on=days(-9)), Wanting(days(-4), days(-3))]
    assert barred_through(late, SETTINGS) is None
    barred = barred_through(late, LATER)
    assert barred == days(-3)
    meanwhile, after = Held(2, opens_on=days(-3)), Held(3, opens_on=days(-2))
    assert taking_in([meanwhile], TODAY, Held(1), barred) is None
    assert taking_in([meanwhile, after], TODAY, Held(1), barred) == after
    refusal = intake_refusal([meanwhile], TODAY, Held(1), barred)
    assert refusal is not None
    assert (refusal.code, refusal.details) == (ErrorCode.RECTIFICATION_LATE, {"doneOn": "2022-11-17"})
    assert intake_refusal([meanwhile], TODAY, Held(1)) is None
    closed = intake_refusal([], TODAY, Held(1), barred)
    assert closed is not None
    assert closed.code is ErrorCode.INTAKE_CLOSED
    said = [lateness(late[1], settings, TODAY) for settings in (SETTINGS, LATER)]
    assert said == [
        "逾期 1 天完成；整改完成后仍可参加下一批次复验。",
        "逾期 1 天完成；须等 2022-11-17 之后新开的批次复验。",
    ]


@given(
    st.lists(st.tuples(st.integers(-20, 0), st.integers(-20, 0)), max_size=5),
    st.lists(st.integers(-20, 0), max_size=5),
)
def test_t_p8_in_time_bars_from_nothing_and_lateness_from_no_later_batch(
    spans: list[tuple[int, int]], openings: list[int]
) -> None:
    items = [Wanting(days(due), days(done)) for due, done in spans]
    batches = [Held(number, opens_on=days(day)) for number, day in enumerate(openings, start=1)]
    taking = taking_in(batches, TODAY, None, barred_through(items, LATER))
    late = [days(done) for due, done in spans if done > due]
    open_to = [batch for batch in batches if all(batch.opens_on > day for day in late)]
    assert (taking is not None) == bool(open_to)
    assert taking is None or taking in open_to
