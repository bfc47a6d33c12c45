"""Streets in which everything happens (events, trees, findings, living rolls, validity), each beside the model of it.

A street's deeds are done one after the other, so the model is told each as it was done; streets go on side by side.
"""

import asyncio
import itertools
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from authz.actions import Role
from authz.context import OperationContext
from schema.designations import repository as designations
from schema.designations.repository import history
from schema.designations.tables import Designation
from schema.events.tables import HealthEvent
from schema.findings.operations import RectifyFinding, VerifyFinding, rectify_finding, verify_finding
from schema.findings.tables import Finding
from schema.frame.errors import DomainError, DomainErrors
from schema.guidelines.repository.templates import load_template
from schema.guidelines.tables import GuidelineVersion
from schema.household_moves.operations import (
    CloseHousehold,
    RegisterHouseholds,
    close_household,
    register_households,
)
from schema.petition_answers.operations import WithdrawSignature, withdraw_signature
from schema.petitions.rules import WithdrawalReason
from schema.petitions.tables import Petition, PetitionEntry
from schema.residents.rules import HouseholdRow
from schema.residents.tables import Household
from schema.supervision.operations import RecordFinding, record_finding
from schema.unit_changes.operations import move_unit
from schema.unit_changes.operations.preparing import MoveUnit
from schema.unit_standings.loading import borne_names
from schema.units.tables import Unit
from tenants.base import new_id
from tenants.database import Database
from tests.builders.district import key, make_district
from tests.builders.guidelines import publish
from tests.consequences.deeds import Street
from tests.consequences.model import BELOW, RECTIFY, SUSPENDED_FOR, Fact, Model
from tests.consequences.town import Town
from tests.consequences.wide import night
from tests.consequences.world import CODES, TITLED, Seen, see, without_scenarios

PARENTS = {"S": None, "C": "S", "X1": "C", "X2": "C", "X1-1": "X1", "X1-2": "X1", "X2-1": "X2", "B": "C"}
KINDS = {"S": "street", "C": "community", "X1": "compound", "X2": "compound"}
ROLLS = ("X1-1", "B", "X1")
EVENTS = (
    "case",
    "asymptomatic",
    "close_contact",
    "home_quarantine",
    "key_area_returnee",
    "risk_zone",
    "temporary_control_zone",
)
LOSSES = ("suspend", "revoke", "none")
_doors = itertools.count(1)
HANDS = ("event", "name", "assess", "move", "split", "merge", "finding", "roll")


def scheme(loss: str) -> str:
    """Write the built-in scheme with what the model knows of it: a living roll, a ladder, names that run out."""
    text = without_scenarios(load_template("wenlong").text).replace("id: wenlong", f"id: whole-{loss}", 1)
    text = text.replace("on_child_loss: suspend", f"on_child_loss: {loss}")
    text = text.replace(
        "check: {kind: petition, percent: 100}\n",
        "check: {kind: petition, percent: 100, roll: living}\n    on_loss: suspend\n",
        1,
    )
    head, mark, tail = text.partition("    title: 无负面舆情\n")
    text = head + mark + "    on_loss: suspend\n    on_finding: at_once\n" + tail
    validity = "".join(
        f"  - {{unit_kinds: [{kind}], days: 10, renewal_opens_days: 10}}\n"
        for kind in ("building", "compound", "community")
    )
    return (
        f"{text}\nvalidity:\n{validity}supervision: {{rectification_days: {RECTIFY}, warnings: 1, "
        f"suspension_days: {SUSPENDED_FOR}}}\n"
    )


