"""Worklists: what the one SQL predicate gives is what asking row by row gives, for whoever asks."""

import itertools
import random
import re
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from authz.actions import Role
from authz.context import Actor, Grant, OperationContext
from authz.repository import grant_of
from authz.tables import Membership
from schema.applications import repository
from schema.applications.loading import dossiers_of
from schema.applications.operations import WithdrawApplication, withdraw_application
from schema.applications.repository import ApplicationFilter
from schema.applications.rules import STEP_ACTIONS, open_actions
from schema.frame.pagination import Page
from schema.guidelines.repository.templates import load_template
from schema.worklists.repository import Tab, count_tab, open_editions, read_tab
from tenants.base import new_id
from tenants.database import Database
from tests.builders.applications import (
    appoint_all,
    assess,
    create,
    pass_steps,
    review,
    submit,
    submitted,
)
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.guidelines import publish
from tests.builders.looks import application_now

MANY = tuple((f"N{number}", f"新村{number}号", "building", "C1") for number in range(1, 9))
PLACES = ("500110", "S1", "S2", "C1", "C2", "V1", "X1", "B1", "B2", "B9", "N1", "N4", "G1")
DECIDING = STEP_ACTIONS | {"submit"}


class Desk:
    """A district with an application at each point of its way, and everybody who took part."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.people: list[OperationContext] = []

    async def person(self, role: Role, code: str) -> OperationContext:
        made = await self.district.official(role, code)
        self.people.append(made)
        return made

    async def anybody(self, chance: random.Random) -> OperationContext:
        """Make up an official with up to three roles; half of the time it is one who took part."""
        grants = []
        for _ in range(chance.randint(0, 3)):
            unit = await self.district.unit(chance.choice(PLACES))
            grants.append(Grant(new_id(), chance.choice(list(Role)), unit.id, unit.path))
        known = chance.choice(self.people).actor.id if chance.random() < 0.5 else new_id()
        return self.district.context(Actor("official", known, "", tuple(grants)))


@pytest.fixture(scope="module")
async def desk(database: Database) -> Desk:
    district = await make_district(database)
    await district.import_units(*STREETS, *MANY)
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    desk = Desk(district)
    desk.people = [getattr(officials, name) for name in officials.__slots__]
    building = await district.unit("B1")
    await create(officials.applicant, building)
    steps = ("forward", "intake", "street", "commission")
    for number, code in enumerate(("N1", "N2", "N3", "N4", "N5")):
        await pass_steps(officials, await submitted(district, officials, code), steps[:number])
    returned = await pass_steps(officials, await submitted(district, officials, "N6"), steps[:2])
    await review(officials.street, returned, "return", "请更正")
    second = await pass_steps(officials, await submitted(district, officials, "N7"), steps[:3])
    await review(officials.commission, second, "return", "请更正")
    again = await assess(
        officials.applicant, await application_now(district, second), await district.unit("N7")
    )
    await pass_steps(officials, await submit(officials.applicant, again), steps[:1])
    withdrawn = await submitted(district, officials, "N8")
    command = WithdrawApplication(
        idempotency_key=key(), application_id=withdrawn.id, expected_revision=withdrawn.revision
    )
    await withdraw_application(officials.applicant, command)
    group = await appoint_all(district, Role.BUILDING_LEADER, "G1", responsible="V1")
    desk.people += [group.applicant, group.community]
    await submitted(district, group, "G1")
    await _publish_strict_separation(district)
    strict = await pass_steps(officials, await submitted(district, officials, "B9"), steps[:3])
    await review(officials.commission, strict, "return", "请更正")
    again = await assess(
        officials.applicant, await application_now(district, strict), await district.unit("B9")
    )
    await submit(officials.applicant, again)
    return desk


async def _publish_strict_separation(district: District) -> None:
    """Publish a version under which nobody decides twice over all rounds of an application."""
    source = re.sub("^id: wenlong$", "id: strict", load_template("wenlong").text, flags=re.MULTILINE)
    source = source.replace(
        "    applicants: [building_leader]\n",
        "    applicants: [building_leader]\n    separation: application\n",
    )
    await publish(district, source)


async def pending_row_by_row(actor: OperationContext) -> set[str]:
    """Ask of each application whether the official may decide on it now, or hand it in."""
    async with actor.read() as session:
        rows = (
            await repository.list_applications(session, ApplicationFilter(scopes=("",)), Page(limit=100))
        ).rows
        found = set()
        for dossier in (await dossiers_of(session, list(rows))).values():
            open_now = set(open_actions(dossier.process, dossier.state)) & DECIDING
            if any(dossier.decide(actor, action).allowed for action in open_now):
                found.add(dossier.unit.code)
    return found


async def listed(actor: OperationContext, tab: Tab) -> set[str]:
    """Read a whole tab, three at a time, and check its count."""
    found: list[str] = []
    after = None
    async with actor.read() as session:
        while True:
            part = await read_tab(
                session, actor, await open_editions(session), tab, Page(limit=3, after=after)
            )
            dossiers = await dossiers_of(session, list(part.rows))
            found += [dossiers[row].unit.code for row in part.rows]
            if not part.has_next:
                break
            after = tuple(str(value) for value in part.keys[-1])
        assert await count_tab(session, actor, await open_editions(session), tab) == len(found)
    assert len(found) == len(set(found))
    return set(found)


@pytest.mark.parametrize("seed", range(40))
async def test_pending_is_what_row_by_row_is_allowed(desk: Desk, seed: int) -> None:
    """Random officials with up to three roles anywhere, some of whom took part: the lists agree."""
    actor = await desk.anybody(random.Random(seed))
    assert await listed(actor, "pending") == await pending_row_by_row(actor)


async def test_pending_of_those_who_took_part(desk: Desk) -> None:
    for actor in desk.people:
        assert await listed(actor, "pending") == await pending_row_by_row(actor)


@pytest.mark.parametrize(("role", "code"), list(itertools.product(Role, ("500110", "S1", "C1", "B1"))))
async def test_pending_of_each_role_at_each_level(desk: Desk, role: Role, code: str) -> None:
    unit = await desk.district.unit(code)
    grant = Grant(new_id(), role, unit.id, unit.path)
    actor = desk.district.context(Actor("official", new_id(), "", (grant,)))
    assert await listed(actor, "pending") == await pending_row_by_row(actor)


async def test_no_open_application_waits_for_nobody(desk: Desk) -> None:
    """With a second pair of officials each open application is on somebody's list; a closed one on nobody's."""
    newcomers = [
        await desk.person(role, code)
        for role, code in (
            (Role.BUILDING_LEADER, "C1"),
            (Role.BUILDING_LEADER, "V1"),
            (Role.COMMUNITY, "C1"),
            (Role.COMMUNITY, "V1"),
            (Role.STREET, "S1"),
            (Role.COMMISSION, "500110"),
            (Role.HEADQUARTERS, "500110"),
        )
    ]
    waiting = set().union(*[await listed(actor, "pending") for actor in newcomers])
    assert waiting == {"B1", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "G1", "B9"}
    assert "N8" not in waiting


@pytest.mark.parametrize("seed", range(12))
async def test_every_open_application_is_in_a_queue(desk: Desk, seed: int) -> None:
    """Whichever holders are gone: what waits for none of those left waits in the unassigned queue, and only that."""
    chance = random.Random(seed)
    overseer = await desk.district.official(Role.COMMISSION, "500110")
    people = await _everybody(desk.district)
    gone = [person for person in people if chance.random() < 0.7]
    left = [person for person in people if person not in gone]
    await _end_terms(desk.district, gone, desk.district.clock.now)
    try:
        waiting = set().union(*[await listed(person, "pending") for person in left])
        queued = await listed(overseer, "unassigned")
        assert queued.isdisjoint(waiting)
        assert queued | waiting == await _open_codes(overseer)
    finally:
        await _end_terms(desk.district, gone, None)


async def test_the_unassigned_are_for_those_who_look_after_them(desk: Desk) -> None:
    """Without anybody in any role everything open is unassigned; a street does not see that queue."""
    people = await _everybody(desk.district)
    await _end_terms(desk.district, people, desk.district.clock.now)
    try:
        root = await desk.district.unit("500110")
        for role in Role:
            grant = Grant(new_id(), role, root.id, root.path)
            reader = desk.district.context(Actor("official", new_id(), "", (grant,)))
            oversees = role in {Role.COMMISSION, Role.HEADQUARTERS}
            assert await listed(reader, "unassigned") == (await _open_codes(reader) if oversees else set())
    finally:
        await _end_terms(desk.district, people, None)


async def _everybody(district: District) -> list[OperationContext]:
    """Let everybody act who holds a role of the guideline."""
    async with district.database.of(district.tenant).read() as session:
        held = await session.scalars(select(Membership).where(Membership.role != "tenant_administrator"))
        grants = {row.official_id: grant_of(row) for row in held}
    return [
        district.context(Actor("official", official_id, "", (grant,)))
        for official_id, grant in grants.items()
    ]


async def _end_terms(district: District, people: Sequence[OperationContext], until: datetime | None) -> None:
    """End, or reopen, the terms of some officials."""
    held = [grant.membership_id for person in people for grant in person.actor.grants]
    async with district.database.of(district.tenant).begin() as session:
        for row in await session.scalars(select(Membership).where(Membership.id.in_(held))):
            row.valid_until = until


async def _open_codes(actor: OperationContext) -> set[str]:
    async with actor.read() as session:
        wanted = ApplicationFilter(scopes=("",))
        rows = (await repository.list_applications(session, wanted, Page(limit=100))).rows
        return {
            dossier.unit.code
            for row, dossier in (await dossiers_of(session, list(rows))).items()
            if row.step is not None
        }


async def test_done_and_area(desk: Desk) -> None:
    """Done is what one took part in, wherever it stands now; area is all one may read."""
    leader, community = desk.people[0], desk.people[1]
    assert await listed(community, "done") == {"N2", "N3", "N4", "N5", "N6", "N7", "B9"}
    assert await listed(leader, "done") == {"N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "B9"}
    assert await listed(community, "area") == {"B1", "B9", *(code for code, *_ in MANY)}
    stranger = await desk.district.official(Role.COMMUNITY, "C2")
    for tab in ("pending", "done", "area"):
        assert await listed(stranger, tab) == set()


async def test_a_page_begins_with_what_waits_longest(desk: Desk) -> None:
    actor = desk.people[1]
    async with actor.read() as session:
        rows = (await read_tab(session, actor, await open_editions(session), "area", Page(limit=100))).rows
    entered = [row.step_entered_at for row in rows]
    assert entered == sorted(entered)
