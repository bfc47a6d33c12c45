"""The state machine of names: every standing against every change (B-M4 摘牌销号; warned is still in force)."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.designations.rules import (
    EVALUATION,
    HELD,
    IN_FORCE,
    Change,
    Standing,
    State,
    next_state,
    watched,
)
from schema.frame.errors import DomainError, ErrorCode

FINDING, OTHER = "finding", "duty:disinfection"
NOTHING = frozenset[str]()
STATES = {
    "active": State(),
    "warned for it": State(Standing.WARNED, frozenset({FINDING})),
    "warned for another": State(Standing.WARNED, frozenset({OTHER})),
    "suspended for it": State(Standing.SUSPENDED, NOTHING, frozenset({FINDING})),
    "suspended for another": State(Standing.SUSPENDED, NOTHING, frozenset({OTHER})),
    "suspended for both": State(Standing.SUSPENDED, NOTHING, frozenset({FINDING, OTHER})),
    "suspended for another, warned for it": State(
        Standing.SUSPENDED, frozenset({FINDING}), frozenset({OTHER})
    ),
    "expired": State(Standing.EXPIRED),
    "revoked": State(Standing.REVOKED),
    "voided": State(Standing.VOIDED),
}
AFTER = {
    ("active", "warned"): "warned for it",
    ("active", "suspended"): "suspended for it",
    ("warned for it", "warned"): "warned for it",
    ("warned for it", "suspended"): "suspended for it",
    ("warned for it", "restored"): "active",
    ("suspended for it", "restored"): "active",
    ("suspended for another", "suspended"): "suspended for both",
    ("suspended for another", "warned"): "suspended for another, warned for it",
    ("suspended for both", "restored"): "suspended for another",
    ("suspended for another, warned for it", "warned"): "suspended for another, warned for it",
    ("suspended for another, warned for it", "suspended"): "suspended for both",
    ("suspended for another, warned for it", "restored"): "suspended for another",
    ("revoked", "reinstated"): "active",
    **{
        (name, change): name
        for name in STATES
        if STATES[name].standing.in_force
        for change in ("renewed", "promoted")
    },
    **{
        (name, over): over for name in STATES if STATES[name].standing.held for over in ("expired", "revoked")
    },
    **{(name, "rejudged"): name for name in STATES if STATES[name].standing.held},
    **{(name, "voided"): "voided" for name in STATES if name != "voided"},
}
MIXED = {
    ("warned for another", "warned"): State(Standing.WARNED, frozenset({FINDING, OTHER})),
    ("warned for another", "suspended"): State(Standing.SUSPENDED, frozenset({OTHER}), frozenset({FINDING})),
}


@pytest.mark.parametrize(("name", "change"), list(product(STATES, Change)), ids=str)
def test_b_m4_every_state_against_every_change(name: str, change: str) -> None:
    """What the table above does not list is refused; nothing comes back from expiry, nor what was void."""
    wanted = MIXED.get((name, change)) or STATES.get(AFTER.get((name, change), ""))
    if wanted is not None:
        assert next_state(STATES[name], change, FINDING) == wanted
        return
    with pytest.raises(DomainError) as refusal:
        next_state(STATES[name], change, FINDING)
    assert refusal.value.code is ErrorCode.DESIGNATION_CHANGE_NOT_ALLOWED
    assert refusal.value.details == {"standing": STATES[name].standing, "change": change}


def test_a_warned_name_is_in_force_and_a_suspended_one_only_held() -> None:
    assert {standing for standing in Standing if standing.in_force} == IN_FORCE
    assert {Standing.ACTIVE, Standing.WARNED} == IN_FORCE
    assert {standing for standing in Standing if standing.held} == HELD
    assert IN_FORCE | {Standing.SUSPENDED} == HELD


def test_a_name_suspended_for_a_finding_can_still_fall_by_its_criteria() -> None:
    for name in ("active", "warned for it", "suspended for it"):
        assert watched(STATES[name]) is Standing.ACTIVE
    assert watched(next_state(STATES["suspended for it"], "suspended", EVALUATION)) is Standing.SUSPENDED
    assert watched(STATES["revoked"]) is Standing.REVOKED


@given(
    st.lists(st.tuples(st.sampled_from(Change), st.sampled_from([EVALUATION, FINDING, OTHER])), max_size=12)
)
def test_grounds_and_standing_always_agree(steps: list[tuple[Change, str]]) -> None:
    """Whatever happens in whatever order: the standing is that of its grounds, and what is over has none."""
    state = State()
    for change, ground in steps:
        try:
            state = next_state(state, change, ground)
        except DomainError:
            continue
        assert not state.warned_for & state.suspended_for
        assert (state.standing is Standing.SUSPENDED) == bool(state.suspended_for)
        if state.standing is Standing.WARNED:
            assert state.warned_for
        if state.standing is not Standing.SUSPENDED and state.standing is not Standing.WARNED:
            assert not state.warned_for
