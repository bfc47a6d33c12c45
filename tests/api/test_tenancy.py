"""Requests reach the tenant of their path, host or credential, and never two (issue 2, Tenancy)."""

import uuid

import httpx
import pytest
from sqlalchemy import update

from authz.credentials import CredentialKind, issue
from tenants.database import Database
from tenants.tables import Tenant
from tests.api.conftest import Open, Place, make_place

TENANT = {"query": "{ tenant }"}


def bearer(token: str, **more: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} | more


def code(answer: httpx.Response) -> str:
    (error,) = answer.json()["errors"]
    return str(error["extensions"]["code"])


async def change(database: Database, place: Place, **values: str | None) -> None:
    async with database.begin_platform() as session:
        await session.execute(
            update(Tenant).where(Tenant.id == place.district.view.tenant.id).values(**values)
        )


async def test_by_path(client: httpx.AsyncClient, place: Place, other_place: Place) -> None:
    for asked in (place, other_place):
        for path in (asked.official, asked.public):
            assert (await client.post(path, json=TENANT)).json()["data"] == {"tenant": asked.slug}


async def test_by_token(client: httpx.AsyncClient, place: Place, other_place: Place) -> None:
    for asked in (place, other_place):
        answer = await client.post("/graphql", json=TENANT, headers=bearer(asked.token))
        assert answer.json()["data"] == {"tenant": asked.slug}
        answer = await client.post("/public/graphql", json=TENANT, headers={"X-API-Key": asked.key})
        assert answer.json()["data"] == {"tenant": asked.slug}


async def test_by_host(
    client: httpx.AsyncClient, database: Database, place: Place, other_place: Place
) -> None:
    host = f"{place.slug}.example.cn"
    await change(database, place, host=host)
    for name in (host, f"{host}:8443", host.upper()):
        answer = await client.post("/graphql", json=TENANT, headers={"Host": name})
        assert answer.json()["data"] == {"tenant": place.slug}
    answer = await client.post("/graphql", json=TENANT, headers=bearer(other_place.token, Host=host))
    assert (answer.status_code, code(answer)) == (403, "TENANT_MISMATCH")


@pytest.mark.parametrize("host", ["", "no such host", "[::1]:80", "[::1", "x" * 300, "a\x00b", "例.cn:x"])
async def test_strange_hosts_are_no_tenants(client: httpx.AsyncClient, host: str) -> None:
    answer = await client.post("/graphql", json=TENANT, headers={"Host": host.encode()})
    assert (answer.status_code, code(answer)) == (404, "TENANT_REQUIRED")


async def test_by_default(open_app: Open, place: Place, other_place: Place) -> None:
    async with open_app(default_tenant=place.slug) as client:
        assert (await client.post("/graphql", json=TENANT)).json()["data"] == {"tenant": place.slug}
        answer = await client.post("/graphql", json=TENANT, headers=bearer(other_place.token))
        assert answer.json()["data"] == {"tenant": other_place.slug}


@pytest.mark.parametrize("slug", ["nobody", "A", "x" * 60, "a_b", "1"])
async def test_unknown_tenants(client: httpx.AsyncClient, slug: str) -> None:
    answer = await client.post(f"/t/{slug}/graphql", json=TENANT)
    assert (answer.status_code, code(answer)) == (404, "TENANT_UNKNOWN")


async def test_another_tenants_address_is_refused_alike_whether_it_exists_or_not(
    client: httpx.AsyncClient, place: Place, other_place: Place
) -> None:
    answers = [
        await client.post(f"/t/{slug}/graphql", json=TENANT, headers=bearer(place.token))
        for slug in (other_place.slug, "nobody")
    ]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
    assert code(answers[0]) == "TENANT_MISMATCH"
    assert other_place.slug not in answers[0].text


async def test_a_forged_token_learns_nothing_of_tenants(client: httpx.AsyncClient, place: Place) -> None:
    """Whose id it names is not told: a bad credential is refused before addresses are compared."""
    forged, _ = issue(CredentialKind.OFFICIAL, place.district.view.tenant.id)
    nobodys, _ = issue(CredentialKind.OFFICIAL, uuid.uuid4())
    answers = [
        await client.post(path, json=TENANT, headers=bearer(token))
        for path in (place.official, "/t/nobody/graphql", "/graphql")
        for token in (forged, nobodys)
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1


async def test_suspension_reaches_everybody_at_once_when_told(open_app: Open, database: Database) -> None:
    place = await make_place(database)
    async with open_app() as client:
        assert (await client.post(place.official, json=TENANT)).status_code == 200
        await change(database, place, status="suspended")
        for headers in ({}, bearer(place.token)):
            answer = await client.post(place.official, json=TENANT, headers=headers)
            assert (answer.status_code, code(answer)) == (403, "TENANT_SUSPENDED")
        await change(database, place, status="active")
        assert (await client.post(place.official, json=TENANT)).status_code == 200


async def test_what_the_platform_changes_is_seen_at_once(
    open_app: Open, database: Database, operator_token: str
) -> None:
    place = await make_place(database)
    mutation = {
        "query": "mutation($t: UUID!) { suspend(tenant: $t) }",
        "variables": {"t": str(place.district.view.tenant.id)},
    }
    async with open_app() as client:
        assert (await client.post(place.official, json=TENANT)).status_code == 200
        answer = await client.post("/platform/graphql", json=mutation, headers=bearer(operator_token))
        assert answer.json()["data"] == {"suspend": True}
        assert (await client.post(place.official, json=TENANT)).status_code == 403
