"""How a name stands: a state machine of its own, beside those of applications and assessments.

A name is warned or suspended on grounds, and each is lifted for itself: a contact that was released does not
lift the suspension for a finding nobody put right. Without a ground left the name is active again.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from schema.frame.errors import DomainError, ErrorCode

EVALUATION = "evaluation"
"""The ground of a name that fell by its criteria or by a name lost below; lifted by evaluating anew."""

CHILDREN = "children"
"""The ground of a name whose units below lost theirs as days went by; lifted when they suffice again."""


class Standing(StrEnum):
    """How a name stands. `active` and `warned` are in force, `suspended` is held but not in force.

    `expired` and `revoked` are over. `voided` was given in error: it never was.
    """

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    VOIDED = "voided"
    WARNED = "warned"

    @property
    def in_force(self) -> bool:
        """Tell whether the unit may show itself under the name."""
        return self in IN_FORCE

    @property
    def held(self) -> bool:
        """Tell whether the unit bears the name at all; no other can be given to it meanwhile."""
        return self in HELD


IN_FORCE = frozenset({Standing.ACTIVE, Standing.WARNED})
HELD = IN_FORCE | {Standing.SUSPENDED}
_RANK = {
    standing: rank
    for rank, standing in enumerate(("active", "warned", "suspended", "expired", "revoked", "voided"))
}


def is_weaker(one: Standing, other: Standing) -> bool:
    """Tell whether a name that stands as `one` stands better than as `other`."""
    return _RANK[one] < _RANK[other]


class Change(StrEnum):
    """What can happen to a name."""

    EXPIRED = "expired"
    NAMED = "named"
    PROMOTED = "promoted"
    REJUDGED = "rejudged"
    REINSTATED = "reinstated"
    RENEWED = "renewed"
    RESTORED = "restored"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    VOIDED = "voided"
    WARNED = "warned"


@dataclass(frozen=True, slots=True)
class State:
    """How a name stands and on which grounds it is warned or suspended."""

    standing: Standing = Standing.ACTIVE
    warned_for: frozenset[str] = frozenset()
    suspended_for: frozenset[str] = frozenset()


def next_state(state: State, change: str, ground: str = EVALUATION) -> State:
    """Tell how a name stands after a change on a ground; refuse with DESIGNATION_CHANGE_NOT_ALLOWED.

    What is expired stays so; what is revoked comes back only by being reinstated: the decision was wrong. A name that
    was given in error is voided however it stands, and never comes back. One that stays down by its criteria may be
    told anew to be so, for another reason.
    """
    if change == Change.VOIDED and state.standing is not Standing.VOIDED:
        return State(Standing.VOIDED)
    if _stays(state, change, ground):
        return state
    if change == Change.REINSTATED and state.standing is Standing.REVOKED:
        return State()
    if state.standing.held:
        match change:
            case Change.EXPIRED | Change.REVOKED:
                return State(Standing(change))
            case Change.WARNED if ground not in state.suspended_for:
                return _stand(replace(state, warned_for=state.warned_for | {ground}))
            case Change.SUSPENDED if ground not in state.suspended_for:
                warned, suspended = state.warned_for - {ground}, state.suspended_for | {ground}
                return _stand(State(state.standing, warned, suspended))
            case Change.RESTORED if ground in state.warned_for | state.suspended_for:
                warned, suspended = state.warned_for - {ground}, state.suspended_for - {ground}
                return _stand(State(state.standing, warned, suspended))
    raise DomainError(
        ErrorCode.DESIGNATION_CHANGE_NOT_ALLOWED,
        "名称的现状不允许此项变更。",
        details={"standing": state.standing.value, "change": change},
    )


def apart_from_events(state: State, change: str, ground: str) -> State:
    """Tell how a name stands after a change no event was behind, from how it did, as if there were no events.

    One that says a name was given back by its criteria says nothing here: what it lifted was an event's.
    """
    lifted = change == Change.RESTORED and ground == EVALUATION
    if lifted and ground not in state.warned_for | state.suspended_for:
        return state
    return next_state(state, change, ground)


def _stays(state: State, change: str, ground: str) -> bool:
    """Tell whether a change leaves a name as it stands."""
    if change == Change.REJUDGED:
        return state.standing.held
    if change in {Change.RENEWED, Change.PROMOTED}:
        return state.standing.in_force
    return _is_told_anew(state, change, ground)


def _is_told_anew(state: State, change: str, ground: str) -> bool:
    if ground != EVALUATION:
        return False
    revoked = change == Change.REVOKED and state.standing is Standing.REVOKED
    return revoked or (change == Change.SUSPENDED and ground in state.suspended_for)


def watched(state: State) -> Standing:
    """Tell how a name stands as far as its criteria go: suspended for other reasons, it can still fall by them."""
    if not state.standing.held:
        return state.standing
    if EVALUATION in state.suspended_for:
        return Standing.SUSPENDED
    return Standing.WARNED if EVALUATION in state.warned_for else Standing.ACTIVE


def _stand(state: State) -> State:
    if state.suspended_for:
        return replace(state, standing=Standing.SUSPENDED)
    return replace(state, standing=Standing.WARNED if state.warned_for else Standing.ACTIVE)
