"""How fast a district writes: reports of many at once, a review and a signature beside bare SQL; prints figures.

`python -m benchmarks.writing [REPORTS]` lets twenty clients send so many reports, 400 unless told, about named
buildings of one district, in a database of its own that is thrown away. The rounds of a review and of a signature
alternate with the same inserts and updates by hand in one transaction.
"""

import logging
import sys
import tempfile
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

import asyncpg
import structlog
import uvloop

from api.collector import spare_collector
from api.embedded import embedded_postgres
from authz.actions import Role
from benchmarks.applying import Office, apply, fresh, open_roll, sign
from benchmarks.bars import Bar, show
from benchmarks.by_hand import ByHand, Said, reads_of
from benchmarks.folder import keep_figures
from benchmarks.reporting import ROUNDS, Places, found, measure_reports
from benchmarks.simulate import say
from schema.migrations import upgrade
from schema.reviews.operations import ReviewApplication, review_application
from tenants.base import new_id
from tenants.database import Database

PACE, REPORTS, BEFORE = 0.5, 5.0, 6.0
"""At least so many times the pace of the same by hand, and of the reports a second of before."""
STEPS = (
    ("forward", Role.COMMUNITY),
    ("forward", Role.STREET),
    ("endorse", Role.STREET),
    ("endorse", Role.COMMISSION),
)


TOUCH_APPLICATION = "update applications set step = step where tenant_id = $1 and id = $2"
TOUCH_PETITION = "update petitions set closed_at = closed_at where tenant_id = $1 and id = $2"
ANSWER = "update petition_entries set answer = answer where tenant_id = $1 and petition_id = $2 and household_id = $3"
T = TypeVar("T")


@dataclass(slots=True)
class Rounds:
    """How long each round took: ours, all of its statements by hand, and what it writes alone."""

    what: str
    counted: bool = False
    taken: list[tuple[float, float, float]] = field(default_factory=list)

    async def take(self, database: Database, hand: ByHand, deed: Awaitable[T], changes: Sequence[Said]) -> T:
        """Do a deed, and then the same by hand, with what it reads and without."""
        marker = new_id()
        with reads_of(database) as read:
            started = perf_counter()
            result = await deed
            took = perf_counter() - started
        written = await hand.written_since(marker)
        all_of_it = await hand.write_again(written, [*read, *changes])
        if self.counted:
            self.taken.append((took, all_of_it, await hand.write_again(written, changes)))
        return result

    def tell(self) -> Bar:
        """Say the medians with the least and the most, and how they compare; give the bar."""
        columns = [[1_000 * each for each in column] for column in zip(*self.taken, strict=True)]
        ours, same, writes = (
            f"{median(each):.1f} ({min(each):.1f} to {max(each):.1f}) ms" for each in columns
        )
        pace = [median(each) / median(columns[0]) for each in columns[1:]]
        say(f"{self.what}: {ours}; its statements by hand {same}: {pace[0]:.2f} times their pace")
        say(f"  what it writes, by hand and nothing read: {writes}: {pace[1]:.2f} times")
        each = [same / own for own, same, _ in self.taken]
        return Bar(
            f"{self.what} × its statements by hand", PACE, median(each), least=min(each), most=max(each)
        )


async def measure_handling(office: Office, places: Places, hand: ByHand) -> list[Bar]:
    """Sign and review in turn with the same by hand; the first building is not counted."""
    over = {
        Role.COMMUNITY: places["community"][0],
        Role.STREET: places["street"][0],
        Role.COMMISSION: places["district"][0],
    }
    reviewers = [await office.appoint(role, over[role]["id"], over[role]["path"]) for _, role in STEPS]
    signing, reviewing = Rounds("a signature"), Rounds("a review")
    for number, at in enumerate(places["free"][:ROUNDS]):
        leader = await office.appoint(Role.BUILDING_LEADER, at["id"], at["path"])
        petition, answers = await open_roll(leader, at["id"], at["code"])
        signing.counted = reviewing.counted = number > 0
        for answer in answers:
            which = (office.tenant.id, petition.id)
            changes: list[Said] = [
                (TOUCH_PETITION, which),
                (ANSWER, (*which, answer.household_id)),
            ]
            petition = await signing.take(office.database, hand, sign(leader, petition, answer), changes)
        application = await apply(leader, at["id"])
        for step, ((decision, _), reviewer) in enumerate(zip(STEPS, reviewers, strict=True)):
            command = ReviewApplication(
                idempotency_key=fresh(),
                application_id=application.id,
                expected_revision=application.revision + step,
                decision=decision,
                opinion="同意",
            )
            changes = [(TOUCH_APPLICATION, (office.tenant.id, application.id))]
            await reviewing.take(office.database, hand, review_application(reviewer, command), changes)
    return [signing.tell(), reviewing.tell()]


async def measure(database: Database, urls: Sequence[str], count: int) -> bool:
    """Do all of it; print and keep the bars, and tell whether all hold."""
    office, places = await found(database)
    runtime, owner = [await asyncpg.connect(url.replace("+asyncpg", "")) for url in urls]
    bars = await measure_handling(office, places, ByHand(runtime, owner, office.tenant.id))
    pace = await measure_reports(office, places, count)
    bars.append(Bar("reports by twenty clients × the 6 a second of before", REPORTS, pace / BEFORE))
    await runtime.close()
    await owner.close()
    await database.dispose()
    keep_figures("writing", {"bars": [bar.kept() for bar in bars], "reports": pace})
    return show(bars)


def main() -> int:
    """Run the benchmark with as many reports as told, 400 unless told."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    spare_collector()  # as a server does
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    with (
        tempfile.TemporaryDirectory(prefix="wuyi-bench-") as folder,
        embedded_postgres(Path(folder), durable=False) as server,
    ):
        upgrade(server.url("postgres"))
        database = Database.open(server.url("wuyi_runtime"), server.url("wuyi_platform"))
        urls = [server.url("wuyi_runtime"), server.url("postgres")]
        return 0 if uvloop.run(measure(database, urls, count)) else 1


if __name__ == "__main__":
    sys.exit(main())
