"""The edge over toy schemas, on a real database, with a district, its official and a program."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from api.composition import compose
from api.settings import Settings
from authz.actions import Role
from authz.credentials import CredentialKind, issue
from authz.operators import add_operator, sign_in_operator
from authz.sign_in import sign_in
from authz.tables import ApiClient
from tenants.base import new_id, utc_now
from tenants.database import Database
from tests.api.toy import SCHEMAS
from tests.authz.district import PASSWORD, District, make_district
from tests.builders.databases import Urls
from tests.builders.versions import unhurried

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def no_hurry() -> Iterator[None]:
    """Ask about versions often, and be patient with the answers."""
    with unhurried():
        yield


@dataclass
class Place:
    """A district as its callers know it."""

    district: District
    token: str
    key: str

    @property
    def slug(self) -> str:
        return self.district.view.tenant.slug

    @property
    def official(self) -> str:
        return f"/t/{self.slug}/graphql"

    @property
    def public(self) -> str:
        return f"/t/{self.slug}/public/graphql"


async def make_place(database: Database) -> Place:
    district = await make_district(database)
    district.clock.now = utc_now()
    await district.official("li.wei", Role.STREET, district.street)
    signed = await sign_in(district.context(), "li.wei", PASSWORD)
    key, credential = issue(CredentialKind.CLIENT, district.view.tenant.id)
    await add_client(district, credential.digest)
    return Place(district, signed.token, key)


async def add_client(district: District, digest: bytes) -> None:
    async with district.view.begin() as session:
        session.add(
            ApiClient(id=new_id(), name="疾控平台", digest=digest, scopes=["status"], created_at=utc_now())
        )


@pytest.fixture(scope="session")
async def place(database: Database) -> Place:
    return await make_place(database)


@pytest.fixture(scope="session")
async def other_place(database: Database) -> Place:
    return await make_place(database)


def make_settings(urls: Urls, **changes: Any) -> Settings:
    return Settings(
        **{
            "runtime_database_url": urls.runtime,
            "platform_database_url": urls.platform,
            "secret": SECRET,
            "pool_size": 4,
            "request_seconds": 60,  # a busy machine is no failure
            "statement_timeout_ms": 60_000,
        }
        | changes
    )


def toy_back_office(execute: Any, _files: Any, *, secure_cookies: bool) -> Starlette:
    """Serve one page that shows what an operation gave."""

    async def page(request: Any) -> HTMLResponse:
        request.state.session_token = request.cookies.get("session")
        schema = request.query_params.get("schema", "official")
        document = request.query_params.get("document", "{ viewer { name } tenant }")
        result = await execute(request, document, {}, schema=schema)
        return HTMLResponse(str(result))

    return Starlette(routes=[Route("/admin", page)])


Open = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture(scope="session")
def open_app(urls: Urls) -> Open:
    """Give a function that opens an app with changed settings for as long as a block lasts."""

    @asynccontextmanager
    async def opened(**changes: Any) -> AsyncIterator[httpx.AsyncClient]:
        app = compose(make_settings(urls, **changes), SCHEMAS, toy_back_office)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://edge.test") as client,
        ):
            yield client

    return opened


@pytest.fixture(scope="session")
async def client(open_app: Open) -> AsyncIterator[httpx.AsyncClient]:
    async with open_app() as opened:
        yield opened


@pytest.fixture(scope="session")
async def operator_token(database: Database) -> str:
    """Sign an operator of the platform in."""
    await add_operator(database, "operator", PASSWORD, utc_now())
    token, _ = await sign_in_operator(database, "operator", PASSWORD, utc_now())
    return token
