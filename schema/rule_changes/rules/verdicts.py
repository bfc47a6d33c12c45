"""The verdict of a new version on a name that stands: which clauses take it, and which grounds no longer hold it.

It never gives a name. What events do by the new version is told by their holds, not here; a clause the unit fell short
of by the version it stood under, and yet stood, is not the new version's doing.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from schema.consequences.rules import counting_clause
from schema.criteria.rules import Evaluation, evaluate_against
from schema.criteria.rules.facts import UnitFacts
from schema.designations.rules import CHILDREN, EVALUATION, Cause, Change, Standing, State
from schema.guidelines.rules import as_of, criteria_for
from schema.guidelines.rules.format import (
    ChildrenCheck,
    Criterion,
    Guideline,
    NoneOfCheck,
    PetitionCheck,
    RateCheck,
    WindowCheck,
)
from schema.petition_answers.rules import QUORUM

RULE = "rule"
"""The ground of a name warned or suspended by a clause no event or roll follows; lifted by assessing it again."""
REASSESSMENT = "reassessment"
"""The ground of a name that was to be assessed by a new version and was not in time."""
_CHANGES: Mapping[str, Change] = {
    "recompute": Change.SUSPENDED,
    "revoke": Change.REVOKED,
    "suspend": Change.SUSPENDED,
    "warn": Change.WARNED,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A name to be judged: how it stands, its unit, the facts of the day, the guideline it stood under.

    `lost_below` are the kinds of units directly below that lost their names by the same rule change. `applied` are
    the facts the name was applied for with, where points won when applying count on.
    `forgiving` leaves out what the unit fell short of by that guideline too; who assesses a unit forgives nothing.
    """

    id: UUID
    unit_id: UUID
    kind: str
    state: State
    facts: UnitFacts
    former: Guideline
    derived: bool = False
    forgiving: bool = True
    lost_below: frozenset[str] = frozenset()
    applied: UnitFacts | None = None


@dataclass(frozen=True, slots=True)
class Befalling:
    """Something that befalls a name: what, why, by which clause of the new version, on which ground."""

    change: Change
    cause: Cause
    clause: str | None
    ground: str


def judge(
    subject: Subject,
    guideline: Guideline,
    state: State,
    in_force: Mapping[UUID, bool],
    children: Sequence[UUID],
) -> tuple[Befalling, ...]:
    """Tell what befalls a name by a guideline; `state` is how it stands once events were judged by that.

    `children` are the units directly below in the order of the facts', `in_force` tells of units whose names were
    judged already whether they still are in force.
    """
    if subject.derived or not state.standing.held:
        return ()
    seen = _with_children(subject.facts, in_force, children)
    after = evaluate_against(guideline, seen, applied=subject.applied)
    short = bool(after.failures) or (after.score is not None and not after.score.met)
    before = None
    if subject.forgiving and short:
        before = evaluate_against(subject.former, subject.facts, applied=subject.applied)
    guideline = as_of(guideline, subject.facts.on)
    falls = tuple(_one_for_each_ground(_falls(subject, guideline, state, before, after)))
    if revoked := next((each for each in falls if each.change is Change.REVOKED), None):
        return (revoked,)
    return (*falls, *_lifts(subject, guideline, state, after, {each.ground for each in falls}))


def _with_children(facts: UnitFacts, in_force: Mapping[UUID, bool], children: Sequence[UUID]) -> UnitFacts:
    seen = [
        replace(fact, titled=in_force.get(unit_id, fact.titled))
        for unit_id, fact in zip(children, facts.children, strict=True)
    ]
    return replace(facts, children=tuple(seen))


def _falls(
    subject: Subject, guideline: Guideline, state: State, before: Evaluation | None, after: Evaluation
) -> Iterator[Befalling]:
    """List what the clauses do that are newly not met, and the names that were lost below."""
    known = {finding.criterion_id for finding in before.failures} if before is not None else set()
    stood_under = as_of(subject.former, subject.facts.on)
    former = [each for each in criteria_for(stood_under, subject.kind) if each.id in known]
    criteria = {each.id: each for each in criteria_for(guideline, subject.kind)}
    for finding in after.failures:
        criterion = criteria.get(finding.criterion_id)
        if criterion is None or any(_is_same(criterion, each) for each in former):
            continue
        found = _fall(guideline, criterion, state)
        if found is not None:
            yield found
    stood = before is None or before.score is None or before.score.met
    if after.score is not None and not after.score.met and stood and not after.failures:
        yield Befalling(Change.REVOKED, Cause.RULE_NOT_MET, None, EVALUATION)
    if guideline.on_child_loss != "recompute":  # then the clause itself tells
        for kind in sorted(subject.lost_below):
            clause = counting_clause(guideline, subject.kind, kind)
            found = _by_child(guideline, clause, Cause.CHILD_NAME_LOST, state) if clause else None
            if found is not None:
                yield found


