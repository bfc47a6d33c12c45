"""Public answers over HTTP: a client that has one already is told so, and none is given away stale or to others."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from api.app import create_app
from api.negotiation import GRAPHQL_RESPONSE, JSON
from api.validators import entity_tag, is_current
from authz.credentials import CredentialKind, issue
from authz.tables import ApiClient
from tenants.base import new_id, utc_now
from tenants.database import Database
from tenants.versions import Versions
from tests.api.conftest import make_settings
from tests.api.test_metrics import read
from tests.builders.databases import Urls
from tests.builders.district import STREETS, District, make_district
from tests.builders.versions import asked_anew

STATUS = "query Status($code: String!) { unitStatus(code: $code) { name asOf } }"
TAG = '"00ff"'


pytestmark = pytest.mark.usefixtures("no_hurry")


@pytest.fixture(scope="module")
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


@asynccontextmanager
async def served(
    urls: Urls, district: District, versions: Versions, **changes: Any
) -> AsyncIterator["Public"]:
    app = create_app(make_settings(urls, **changes))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://edge.test") as client,
    ):
        await asked_anew(versions)  # nothing is kept before somebody follows
        yield Public(client, f"/t/{district.tenant.slug}/public/graphql")


class Public:
    """The public schema of the district."""

    def __init__(self, client: httpx.AsyncClient, path: str) -> None:
        self.client, self.path = client, path

    async def get(self, query: str = STATUS, **headers: str) -> httpx.Response:
        params = {"query": query, "operationName": "Status", "variables": '{"code": "B1"}'}
        return await self.client.get(
            self.path,
            params=params,
            headers={name.replace("_", "-"): value for name, value in headers.items()},
        )

    async def post(self, **headers: str) -> httpx.Response:
        body = {"query": STATUS, "variables": {"code": "B1"}}
        return await self.client.post(self.path, json=body, headers=headers)

    async def name(self) -> str:
        return str((await self.post()).json()["data"]["unitStatus"]["name"])


async def rename(district: District, name: str) -> None:
    async with district.database.begin(district.tenant.id) as session:
        await session.execute(
            text("update units set name = :name where tenant_id = :tenant and code = 'B1'"),
            {"name": name, "tenant": district.tenant.id},
        )


@pytest.fixture
async def public(urls: Urls, district: District, one_process: Versions) -> AsyncIterator[Public]:
    async with served(urls, district, one_process) as opened:
        yield opened


async def test_what_a_client_has_is_not_sent_again_until_it_changes(
    public: Public, district: District, one_process: Versions
) -> None:
    await asked_anew(one_process)
    first = await public.get()
    assert first.status_code == 200
    tag = first.headers["etag"]
    again = await public.get(if_none_match=f'W/"x", {tag}')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["cache-control"] == first.headers["cache-control"] == "public, no-cache"
    for answer in (first, again):
        assert set(answer.headers["vary"].lower().split(", ")) == {"accept", "authorization", "x-api-key"}
    await rename(district, "改名楼")
    changed = await public.get(if_none_match=tag)
    assert changed.status_code == 200
    assert changed.json()["data"]["unitStatus"]["name"] == "改名楼"
    assert changed.headers["etag"] != tag


async def test_answers_of_one_version_are_the_same_bytes(
    public: Public, district: District, one_process: Versions
) -> None:
    """Kept or not: the instant they are of is the version's."""
    await asked_anew(one_process)
    first = await public.get()
    other = await public.get(STATUS.replace("name asOf", "name  asOf"))
    posted = await public.post()
    assert first.content == other.content == posted.content
    assert first.headers["etag"] == other.headers["etag"]
    await rename(district, "又一名")
    assert (await public.get()).json()["data"]["unitStatus"]["asOf"] > first.json()["data"]["unitStatus"][
        "asOf"
    ]


async def test_only_who_sends_no_credential_gets_what_shared_caches_keep(
    public: Public, district: District
) -> None:
    shown, credential = issue(CredentialKind.CLIENT, district.tenant.id)
    row = ApiClient(
        id=new_id(), name="图", digest=credential.digest, scopes=["status:read"], created_at=utc_now()
    )
    async with district.database.begin(district.tenant.id) as session:
        session.add(row)
    answer = await public.get(x_api_key=shown)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-cache"
    assert (await public.get(x_api_key=shown + "x")).status_code == 401


async def test_posts_errors_and_officials_answers_are_kept_by_nobody(public: Public) -> None:
    posted = await public.post()
    refused = await public.get("query Status($code: String!) { nothing(code: $code) }")
    official = await public.client.get(public.path.replace("/public", ""), params={"query": "{ __typename }"})
    for answer in (posted, refused, official):
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers


async def test_what_is_kept_is_counted(public: Public, district: District, one_process: Versions) -> None:
    await rename(district, "计数楼")
    await asked_anew(one_process)
    before = await read(public.client, "wuyi_answers_total", "found")
    for _ in range(3):
        await public.post()
    after = await read(public.client, "wuyi_answers_total", "found")
    assert {label: after[label] - before[label] for label in after} == {("yes",): 2, ("no",): 1}
    assert (await read(public.client, "wuyi_answers_bytes"))[()] > 0


async def test_two_processes_tell_the_same(
    urls: Urls, district: District, public: Public, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that wrote at once, the other when it has asked."""
    elsewhere = Versions()
    monkeypatch.setattr("tenants.database.Versions", lambda: elsewhere)
    async with served(urls, district, elsewhere) as other:
        for number in range(20):
            was = await public.name()
            assert await other.name() == was
            await rename(district, f"第{number}名")
            assert await public.name() == f"第{number}名"
            assert await other.name() in {was, f"第{number}名"}
            await asked_anew(elsewhere)
            assert await other.name() == f"第{number}名"


async def test_keeping_can_be_turned_off(urls: Urls, district: District, one_process: Versions) -> None:
    async with served(urls, district, one_process, answer_cache_bytes=0) as public:
        for _ in range(2):
            assert (await public.get()).status_code == 200
        assert sum((await read(public.client, "wuyi_answers_total", "found")).values()) == 0


@pytest.mark.parametrize(
    ("sent", "current"),
    [
        (None, False),
        ("", False),
        (TAG, True),
        (f"W/{TAG}", True),
        (f'"a", {TAG}', True),
        ("*", True),
        ('"a"', False),
        ("00ff", False),
    ],
)
def test_tags_are_compared(sent: str | None, current: bool) -> None:
    assert is_current(sent, TAG) is current


def test_another_format_is_another_tag() -> None:
    assert entity_tag(b"{}", JSON) == entity_tag(b"{}", JSON)
    assert len({entity_tag(b"{}", JSON), entity_tag(b"{}", GRAPHQL_RESPONSE), entity_tag(b"{ }", JSON)}) == 3
