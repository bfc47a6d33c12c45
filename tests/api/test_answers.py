"""What is kept is never stale in the process that wrote, nor anywhere after the next question about versions."""

import asyncio
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from asyncpg import Connection

from api.answers import Answer, Answers, Confirmations, Question, permissions_of
from api.parameters import Parameters
from authz.context import ANONYMOUS, Actor, OperationContext, WatchedClock
from tenants.database import TenantDatabase, TenantInfo
from tenants.versions import TRUSTED_SECONDS, Versions
from tests.api.conftest import Open, Place
from tests.api.test_metrics import read
from tests.api.test_tenancy import code

TENANT = TenantInfo(uuid.uuid4(), "qijiang", "綦江区", None, "Asia/Shanghai")
ASKED = Parameters("{ unitStatus(code: $code) { titled } }", None, {"code": "B9"})
ROOM = 1_000_000


@dataclass
class World:
    """A database as `Versions` ask it: transactions get numbers in one order and commit in another."""

    written: int = 0
    numbers: int = 100
    open: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    async def fetch(self, _poll: str, since: int) -> list[dict[str, Any]]:
        horizon = min(self.open, default=self.numbers + 1)
        found = [xid for xid in self.rows if xid >= since]
        return [{"horizon": horizon, "xid": xid, "subject": TENANT.id} for xid in found] or [
            {"horizon": horizon, "xid": None, "subject": None}
        ]


class Process:
    """A process with versions and answers of its own. `known` is the latest write it must not be older than."""

    def __init__(self, world: World) -> None:
        self.world, self.now, self.known = world, 0.0, 0
        self.versions = Versions(lambda: self.now)
        start = datetime(2022, 11, 20, 4, tzinfo=UTC)
        clock = lambda: start + timedelta(seconds=self.now)  # noqa: E731 - a clock in a line
        self.answers = Answers(Confirmations(self.versions, clock), ROOM)
        self.writing: list[int] = []
        self.untold: list[int] = []
        self.reading: list[tuple[Question, int | None]] = []
        self.hits = 0

    def ask(self, actor: Actor = ANONYMOUS) -> Question | None:
        return self.answers.ask(self.answers.confirmations.of(TENANT), permissions_of(actor), ASKED)

    async def step(self, choice: random.Random) -> None:
        """Do one of the things a process does, each of which may come between any two of another's."""
        what = choice.choice(STEPS)
        await getattr(self, what)(choice)

    async def begin(self, _: random.Random) -> None:
        self.world.numbers += 1
        self.world.open.append(self.world.numbers)
        self.writing.append(self.world.numbers)

    async def commit(self, choice: random.Random) -> None:
        if self.writing:
            xid = self.writing.pop(choice.randrange(len(self.writing)))
            self.world.open.remove(xid)
            self.world.rows.append(xid)
            self.world.written += 1
            self.untold.append(self.world.written)

    async def acknowledge(self, _: random.Random) -> None:
        if self.untold:
            self.versions.changed(TENANT.id)
            self.known = max(self.known, self.untold.pop(0))

    async def poll(self, _: random.Random) -> None:
        latest = self.world.written
        await self.versions.poll(cast("Connection", self.world))
        self.known = max(self.known, latest)

    async def look(self, _: random.Random) -> None:
        question = self.ask()
        if question is None:
            return
        found = self.answers.find(question)
        if found is None:
            self.reading.append((question, None))
        else:
            self.hits += 1
            assert int(found.body) >= self.known, "stale"

    async def read(self, choice: random.Random) -> None:
        if self.reading:
            at = choice.randrange(len(self.reading))
            self.reading[at] = (self.reading[at][0], self.world.written)

    async def keep(self, choice: random.Random) -> None:
        if self.reading:
            question, value = self.reading.pop(choice.randrange(len(self.reading)))
            if value is not None:
                self.answers.keep(question, Answer(b"%d" % value, None))

    async def wait(self, choice: random.Random) -> None:
        self.now += choice.choice((0.1, TRUSTED_SECONDS + 0.1))


STEPS = (
    "begin",
    "commit",
    "acknowledge",
    "poll",
    "poll",
    "look",
    "look",
    "look",
    "read",
    "read",
    "keep",
    "wait",
)


async def test_nothing_stale_in_ten_thousand_interleavings_of_two_processes() -> None:
    hits = 0
    for seed in range(10_000):
        choice, world = random.Random(seed), World()
        processes = [Process(world), Process(world)]
        for each in processes:
            await each.poll(choice)
        for _ in range(30):
            await choice.choice(processes).step(choice)
        hits += sum(each.hits for each in processes)
    assert hits > 1_000, "nothing was ever found"