@dataclass(slots=True)
class Whole:
    """A street and its model; `log` tells what was done."""

    street: Street
    community: OperationContext
    model: Model
    findings: list[uuid.UUID] = field(default_factory=list)
    homes: dict[int, uuid.UUID] = field(default_factory=dict)
    petitions: dict[str, uuid.UUID] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Tell the district's day."""
        return self.street.world.today

    async def do(self, chance: random.Random) -> None:
        """Do something; what is refused was not possible then."""
        self.model.today = self.today
        hand = chance.choices(HANDS, weights=(38, 8, 5, 12, 5, 4, 16, 12))[0]
        try:
            await getattr(self, hand)(chance)
        except (DomainError, DomainErrors):
            return

    def note(self, *what: object) -> None:
        """Keep what was done, to be read where both differ."""
        self.log.append(f"{self.today}: {' '.join(str(each) for each in what)}")

    def standing_units(self, *kinds: str) -> list[str]:
        """List the units of some kinds that are not closed."""
        return [u for u, kind in self.model.kinds.items() if kind in kinds and u not in self.model.closed]

    async def event(self, chance: random.Random) -> None:
        """Report, end, correct or exclude an event."""
        world, days = self.street.world, chance.randint(0, 6)
        code, kind, number = (
            chance.choice(self.standing_units(*RANKED)),
            chance.choice(EVENTS),
            chance.randrange(50),
        )
        what = chance.choices(("report", "close", "correct", "exclude"), weights=(50, 24, 12, 14))[0]
        known = len(world.events)
        world.units = {**world.units, code: await self.street.unit(code)}
        if what == "report":
            await world.report(code, kind, days, chance.random() < 0.1)
            number = len(world.events) - 1
            if len(world.events) == known:
                return
        elif not known:
            return
        elif what == "close":
            await world.close(number, days)
        elif what == "correct":
            await world.correct(number, code, kind, days)
        else:
            await world.exclude(number)
        number %= len(world.events)
        async with world.commission.read() as session:
            row = await session.get_one(HealthEvent, (world.district.tenant.id, world.events[number]))
            unit = await session.get_one(Unit, (world.district.tenant.id, row.unit_id))
        fact = Fact(
            self.street.code_of(unit),
            row.kind,
            row.occurred_on,
            row.reported_on,
            row.ended_on,
            row.in_central_quarantine,
        )
        told = None if row.excluded else fact
        if number not in self.model.facts or self.model.facts[number] != told:
            self.model.learn(number, told)
            self.note(what, number, fact)

    async def name(self, chance: random.Random) -> None:
        """Give a unit a name, or renew it."""
        code = chance.choice(self.standing_units("building", "compound", "community"))
        world = self.street.world
        world.units = {**world.units, code: await self.street.unit(code)}
        before = await self._last(code)
        version = world.versions.index(self.version)
        if not await world.name(code, version):
            return
        after = await self._last(code)
        if after is None:
            return
        renewed = before is not None and before.id == after.id
        (self.model.renew if renewed else self.model.name)(code, after.valid_until)
        self.note("renewed" if renewed else "named", code, after.valid_until)

    @property
    def version(self) -> uuid.UUID:
        """Give the version the street's names stand under."""
        return self.street.world.versions[-3 + LOSSES.index(self.model.on_child_loss)]

    async def assess(self, chance: random.Random) -> None:
        """Let a unit meet its standard in an assessment."""
        code = chance.choice([each for each in ("X1", "X2", "C") if each not in self.model.closed])
        await self.street.world.assess(code)
        self.model.assess(code)
        self.note("assessed", code)

    async def move(self, chance: random.Random) -> None:
        """Let a building lie in another compound, or right below the community."""
        code = chance.choice(self.standing_units("building"))
        parent = chance.choice([*self.standing_units("compound"), "C"])
        unit, above = await self.street.unit(code), await self.street.unit(parent)
        command = MoveUnit(
            idempotency_key=key(), unit_id=unit.id, expected_revision=unit.revision, parent_id=above.id
        )
        await move_unit(self.street.headquarters, command)
        self.model.move(code, parent)
        self.note("moved", code, parent)

    async def split(self, chance: random.Random) -> None:
        """Split a building, sometimes a compound."""
        kind = chance.choice(("building", "building", "compound"))
        code = chance.choice(self.standing_units(kind))
        if len(code) > 8:
            return
        below = await self.street.below(code)
        await self.street.split(code)
        self.model.replace([code], {code + "E": below[:1], code + "W": below[1:]}, code + "E")
        self.note("split", code, below)

    async def merge(self, chance: random.Random) -> None:
        """Merge two buildings of one compound, sometimes both compounds."""
        kind = chance.choice(("building", "building", "compound"))
        alike: dict[str | None, list[str]] = {}
        for unit in self.standing_units(kind):
            alike.setdefault(self.model.parent(unit), []).append(unit)
        pairs = [some[:2] for some in alike.values() if len(some) > 1]
        if not pairs:
            return
        one, other = chance.choice(pairs)
        into = f"M{len(self.log)}"
        below = [*await self.street.below(one), *await self.street.below(other)]
        await self.street.merge(into, one, other)
        self.model.replace([one, other], {into: below}, into)
        self.note("merged", one, other, into)

    async def finding(self, chance: random.Random) -> None:
        """Record a finding, report it as put right, or look whether it was."""
        world, number = self.street.world, chance.randrange(20)
        what = chance.choices(("record", "rectify", "verify"), weights=(50, 25, 25))[0]
        if what == "record":
            code = chance.choice(self.standing_units("building", "compound"))
            clause = chance.choice(("B-h", "B-r"))
            command = RecordFinding(
                idempotency_key=key(),
                unit_id=(await self.street.unit(code)).id,
                occasion="spot",
                clause=clause,
                description="待整改",
            )
            self.findings.append((await record_finding(world.commission, command)).id)
            self.model.find(code, clause, at_once=clause == "B-r")
            self.note("found", len(self.findings) - 1, code, clause)
        elif self.findings:
            await self._answer(number % len(self.findings), what, accepted=chance.random() < 0.8)

    async def _answer(self, number: int, what: str, *, accepted: bool) -> None:
        world = self.street.world
        async with world.commission.read() as session:
            row = await session.get_one(Finding, (world.district.tenant.id, self.findings[number]))
        if what == "rectify":
            told = RectifyFinding(
                idempotency_key=key(), finding_id=row.id, expected_revision=row.revision, measure="已改"
            )
            await rectify_finding(self.community, told)
            self.model.rectified(number)
        else:
            looked = VerifyFinding(
                idempotency_key=key(),
                finding_id=row.id,
                expected_revision=row.revision,
                accepted=accepted,
                opinion="已核查",
            )
            await verify_finding(world.commission, looked)
            self.model.verified(number, accepted=accepted)
        self.note(what, number, accepted)

    async def roll(self, chance: random.Random) -> None:
        """Let a household move in or out, or take its signature back."""
        what = chance.choices(("in", "out", "withdraw"), weights=(30, 50, 20))[0]
        if what == "in":
            code = chance.choice(self.standing_units("building"))
            unit, number = await self.street.unit(code), next(_doors)
            rows = (HouseholdRow(f"新-{number}"),)
            await register_households(
                self.community, RegisterHouseholds(idempotency_key=key(), unit_id=unit.id, households=rows)
            )
            async with self.community.read() as session:
                chosen = select(Household.id).where(Household.code == f"新-{number}")
                self.homes[number] = (await session.scalars(chosen)).one()
            self.model.move_in(number, code)
        elif not self.model.homes:
            return
        else:
            number = chance.choice(sorted(self.model.homes))
            if what == "out":
                async with self.community.read() as session:
                    home = await session.get_one(
                        Household, (self.street.world.district.tenant.id, self.homes[number])
                    )
                command = CloseHousehold(
                    idempotency_key=key(),
                    household_id=home.id,
                    expected_revision=home.revision,
                    departed_on=self.today,
                )
                await close_household(self.community, command)
                self.model.move_out(number)
            else:
                await self._withdraw(number, chance)
        self.note("household", what, number, self.model.homes.get(number))

    async def _withdraw(self, number: int, chance: random.Random) -> None:
        over = [unit for unit, roll in self.model.rolls.items() if roll.get(number)]
        if not over:
            return
        unit = chance.choice(over)
        async with self.community.read() as session:
            petition = await session.get_one(
                Petition, (self.street.world.district.tenant.id, self.petitions[unit])
            )
        command = WithdrawSignature(
            idempotency_key=key(),
            petition_id=petition.id,
            household_id=self.homes[number],
            expected_revision=petition.revision,
            reason=WithdrawalReason.HOUSEHOLD_WISH,
        )
        await withdraw_signature(self.community, command)
        self.model.sign(number, unit, signed=False)

    async def _last(self, code: str) -> Designation | None:
        unit = await self.street.unit(code)
        async with self.community.read() as session:
            names = (await designations.of_unit(session, [unit.id])).get(unit.id, ())
        return names[0] if names else None

    async def differences(self) -> list[str]:
        """Hold each unit against the model, in every place that tells how its last name stands and why."""
        self.model.today, found = self.today, list[str]()
        rows = {self.street.code_of(row): row for row in await self.street.all_units()}
        async with self.community.read() as session:
            ids = [row.id for row in rows.values()]
            borne, known = await borne_names(session, ids), await designations.of_unit(session, ids)
            last = {unit_id: names[0] for unit_id, names in known.items()}
            changes = await history.changes_of(session, [name.id for name in last.values()])
        for code, names in self.model.names.items():
            unit_id = rows[code].id
            if not names or code in self.model.closed:
                continue
            seen = see(last[unit_id], borne[unit_id][-1], self.today, changes[last[unit_id].id])
            standing, grounds = self.model.grounds(code)
            found += [f"{code}: {each}" for each in _apart(seen, last[unit_id].status, standing, grounds)]
        return found


