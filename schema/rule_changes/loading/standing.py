"""The names that stand and what they are judged by, read in a fixed number of statements, however many they are."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schema.consequences.loading.lines import Line, read_line
from schema.consequences.rules import Plan
from schema.criteria.loading import facts_of, load_children
from schema.criteria.loading.applied import applied_facts
from schema.criteria.rules.facts import UnitFacts
from schema.designations.repository import sweeps
from schema.designations.repository.sweeps import Borne
from schema.designations.rules import Cause, Change, State, next_state
from schema.guidelines.repository import editions_by_ids, list_versions
from schema.guidelines.rules.format import Guideline
from schema.petitions.repository import last_tallies
from schema.rule_changes.loading.events import Moved, plan_events
from schema.rule_changes.rules import Befalling, Judged, Subject, judge
from schema.units import repository as units
from schema.units.repository.facts import list_standing
from schema.units.tables import Unit
from tenants.database import Session


@dataclass(frozen=True, slots=True)
class Target:
    """The version names are judged by, on a day."""

    version: uuid.UUID
    guideline: Guideline
    on: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a name: how it stands once events were judged anew, and what befalls it then, in order."""

    name: Borne
    path: str
    state: State
    befallen: tuple[Befalling, ...]

    @property
    def is_lost(self) -> bool:
        """Tell whether the name is lost or suspended, by what befell it beside events."""
        return any(each.change in {Change.REVOKED, Change.SUSPENDED} for each in self.befallen)

    @property
    def final(self) -> State:
        """Tell how it stands in the end."""
        state = self.state
        for each in self.befallen:
            state = next_state(state, each.change, each.ground)
        return state


@dataclass(frozen=True, slots=True)
class Befallen:
    """What befalls the name of a unit, why, and by which clause."""

    unit_id: uuid.UUID
    kind: str
    change: str
    cause: Cause
    clause: str | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """Names to be judged, with all that judging takes: nothing more is read."""

    target: Target
    line: Line
    plan: Plan
    names: Sequence[Borne]
    paths: Mapping[uuid.UUID, str]
    facts: Mapping[uuid.UUID, UnitFacts]
    children: Mapping[uuid.UUID, Sequence[uuid.UUID]]
    former: Mapping[uuid.UUID, Guideline]
    applied: Mapping[uuid.UUID, UnitFacts]
    forgiving: bool

    def verdicts(self) -> Iterator[Verdict]:
        """Judge the names one after the other, from the bottom of the tree up."""
        states = {each.name.id: each.state for each in self.plan.transitions}
        in_force = {each.name.unit_id: each.state.standing.in_force for each in self.plan.transitions}
        lost: dict[uuid.UUID | None, set[str]] = defaultdict(set)
        for name in sorted(self.names, key=lambda each: -self.paths[each.unit_id].count(".")):
            state = states.get(name.id, name.state)
            subject = Subject(
                name.id,
                name.unit_id,
                name.kind,
                name.state,
                self.facts[name.unit_id],
                self.former[name.version],
                derived=name.derived,
                forgiving=self.forgiving,
                lost_below=frozenset(lost[name.unit_id]),
                applied=self.applied.get(name.application_id) if name.application_id else None,
            )
            below = self.children.get(name.unit_id, ())
            befallen = judge(subject, self.target.guideline, state, in_force, below)
            verdict = Verdict(name, self.paths[name.unit_id], state, befallen)
            in_force[name.unit_id] = verdict.final.standing.in_force
            if verdict.is_lost:
                lost[name.parent_id].add(name.kind)
            yield verdict

    def befallen(self, verdicts: Sequence[Verdict]) -> Iterator[Befallen]:
        """Tell of each unit whose name does not stay as it was what befalls it first, others' names too."""
        told: set[uuid.UUID] = set()
        for verdict in verdicts:
            for each in verdict.befallen[:1]:
                told.add(verdict.name.unit_id)
                yield Befallen(
                    verdict.name.unit_id, verdict.name.kind, each.change.value, each.cause, each.clause
                )
        kinds = {place.id: place.kind for place in self.line.places}
        for moved in {each.name.unit_id: each for each in self.plan.transitions}.values():
            unit_id = moved.name.unit_id
            if unit_id not in told and not moved.told_anew:
                yield Befallen(unit_id, kinds[unit_id], moved.change, moved.cause, moved.clause)

    def judged(self, verdicts: Sequence[Verdict]) -> list[Judged]:
        """Sum up what became of each name, of those too that events or others took along."""
        kinds = {place.id: place.kind for place in self.line.places}
        last = {each.name.id: each for each in self.plan.transitions}
        found = []
        for verdict in verdicts:
            before, after = verdict.name.state.standing, verdict.final.standing
            moved = last.pop(verdict.name.id, None)
            deed = verdict.befallen[0] if verdict.befallen else moved
            if deed is None:
                found.append(Judged.kept(verdict.name.kind, before))
            else:
                found.append(
                    Judged(verdict.name.kind, before, after, str(deed.change), deed.cause, deed.clause)
                )
        for each in last.values():
            before, after = each.name.state.standing, each.state.standing
            kind = kinds[each.name.unit_id]
            found.append(Judged(kind, before, after, each.change, each.cause, each.clause))
        return found


