"""A second opinion on every name of a street: events, trees, findings, living rolls, validity, by the texts alone.

Written from the guideline (B-a … B-f, B-k, B-M4), the open questions (1, 2, 3, 7, 21, 23) and what DECISIONS says of
them; nothing of the platform is imported. It goes through the deeds in their order and, after each, works out anew what
every event does on every day. Slow on purpose.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

WINDOW = 8
RECTIFY, SUSPENDED_FOR = 2, 3
"""Days a finding is to be put right in, warned once for, and then suspended for."""
STATES: Mapping[str, str] = {"close_contact": "B-b", "home_quarantine": "B-c", "key_area_returnee": "B-d"}
ZONES = frozenset({"risk_zone", "temporary_control_zone"})
CASES = frozenset({"case", "asymptomatic"})
CAUSES: Mapping[str, str] = {
    "case": "CASE_REPORTED",
    "asymptomatic": "ASYMPTOMATIC_REPORTED",
    "close_contact": "CLOSE_CONTACT_REPORTED",
    "home_quarantine": "HOME_QUARANTINE_REPORTED",
    "key_area_returnee": "RETURNEE_REPORTED",
    "risk_zone": "RISK_ZONE_SET",
    "temporary_control_zone": "CONTROL_ZONE_SET",
}
BELOW = {"CHILD_NAME_LOST", "TREE_CHANGED"}
RANK = ("building", "compound", "community", "street")
COUNTS: Mapping[str, frozenset[str]] = {
    "compound": frozenset({"building"}),
    "community": frozenset({"building", "compound"}),
}
"""Kinds whose names a unit of a kind needs directly below it (B-f)."""
Days = frozenset[date]


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as it is known to be."""

    unit: str
    kind: str
    occurred_on: date
    reported_on: date
    ended_on: date | None = None
    away: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds a name down: how, why, by which clause and since when."""

    effect: str
    cause: str
    clause: str
    since: date


@dataclass(frozen=True, slots=True)
class Loss:
    """What an event does to a name by a clause, on which days, known since which step."""

    effect: str
    days: Days
    known: int
    cause: str


@dataclass(slots=True, eq=False)
class Name:
    """A name of a unit, from a day and a step on; `over` once it ended otherwise than by an event."""

    unit: str
    on: date
    step: int
    until: date | None = None
    over: tuple[str, date] | None = None
    grounds: dict[str, Ground] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Finding:
    """Something wanting at a unit that bears a name, and where it stands on the ladder."""

    name: Name
    clause: str
    due: date
    warned: bool = False
    suspended: bool = False
    status: str = "open"


Key = tuple[Name, str]


@dataclass(slots=True)
class Model:
    """A street and all that is known of it. `on_child_loss` is what its scheme says of a name lost below."""

    today: date
    on_child_loss: str
    kinds: dict[str, str] = field(default_factory=dict)
    lay: dict[str, list[tuple[date, str | None]]] = field(default_factory=lambda: defaultdict(list))
    new: set[str] = field(default_factory=set)
    closed: dict[str, date] = field(default_factory=dict)
    heirs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    names: dict[str, list[Name]] = field(default_factory=lambda: defaultdict(list))
    met: dict[str, list[tuple[int, date]]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[int, Fact | None] = field(default_factory=dict)
    told: dict[int, int] = field(default_factory=dict)
    losses: dict[int, dict[Key, Loss]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    homes: dict[int, str] = field(default_factory=dict)
    rolls: dict[str, dict[int, bool]] = field(default_factory=dict)
    step: int = 0
    stood: frozenset[str] = frozenset()
    revoked: frozenset[Name] = frozenset()

    # what is done, one method for each deed

    def register(self, unit: str, kind: str, parent: str | None, on: date) -> None:
        """A unit is there from a day on."""
        self.kinds[unit] = kind
        self.lay[unit].append((on, parent))

    def name(self, unit: str, until: date | None) -> None:
        """A unit is given a name."""
        self.step += 1
        for held in self.names[unit][-1:]:
            if held.over is None and held not in self.revoked:
                held.over = ("expired", (held.until or self.today) + timedelta(days=1))
        self.names[unit].append(Name(unit, self.today, self.step, until))
        self._settle(self.step)

    def renew(self, unit: str, until: date | None) -> None:
        """The name of a unit goes on until a later day."""
        self.step += 1
        self.names[unit][-1].until = until
        self._settle(self.step)

    def assess(self, unit: str) -> None:
        """A unit meets its standard."""
        self.step += 1
        self.met[unit].append((self.step, self.today))
        self._settle(self.step)

    def learn(self, event: int, fact: Fact | None) -> None:
        """An event becomes known to be so, or to be none."""
        self.step += 1
        self.facts[event], self.told[event] = fact, self.step
        self._settle(self.step)

    def move(self, unit: str, parent: str) -> None:
        """A unit lies below another; households come off the rolls it leaves and onto those it comes under."""
        self.step += 1
        before = self._above(unit)
        self._rearrange([before[0], parent], lambda: self._lie(unit, parent, before))

    def replace(
        self, closed: Sequence[str], opened: Mapping[str, Collection[str]], homes: str | None = None
    ) -> None:
        """Units close and others, each with some of the units below, take their place; households go to `homes`."""
        self.step += 1
        parent = self.parent(closed[0])
        self._rearrange([parent] if parent else [], lambda: self._take_place(closed, opened, homes))

    def find(self, unit: str, clause: str, *, at_once: bool) -> None:
        """Something is found wanting; where the scheme says so the name is suspended at once."""
        self.step += 1
        name = self.names[unit][-1]
        finding = Finding(name, clause, self.today + timedelta(days=RECTIFY))
        self.findings.append(finding)
        if at_once:
            finding.suspended, finding.due = True, self.today + timedelta(days=SUSPENDED_FOR)
            self._ground(name, self._key(finding), Ground("suspend", "CRITERION_BROKEN", clause, self.today))
            self._fall_above([unit])
        self._settle(self.step)

    def rectified(self, number: int) -> None:
        """A unit says it put right what was found; the clock stands still."""
        self.findings[number].status = "reported"

    def verified(self, number: int, *, accepted: bool) -> None:
        """Somebody looked at what was put right."""
        self.step += 1
        finding = self.findings[number]
        finding.status = "verified" if accepted else "open"
        finding.due = max(finding.due, self.today)
        if accepted:
            finding.name.grounds.pop(self._key(finding), None)
        self._settle(self.step)

    def move_in(self, home: int, unit: str) -> None:
        """A household is on the living rolls over it, and has not signed."""
        self.step += 1
        self.homes[home] = unit
        self._roll({above for above in (unit, *self._above(unit)) if above in self.rolls}, {home: False})
        self._settle(self.step)

    def move_out(self, home: int) -> None:
        """A household is on no living roll any more."""
        self.step += 1
        del self.homes[home]
        self._roll({unit for unit, roll in self.rolls.items() if home in roll}, {}, {home})
        self._settle(self.step)

    def sign(self, home: int, unit: str, *, signed: bool) -> None:
        """A household signs the petition of a unit, or takes its signature back."""
        self.step += 1
        self._roll({unit}, {home: signed})
        self._settle(self.step)

    def night(self) -> None:
        """A night passes: names run out, findings climb, names above follow, and come back."""
        self.step += 1
        self._settle(self.step)
        lost: list[str] = []
        for name in self._held():
            if name.until is not None and name.until < self.today:
                name.over = ("expired", name.until + timedelta(days=1))
                lost.append(name.unit)
        for finding in self.findings:
            if finding.status == "open" and finding.due < self.today:
                lost += self._climb(finding)
        self._fall_above(lost)
        self._settle(self.step)
        while self._give_back(self.names):
            self._settle(self.step)

    # how it stands

    def parent(self, unit: str, day: date | None = None) -> str | None:
        """Tell under which unit one lies, or lay on a day; a closed one where it lay last."""
        lay = [parent for on, parent in self.lay[unit] if day is None or on <= day]
        return lay[-1] if lay else None

    def grounds(self, unit: str) -> tuple[str, list[tuple[str, str, date]]]:
        """Tell how the last name of a unit stands, and the strongest grounds for it, the told one first."""
        name = self.names[unit][-1]
        if name.over is not None and name not in self.revoked:
            return name.over[0], []
        found = [
            Ground(loss.effect, loss.cause, clause, min(loss.days))
            for held in self.losses.values()
            for (of, clause), loss in held.items()
            if of is name and self.today in loss.days
        ]
        if not any(each.effect == "revoke" for each in found):
            found += name.grounds.values()
            if name.until is not None and name.until < self.today:
                return "expired", []
        worst = next((e for e in ("revoke", "suspend", "warn") if any(g.effect == e for g in found)), None)
        first: dict[tuple[str, str], date] = {}
        for each in found:
            if each.effect == worst:
                key = (each.cause, each.clause)
                first[key] = min(each.since, first.get(key, each.since))
        told = sorted(
            ((cause, clause, since) for (cause, clause), since in first.items()),
            key=lambda each: (each[0] in BELOW, each[2], each[1], each[0]),
        )
        standing = {None: "active", "warn": "warned", "suspend": "suspended", "revoke": "revoked"}[worst]
        return standing, told

    def _held(self) -> list[Name]:
        return [
            names[-1]
            for names in self.names.values()
            if names and names[-1].over is None and names[-1] not in self.revoked
        ]

    def _in_force(self) -> frozenset[str]:
        return frozenset(
            name.unit for name in self._held() if self.grounds(name.unit)[0] in {"active", "warned"}
        )

    def _titled_apart(self, unit: str) -> bool:
        """Tell whether the name of a unit would be in force had there been no event."""
        names = self.names[unit]
        if not names or names[-1].over is not None:
            return False
        ran_out = names[-1].until is not None and names[-1].until < self.today
        return not ran_out and all(each.effect == "warn" for each in names[-1].grounds.values())

    def _children(self, unit: str) -> list[str]:
        return [each for each in self.lay if each not in self.closed and self.parent(each) == unit]

    def _above(self, unit: str, day: date | None = None) -> list[str]:
        found, parent = list[str](), self.parent(unit, day)
        while parent is not None:
            found.append(parent)
            parent = self.parent(parent, day)
        return found

    def _suffices(self, unit: str, titled: Collection[str]) -> bool:
        """Tell whether the units directly below one do as B-f asks; none below is not enough (question 7)."""
        counted = [each for each in self._children(unit) if self.kinds[each] in COUNTS[self.kinds[unit]]]
        since = self.today - timedelta(days=WINDOW)
        return bool(counted) and all(
            each in titled
            or (self.kinds[unit] == "community" and any(on >= since for _, on in self.met[each]))
            for each in counted
        )

    # what follows

    def _ground(self, name: Name, key: str, ground: Ground) -> None:
        if key not in name.grounds or name.grounds[key].effect != ground.effect:
            name.grounds[key] = ground

    def _key(self, finding: Finding) -> str:
        return f"finding:{self.findings.index(finding)}"

    def _climb(self, finding: Finding) -> list[str]:
        name = finding.name
        if name not in self._held():
            finding.status = "lapsed"
            return []
        if finding.suspended:
            finding.status, name.over = "lapsed", ("revoked", self.today)
            return [name.unit]
        effect = "suspend" if finding.warned else "warn"
        ground = Ground(effect, "FINDING_NOT_RECTIFIED", finding.clause, self.today)
        name.grounds[self._key(finding)] = ground
        days = SUSPENDED_FOR if finding.warned else RECTIFY
        finding.suspended, finding.warned = finding.warned, True
        finding.due = self.today + timedelta(days=days)
        return [name.unit] if effect == "suspend" else []

    def _fall_above(self, lost: Collection[str], *, rearranged: bool = False) -> None:
        """Let names fall by names lost below, level by level; for a change of the tree none is revoked."""
        while lost and self.on_child_loss != "none":
            fallen = []
            held = {name.unit: name for name in self._held()}
            for above in {self.parent(unit) for unit in lost if unit not in self.closed}:
                name = held.get(above or "")
                if above is None or name is None or "children" in name.grounds:
                    continue
                if not any(
                    self.kinds[u] in COUNTS.get(self.kinds[above], ())
                    for u in lost
                    if self.parent(u) == above
                ):
                    continue
                if self.on_child_loss == "revoke" and not rearranged:
                    name.over = ("revoked", self.today)
                else:
                    name.grounds["children"] = Ground("suspend", "CHILD_NAME_LOST", "B-f", self.today)
                fallen.append(above)
            lost = fallen

    def _give_back(self, units: Collection[str]) -> bool:
        titled, given = self._in_force(), False
        for name in self._held():
            if name.unit in units and "children" in name.grounds and self._suffices(name.unit, titled):
                del name.grounds["children"]
                given = True
        return given

    def _settle(self, step: int) -> None:
        """Work out anew what events do; names above follow what came into force."""
        self._work_out(step)
        while True:
            revoked = frozenset(
                names[-1] for names in self.names.values() if names and self._is_taken(names[-1])
            )
            back, self.revoked = self.revoked - revoked, revoked
            missed = [(name, self._look_at(name)) for name in back]
            for rearranged in (True, False):
                fell = [name.unit for name, changed in missed if changed is rearranged]
                self._fall_above(fell, rearranged=rearranged)
            stood, self.stood = self.stood, self._in_force()
            above = {self.parent(unit) for unit in self.stood - stood} - {None}
            if not self._give_back({each for each in above if each is not None}) and not back:
                self.stood = self._in_force()
                return

    def _is_taken(self, name: Name) -> bool:
        """Tell whether an event took a name; what is over, nothing takes any more."""
        ran_out = name.until is not None and name.until < self.today
        if name.over is not None or (ran_out and name not in self.revoked):
            return False
        return any(loss.effect == "revoke" and self.today in loss.days for loss in self._on(name))

    def _on(self, name: Name) -> Iterator[Loss]:
        for held in self.losses.values():
            for (of, _), loss in held.items():
                if of is name:
                    yield loss

    def _look_at(self, name: Name) -> bool | None:
        """A name that never should have been lost is as if it had not been: what it missed meanwhile is made up.

        Where it falls for what lies below, tell whether the tree was changed there.
        """
        if name is not self.names[name.unit][-1]:
            return None
        if name.unit in self.closed:
            name.over = ("expired", self.closed[name.unit])
            return None
        if name.over is not None:
            return None
        self._count(name)
        if self.kinds[name.unit] not in COUNTS or self.on_child_loss == "none":
            return None
        below = self._children(name.unit)
        bereft = any(self.names[each] and not self._titled_apart(each) for each in below)
        changed = any(
            parent == name.unit
            and (number > 0 or number < len(lay) - 1 or each in self.new or each in self.closed)
            for each, lay in self.lay.items()
            for number, (_, parent) in enumerate(lay)
        )
        titled = {each for each in below if self._titled_apart(each)}
        if (bereft or changed) and not self._suffices(name.unit, titled) and "children" not in name.grounds:
            cause = "TREE_CHANGED" if changed else "CHILD_NAME_LOST"
            name.grounds["children"] = Ground("suspend", cause, "B-f", self.today)
            return changed
        return None

    # living rolls

    def _roll(self, units: Collection[str], joined: Mapping[int, bool], left: Collection[int] = ()) -> None:
        for unit in units:
            self.rolls[unit] = {h: s for h, s in self.rolls[unit].items() if h not in left} | dict(joined)
        for name in self._held():
            if name.unit in units and self._count(name):
                self._fall_above([name.unit])

    def _count(self, name: Name) -> bool:
        """Let a name fall, or come back, by the signatures on its roll; tell whether it fell."""
        roll = self.rolls.get(name.unit)
        if roll is None:
            return False
        if roll and all(roll.values()):
            name.grounds.pop("quorum", None)
            return False
        fell = "quorum" not in name.grounds
        self._ground(name, "quorum", Ground("suspend", "QUORUM_LOST", "B-k", self.today))
        return fell

    # the tree

    def _rearrange(self, parents: Collection[str], change: Callable[[], None]) -> None:
        """Change the tree; names above that lack what they need are suspended until they have it."""
        before = {each: {c: self._titled_apart(c) for c in self._children(each)} for each in parents}
        change()
        self._work_out(self.step, anew=True)
        self._mark()
        for parent in dict.fromkeys(parents):
            after = {c: self._titled_apart(c) for c in self._children(parent)}
            left = any(titled for c, titled in before[parent].items() if c not in after)
            came = any(not titled for c, titled in after.items() if c not in before[parent])
            name = next((each for each in self._held() if each.unit == parent), None)
            worse = (left or came or not after) and self.on_child_loss != "none"
            if name is None or not worse or "children" in name.grounds or self.kinds[parent] not in COUNTS:
                continue
            if not self._suffices(parent, {c for c, titled in after.items() if titled}):
                name.grounds["children"] = Ground("suspend", "TREE_CHANGED", "B-f", self.today)
                self._fall_above([parent], rearranged=True)
        self._give_back(parents)
        self._settle(self.step)

    def _mark(self) -> None:
        self.revoked = self.revoked | frozenset(
            names[-1] for names in self.names.values() if names and self._is_taken(names[-1])
        )

    def _lie(self, unit: str, parent: str, before: Sequence[str]) -> None:
        self.lay[unit].append((self.today, parent))
        after = self._above(unit)
        inside = {h for h, at in self.homes.items() if at == unit or unit in self._above(at)}
        if inside:
            self._roll({u for u in before if u not in after and u in self.rolls}, {}, inside)
            self._roll(
                {u for u in after if u not in before and u in self.rolls}, dict.fromkeys(inside, False)
            )

    def _take_place(
        self, closed: Sequence[str], opened: Mapping[str, Collection[str]], homes: str | None
    ) -> None:
        for name in self._held():
            if name.unit in closed:
                name.over = ("expired", self.today)
        for new, children in opened.items():
            self.kinds[new] = self.kinds[closed[0]]
            self.new.add(new)
            self.lay[new].append((self.today, self.parent(closed[0])))
            for each in closed:
                self.heirs[each].append(new)
            for child in children:
                self.lay[child].append((self.today, new))
        for each in closed:
            self.closed[each] = self.today
            self.rolls.pop(each, None)
        for finding in self.findings:
            if finding.name.unit in closed and finding.status in {"open", "reported"}:
                finding.status = "lapsed"
        self.homes = {h: (homes or at) if at in closed else at for h, at in self.homes.items()}

    # what events do

    def _work_out(self, step: int, *, anew: bool = False) -> None:
        for event, fact in self.facts.items():
            known = self.losses.get(event, {})
            at = step if anew else self.told[event]
            self.losses[event] = self._losses(fact, known, at) if fact is not None else {}

    def _losses(self, fact: Fact, known: Mapping[Key, Loss], at: int) -> dict[Key, Loss]:
        found: dict[Key, Loss] = {}
        below: dict[str, list[tuple[Name, Loss]]] = defaultdict(list)
        for unit in sorted(self.kinds, key=lambda each: RANK.index(self.kinds[each])):
            names = self.names.get(unit, [])
            for number, name in enumerate(names):
                day = max(name.on, fact.occurred_on)
                following = names[number + 1] if number + 1 < len(names) else None
                mine = dict(self._direct(fact, name, following, day, known=known, at=at))
                through = self._through(name, following, below[unit], known, at)
                if through is not None:
                    mine["B-f"] = through
                for clause, loss in mine.items():
                    found[name, clause] = loss
                    above = {self.parent(unit), self.parent(unit, day)}
                    for parent in above - {None}:
                        below[parent or ""].append((name, loss))
        return found

    def _borne(self, name: Name, following: Name | None) -> Days:
        ends = [following.on] if following else []
        if name.over is not None:
            ends.append(name.over[1])
        elif name.until is not None and name.until < self.today:
            ends.append(name.until + timedelta(days=1))
        if name.unit in self.closed:
            ends.append(self.closed[name.unit])
        return self._span(name.on, min(ends, default=None))

    def _direct(
        self,
        fact: Fact,
        name: Name,
        following: Name | None,
        day: date,
        *,
        known: Mapping[Key, Loss],
        at: int,
    ) -> Iterator[tuple[str, Loss]]:
        place = self._place(fact, name.unit, day)
        if place is None:
            return
        clause, effect, days = self._broken(fact, self.kinds[name.unit], place)
        hit = days & self._borne(name, following)
        if clause and hit:
            lasting = self._span(min(hit), None) if effect == "revoke" else days & self._span(min(hit), None)
            before = known.get((name, clause))
            yield clause, Loss(effect, lasting, before.known if before else at, CAUSES[fact.kind])

    def _broken(self, fact: Fact, kind: str, place: str) -> tuple[str, str, Days]:
        """Tell which clause an event breaks at a unit of a kind, what that does, and on which days."""
        if fact.kind in CASES and not fact.away and place != "above":
            last = fact.reported_on + timedelta(days=WINDOW)
            return "B-a", "revoke", self._span(fact.reported_on, last)
        if fact.kind in STATES and place != "above":
            return STATES[fact.kind], "suspend", self._span(fact.occurred_on, fact.ended_on)
        if fact.kind in ZONES and kind != "building":
            return "B-e", "suspend", self._span(fact.occurred_on, fact.ended_on)
        return "", "", frozenset()

    def _place(self, fact: Fact, unit: str, day: date) -> str | None:
        """Tell where an event lies for a unit by the tree of a day: in it, or above it."""
        lies = self._lies(fact.unit, day)
        if unit in lies or any(unit in self._above(each, day) for each in lies):
            return "in"
        return "above" if any(each in self._above(unit, day) for each in lies) else None

    def _lies(self, unit: str, day: date) -> set[str]:
        """Give the units an event of a unit lies in on a day: what took its place, too."""
        found = {unit}
        for heir in self.heirs[unit]:
            if self.lay[heir][0][0] <= day:
                found |= self._lies(heir, day)
        return found

    def _through(
        self,
        name: Name,
        following: Name | None,
        below: Sequence[tuple[Name, Loss]],
        known: Mapping[Key, Loss],
        at: int,
    ) -> Loss | None:
        """Tell what names lost below do to one above (B-f, question 21)."""
        if self.on_child_loss == "none":
            return None
        days: set[date] = set()
        since = None
        for lost, loss in below:
            if self.kinds[lost.unit] not in COUNTS.get(self.kinds[name.unit], ()) or loss.known <= name.step:
                continue
            ends = [each.on for each in self.names[lost.unit] if each.step > lost.step][:1]
            if lost.over is not None:
                ends.append(lost.over[1])
            if lost.unit in self.closed:
                ends.append(self.closed[lost.unit])
            if self.on_child_loss != "revoke":
                ends += [on for step, on in self.met[name.unit] if step > loss.known][:1]
            hit = {day for day in loss.days & self._borne(name, following) if all(day < end for end in ends)}
            if hit:
                days |= hit
                since = loss.known if since is None else min(since, loss.known)
        if since is None:
            return None
        before = known.get((name, "B-f"))
        effect = "revoke" if self.on_child_loss == "revoke" else "suspend"
        lasting = self._span(min(days), None) if effect == "revoke" else frozenset(days)
        return Loss(effect, lasting, before.known if before else at, "CHILD_NAME_LOST")

    def _span(self, first: date, over: date | None) -> Days:
        last = self.today if over is None else min(self.today, over - timedelta(days=1))
        return frozenset(first + timedelta(days=number) for number in range((last - first).days + 1))
