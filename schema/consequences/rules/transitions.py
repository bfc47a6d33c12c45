"""What befalls a name when holds come and go: it falls, comes back, or is told to be down for another reason."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schema.consequences.rules.holds import Hold, Name, Told, clear_from, counts, state_of, told_of
from schema.designations.rules import Cause, Standing, State, is_weaker


class Occasion(StrEnum):
    """Why holds come and go."""

    CLOSED = "closed"
    CORRECTED = "corrected"
    EXCLUDED = "excluded"
    LAPSED = "lapsed"
    REARRANGED = "rearranged"
    REPORTED = "reported"
    RULE_CHANGED = "rule_changed"


_BACK: Mapping[Occasion, Cause] = {
    Occasion.CLOSED: Cause.RE_EVALUATED,
    Occasion.CORRECTED: Cause.EVENT_CORRECTED,
    Occasion.EXCLUDED: Cause.EVENT_EXCLUDED,
    Occasion.LAPSED: Cause.RE_EVALUATED,
    Occasion.REARRANGED: Cause.RE_EVALUATED,
    Occasion.REPORTED: Cause.RE_EVALUATED,
    Occasion.RULE_CHANGED: Cause.RULE_CHANGED,
}


_FALLS: Mapping[Standing, str] = {
    Standing.WARNED: "warned",
    Standing.SUSPENDED: "suspended",
    Standing.REVOKED: "revoked",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """A name that stands otherwise than before: how, why, by which clause and event, and from which day.

    One that stands as before, but for another reason than was told, is told anew. `over_on` is the day a revoked name
    was lost, whatever is told of it; `eligible_from` the first day nothing now known holds it down any more, null
    while that cannot be said.
    """

    name: Name
    after: Standing
    change: str
    cause: Cause
    clause: str | None
    event_id: uuid.UUID | None
    effective_on: date
    eligible_from: date | None = None
    over_on: date | None = None

    @property
    def told_anew(self) -> bool:
        """Tell whether nothing changes but the reason."""
        return self.after is self.name.standing

    @property
    def is_loss(self) -> bool:
        """Tell whether the name stands worse than before."""
        return is_weaker(self.name.standing, self.after)

    @property
    def state(self) -> State:
        """Tell the whole state of the name afterwards."""
        return state_of(self.name, self.after)


def transitions_of(
    name: Name,
    after: Standing,
    holds: Sequence[Hold],
    gone: Sequence[Hold],
    occasion: Occasion,
    on: date,
) -> Iterator[Transition]:
    """Tell what befalls a name; one that comes back though something weaker goes on falls for that at once."""
    if after is name.standing:
        told = _fall(name, after, holds, on) if after in _FALLS else None
        if told is not None and name.told is not None and _why(told) != _why(name.told):
            yield told
        return
    if is_weaker(after, name.standing):
        yield back(name, holds, gone, occasion, on)
    fallen = _fall(name, after, holds, on)
    if fallen is not None:
        yield fallen


def _fall(name: Name, after: Standing, holds: Sequence[Hold], on: date) -> Transition | None:
    """Tell by what a name falls, or is down: by the hold that is told of those that leave it so."""
    covering = [hold for hold in holds if counts(name, hold, on)]
    hold = told_of(covering)
    if hold is None or hold.leaves is not after:
        return None
    over_on = min(each.span.from_on for each in covering if each.leaves is after)
    return Transition(
        name,
        after,
        _FALLS[after],
        hold.cause,
        hold.clause,
        hold.event_id,
        hold.span.from_on,
        clear_from(covering),
        None if after.held else over_on,
    )


def back(name: Name, holds: Sequence[Hold], gone: Sequence[Hold], occasion: Occasion, on: date) -> Transition:
    """Tell that a name is back."""
    change = "reinstated" if name.standing is Standing.REVOKED else "restored"
    over = (hold for hold in holds if not counts(name, hold, on))
    behind = next((hold.event_id for hold in (*gone, *over, *holds)), None)
    day = _back_on(gone, holds, occasion, on)
    return Transition(name, Standing.ACTIVE, change, _BACK[occasion], None, behind, day)


def ended(name: Name, on: date, cause: Cause) -> Transition:
    """End a name, wrongly said to be lost, as it would have ended: with its unit, or with its last day."""
    return Transition(name, Standing.EXPIRED, "expired", cause, None, None, on, over_on=on)


def _why(told: Transition | Told) -> tuple[str, str | None, date]:
    return told.cause, told.clause, told.effective_on


def _back_on(gone: Sequence[Hold], holds: Sequence[Hold], occasion: Occasion, on: date) -> date:
    """Tell from which day a name is back: undone from the day it fell, over from the day the last hold ended."""
    if occasion in {Occasion.CORRECTED, Occasion.EXCLUDED}:
        return min((hold.span.from_on for hold in gone), default=on)
    ends = [
        hold.span.until_on for hold in holds if hold.span.until_on is not None and hold.span.until_on <= on
    ]
    return max(ends, default=on)
