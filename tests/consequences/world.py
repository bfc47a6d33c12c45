"""A small street where anything happens to events and names, through the operations, and what came of it."""

import asyncio
import itertools
import random
import re
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.tables import Application
from schema.consequences.jobs import sweep_lapses
from schema.consequences.rules import Place, losing_criteria
from schema.consequences.tables import Consequence
from schema.criteria.loading import load_facts
from schema.criteria.rules import evaluate
from schema.criteria.rules.facts import EventFact
from schema.criteria.tables import Assessment
from schema.designations.operations import issue_designation, standing_on
from schema.designations.rules import State, next_state
from schema.designations.tables import Designation, DesignationChange
from schema.event_reports.operations.preparing import (
    CloseHealthEvent,
    CorrectHealthEvent,
    ExcludeHealthEvent,
    ReportHealthEvent,
)
from schema.event_reports.operations.reports import (
    close_health_event,
    correct_health_event,
    exclude_health_event,
    report_health_event,
)
from schema.events.rules import INFECTIONS, Correction, EventKind, Report
from schema.events.tables import HealthEvent, HealthEventRevision
from schema.frame.background import SYSTEM
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.operation import ATTEMPTS, Command, Transaction, operation
from schema.frame.races import may_pass
from schema.guidelines.repository import get_edition
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules.vocabulary import Vocabulary
from schema.guidelines.tables import GuidelineVersion
from schema.rule_changes.loading import Target, load_names
from schema.rule_changes.operations import settle
from schema.statuses.graphql.told import told_of
from schema.unit_eligibilities.rules import return_of_suspended
from schema.unit_standings.loading import borne_names
from schema.unit_standings.rules import BorneName, moment_of
from schema.units import repository as units
from schema.units.repository.counters import counts_at
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database
from tests.builders.district import District, key, make_district
from tests.builders.guidelines import publish
from tests.consequences.replay import Learnt, MetAgain, Named, Rejudged, Replayed, replay

_serial = itertools.count(1)
CODES = ("S", "C", "X1", "X2", "X1-1", "X1-2", "X2-1", "B")
TITLED = CODES[1:]
KINDS = tuple(EventKind)


@dataclass(frozen=True, kw_only=True, slots=True)
class NameUnit(Command):
    """Name a unit under a version, if nothing it can lose the name by stands in the way."""

    unit_id: uuid.UUID
    version_id: uuid.UUID


@operation("test.name", Designation)
async def name_unit(tx: Transaction, command: NameUnit) -> Designation:
    """Do what the last review does, without the paperwork."""
    unit = await units.lock(tx.session, command.unit_id)
    edition = await get_edition(tx.session, command.version_id)
    watched = losing_criteria(edition.guideline, unit.kind)
    facts = await load_facts(tx.session, unit, tx.today)
    if evaluate(watched, facts, Vocabulary.of(edition.guideline)).machine_failures:
        raise DomainError(ErrorCode.CRITERIA_NOT_MET, "未达标。")
    application = Application(
        id=new_id(),
        unit_id=unit.id,
        guideline_version_id=edition.id,
        process="B-W1",
        created_by=tx.actor_id,
        created_at=tx.now,
        step_entered_at=tx.now,
    )
    tx.session.add(application)
    await tx.session.flush()
    application.status, application.step, application.closed_at = "approved", None, tx.now
    return await issue_designation(tx, unit, application.id, edition)


