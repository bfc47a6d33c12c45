"""Who came with a one-time password may choose another and nothing else: by GraphQL, by plans, by files."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from authz.actions import Role
from authz.context import ANONYMOUS
from authz.passwords import hash_password
from authz.sign_in import sign_in
from authz.tables import Official
from schema.frame.identifiers import encode_id
from tenants.base import new_id, utc_now
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.databases import Urls
from tests.builders.district import PASSWORD, STREETS, District, key, make_district

OPEN = (
    "{ __typename }",
    "{ account { username passwordChangeRequired } }",
    "{ tenant { name } account { displayName } }",
    "{ viewer: account { username } }",
)
SHUT = (
    "{ viewer { official { displayName } } }",
    "{ viewer { grants { unit { name } } } account { username } }",
    "{ units(first: 3) { edges { node { name } } } }",
    "{ account: units(first: 3) { totalCount } }",
    "{ ...Rest account { username } } fragment Rest on Query { worklistCounts { pending } }",
    "{ notifications { totalCount } }",
    "{ guideline { title } }",
    '{ node(id: "VW5pdDox") { id } }',
    'mutation { markNotificationsRead(input: {idempotencyKey: "1"}) { errors { code } } }',
    'mutation { signIn(input: {username: "a", password: "b"}) { token } }',
)
CHANGE = """mutation($input: ChangePasswordInput!) { changePassword(input: $input) { errors { code } } }"""


@pytest.fixture
async def due(database: Database) -> tuple[District, str]:
    """Give a district and the token of somebody whose password is due."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    district.clock.now = utc_now()
    person = await district.official(Role.STREET, "S1")
    async with database.of(district.tenant).begin() as session:
        row = await session.get_one(Official, (district.tenant.id, person.actor.id))
        row.password_hash = await hash_password(PASSWORD)
        row.password_until = utc_now() + timedelta(days=1)
    signed = await sign_in(district.context(ANONYMOUS), row.username, PASSWORD)
    return district, signed.token


@pytest.fixture
async def client(urls: Urls, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(make_settings(urls, evidence={"url": f"file:{tmp_path}"}))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url="http://edge.test"
        ) as opened,
    ):
        yield opened


def codes(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json().get("errors", ())]


async def test_nothing_is_open_but_the_choice_of_a_password(
    client: httpx.AsyncClient, due: tuple[District, str]
) -> None:
    district, token = due
    path, headers = f"/t/{district.tenant.slug}/graphql", {"Authorization": f"Bearer {token}"}

    async def ask(document: str, **variables: Any) -> httpx.Response:
        body = {"query": document, "variables": variables}
        return await client.post(path, json=body, headers=headers)

    for document in OPEN:
        answer = await ask(document)
        assert (answer.status_code, codes(answer)) == (200, []), document
    for document in SHUT:
        answer = await ask(document)
        assert (answer.status_code, codes(answer)) == (403, ["PASSWORD_CHANGE_REQUIRED"]), document
        assert answer.json()["errors"][0]["extensions"]["fix"]
    files = f"/t/{district.tenant.slug}/evidence"
    sent = await client.post(files, headers=headers, files={"file": ("a.png", b"x")})
    assert (sent.status_code, codes(sent)) == (403, ["PASSWORD_CHANGE_REQUIRED"])
    fetched = await client.get(f"{files}/{encode_id('EvidenceFile', new_id())}", headers=headers)
    assert (fetched.status_code, codes(fetched)) == (403, ["PASSWORD_CHANGE_REQUIRED"])

    given = {"currentPassword": PASSWORD, "newPassword": f"{PASSWORD}!", "expectedRevision": 1}
    done = await ask(CHANGE, input={"idempotencyKey": key(), **given})
    assert done.json()["data"]["changePassword"]["errors"] == []
    for document in OPEN[:-1] + SHUT[:4]:
        assert codes(await ask(document)) == [], document
