"""What a unit gets for its name: computed from the name and its history, kept nowhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from schema.designations.rules.standing import Standing
from schema.guidelines.rules.format import Benefit, Guideline


class BenefitState(StrEnum):
    """How a benefit stands."""

    AHEAD = "ahead"
    RUNNING = "running"
    STOPPED = "stopped"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Bearing:
    """A name as far as benefits go. `not_in_force_since` is the day it was suspended or lost."""

    standing: Standing
    named_on: date
    tier: str | None = None
    tier_since: date | None = None
    not_in_force_since: date | None = None


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A benefit of a name: how it stands, since when (or from when), and since when not any more."""

    benefit: Benefit
    state: BenefitState
    since: date
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class NameAbove:
    """A unit above, of a kind, and since when its name is in force; null while it bears none."""

    kind: str
    in_force_since: date | None = None


def entitlements(
    guideline: Guideline, kind: str, name: Bearing, today: date, above: Sequence[NameAbove] = ()
) -> Sequence[Entitlement]:
    """List the benefits of a name in the guideline's order; those of a tier it does not have are left out.

    `above` are the units above, the nearest first. One that hangs on another's name waits while that is not in force.
    """
    return tuple(_entitlements(guideline, kind, name, today, above))


def _entitlements(
    guideline: Guideline, kind: str, name: Bearing, today: date, above: Sequence[NameAbove]
) -> Iterator[Entitlement]:
    for benefit in guideline.benefits:
        begun = name.named_on if benefit.tier is None else name.tier_since
        if kind not in benefit.unit_kinds or begun is None or benefit.tier not in {None, name.tier}:
            continue
        since = begun + timedelta(days=benefit.after_days_held)
        kept = name.standing.in_force or (name.standing.held and benefit.on_suspension == "keep")
        if not kept:
            if name.not_in_force_since is None or since < name.not_in_force_since:
                yield Entitlement(benefit, BenefitState.STOPPED, since, name.not_in_force_since)
            continue
        if benefit.above is not None:
            other = next((each for each in above if each.kind in benefit.above.unit_kinds), None)
            if other is None or other.in_force_since is None:
                yield Entitlement(benefit, BenefitState.WAITING, since)
                continue
            since = max(since, other.in_force_since + timedelta(days=benefit.above.days_held))
        yield Entitlement(benefit, BenefitState.RUNNING if since <= today else BenefitState.AHEAD, since)