RANKED = ("building", "compound", "community")


def _apart(
    seen: Seen, recorded: str, standing: str, grounds: Sequence[tuple[str, str, date]]
) -> Iterator[str]:
    if {seen.ledger, seen.public} != {standing}:
        yield f"stands {seen.ledger} {seen.public}, the model says {standing} {grounds}; {seen}"
    elif standing != "expired" and recorded != standing:
        yield f"recorded as {recorded}, the model says {standing}"
    elif standing in {"warned", "suspended"} and not _agree(seen.grounds, grounds):
        yield f"for {seen.grounds}, the model says {grounds}"
    elif standing in {"warned", "suspended"} and seen.reason not in _told(grounds):
        yield f"told {seen.reason}, the model says {grounds[0]}"


def _agree(seen: Sequence[Any], grounds: Sequence[Any]) -> bool:
    """Tell whether both give the same grounds in order; of those below that there are some, the model's among them.

    An event's loss below goes on where the child's name ran out meanwhile, until somebody looks at the event again.
    """
    one, other = ([each for each in some if each[0] not in BELOW] for some in (seen, grounds))
    told, meant = ({each[:2] for each in some if each[0] in BELOW} for some in (seen, grounds))
    return one == other and told >= meant and bool(told) == bool(meant)


def _told(grounds: Sequence[Any]) -> list[Any]:
    here = [each[:2] for each in grounds if each[0] not in BELOW]
    return here[:1] or [each[:2] for each in grounds]