def _one_for_each_ground(falls: Iterator[Befalling]) -> Iterator[Befalling]:
    told: set[str] = set()
    for each in falls:
        if each.ground not in told:
            told.add(each.ground)
            yield each


def _is_same(one: Criterion, other: Criterion) -> bool:
    """Tell whether two clauses are one: by their id, or by what they ask though it is numbered otherwise."""
    asks, other_asks = ((each.check, each.attest, each.evidence) for each in (one, other))
    told_apart = one.check is not None or one.title == other.title
    return one.id == other.id or (told_apart and asks == other_asks)


def _fall(guideline: Guideline, criterion: Criterion, state: State) -> Befalling | None:
    """Tell what a clause that is not met does to a name; nothing where its holds, or none at all, are to do it.

    What was judged at applying stands, and is judged no more.
    """
    effect, ground = criterion.on_loss if criterion.on_loss != "none" else "revoke", RULE
    if isinstance(criterion.check, WindowCheck | NoneOfCheck) or criterion.judged == "at_applying":
        return None
    if isinstance(criterion.check, ChildrenCheck):
        return _by_child(guideline, criterion.id, Cause.RULE_NOT_MET, state)
    if isinstance(criterion.check, PetitionCheck) and criterion.on_loss != "none":
        ground = QUORUM
    if isinstance(criterion.check, RateCheck) and criterion.on_loss != "none":
        ground = _of_rate(criterion)
    return _befalling(_CHANGES[effect], Cause.RULE_NOT_MET, criterion.id, ground, state)


def _by_child(guideline: Guideline, clause: str, cause: Cause, state: State) -> Befalling | None:
    """Tell what the units below do to a name that their events have not suspended already."""
    if guideline.on_child_loss == "none" or EVALUATION in state.suspended_for:
        return None
    return _befalling(_CHANGES[guideline.on_child_loss], cause, clause, CHILDREN, state)


def _befalling(change: Change, cause: Cause, clause: str, ground: str, state: State) -> Befalling | None:
    """Say that a name falls, unless it is down on that ground already."""
    if change is Change.REVOKED:
        return Befalling(change, cause, clause, EVALUATION)
    down = state.suspended_for if change is Change.SUSPENDED else state.suspended_for | state.warned_for
    return None if ground in down else Befalling(change, cause, clause, ground)


def _lifts(
    subject: Subject, guideline: Guideline, state: State, after: Evaluation, falling: Collection[str]
) -> Iterator[Befalling]:
    """List the grounds that no longer hold the name by the guideline."""
    failing = {finding.criterion_id for finding in after.failures}
    asked = [each for each in criteria_for(guideline, subject.kind) if each.id in failing]
    still = {f"duty:{duty.id}" for duty in guideline.duties if subject.kind in duty.unit_kinds}
    if guideline.on_child_loss != "none" and any(isinstance(each.check, ChildrenCheck) for each in asked):
        still.add(CHILDREN)
    if any(isinstance(each.check, PetitionCheck) and each.on_loss != "none" for each in asked):
        still.add(QUORUM)
    if any(_fall(guideline, each, State(Standing.ACTIVE)) is not None for each in asked):
        still.add(RULE)
    still |= {
        _of_rate(each) for each in asked if isinstance(each.check, RateCheck) and each.on_loss != "none"
    }
    for ground in sorted(state.warned_for | state.suspended_for):
        ours = ground in {CHILDREN, QUORUM, RULE, REASSESSMENT} or ground.startswith(("duty:", "rate:"))
        if ours and ground not in still and ground not in falling:
            yield Befalling(Change.RESTORED, Cause.RULE_CHANGED, None, ground)


def _of_rate(criterion: Criterion) -> str:
    """Name the ground of a name that is down for a figure: the night lifts it once the figure is reached."""
    return f"rate:{criterion.id}"
