"""Plans at the edge: the same refusals, bounds and metrics as without, and in development a word on why not."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.app import create_app
from authz.context import ANONYMOUS
from authz.credentials import CredentialKind, issue
from authz.sign_in import sign_in
from authz.tables import ApiClient, Official
from schema.guidelines.tables import GuidelineVersion, GuidelineWithdrawal
from tenants.base import new_id, utc_now
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.api.test_metrics import read
from tests.builders.databases import Urls
from tests.builders.district import PASSWORD, STREETS, District, make_district

STATUS = "query($code: String!) { unitStatus(code: $code) { code name kindName titled reason { code } } }"
UNITS = "{ units(first: 3) { edges { node { id code designation { number } } } pageInfo { hasNextPage endCursor } } }"
Serve = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="module")
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    made.clock.now = utc_now()
    return made


@pytest.fixture(scope="module")
def serve(urls: Urls) -> Serve:
    """Give a function that serves the platform with changed settings."""

    @asynccontextmanager
    async def opened(**changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(make_settings(urls, **changes))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://edge.test") as client,
        ):
            yield client

    return opened


@pytest.fixture(scope="module")
async def key(district: District) -> str:
    shown, credential = issue(CredentialKind.CLIENT, district.tenant.id)
    async with district.database.of(district.tenant).begin() as session:
        session.add(
            ApiClient(
                id=new_id(),
                name="疾控平台",
                digest=credential.digest,
                scopes=["status"],
                created_at=utc_now(),
            )
        )
    return shown


@pytest.fixture(scope="module")
async def token(district: District) -> str:
    """Sign the district's administrator in."""
    return (await sign_in(district.context(ANONYMOUS), "admin", PASSWORD)).token


async def test_a_program_is_told_a_status_by_a_plan(serve: Serve, district: District, key: str) -> None:
    headers = {"X-API-Key": key}
    async with serve(answer_cache_bytes=0) as client:
        for code in ("B1", "X1", "B1"):
            answer = await client.post(
                "/public/graphql", json={"query": STATUS, "variables": {"code": code}}, headers=headers
            )
            assert answer.status_code == 200
            assert answer.json()["data"]["unitStatus"]["code"] == code
            assert answer.json()["extensions"] == {"cost": {"requested": 2, "limit": 20_000}}
        shown = await client.get(
            "/public/graphql", params={"query": STATUS, "variables": '{"code": "B1"}'}, headers=headers
        )
        assert shown.json() == answer.json()
        uses = await read(client, "wuyi_graphql_plans_total", "schema", "use")
        kept = await read(client, "wuyi_graphql_planned_documents", "schema")
        operations = await read(client, "wuyi_graphql_operations_total", "schema", "kind", "name")
    assert uses == {("public", "compiled"): 1, ("public", "hit"): 3}
    assert kept["public",] == 1
    assert operations == {("public", "query", "other"): 4}


async def test_a_plan_opens_no_door(serve: Serve, district: District, token: str, key: str) -> None:
    """What an official may ask by a plan is refused to nobody's caller and to a program as without one."""
    address, asked = f"/t/{district.tenant.slug}/graphql", {"query": UNITS}
    async with serve() as client:
        seen = await client.post(address, json=asked, headers={"authorization": f"Bearer {token}"})
        assert len(seen.json()["data"]["units"]["edges"]) == 3
        nobody = await client.post(address, json=asked)
        program = await client.post(address, json=asked, headers={"X-API-Key": key})
    assert (nobody.status_code, nobody.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
    assert (program.status_code, program.json()["errors"][0]["extensions"]["code"]) == (403, "OFFICIALS_ONLY")


async def test_bounds_hold_for_plans(serve: Serve, district: District, token: str) -> None:
    """A page within the bounds is read by the plan; the same document with a larger page is refused, its plan kept."""
    document = "query($first: Int) { units(first: $first) { edges { node { designations { changes { cause } } } } } }"
    address, headers = f"/t/{district.tenant.slug}/graphql", {"authorization": f"Bearer {token}"}
    async with serve(bounds={"cost": 100}, answer_cache_bytes=0) as client:
        answers = [
            await client.post(
                address, json={"query": document, "variables": {"first": first}}, headers=headers
            )
            for first in (1, 100, 1)
        ]
        uses = await read(client, "wuyi_graphql_plans_total", "schema", "use")
    first, dear, again = (answer.json() for answer in answers)
    assert [error["extensions"]["code"] for error in dear["errors"]] == ["LIMIT_EXCEEDED"]
    assert "data" not in dear
    assert len(first["data"]["units"]["edges"]) == 1
    assert first == again
    assert uses == {("official", "compiled"): 1, ("official", "hit"): 1, ("official", "ineligible"): 1}


async def test_a_large_response_is_refused(serve: Serve, district: District, token: str) -> None:
    address, headers = f"/t/{district.tenant.slug}/graphql", {"authorization": f"Bearer {token}"}
    async with serve(response_bytes=1_024) as client:
        small = await client.post(
            address, json={"query": "{ units(first: 1) { totalCount } }"}, headers=headers
        )
        large = await client.post(
            address, json={"query": "{ units { edges { cursor node { id path } } } }"}, headers=headers
        )
    assert small.json()["data"]["units"]["totalCount"] == len(STREETS) + 1
    assert large.json()["errors"][0]["extensions"]["code"] == "RESPONSE_TOO_LARGE"


async def test_who_develops_is_told_why_there_is_no_plan(
    serve: Serve, district: District, token: str
) -> None:
    address, headers = f"/t/{district.tenant.slug}/graphql", {"authorization": f"Bearer {token}"}
    told = {}
    async with serve(development=True) as client:
        for document in ("{ units { totalCount } }", "{ units { edges { node { standing { titled } } } } }"):
            answer = await client.post(address, json={"query": document}, headers=headers)
            told[document] = answer.json()["extensions"]["plan"]
    planned, resolved = told.values()
    assert planned == {"compiled": True}
    assert resolved == {
        "compiled": False,
        "why": "Unit.standing: the rules tell it of a day and an instant",
    }


async def withdraw(district: District) -> None:
    """End the guideline's only version, past whatever a process knows of it."""
    async with district.database.of(district.tenant).begin() as session:
        version = await session.scalar(select(GuidelineVersion.id))
        official = await session.scalar(select(Official.id).limit(1))
        assert version is not None
        assert official is not None
        session.add(
            GuidelineWithdrawal(
                version_id=version,
                reason="试验",
                effective_on=date(2022, 11, 21),
                withdrawn_by=official,
                withdrawn_at=utc_now(),
            )
        )


async def test_a_changed_guideline_is_noticed_at_once(serve: Serve, district: District, key: str) -> None:
    """What a process knows of the version in force is tested by the statement: a withdrawn one names no kind."""
    document = {"query": '{ unitStatus(code: "B1") { kindName } }'}
    async with serve() as client:
        before = await client.post("/public/graphql", json=document, headers={"X-API-Key": key})
        await withdraw(district)
        after = await client.post("/public/graphql", json=document, headers={"X-API-Key": key})
        uses = await read(client, "wuyi_graphql_plans_total", "schema", "use")
    assert before.json()["data"] == {"unitStatus": {"kindName": "楼栋"}}
    assert after.json()["data"] == {"unitStatus": None}
    assert after.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    assert uses == {("public", "compiled"): 1, ("public", "ineligible"): 1}