async def found(database: Database, streets: int, chance: random.Random) -> list[Whole]:
    """Build streets whose names stand under the schemes the model knows; some run out within days."""
    district = await make_district(database)
    for loss in LOSSES:
        await publish(district, scheme(loss))
    commission = await district.official(Role.COMMISSION, "500110")
    async with commission.read() as session:
        versions = (
            await session.scalars(select(GuidelineVersion.id).order_by(GuidelineVersion.number))
        ).all()
    town = await Town.settled(district, commission, versions, streets)
    of_loss = [chance.choice(LOSSES) for _ in range(streets)]
    for world, loss in zip(town.worlds, of_loss, strict=True):
        await Town([world]).name_all(chance, len(versions) - 3 + LOSSES.index(loss))
    headquarters = await district.official(Role.HEADQUARTERS, "500110")
    found_ = []
    for world, loss in zip(town.worlds, of_loss, strict=True):
        community = await district.official(Role.COMMUNITY, world.units["C"].code)
        whole = Whole(Street(world, headquarters), community, Model(world.today, loss))
        await _furnish(whole, chance)
        found_.append(whole)
    return found_


async def _furnish(whole: Whole, chance: random.Random) -> None:
    """Tell the model of the street, and let some names rest on living rolls and some run out soon."""
    world, model = whole.street.world, whole.model
    for code in CODES:
        model.register(code, KINDS.get(code, "building"), PARENTS[code], world.today)
    async with world.commission.begin() as session:
        for code in reversed(TITLED):
            until = world.today + timedelta(days=chance.randint(2, 30)) if chance.random() < 0.4 else None
            model.name(code, until)
            whole.note("named", code, until)
            chosen = Designation.unit_id == world.units[code].id
            await session.execute(update(Designation).where(chosen).values(valid_until=until))
        for code in ("X1-1", "X1-2", "B"):
            number = next(_doors)
            home = Household(
                id=new_id(),
                unit_id=world.units[code].id,
                code=f"旧-{number}",
                created_at=world.commission.clock(),
            )
            session.add(home)
            whole.homes[number], model.homes[number] = home.id, code
        await session.flush()
        for code in ROLLS:
            await _petition(session, whole, code)


async def _petition(session: Any, whole: Whole, code: str) -> None:
    world, model = whole.street.world, whole.model
    before = world.commission.clock() - timedelta(days=1)
    petition = Petition(
        id=new_id(),
        unit_id=world.units[code].id,
        opened_by=world.commission.actor.id,
        opened_at=before,
        closed_at=before,
    )
    session.add(petition)
    await session.flush()
    whole.petitions[code], model.rolls[code] = petition.id, {}
    for number, at in model.homes.items():
        if at == code or model.parent(at) == code:
            session.add(
                PetitionEntry(
                    id=new_id(), petition_id=petition.id, household_id=whole.homes[number], answer="signed"
                )
            )
            model.rolls[code][number] = True


async def play(database: Database, streets: int, chance: random.Random, rounds: int = 6) -> list[Whole]:
    """Let streets go on side by side, with a night for all after each round."""
    wholes = await found(database, streets, chance)
    hands = asyncio.Semaphore(6)

    async def some(whole: Whole, own: random.Random) -> None:
        async with hands:
            for _ in range(own.randint(0, 6)):
                await whole.do(own)

    for _ in range(rounds):
        await asyncio.gather(*[some(whole, random.Random(chance.random())) for whole in wholes])
        wholes[0].street.world.district.clock.forward(chance.randint(0, 4))
        await night(wholes[0].street)
        for whole in wholes:
            whole.model.today = whole.today
            whole.model.night()
            whole.note("night")
            differ = await whole.differences()
            if differ:
                raise AssertionError("\n".join([whole.model.on_child_loss, *whole.log, *differ]))
    return wholes
