"""Replays a history from scratch, day by day and check by check: what names must stand like in the end.

It shares nothing with the plans but the checks of the evaluation, and is slow on purpose: what the platform did step by
step, by many hands at once, is held against it.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from schema.consequences.rules.holds import Effect, Place
from schema.consequences.rules.losses import counting_clause
from schema.criteria.rules import run_check
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.designations.rules import Standing, cause_of_event
from schema.guidelines.rules.format import Check, Guideline, NoneOfCheck, WindowCheck

Days = frozenset[date]


@dataclass(frozen=True, slots=True)
class Named:
    """A unit was given a name under a version of the guideline."""

    name_id: uuid.UUID
    unit_id: uuid.UUID
    version: uuid.UUID
    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Learnt:
    """Something became known of an event; its `fact` is null once it proved false."""

    event_id: uuid.UUID
    path: str
    fact: EventFact | None
    at: datetime


@dataclass(frozen=True, slots=True)
class MetAgain:
    """A unit met its standard in an assessment."""

    unit_id: uuid.UUID
    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Rejudged:
    """Names came to stand, from a day on, under other versions of the guideline."""

    versions: Mapping[uuid.UUID, uuid.UUID]
    at: datetime
    on: date


@dataclass(frozen=True, slots=True)
class Loss:
    """What an event does to a name by a clause, and on which days."""

    effect: Effect
    days: Days
    known_since: datetime
    cause: str


LossKey = tuple[uuid.UUID, str, uuid.UUID]
"""A name, a clause, and the version whose clause it is."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How every name stands in the end, and what each event holds down.

    `grounds` has, of each name that may still be borne, what leaves it so: cause and clause with the first day, the
    one that is told first.
    """

    standings: Mapping[uuid.UUID, Standing]
    losses: Mapping[uuid.UUID, Mapping[LossKey, Loss]]
    grounds: Mapping[uuid.UUID, Sequence[tuple[str, str, date]]]


@dataclass(slots=True)
class Replay:
    """A history as far as it was read. `places` has each unit before its own children."""

    places: Sequence[Place]
    guidelines: Mapping[uuid.UUID, Guideline]
    today: date
    names: dict[uuid.UUID, list[Named]] = field(default_factory=lambda: defaultdict(list))
    met: dict[uuid.UUID, list[MetAgain]] = field(default_factory=lambda: defaultdict(list))
    learnt: dict[uuid.UUID, Learnt] = field(default_factory=dict)
    losses: dict[uuid.UUID, dict[LossKey, Loss]] = field(default_factory=dict)
    failing: dict[tuple[str, EventFact], Days] = field(default_factory=dict)
    rejudged: list[Rejudged] = field(default_factory=list)

    def read(self, entry: Named | Learnt | MetAgain | Rejudged) -> None:
        """Go on by one entry."""
        match entry:
            case Named():
                self.names[entry.unit_id].append(entry)
            case MetAgain():
                self.met[entry.unit_id].append(entry)
            case Learnt():
                self.learnt[entry.event_id] = entry
                self.losses[entry.event_id] = self._losses(entry)
            case Rejudged():
                self.rejudged.append(entry)
                for event_id, known in self.learnt.items():
                    self.losses[event_id] = self._losses(replace(known, at=entry.at))

    def end(self) -> Replayed:
        """Tell how names stand on the last day: as the strongest loss of that day leaves them."""
        self.losses = {event_id: self._losses(entry) for event_id, entry in self.learnt.items()}
        standings, grounds = {}, {}
        for names in filter(None, self.names.values()):
            for name in names[:-1]:
                standings[name.name_id] = Standing.REVOKED
            effects: set[Effect] = {
                loss.effect
                for losses in self.losses.values()
                for (name_id, *_), loss in losses.items()
                if name_id == names[-1].name_id and self.today in loss.days
            }
            standings[names[-1].name_id] = _worst(effects)
            grounds[names[-1].name_id] = self._grounds(names[-1].name_id, effects)
        return Replayed(standings, self.losses, grounds)

    def _grounds(self, name_id: uuid.UUID, effects: Collection[Effect]) -> Sequence[tuple[str, str, date]]:
        """Tell by what a name is down as far as it is, by the declared rule: here before below, early before late."""
        worst = next((each for each in ("revoke", "suspend", "warn") if each in effects), None)
        first: dict[tuple[str, str], date] = {}
        for losses in self.losses.values():
            for (name, clause, _), loss in losses.items():
                if name == name_id and loss.effect == worst and self.today in loss.days:
                    since = min(loss.days)
                    first[loss.cause, clause] = min(since, first.get((loss.cause, clause), since))
        found = [(cause, clause, since) for (cause, clause), since in first.items()]
        return sorted(found, key=lambda each: (each[0] == "CHILD_NAME_LOST", each[2], each[1], each[0]))

    def _losses(self, entry: Learnt) -> dict[LossKey, Loss]:
        """Work out what an event does, given what is known now; what it did before it keeps the time of."""
        known: dict[tuple[uuid.UUID, str], datetime] = {}
        for (name_id, clause, _), loss in self.losses.get(entry.event_id, {}).items():
            known[name_id, clause] = min(loss.known_since, known.get((name_id, clause), loss.known_since))
        found: dict[LossKey, Loss] = {}
        if entry.fact is None:
            return found
        below: dict[uuid.UUID, list[tuple[Place, Named, str, Loss]]] = defaultdict(list)
        for place in reversed(self.places):
            for number, name in enumerate(self.names[place.id]):
                following = self.names[place.id][number + 1 :]
                borne = self._days_from(name.on, following[0].on if following else None)
                mine = dict(self._direct(entry, entry.fact, place, name, borne, known))
                for key, loss in self._through(entry, name, place, below[place.id], borne, known):
                    mine[key] = _joined(mine.get(key), loss)
                for (clause, version), loss in mine.items():
                    found[name.name_id, clause, version] = loss
                    if place.parent_id is not None and loss.effect != "warn":
                        below[place.parent_id].append((place, name, clause, loss))
        return found

    def _stints(self, name: Named) -> Iterator[tuple[uuid.UUID, Days]]:
        """Tell under which version a name stood on which days."""
        version, since = name.version, name.on
        for entry in self.rejudged:
            if name.name_id in entry.versions:
                yield version, self._days_from(since, entry.on)
                version, since = entry.versions[name.name_id], entry.on
        yield version, self._days_from(since, None)

    def _direct(
        self,
        entry: Learnt,
        fact: EventFact,
        place: Place,
        name: Named,
        borne: Days,
        known: Mapping[tuple[uuid.UUID, str], datetime],
    ) -> Iterator[tuple[tuple[str, uuid.UUID], Loss]]:
        above = place.path.startswith(entry.path + ".")
        if not (above or place.path == entry.path or entry.path.startswith(place.path + ".")):
            return
        for version, stood in self._stints(name):
            for criterion in self.guidelines[version].criteria:
                if place.kind not in criterion.applies_to or criterion.on_loss == "none":
                    continue
                days = self._failing(criterion.check, replace(fact, above=above), name.on) & borne & stood
                if days:
                    effect: Effect = criterion.on_loss
                    since = known.get((name.name_id, criterion.id), entry.at)
                    cause = cause_of_event(fact.kind).value
                    yield (criterion.id, version), Loss(effect, self._lasting(effect, days), since, cause)

    def _through(
        self,
        entry: Learnt,
        name: Named,
        place: Place,
        below: Sequence[tuple[Place, Named, str, Loss]],
        borne: Days,
        known: Mapping[tuple[uuid.UUID, str], datetime],
    ) -> Iterator[tuple[tuple[str, uuid.UUID], Loss]]:
        for version, stood in self._stints(name):
            for clause, loss in self._through_by(version, entry, name, place, below, borne & stood, known):
                yield (clause, version), loss

    def _through_by(
        self,
        version: uuid.UUID,
        entry: Learnt,
        name: Named,
        place: Place,
        below: Sequence[tuple[Place, Named, str, Loss]],
        borne: Days,
        known: Mapping[tuple[uuid.UUID, str], datetime],
    ) -> Iterator[tuple[str, Loss]]:
        guideline = self.guidelines[version]
        if guideline.on_child_loss == "none":
            return
        for child, lost, _, loss in below:
            clause = counting_clause(guideline, place.kind, child.kind)
            if clause is None or loss.known_since <= name.at:
                continue
            since = known.get((name.name_id, clause))
            following = [each for each in self.names[child.id] if each.at > lost.at]
            until = [each.on for each in following[:1]]
            if guideline.on_child_loss != "revoke":
                until += [each.on for each in self.met[place.id] if each.at > loss.known_since][:1]
            days = frozenset(day for day in loss.days & borne if all(day < end for end in until))
            if days:
                effect: Effect = "revoke" if guideline.on_child_loss == "revoke" else "suspend"
                lasting = self._lasting(effect, days)
                yield clause, Loss(effect, lasting, since or entry.at, "CHILD_NAME_LOST")

    def _failing(self, check: Check | None, seen: EventFact, since: date) -> Days:
        """Find the days, up to the last, on which a check fails with an event alone."""
        if not isinstance(check, WindowCheck | NoneOfCheck):
            return frozenset()
        key = (check.model_dump_json(), seen)
        if key not in self.failing:
            first = min(seen.occurred_on, since)
            self.failing[key] = frozenset(
                day
                for day in self._days_from(first, None)
                if not run_check(check, UnitFacts(day, "any", events=(seen,))).passed
            )
        return self.failing[key]

    def _lasting(self, effect: Effect, days: Days) -> Days:
        return self._days_from(min(days), None) if effect == "revoke" else days

    def _days_from(self, first: date, over: date | None) -> Days:
        last = self.today if over is None else min(self.today, over - timedelta(days=1))
        return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))


def _worst(effects: Collection[Effect]) -> Standing:
    if "revoke" in effects:
        return Standing.REVOKED
    if "suspend" in effects:
        return Standing.SUSPENDED
    return Standing.WARNED if "warn" in effects else Standing.ACTIVE


def _joined(one: Loss | None, other: Loss) -> Loss:
    if one is None:
        return other
    effect: Effect = "revoke" if "revoke" in {one.effect, other.effect} else "suspend"
    return Loss(effect, one.days | other.days, min(one.known_since, other.known_since), other.cause)


def replay(
    history: Sequence[Named | Learnt | MetAgain | Rejudged],
    places: Sequence[Place],
    guidelines: Mapping[uuid.UUID, Guideline],
    today: date,
) -> Replayed:
    """Replay a history, in the order in which things became known, up to a day."""
    course = Replay(places, guidelines, today)
    for entry in history:
        course.read(entry)
    return course.end()
