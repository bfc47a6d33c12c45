"""Plans: what becomes of names when holds come and go, worked out before anything is written."""

import hashlib
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schema.consequences.rules.holds import Hold, HoldKey, Name, counts, standing_of
from schema.consequences.rules.transitions import Occasion, Transition, back, ended, transitions_of
from schema.designations.rules import Standing


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
        changed = {each.name.id for each in self.transitions if not each.told_anew}
        return len(changed) - self.losses

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
        if name.over_on is None:
            transitions += transitions_of(name, standing, holds, gone[name_id], occasion, on)
        elif standing is not name.standing is Standing.REVOKED:
            if name.ends is None:
                kept_down.append(name)
            else:
                transitions += [back(name, holds, gone[name_id], occasion, on), ended(name, *name.ends)]
    return Plan(withdrawn, recorded, tuple(transitions), tuple(kept_down))


def lapses_of(name: Name, holds: Sequence[Hold], on: date) -> Sequence[Transition]:
    """Tell what becomes of a name by the mere passing of days, if anything."""
    if name.over_on is not None:
        return ()
    standing = standing_of(name, holds, on)
    over = [hold for hold in holds if not counts(name, hold, on)]
    return tuple(transitions_of(name, standing, holds, over, Occasion.LAPSED, on))


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