async def older_versions(session: Session, number: int | None = None) -> Sequence[uuid.UUID]:
    """List the versions published before the one of a number; all without it."""
    rows = await list_versions(session)
    return [row.id for row in rows if number is None or row.number < number]


async def load_names(
    session: Session,
    target: Target,
    older: Collection[uuid.UUID],
    until: date,
    *,
    lock: bool,
    unit: Unit | None = None,
    odd: set[uuid.UUID] | None = None,
) -> Loaded | None:
    """Read the names given under older versions up to a day, with all that judging them by another takes.

    With `unit` only its own, and what the unit falls short of is not forgiven for having fallen short before. None
    where there is no name. With `lock` for writing: units first, then names, as whoever reports an event does.
    Where a name has an odd history all is refused, or those of its unit are left out and it is noted in `odd`.
    """
    wanted = sweeps.Older(older, until, target.on, unit.id if unit is not None else None)
    root = unit if unit is not None else await units.get_root(session)
    if root is None or not await sweeps.is_any_older(session, wanted):
        return None
    line = await read_line(session, {root.path}, target.on, lock=lock, odd=odd)
    names = [
        name
        for name in await sweeps.list_older(session, wanted, lock=lock)
        if name.unit_id not in (odd or ())
    ]
    if not names:
        return None
    moved = Moved({name.id for name in names}, target.version, target.guideline, target.on)
    plan = await plan_events(session, line, moved, {root.path}, lock=lock, odd=odd)
    standing = [unit] if unit is not None else await list_standing(session, ("",))
    bearing = {name.unit_id for name in names}
    places = [each for each in standing if each.id in bearing]
    facts, children = await _facts(session, places, target.on)
    editions = await editions_by_ids(session, list({name.version for name in names}))
    former = {version: edition.guideline for version, edition in editions.items()}
    return Loaded(
        target=target,
        line=line,
        plan=plan,
        names=[name for name in names if name.unit_id in facts],
        paths={each.id: each.path for each in places},
        facts=facts,
        children=children,
        former=former,
        applied=await _handed_in_with(session, [target.guideline, *former.values()], names),
        forgiving=unit is None,
    )


async def _handed_in_with(
    session: Session, guidelines: Sequence[Guideline], names: Sequence[Borne]
) -> Mapping[uuid.UUID, UnitFacts]:
    """Read the facts names were applied for with, where points count that were won then; most schemes want none."""
    criteria = [criterion for guideline in guidelines for criterion in guideline.criteria]
    if not any(each.judged == "at_applying" and each.score is not None for each in criteria):
        return {}
    return await applied_facts(session, [each.application_id for each in names if each.application_id])


async def _facts(
    session: Session, places: Sequence[Unit], on: date
) -> tuple[Mapping[uuid.UUID, UnitFacts], Mapping[uuid.UUID, Sequence[uuid.UUID]]]:
    """Read the facts of units that bear names: their petition is the one the name rests on."""
    facts = await facts_of(session, places, on)
    signed = await last_tallies(session, list(facts))
    below = await load_children(session, list(facts), on)
    children: dict[uuid.UUID, Sequence[uuid.UUID]] = defaultdict(tuple)
    children |= {parent: list(found) for parent, found in below.items()}
    found = {
        unit_id: replace(each, petition=signed.get(unit_id), children=tuple(below.get(unit_id, {}).values()))
        for unit_id, each in facts.items()
    }
    return found, children
