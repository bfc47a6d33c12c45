"""Whether a criterion is asked of a unit on a day: risk level of its area, attested condition."""

from collections.abc import Sequence
from dataclasses import dataclass

from schema.criteria.rules.facts import UnitFacts
from schema.guidelines.rules.format import Criterion, RiskLevel


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a criterion is asked; null when that is not known. `message` says why, in zh-CN."""

    asked: bool | None
    message: str = ""


def area_level(levels: Sequence[RiskLevel], facts: UnitFacts) -> RiskLevel | None:
    """Find the risk level of the unit's area on the day: the first listed of the zones over it.

    Null when a zone's level was not recorded or is not in force that day, or no level is said to hold without
    a zone (open question 13).
    """
    zones = [
        event.risk_level
        for event in facts.events
        if event.kind == "risk_zone"
        and event.occurred_on <= facts.on
        and (event.ended_on is None or event.ended_on > facts.on)
    ]
    in_force = [level for level in levels if level.abolished_on is None or facts.on < level.abolished_on]
    if not zones:
        return next((level for level in in_force if level.without_zone), None)
    if not {level.id for level in in_force}.issuperset(zones):
        return None
    return next(level for level in in_force if level.id in zones)


def applicability(criterion: Criterion, levels: Sequence[RiskLevel], facts: UnitFacts) -> Applicability:
    """Tell whether the criterion is asked of the unit on the day of the facts."""
    if criterion.risk_levels:
        level = area_level(levels, facts)
        if level is None:
            return Applicability(None, "所在地现行风险等级未登记，登记风险区及其等级后再评估")
        if level.id not in criterion.risk_levels:
            return Applicability(False, f"所在地为{level.name}，此项不适用")
    if criterion.only_where is not None:
        said = facts.attestations.get(criterion.id)
        days = criterion.attest.valid_days if criterion.attest is not None else 0
        if (
            said is not None
            and not said.applicable
            and not said.outdated
            and 0 <= (facts.on - said.on).days <= days
        ):
            return Applicability(False, f"{said.on}确认此项不适用（仅适用于：{criterion.only_where}）")
    return Applicability(True)
