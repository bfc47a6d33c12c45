"""Files over HTTP: in through the doors of every client, out as attachments, with errors of one shape."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from api.app import create_app
from authz.actions import Role
from authz.context import ANONYMOUS
from authz.credentials import CredentialKind, issue
from authz.passwords import hash_password
from authz.sign_in import sign_in
from authz.tables import ApiClient, Official
from schema.frame.identifiers import encode_id
from tenants.base import new_id, utc_now
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.databases import Urls
from tests.builders.district import PASSWORD, STREETS, District, key, make_district
from tests.builders.evidence import SECRET, ask_for_evidence, document, photo


@dataclass
class Desk:
    """A district with somebody signed in who may bring evidence."""

    district: District
    token: str
    unit: str

    @property
    def address(self) -> str:
        return f"/t/{self.district.tenant.slug}/evidence"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def fields(self, **changes: str) -> dict[str, str]:
        today = self.district.context(ANONYMOUS).today().isoformat()
        given = {
            "unit": self.unit,
            "criterion": "B-h",
            "requirement": "photo",
            "takenOn": today,
            "idempotencyKey": key(),
        }
        return given | changes


async def make_desk(database: Database) -> Desk:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await ask_for_evidence(district)
    district.clock.now = utc_now()
    community = await district.official(Role.COMMUNITY, "C1")
    async with community.begin() as session:
        row = await session.get_one(Official, (district.tenant.id, community.actor.id))
        row.password_hash = await hash_password(PASSWORD)
    signed = await sign_in(district.context(ANONYMOUS), row.username, PASSWORD)
    return Desk(district, signed.token, encode_id("Unit", (await district.unit("B1")).id))


@pytest.fixture(scope="module")
async def desk(database: Database) -> Desk:
    return await make_desk(database)


@pytest.fixture(scope="module")
async def client(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[httpx.AsyncClient]:
    folder = tmp_path_factory.mktemp("evidence")
    app = create_app(make_settings(urls, evidence={"url": f"file:{folder}", "file_bytes": 200_000}))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://edge.test") as opened,
    ):
        yield opened


async def upload(
    client: httpx.AsyncClient,
    desk: Desk,
    data: bytes | None = None,
    *,
    name: str = "现场.jpg",
    headers: dict[str, str] | None = None,
    address: str = "",
    **changes: str,
) -> httpx.Response:
    file = (name, photo() if data is None else data, "application/octet-stream")
    return await client.post(
        address or desk.address,
        data=desk.fields(**changes),
        files={"file": file},
        headers=desk.headers if headers is None else headers,
    )


def codes(answer: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in answer.json()["errors"]]


async def test_a_file_comes_in_and_goes_out_again(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await upload(client, desk, name='../"危险"; filename=x.html')
    assert answer.status_code == 201
    kept = answer.json()["data"]["evidence"]
    assert (kept["type"], kept["mediaType"], len(kept["sha256"])) == ("image", "image/jpeg", 64)
    found = await client.get(f"{desk.address}/{kept['id']}", headers=desk.headers)
    assert found.status_code == 200
    assert SECRET not in found.content
    assert len(found.content) == kept["size"] == int(found.headers["content-length"])
    assert found.headers["content-type"] == "image/jpeg"
    assert found.headers["content-disposition"].startswith("attachment; filename*=utf-8''")
    assert "%22" not in found.headers["content-disposition"]
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in found.headers["content-security-policy"]
    assert found.headers["cache-control"] == "no-store"


async def test_graphql_lists_what_was_brought(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await upload(client, desk, document(), requirement="record", name="记录.pdf")
    query = """query ($code: String!) { unit(code: $code) { evidence(criterion: "B-h") {
        id name requirement type takenOn uploadedBy { displayName } withdrawal { reason } } } }"""
    listed = await client.post(
        desk.address.replace("evidence", "graphql"),
        json={"query": query, "variables": {"code": "B1"}},
        headers=desk.headers,
    )
    files = {file["id"]: file for file in listed.json()["data"]["unit"]["evidence"]}
    file = files[answer.json()["data"]["evidence"]["id"]]
    assert (file["name"], file["requirement"], file["type"]) == ("记录.pdf", "record", "PDF")
    assert file["withdrawal"] is None


async def test_the_same_key_acts_once(client: httpx.AsyncClient, desk: Desk) -> None:
    again = key()
    first, second = [await upload(client, desk, idempotencyKey=again) for _ in range(2)]
    assert first.json() == second.json()
    other = await upload(client, desk, photo(shade=7), idempotencyKey=again)
    assert (other.status_code, codes(other)) == (409, ["IDEMPOTENCY_KEY_REUSED"])
    together = key()
    answers = await asyncio.gather(*[upload(client, desk, idempotencyKey=together) for _ in range(4)])
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    ("data", "changes", "status", "code"),
    [
        (b"", {}, 422, "EVIDENCE_UNREADABLE"),
        (b"MZ\x90", {}, 415, "EVIDENCE_TYPE_NOT_ALLOWED"),
        (document(), {}, 415, "EVIDENCE_TYPE_NOT_ALLOWED"),
        (photo() + b"\0" * 200_000, {}, 413, "EVIDENCE_TOO_LARGE"),
        (None, {"unit": "garbage"}, 422, "INVALID_ID"),
        (None, {"unit": encode_id("Unit", uuid.UUID(int=1))}, 404, "NOT_FOUND"),
        (None, {"criterion": "B-a"}, 422, "UNKNOWN_CRITERION"),
        (None, {"requirement": "video"}, 422, "UNKNOWN_CRITERION"),
        (None, {"takenOn": "2999-01-01"}, 422, "INVALID_INPUT"),
        (None, {"takenOn": "昨天"}, 422, "INVALID_INPUT"),
        (None, {"takenOn": ""}, 422, "INVALID_INPUT"),
        (None, {"idempotencyKey": "k" * 101}, 422, "INVALID_INPUT"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_refusals_have_the_shape_of_all_errors(
    client: httpx.AsyncClient,
    desk: Desk,
    data: bytes | None,
    changes: dict[str, str],
    status: int,
    code: str,
) -> None:
    answer = await upload(client, desk, data, **changes)
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (status, code)
    assert error["message"]
    assert error["extensions"]["fix"]
    assert isinstance(error["extensions"]["field"], list)


async def test_all_that_is_missing_is_told_at_once(client: httpx.AsyncClient, desk: Desk) -> None:
    answer = await client.post(desk.address, files={"note": ("", b"x")}, headers=desk.headers)
    fields = [error["extensions"]["field"] for error in answer.json()["errors"]]
    assert fields == [["unit"], ["criterion"], ["requirement"], ["takenOn"], ["idempotencyKey"], ["file"]]


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"no boundary", "multipart/form-data", 400),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
        (b"", "multipart/form-data; boundary=x", 422),
        (b"\0" * 300_000, "multipart/form-data; boundary=x", 413),
    ],
)
async def test_a_body_that_is_no_form_is_a_4xx(
    client: httpx.AsyncClient, desk: Desk, content: bytes, kind: str, status: int
) -> None:
    answer = await client.post(desk.address, content=content, headers=desk.headers | {"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["errors"]


async def test_two_files_are_refused(client: httpx.AsyncClient, desk: Desk) -> None:
    files: list[tuple[str, Any]] = [("file", ("a.jpg", photo())), ("file", ("b.jpg", photo()))]
    answer = await client.post(desk.address, data=desk.fields(), files=files, headers=desk.headers)
    assert (answer.status_code, codes(answer)) == (400, ["MALFORMED_REQUEST"])


async def test_only_officials_of_the_district_come_in(
    client: httpx.AsyncClient, desk: Desk, database: Database
) -> None:
    """Nobody, a program, a token that is none, and an official of another district: nothing in, nothing out."""
    kept = (await upload(client, desk)).json()["data"]["evidence"]["id"]
    program, credential = issue(CredentialKind.CLIENT, desk.district.tenant.id)
    async with database.of(desk.district.tenant).begin() as session:
        row = ApiClient(
            id=new_id(), name="疾控", digest=credential.digest, scopes=["status:read"], created_at=utc_now()
        )
        session.add(row)
    other = await make_desk(database)
    for headers, status in (
        ({}, 401),
        ({"X-API-Key": program}, 403),
        ({"Authorization": "Bearer nonsense"}, 401),
        (other.headers, 403),
    ):
        assert (await upload(client, desk, headers=headers)).status_code == status
        assert (await client.get(f"{desk.address}/{kept}", headers=headers)).status_code == status
    for address in (other.address, "/evidence"):
        crossed = await client.get(f"{address}/{kept}", headers=other.headers)
        assert (crossed.status_code, codes(crossed)) == (404, ["NOT_FOUND"])
    assert (await client.get(f"/evidence/{kept}", headers=desk.headers)).status_code == 200


async def test_a_cookie_is_no_credential(client: httpx.AsyncClient, desk: Desk) -> None:
    """A form of a foreign site would bring the cookie along; it opens nothing here."""
    answer = await upload(client, desk, headers={"Cookie": f"session={desk.token}"})
    assert answer.status_code == 401


async def test_unknown_files_and_ids_of_others_are_not_found(client: httpx.AsyncClient, desk: Desk) -> None:
    for wrong, status in (
        ("garbage", 422),
        (encode_id("Unit", new_id()), 422),
        (encode_id("EvidenceFile", new_id()), 404),
    ):
        answer = await client.get(f"{desk.address}/{wrong}", headers=desk.headers)
        assert answer.status_code == status


async def test_a_store_that_is_down_is_503(urls: Urls, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    app = create_app(make_settings(urls, evidence={"url": f"file:{tmp_path}/file/evidence"}))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://edge.test") as down,
    ):
        answer = await upload(down, desk)
    assert (answer.status_code, codes(answer)) == (503, ["STORE_UNAVAILABLE"])
    assert answer.headers["retry-after"]
    assert str(tmp_path) not in answer.text


async def test_a_revoked_official_brings_nothing_more(client: httpx.AsyncClient, database: Database) -> None:
    desk = await make_desk(database)
    assert (await upload(client, desk)).status_code == 201
    async with database.of(desk.district.tenant).begin() as session:
        await session.execute(update(Official).values(disabled_at=utc_now()))
    assert (await upload(client, desk)).status_code == 401
