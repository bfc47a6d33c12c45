"""How fast a district writes: reports of many at once, a review and a signature beside bare SQL; prints figures.

`python -m benchmarks.writing [REPORTS]` lets twenty clients send so many reports, 400 unless told, about named
buildings of one district, in a database of its own that is thrown away.

A review and a signature are mutations behind the whole edge: middleware, token, gate, document, cost, log line and
metrics. Each is followed by its twin behind the same edge, with the same document looked up and weighed, which does by
hand in one transaction what the mutation did: claims the key, locks, reads what the guideline asks, changes, inserts
what is to be kept, told and audited, and appends the version. It sends one statement for each read and for each table,
and judges nothing. Ratios are of the processor time of the process that serves. Beside the bar the same is printed
without the edge and the reads.
"""

import asyncio
import logging
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import asyncpg
import structlog
import uvloop
from starlette.applications import Starlette

from api.collector import spare_collector
from api.embedded import EmbeddedPostgres, embedded_postgres
from authz.actions import Role
from benchmarks.applying import Office, apply, fresh, open_roll
from benchmarks.bars import Bar, show
from benchmarks.by_hand import ByHand, Heard, Said, reads_heard
from benchmarks.doors import post
from benchmarks.folder import keep_figures
from benchmarks.reporting import ROUNDS, Places, found, measure_reports
from benchmarks.simulate import say
from benchmarks.twin import enter, serving
from schema.frame.identifiers import encode_id
from schema.migrations import upgrade
from tenants.base import new_id
from tenants.database import Database
from tenants.versions import POLL_SECONDS

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
REVIEW = """mutation($input: ReviewApplicationInput!) { reviewApplication(input: $input) {
  application { id revision status } errors { code message field } } }"""
KNOWN = "{ viewer { official { displayName } } }"
"""Asked before, so that callers are recognised ones on either side."""
SIGN = """mutation($input: RecordPetitionAnswersInput!) { recordPetitionAnswers(input: $input) {
  petition { id revision } errors { code message field } } }"""


@dataclass(slots=True)
class Rounds:
    """How much processor time each round took: ours, all of it by hand, and what it writes alone."""

    what: str
    document: str
    counted: bool = False
    taken: list[tuple[float, float, float]] = field(default_factory=list)

    async def take(self, place: "Desk", token: str, given: dict[str, Any], changes: Sequence[Said]) -> Any:
        """Do a deed, and then the same by hand."""
        marker, hand = new_id(), place.hand
        body = {"query": self.document, "variables": {"input": {"idempotencyKey": fresh()} | given}}
        place.heard.take()
        ours = await post(place.app, f"/t/{place.slug}/graphql", token, body)
        read, written = place.heard.take(), await hand.written_since(marker)
        hand.prepare(written, [*read, *changes])
        same = await post(place.app, f"/t/{place.slug}/by-hand/graphql", token, body)
        await hand.clear_up()
        hand.prepare(written, changes)
        started = process_time()
        await hand.write()
        alone = process_time() - started
        await hand.clear_up()
        if self.counted:
            self.taken.append((ours.seconds, same.seconds, alone))
        return ours.data

    def tell(self) -> Bar:
        """Say the medians with the least and the most, and how they compare; give the bar."""
        columns = [[1_000 * each for each in column] for column in zip(*self.taken, strict=True)]
        ours, same, writes = (
            f"{median(each):.2f} ({min(each):.2f} to {max(each):.2f}) ms" for each in columns
        )
        say(f"{self.what}: {ours} of CPU; by hand behind the same edge {same}")
        say(f"  what it writes, by hand, no edge and nothing read: {writes}")
        each = [same / own for own, same, _ in self.taken]
        return Bar(
            f"{self.what} × its statements by hand", PACE, median(each), least=min(each), most=max(each)
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where deeds are done: the application, its district, who does the same by hand, and what was heard."""

    app: Starlette
    slug: str
    hand: ByHand
    heard: Heard


async def measure_handling(office: Office, places: Places, desk: Desk) -> list[Bar]:
    """Sign and review in turn with the same by hand; the first building is not counted."""
    over = {
        Role.COMMUNITY: places["community"][0],
        Role.STREET: places["street"][0],
        Role.COMMISSION: places["district"][0],
    }
    reviewers = [
        await enter(office, await office.appoint(role, over[role]["id"], over[role]["path"]))
        for _, role in STEPS
    ]
    signing, reviewing = Rounds("a signature", SIGN), Rounds("a review", REVIEW)
    homes = places["free"][:ROUNDS]
    leaders = [await office.appoint(Role.BUILDING_LEADER, at["id"], at["path"]) for at in homes]
    tokens = [await enter(office, leader) for leader in leaders]
    await asyncio.sleep(2 * POLL_SECONDS)  # until who may do what is known to stand
    for number, (at, leader, token) in enumerate(zip(homes, leaders, tokens, strict=True)):
        for each in (token, *reviewers):
            await post(desk.app, f"/t/{desk.slug}/graphql", each, {"query": KNOWN})
        petition, answers = await open_roll(leader, at["id"], at["code"])
        signing.counted = reviewing.counted = number > 0
        which, revision = (office.tenant.id, petition.id), petition.revision
        for answer in answers:
            signed = {
                "petition": encode_id("Petition", petition.id),
                "expectedRevision": revision,
                "answers": [
                    {
                        "household": encode_id("Household", answer.household_id),
                        "answer": "SIGNED",
                        "signatory": encode_id("Resident", answer.given.signatory_id),
                    }
                ],
            }
            changes: list[Said] = [(TOUCH_PETITION, which), (ANSWER, (*which, answer.household_id))]
            revision = (await signing.take(desk, token, signed, changes))["petition"]["revision"]
        application = await apply(leader, at["id"])
        for step, ((decision, _), reviewer) in enumerate(zip(STEPS, reviewers, strict=True)):
            decided = {
                "application": encode_id("Application", application.id),
                "expectedRevision": application.revision + step,
                "decision": decision.upper(),
                "opinion": "同意",
            }
            changes = [(TOUCH_APPLICATION, (office.tenant.id, application.id))]
            await reviewing.take(desk, reviewer, decided, changes)
    return [signing.tell(), reviewing.tell()]


async def measure(database: Database, server: EmbeddedPostgres, count: int) -> bool:
    """Do all of it; print and keep the bars, and tell whether all hold."""
    office, places = await found(database)
    runtime, owner = [
        await asyncpg.connect(server.url(user).replace("+asyncpg", ""), max_cacheable_statement_size=0)
        for user in ("wuyi_runtime", "postgres")
    ]
    hand = ByHand(runtime, owner, office.tenant.id)
    with reads_heard() as heard:
        async with serving((server.url("wuyi_runtime"), server.url("wuyi_platform")), hand) as app:
            bars = await measure_handling(office, places, Desk(app, office.tenant.slug, hand, heard))
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
        return 0 if uvloop.run(measure(database, server, count)) else 1


if __name__ == "__main__":
    sys.exit(main())