async def trusting() -> Process:
    process = Process(World())
    await process.poll(random.Random(0))
    question = process.ask()
    assert question is not None
    process.answers.keep(question, Answer(b"1", "Status"))
    return process


def found(process: Process, actor: Actor = ANONYMOUS) -> Answer | None:
    question = process.ask(actor)
    return question and process.answers.find(question)


async def test_nothing_is_believed_while_nobody_says_what_changed() -> None:
    process = await trusting()
    assert found(process) == Answer(b"1", "Status")
    process.now += TRUSTED_SECONDS + 0.1
    assert process.ask() is None
    await process.poll(random.Random(0))
    assert found(process) == Answer(b"1", "Status")


async def test_a_day_ends_at_midnight_of_the_district() -> None:
    """12:00 in Chongqing is the start: twelve hours later it is another day there, though not in UTC."""
    process = await trusting()
    for seconds, kept in ((12 * 3600 - 1, True), (12 * 3600, False)):
        process.now = seconds
        process.versions._asked_at = seconds
        assert (found(process) is not None) is kept


async def test_the_instant_of_an_answer_stands_as_long_as_its_version() -> None:
    process = await trusting()
    before = process.ask()
    process.now += 0.5
    again = process.ask()
    process.versions.changed(TENANT.id)
    after = process.ask()
    assert before is not None
    assert again is not None
    assert after is not None
    assert before.confirmation is again.confirmation
    assert after.confirmation.at - before.confirmation.at == timedelta(seconds=0.5)


async def test_who_may_see_less_gets_no_answer_of_who_may_see_more() -> None:
    process = await trusting()
    program = Actor("client", uuid.uuid4(), scopes=frozenset({"status:read"}))
    assert found(process, program) is None
    question = process.ask(program)
    assert question is not None
    process.answers.keep(question, Answer(b"2", None))
    alike = Actor("client", uuid.uuid4(), scopes=program.scopes)
    assert found(process, alike) == Answer(b"2", None)
    assert found(process) == Answer(b"1", "Status")


async def test_a_district_that_is_renamed_is_another_question() -> None:
    process = await trusting()
    renamed = TenantInfo(TENANT.id, TENANT.slug, "綦江", None, TENANT.time_zone)
    confirmation = process.answers.confirmations.of(renamed)
    question = process.answers.ask(confirmation, ANONYMOUS, ASKED)
    assert question is not None
    assert process.answers.find(question) is None


async def test_the_room_is_bounded_in_bytes() -> None:
    process = await trusting()
    answers = Answers(process.answers.confirmations, 40_000)
    for number in range(100):
        asked = Parameters("{ a }", None, {"number": number})
        question = answers.ask(answers.confirmations.of(TENANT), ANONYMOUS, asked)
        assert question is not None
        answers.keep(question, Answer(b"x" * (6_000 if number == 99 else 2_000), None))
        assert (answers.find(question) is not None) is (number != 99), "the last is more than its share"
        assert answers.size <= 40_000
    none = Answers(process.answers.confirmations, 0)
    assert none.ask(none.confirmations.of(TENANT), ANONYMOUS, ASKED) is None


def test_a_clock_notes_who_asks_for_the_instant() -> None:
    """The day alone is watched by whoever keeps an answer; what rests on an instant is kept by nobody."""
    clock = WatchedClock(lambda: datetime(2022, 11, 20, 4, tzinfo=UTC))
    context = OperationContext(ANONYMOUS, TenantDatabase(None, TENANT), clock=clock)  # type: ignore[arg-type]
    assert (context.today(), clock.asked) == (date(2022, 11, 20), False)
    assert (context.clock(), clock.asked) == (datetime(2022, 11, 20, 4, tzinfo=UTC), True)


async def test_what_a_page_may_have_and_a_client_may_not_is_not_kept_for_it(
    open_app: Open, place: Place
) -> None:
    async with open_app(response_bytes=1_024) as client:
        while not (await read(client, "wuyi_answers_total", "found"))["yes",]:
            assert (await client.post(place.public, json={"query": "{ tenant }"})).status_code == 200
            await asyncio.sleep(0.01)
        document = "{ big(size: 2000) }"
        asked = {"schema": "public", "document": document}
        assert "xxx" in (await client.get(f"/t/{place.slug}/admin", params=asked)).text
        answer = await client.post(place.public, json={"query": document})
        assert (answer.status_code, code(answer)) == (422, "RESPONSE_TOO_LARGE")
