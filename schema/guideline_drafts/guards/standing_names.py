"""What stands in the way of a choice about standing names: it is looked at, made, and confirmed where many fall."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date

from schema.designations.repository.sweeps import versions_borne
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.guidelines import repository as guidelines
from schema.guidelines.repository import Calendar, Edition
from schema.guidelines.rules import Term, digest, in_force, spans
from schema.guidelines.rules.format import Guideline
from schema.guidelines.tables import GuidelineVersion
from schema.rule_changes.loading import facts_mark
from schema.rule_changes.rules import Choice, Treatment, choice_faults, require_confirmed
from schema.rule_changes.tables import RuleChange
from schema.simulations import repository as simulations
from schema.simulations.loading import UNITS_AT_ONCE, suppose_names
from schema.simulations.tables import Simulation
from schema.units import repository as units
from schema.units.repository import UnitFilter
from tenants.database import Session


async def require_decided(
    session: Session,
    guideline: Guideline,
    term: Term,
    today: date,
    simulation_id: uuid.UUID | None,
    choice: Choice | None,
) -> int | None:
    """Tell how many names would fall by a guideline if they were judged today; refuse what was not looked at or chosen.

    Where names stand it takes a simulation that ended, of this content and of today's facts (SIMULATION_REQUIRED,
    _UNFINISHED, _STALE); in a small district a look at the names does where none would fall. Where some would, what
    becomes of them must be chosen (STANDING_NAMES_UNDECIDED), and if many are to be judged, with their number.
    """
    faults = list(choice_faults(choice, term.effective_from)) if choice is not None else []
    if choice is not None and not faults:
        faults = list(
            unfit_day([*(await guidelines.read_calendar(session)).terms, term], term.number, choice)
        )
    if faults:
        raise DomainErrors(faults)
    falling = await _seen(session, guideline, simulation_id, today)
    if falling and choice is None:
        message = f"按此方案将有 {falling} 个已有名称不保，须选择如何处理。"
        details = {"falling": falling}
        field = ("standingNames", "treatment")
        raise DomainError(ErrorCode.STANDING_NAMES_UNDECIDED, message, field=field, details=details)
    if choice is not None and choice.treatment is Treatment.APPLY:
        require_confirmed(falling, choice.falling, guideline.confirm_above, ("standingNames", "falling"))
    return falling


def ended(calendar: Calendar, version: GuidelineVersion, today: date) -> list[DomainError]:
    """Tell that a version is in force neither today nor on a day to come."""
    if any(span.number == version.number for span in spans(calendar.terms, today)):
        return []
    return [DomainError(ErrorCode.GUIDELINE_ENDED, "该版本已不再施行。", field=("version",))]


def choice_refusals(
    calendar: Calendar, version: GuidelineVersion, before: RuleChange | None, choice: Choice, today: date
) -> list[DomainError]:
    """List what is wrong with a choice for a published version: days that cannot be, or the choice there is."""
    start = max(version.effective_from, today)
    faults = list(choice_faults(choice, start))
    if faults:
        return faults
    wanted = (choice.treatment, choice.within_days, choice.due_on(start))
    standing = before if before is not None and before.status in {"kept", "pending"} else None
    if standing is not None and (standing.treatment, standing.days, standing.due_on) == wanted:
        message = "与现在的处理相同。"
        return [DomainError(ErrorCode.INVALID_INPUT, message, field=("standingNames", "treatment"))]
    return list(unfit_day(calendar.terms, version.number, choice))


def unfit_day(terms: Sequence[Term], number: int, choice: Choice) -> Iterator[DomainError]:
    """Find that all names are to be judged by a version on a day on which another is in force."""
    if choice.apply_on is not None and in_force(terms, choice.apply_on) != number:
        message = f"{choice.apply_on} 施行的不是这一版。"
        yield DomainError(ErrorCode.INVALID_INPUT, message, field=("standingNames", "applyOn"))


async def require_seen(
    session: Session, edition: Edition, choice: Choice, simulation_id: uuid.UUID | None, today: date
) -> int | None:
    """Tell how many names fall by a published version; refuse what was not looked at, or not confirmed.

    As when it is published, but that keeping names takes no look, and that the simulation is of the version.
    """
    if choice.treatment is Treatment.KEEP and simulation_id is None:
        return None
    guideline = edition.guideline
    falling = await _seen(session, guideline, simulation_id, today, edition)
    if choice.treatment is Treatment.APPLY:
        require_confirmed(falling, choice.falling, guideline.confirm_above, ("standingNames", "falling"))
    return falling


async def _seen(
    session: Session,
    guideline: Guideline,
    simulation_id: uuid.UUID | None,
    today: date,
    published: Edition | None = None,
) -> int:
    if simulation_id is None:
        return await _looked_at(session, guideline, today, published)
    simulation = await simulations.get(session, simulation_id)
    refusals = await simulation_refusals(session, guideline, simulation, today, published)
    if refusals:
        raise DomainErrors(refusals)
    return simulation.names_falling or 0


async def simulation_refusals(
    session: Session,
    guideline: Guideline,
    simulation: Simulation,
    today: date,
    published: Edition | None = None,
) -> list[DomainError]:
    """Tell that a simulation has not ended, is of another content, or of facts that are no longer today's.

    Of a `published` version it must be that of the version: names given under it and later ones are not judged.
    """
    if published is not None and simulation.guideline_version_id != published.id:
        message = f"推演的不是第 {published.number} 版。"
        return [DomainError(ErrorCode.SIMULATION_STALE, message, field=("simulation",))]
    if simulation.digest != digest(guideline):
        message = "推演的不是这份草案现在的内容。"
        return [DomainError(ErrorCode.SIMULATION_STALE, message, field=("simulation",))]
    if simulation.passing is None:
        return [DomainError(ErrorCode.SIMULATION_UNFINISHED, "推演尚未完成。", field=("simulation",))]
    if simulation.facts != await facts_mark(session, today):
        message = "推演之后事件、名称、评估或单元已有变化，或已过一天。"
        return [DomainError(ErrorCode.SIMULATION_STALE, message, field=("simulation",))]
    return []


async def _looked_at(session: Session, guideline: Guideline, today: date, published: Edition | None) -> int:
    """Look at the names without a simulation: fine where none stands, or none of a few would fall."""
    if not await versions_borne(session):
        return 0
    number = published.number if published is not None else None
    few = await units.count_units(session, UnitFilter(scopes=("",))) <= UNITS_AT_ONCE
    falling = (await suppose_names(session, guideline, today, number)).falling if few else None
    if falling == 0:
        return 0
    told = f"将有 {falling} 个名称不保" if falling else "须先看清对已有名称的影响"
    message = f"{told}，请先推演。"
    details = {"falling": falling} if falling else {}
    raise DomainError(ErrorCode.SIMULATION_REQUIRED, message, field=("simulation",), details=details)
