"""What officials are answered is kept for each of them, until their district writes or their rights end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.app import create_app
from authz.actions import Role
from authz.context import OperationContext
from authz.credentials import CredentialKind, issue
from authz.tables import AccessToken, Membership
from tenants.database import Database
from tenants.versions import Versions
from tests.api.conftest import make_settings
from tests.api.test_planning import read
from tests.builders.databases import Urls
from tests.builders.district import STREETS, District, make_district
from tests.builders.versions import asked_anew

NAMES = "{ units(first: 20) { edges { node { code name } } } }"


class Desk:
    """An application, and officials who ask it."""

    def __init__(self, client: httpx.AsyncClient, district: District) -> None:
        self.client = client
        self.district = district
        self.tokens: dict[Any, str] = {}

    async def enter(self, person: OperationContext) -> None:
        token, credential = issue(CredentialKind.OFFICIAL, self.district.tenant.id)
        async with self.district.database.begin(self.district.tenant.id) as session:
            session.add(
                AccessToken(
                    digest=credential.digest,
                    official_id=person.actor.id,
                    created_at=self.district.clock.now,
                    expires_at=self.district.clock.now.replace(year=2030),
                )
            )
        self.tokens[person.actor.id] = token

    async def ask(self, person: OperationContext, document: str) -> dict[str, Any]:
        answer = await self.client.post(
            f"/t/{self.district.tenant.slug}/graphql",
            json={"query": document},
            headers={"Authorization": f"Bearer {self.tokens[person.actor.id]}"},
        )
        assert answer.headers["cache-control"] == "no-store"
        body: dict[str, Any] = answer.json()
        return body

    async def hits(self) -> float:
        found = await read(self.client, "wuyi_answers_total", "found")
        return sum(count for (how,), count in found.items() if how == "yes")


pytestmark = pytest.mark.usefixtures("no_hurry")


@asynccontextmanager
async def opened(district: District, urls: Urls, versions: Versions) -> AsyncIterator[Desk]:
    app = create_app(make_settings(urls), district.clock)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://edge.test") as client,
    ):
        await asked_anew(versions)  # nothing is kept before somebody follows
        yield Desk(client, district)


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


async def test_an_answer_is_kept_for_its_caller_alone(
    district: District, urls: Urls, one_process: Versions
) -> None:
    street = await district.official(Role.STREET, "S1", "文龙")
    other = await district.official(Role.STREET, "S2", "古南")
    async with opened(district, urls, one_process) as desk:
        for person in (street, other):
            await desk.enter(person)
        await asked_anew(one_process)
        before = await desk.hits()
        told = [await desk.ask(person, NAMES) for person in (street, other, street, other)]
        assert await desk.hits() - before == 2
        assert told[0] == told[2] != told[1] == told[3]
        seen = [{edge["node"]["name"] for edge in each["data"]["units"]["edges"]} for each in told[:2]]
        assert ("文龙街道" in seen[0], "文龙街道" in seen[1]) == (True, False)


async def test_a_write_and_an_ended_role_are_seen_at_once(
    district: District, urls: Urls, one_process: Versions
) -> None:
    street = await district.official(Role.STREET, "S1")
    async with opened(district, urls, one_process) as desk:
        await desk.enter(street)
        for _ in range(3):
            seen = await desk.ask(street, NAMES)
        codes = [edge["node"]["code"] for edge in seen["data"]["units"]["edges"]]
        await district.import_units(("B77", "新楼", "building", "C1"))
        added = await desk.ask(street, NAMES)
        assert {edge["node"]["code"] for edge in added["data"]["units"]["edges"]} - set(codes) == {"B77"}
        async with district.database.begin(district.tenant.id) as session:
            (grant,) = street.actor.grants
            role = await session.get_one(Membership, (district.tenant.id, grant.membership_id))
            role.valid_until = district.clock.now
        refused = await desk.ask(street, NAMES)
        assert refused["errors"][0]["extensions"]["code"] == "ROLE_NOT_ALLOWED"


async def test_what_rests_on_an_instant_is_not_kept(
    district: District, urls: Urls, one_process: Versions
) -> None:
    street = await district.official(Role.STREET, "S1")
    async with opened(district, urls, one_process) as desk:
        await desk.enter(street)
        await asked_anew(one_process)
        standing = '{ unit(code: "S1") { standing { asOf } } }'
        before = await desk.hits()
        for _ in range(3):
            assert "errors" not in await desk.ask(street, standing)
        assert await desk.hits() == before


async def test_an_answer_ends_by_itself_when_a_role_does(
    district: District, urls: Urls, one_process: Versions
) -> None:
    """Nothing is written at the hour: what was compared with the instant told when it turns."""
    street = await district.official(Role.STREET, "S1")
    (grant,) = street.actor.grants
    async with district.database.begin(district.tenant.id) as session:
        role = await session.get_one(Membership, (district.tenant.id, grant.membership_id))
        role.valid_until = district.clock.now + timedelta(hours=1)
    async with opened(district, urls, one_process) as desk:
        await desk.enter(street)
        await asked_anew(one_process)
        before = await desk.hits()
        held = [await desk.ask(street, "{ viewer { grants { role } } }") for _ in range(3)]
        assert await desk.hits() - before == 2
        assert held[0]["data"]["viewer"]["grants"] == [{"role": "STREET"}]
        district.clock.now += timedelta(hours=2)
        ended = await desk.ask(street, "{ viewer { grants { role } } }")
        assert ended["data"]["viewer"]["grants"] == []