def street_rows(at: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Lay out a street whose units have these codes."""
    return [
        (at["S"], "街道", "street", "500110"),
        (at["C"], "社区", "community", at["S"]),
        (at["X1"], "一苑", "compound", at["C"]),
        (at["X2"], "二苑", "compound", at["C"]),
        (at["X1-1"], "一栋", "building", at["X1"]),
        (at["X1-2"], "二栋", "building", at["X1"]),
        (at["X2-1"], "一栋", "building", at["X2"]),
        (at["B"], "独栋", "building", at["C"]),
    ]


@dataclass(slots=True)
class World:
    """One street of a district, with everybody who acts in it."""

    district: District
    commission: OperationContext
    versions: Sequence[uuid.UUID]
    units: Mapping[str, Unit] = field(default_factory=dict)
    events: list[uuid.UUID] = field(default_factory=list)

    @classmethod
    async def found(
        cls, district: District, commission: OperationContext, versions: Sequence[uuid.UUID]
    ) -> "World":
        """Build a street of its own."""
        serial = next(_serial)
        at = {code: f"W{serial}-{code}" for code in CODES}
        await district.import_units(*street_rows(at))
        made = {code: await district.unit(at[code]) for code in CODES}
        return cls(district, commission, versions, made)

    @property
    def today(self) -> date:
        return self.commission.today()

    async def attempt(self, work: Awaitable[Any]) -> bool:
        """Do something that may be refused, as things stand; tell whether it was done."""
        try:
            await work
        except (DomainError, DomainErrors):
            return False
        return True

    async def name(self, code: str, version: int) -> bool:
        command = NameUnit(
            idempotency_key=key(), unit_id=self.units[code].id, version_id=self.versions[version]
        )
        return await self.attempt(name_unit(self.commission, command))

    async def name_all(self, version: int) -> None:
        for code in reversed(TITLED):
            await self.name(code, version)

    async def report(self, code: str, kind: str, days_ago: int, quarantined: bool) -> None:
        day = self.today - timedelta(days=days_ago)
        told = Report(
            kind=kind,
            occurred_on=day - timedelta(days=days_ago % 2),
            reported_on=day,
            in_central_quarantine=quarantined and kind in INFECTIONS,
        )
        command = ReportHealthEvent(idempotency_key=key(), unit_id=self.units[code].id, report=told)

        async def run() -> None:
            self.events.append((await report_health_event(self.commission, command)).id)

        await self.attempt(run())

    async def close(self, number: int, days_ago: int) -> None:
        async def run(event: HealthEvent) -> None:
            command = CloseHealthEvent(
                idempotency_key=key(),
                event_id=event.id,
                expected_revision=event.revision,
                ended_on=self.today - timedelta(days=days_ago),
            )
            await close_health_event(self.commission, command)

        await self._with_event(number, run)

    async def correct(self, number: int, code: str, kind: str, days_ago: int) -> None:
        async def run(event: HealthEvent) -> None:
            day = self.today - timedelta(days=days_ago)
            told = Correction(kind=kind, occurred_on=day, reported_on=day, reason="登记有误")
            command = CorrectHealthEvent(
                idempotency_key=key(),
                event_id=event.id,
                expected_revision=event.revision,
                unit_id=self.units[code].id,
                correction=told,
            )
            await correct_health_event(self.commission, command)

        await self._with_event(number, run)

    async def exclude(self, number: int) -> None:
        async def run(event: HealthEvent) -> None:
            command = ExcludeHealthEvent(
                idempotency_key=key(),
                event_id=event.id,
                expected_revision=event.revision,
                reason="假阳性",
            )
            await exclude_health_event(self.commission, command)

        await self._with_event(number, run)

    async def assess(self, code: str) -> None:
        """Let a unit meet its standard in an assessment."""
        async with self.commission.begin() as session:
            session.add(
                Assessment(
                    unit_id=self.units[code].id,
                    guideline_version_id=self.versions[0],
                    kind="self",
                    met=True,
                    assessed_on=self.today,
                    assessed_at=self.commission.clock(),
                    assessed_by=self.commission.actor.id,
                )
            )

    async def sweep(self) -> None:
        """Let the night pass; as a job it is tried again if it ran into somebody."""
        context = self.district.context(SYSTEM)
        for remaining in reversed(range(ATTEMPTS)):
            try:
                async with context.begin() as session:
                    tx = Transaction(session, context, context.clock(), context.today())
                    await sweep_lapses(tx, tx.today)
                    await tx.records.write()
                    return
            except DBAPIError as error:
                if not (remaining and may_pass(error)):
                    raise

    async def rejudge(self, version: int, *, whole: bool = False) -> None:
        """Let all names of the district stand under a version from today on: as far as events go, or `whole`."""
        context, wanted = self.commission, self.versions[version]
        for remaining in reversed(range(ATTEMPTS)):
            try:
                async with context.begin() as session:
                    tx = Transaction(session, context, context.clock(), context.today())
                    target = Target(wanted, (await get_edition(session, wanted)).guideline, tx.today)
                    older = [each for each in self.versions if each != wanted]
                    loaded = await load_names(session, target, older, tx.today, lock=True)
                    tx.turn_has_come()
                    if loaded is not None:
                        verdicts = list(loaded.verdicts())
                        await settle(
                            tx,
                            loaded,
                            verdicts if whole else [replace(each, befallen=()) for each in verdicts],
                        )
                    await tx.records.write()
                    return
            except DBAPIError as error:
                if not (remaining and may_pass(error)):
                    raise

    async def together(self, *works: Awaitable[Any]) -> None:
        """Let several do something at once."""
        await asyncio.gather(*works)

    async def _with_event(self, number: int, run: Callable[[HealthEvent], Awaitable[None]]) -> None:
        if not self.events:
            return
        event_id = self.events[number % len(self.events)]
        async with self.commission.read() as session:
            event = await session.get_one(HealthEvent, (self.district.tenant.id, event_id))
        await self.attempt(run(event))

    async def settle_and_compare(self) -> "Outcome":
        """Let the night pass, then hold what the platform has against a replay from scratch."""
        await self.sweep()
        return await compare(self)


@dataclass(frozen=True, slots=True)
class Seen:
    """How a name stands in the other places that tell it, and why: the ledger, the public, the last change."""

    ledger: str
    public: str
    told: tuple[str, str | None] | None
    recorded: tuple[str, str | None] | None
    reason: tuple[str, str | None] | None
    grounds: Sequence[tuple[str, str | None, date]]
    conditions: Sequence[str | None]


def see(name: Designation, borne: BorneName, today: date, changes: Sequence[DesignationChange]) -> Seen:
    """Look at a name in every place."""
    moment = moment_of([borne], today, datetime.max.replace(tzinfo=UTC))
    standing = standing_on(name, today)
    down = [change for change in changes if change.change in {"warned", "suspended", "revoked"}]
    reason = told_of(name, standing, changes)
    strongest = [each for each in moment.grounds if each.standing is moment.standing]
    return Seen(
        str(moment.standing),
        str(standing),
        (moment.cause.value, moment.clause) if moment.cause and strongest else None,
        (down[-1].cause, down[-1].clause) if down else None,
        (reason.cause, reason.clause) if reason else None,
        [(each.cause.value, each.clause, each.since) for each in strongest],
        [each.clause for each in return_of_suspended(moment.grounds, today).hindrances],
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the platform has, and what a replay from scratch gives."""

    standings: Mapping[uuid.UUID, str]
    replayed: Replayed
    held: frozenset[tuple[uuid.UUID, uuid.UUID, str, str]]
    events: int
    seen: Mapping[uuid.UUID, Seen]
    counted: tuple[int, int]

    def require_equal(self) -> None:
        """Fail unless both are the same: standing by standing, in every place, consequence by consequence."""
        replayed = {name: str(each) for name, each in self.replayed.standings.items()}
        assert dict(self.standings) == replayed, self.standings.items() ^ replayed.items()
        lost = {
            (event_id, name_id, clause, loss.effect)
            for event_id, losses in self.replayed.losses.items()
            for (name_id, clause, _), loss in losses.items()
        }
        assert self.held == lost, self.held ^ lost
        for name_id, grounds in self.replayed.grounds.items():
            seen, standing = self.seen[name_id], replayed[name_id]
            assert (seen.ledger, seen.public) == (standing, standing), (seen, standing)
            assert list(seen.grounds) == list(grounds), (seen, grounds)
            if grounds:
                assert seen.told == seen.recorded == seen.reason == grounds[0][:2], (seen, grounds)
            if standing == "suspended":
                assert set(seen.conditions) == {clause for _, clause, _ in grounds}, (seen, grounds)
        borne = [replayed[name_id] for name_id in self.replayed.grounds]
        held = sum(standing in {"active", "warned", "suspended"} for standing in borne)
        assert self.counted == (held, held - borne.count("suspended"))


async def compare(world: World) -> Outcome:
    """Read the history of a street and what became of it."""
    paths = [world.units["S"].path]
    async with world.commission.read() as session:
        rows = (
            await session.scalars(select(Unit).where(units.within(Unit.path, paths)).order_by(Unit.path))
        ).all()
        places = [Place(row.id, row.parent_id, row.kind, row.path, row.code) for row in rows]
        path_of = {row.id: row.path for row in rows}
        names = (await session.scalars(select(Designation).where(Designation.unit_id.in_(path_of)))).all()
        changes = (
            await session.scalars(
                select(DesignationChange)
                .where(DesignationChange.designation_id.in_([name.id for name in names]))
                .order_by(DesignationChange.designation_id, DesignationChange.ordinal)
            )
        ).all()
        revisions = (
            await session.scalars(
                select(HealthEventRevision)
                .where(HealthEventRevision.unit_id.in_(path_of))
                .order_by(HealthEventRevision.recorded_at)
            )
        ).all()
        met = (await session.scalars(select(Assessment).where(Assessment.unit_id.in_(path_of)))).all()
        held = (
            await session.scalars(
                select(Consequence).where(
                    Consequence.designation_id.in_([name.id for name in names]),
                    Consequence.withdrawn_at.is_(None),
                )
            )
        ).all()
        guidelines = {id_: (await get_edition(session, id_)).guideline for id_ in world.versions}
        borne = await borne_names(session, list(path_of))
        counts = await counts_at(session, [world.units["S"].id])
    require_lawful(names, changes)
    given = {change.designation_id: change.at for change in changes if change.ordinal == 1}
    history: list[Any] = [
        Named(name.id, name.unit_id, version, given[name.id], name.named_on)
        for name, version in ((name, _first_version(name, changes)) for name in names)
    ]
    history += _rejudged(names, changes)
    history += [Learnt(row.event_id, path_of[row.unit_id], _fact(row), row.recorded_at) for row in revisions]
    history += [MetAgain(row.unit_id, row.assessed_at, row.assessed_on) for row in met]
    replayed = replay(sorted(history, key=lambda each: each.at), places, guidelines, world.today)
    return Outcome(
        {name.id: name.status for name in names},
        replayed,
        frozenset((row.event_id, row.designation_id, row.clause, row.effect) for row in held),
        len({row.event_id for row in revisions}),
        {
            name.id: see(
                name,
                next(each for each in borne[name.unit_id] if each.number == name.number),
                world.today,
                [change for change in changes if change.designation_id == name.id],
            )
            for name in names
        },
        (
            sum(each.held for each in counts[world.units["S"].id].values()),
            sum(each.in_force for each in counts[world.units["S"].id].values()),
        ),
    )


def _first_version(name: Designation, changes: Sequence[DesignationChange]) -> uuid.UUID:
    """Tell under which version a name was given."""
    left = (each.former_version_id for each in changes if each.designation_id == name.id)
    return next((version for version in left if version is not None), name.guideline_version_id)


def _rejudged(names: Sequence[Designation], changes: Sequence[DesignationChange]) -> list[Rejudged]:
    """Tell when names came to stand under other versions; those of one moment together."""
    moments: dict[tuple[datetime, date], dict[uuid.UUID, uuid.UUID]] = defaultdict(dict)
    for name in names:
        moved = [each for each in changes if each.designation_id == name.id and each.former_version_id]
        into = [*(each.former_version_id for each in moved), name.guideline_version_id][1:]
        for change, version in zip(moved, into, strict=True):
            if version is not None:
                moments[change.at, change.effective_on][name.id] = version
    return [Rejudged(versions, at, on) for (at, on), versions in moments.items()]


def require_lawful(names: Sequence[Designation], changes: Sequence[DesignationChange]) -> None:
    """Fail unless each name's history leads to how it stands, one lawful change at a time."""
    for name in names:
        state = State()
        for change in changes:
            if change.designation_id == name.id and change.change != "named":
                state = next_state(state, change.change, change.ground or "evaluation")
        assert state.standing == name.status


def _fact(row: HealthEventRevision) -> EventFact | None:
    if row.change == "excluded":
        return None
    return EventFact(row.kind, row.occurred_on, row.reported_on, row.ended_on, row.in_central_quarantine)


async def open_district(
    database: Database,
) -> tuple[District, OperationContext, Sequence[uuid.UUID]]:
    """Bring a district on board with four versions: a name lost below suspends, revokes, does nothing, or asks anew.

    Where it asks anew, all below must bear names, so that the answer follows from the history alone; and there
    quarantine at home warns, and a case suspends until its window is over.
    """
    district = await make_district(database)
    for loss in ("revoke", "none", "recompute"):
        source = load_template("wenlong").text.replace("id: wenlong", f"id: loss-{loss}", 1)
        source = source.replace("on_child_loss: suspend", f"on_child_loss: {loss}")
        if loss == "recompute":
            head, mark, tail = source.partition("events: [home_quarantine]}")
            source = head + mark + tail.replace("on_loss: suspend", "on_loss: warn", 1)
            source = source.replace("on_loss: revoke", "on_loss: suspend", 1)
            source = source.replace("mode: EACH_TITLED_OR_MEETS", "mode: ALL_TITLED")
            source = source.replace(", meets_within_days: 8}", "}")
            source = without_scenarios(source)
        await publish(district, source)
    commission = await district.official(Role.COMMISSION, "500110")
    async with commission.read() as session:
        versions = await session.scalars(select(GuidelineVersion.id).order_by(GuidelineVersion.number))
        return district, commission, versions.all()


def without_scenarios(source: str) -> str:
    """Leave the examples of a scheme out, which another rule may contradict."""
    return re.sub(r"^scenarios:.*\n([ #].*\n|\n)*", "", source, flags=re.MULTILINE)


def random_event(world: World, chance: random.Random) -> Awaitable[None]:
    """Report, end, correct or exclude something."""
    number, code, kind = chance.randrange(50), chance.choice(CODES), chance.choice(KINDS)
    what = chance.choices(("report", "close", "correct", "exclude"), weights=(50, 20, 18, 12))[0]
    if what == "report":
        return world.report(code, kind, chance.randint(0, 12), chance.random() < 0.1)
    if what == "close":
        return world.close(number, chance.randint(0, 6))
    if what == "correct":
        return world.correct(number, code, kind, chance.randint(0, 12))
    return world.exclude(number)
