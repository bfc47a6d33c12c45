"""Plans: what becomes of names when holds come and go, worked out before anything is written."""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from schema.consequences.rules.holds import (
    Hold,
    HoldKey,
    Name,
    clear_from,
    counts,
    standing_of,
    state_of,
    weaker,
)
from schema.designations.rules import Cause, Standing, State


class Occasion(StrEnum):
    """Why holds come and go."""

    CLOSED = "closed"
    CORRECTED = "corrected"
    EXCLUDED = "excluded"
    LAPSED = "lapsed"
    REPORTED = "reported"
    RULE_CHANGED = "rule_changed"


_BACK: Mapping[Occasion, Cause] = {
    Occasion.CLOSED: Cause.RE_EVALUATED,
    Occasion.CORRECTED: Cause.EVENT_CORRECTED,
    Occasion.EXCLUDED: Cause.EVENT_EXCLUDED,
    Occasion.LAPSED: Cause.RE_EVALUATED,
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

    `eligible_from` is the first day nothing now known holds it down any more; null while that cannot be said.
    """

    name: Name
    after: Standing
    change: str
    cause: Cause
    clause: str | None
    event_id: uuid.UUID | None
    effective_on: date
    eligible_from: date | None = None

    @property
    def is_loss(self) -> bool:
        """Tell whether the name stands worse than before."""
        return weaker(self.name.standing, self.after)

    @property
    def state(self) -> State:
        """Tell the whole state of the name afterwards."""
        return state_of(self.name, self.after)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: holds withdrawn and recorded, and the names that change.

    `kept_down` are names that would come back, had not another name followed them.
    """

    withdrawn: tuple[Hold, ...]
    recorded: tuple[Hold, ...]
    transitions: tuple[Transition, ...]
    kept_down: tuple[Name, ...] = ()

    @property
    def losses(self) -> int:
        """Count the names that fall or are warned."""
        return len({transition.name.id for transition in self.transitions if transition.is_loss})

    @property
    def gains(self) -> int:
        """Count the names that come back, in whole or in part."""
        return len({transition.name.id for transition in self.transitions}) - self.losses

    @property
    def digest(self) -> str:
        """Identify what is to happen: two plans that would do the same have the same digest."""
        told = {
            "names": [_told(transition) for transition in self.transitions],
            "recorded": sorted(_written(hold) for hold in self.recorded),
            "withdrawn": sorted(_written(hold) for hold in self.withdrawn),
            "kept_down": sorted(str(name.id) for name in self.kept_down),
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def plan_of(
    before: Sequence[Hold],
    after: Sequence[Hold],
    others: Mapping[uuid.UUID, Sequence[Hold]],
    names: Mapping[uuid.UUID, Name],
    occasion: Occasion,
    on: date,
) -> Plan:
    """Compare the holds of some events before and after, and tell which names then stand otherwise.

    `others` are the holds of all other events by name; `names` those that count, from the bottom up.
    """
    old, new = _by_key(before), _by_key(after)
    kept = {key for key, hold in new.items() if key in old and hold.same_as(old[key])}
    withdrawn = tuple(hold for key, hold in old.items() if key not in kept)
    recorded = tuple(hold for key, hold in new.items() if key not in kept)
    on_name: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    for key, hold in new.items():
        on_name[hold.name_id].append(old[key] if key in kept else hold)
    gone: dict[uuid.UUID, list[Hold]] = defaultdict(list)
    for hold in withdrawn:
        gone[hold.name_id].append(hold)
    touched = {hold.name_id for hold in (*withdrawn, *recorded)} | on_name.keys()
    transitions: list[Transition] = []
    kept_down: list[Name] = []
    for name_id, name in names.items():
        if name_id not in touched:
            continue
        holds = (*on_name[name_id], *others.get(name_id, ()))
        standing = standing_of(name, holds, on)
        if standing is name.standing:
            continue
        if name.superseded_on is not None and name.standing is Standing.REVOKED:
            kept_down.append(name)
            continue
        transitions += _transitions(name, standing, holds, gone[name_id], occasion, on)
    return Plan(withdrawn, recorded, tuple(transitions), tuple(kept_down))


def lapses_of(name: Name, holds: Sequence[Hold], on: date) -> Sequence[Transition]:
    """Tell what becomes of a name by the mere passing of days, if anything."""
    standing = standing_of(name, holds, on)
    if standing is name.standing or name.superseded_on is not None:
        return ()
    over = [hold for hold in holds if not counts(name, hold, on)]
    return tuple(_transitions(name, standing, holds, over, Occasion.LAPSED, on))


def _transitions(
    name: Name,
    after: Standing,
    holds: Sequence[Hold],
    gone: Sequence[Hold],
    occasion: Occasion,
    on: date,
) -> Iterator[Transition]:
    """Tell what befalls a name; one that comes back though something weaker goes on falls for that at once."""
    if weaker(after, name.standing) and after is not Standing.ACTIVE:
        back = _transition(name, Standing.ACTIVE, holds, gone, occasion, on)
        yield back
        left = _transition(replace(name, state=name.base), after, holds, gone, occasion, on)
        begun = left.effective_on if name.standing is Standing.REVOKED else back.effective_on
        yield replace(left, name=name, effective_on=begun)
    else:
        yield _transition(name, after, holds, gone, occasion, on)


def _transition(
    name: Name,
    after: Standing,
    holds: Sequence[Hold],
    gone: Sequence[Hold],
    occasion: Occasion,
    on: date,
) -> Transition:
    covering = [hold for hold in holds if counts(name, hold, on)]
    if weaker(name.standing, after):
        hold = next(hold for hold in covering if hold.leaves is after)
        eligible, change = clear_from(covering), _FALLS[after]
        begun = min(each.span.from_on for each in covering if each.leaves is after)
        return Transition(name, after, change, hold.cause, hold.clause, hold.event_id, begun, eligible)
    change = "reinstated" if name.standing is Standing.REVOKED else "restored"
    event_id = gone[0].event_id if gone else None
    return Transition(
        name, after, change, _BACK[occasion], None, event_id, _back_on(gone, holds, occasion, on)
    )


def _back_on(gone: Sequence[Hold], holds: Sequence[Hold], occasion: Occasion, on: date) -> date:
    """Tell from which day a name is back: undone from the day it fell, over from the day the last hold ended."""
    if occasion in {Occasion.CORRECTED, Occasion.EXCLUDED}:
        return min((hold.span.from_on for hold in gone), default=on)
    ends = [
        hold.span.until_on for hold in holds if hold.span.until_on is not None and hold.span.until_on <= on
    ]
    return max(ends, default=on)


def _by_key(holds: Iterable[Hold]) -> dict[tuple[uuid.UUID, HoldKey, uuid.UUID | None], Hold]:
    return {(hold.event_id, hold.key, hold.version): hold for hold in holds}


def _told(transition: Transition) -> list[Any]:
    name = transition.name
    effective = transition.effective_on.isoformat()
    why = [transition.cause, transition.clause, effective]
    return [str(name.id), name.revision, transition.change, transition.after, *why]


def _written(hold: Hold) -> list[Any]:
    """Write a hold without its event's id: a report has none before it is made."""
    span = hold.span
    return [str(hold.name_id), hold.clause, hold.effect, span.from_on.isoformat(), str(span.until_on)]
