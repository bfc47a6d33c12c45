"""The pages of two offices of one role: each is called what it is, and has its own steps."""

import re

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from authz.actions import Role
from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from tenants.base import utc_now
from tenants.database import Database
from tests.admin_ui.visitor import Page, Visitor
from tests.builders.commands import City, make_city
from tests.builders.databases import Urls
from tests.builders.tokens import issue_token


@pytest.fixture
async def city(database: Database) -> City:
    city = await make_city(database)
    city.district.clock.now = utc_now()
    return city


async def open_page(urls: Urls, city: City, actor: OperationContext, path: str) -> Page:
    """Open a page as somebody who is signed in."""
    settings = Settings(
        runtime_database_url=urls.runtime,
        platform_database_url=urls.platform,
        secret="a secret of the tests, 32 characters",
        pool_size=4,
    )
    mount, app = f"/t/{city.district.tenant.slug}", create_app(settings)
    async with city.district.database.of(city.district.tenant).begin() as session:
        token, _ = await issue_token(session, actor, city.district.clock.now)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://city.test") as client,
    ):
        client.cookies.set(f"wuyi{mount.replace('/', '.')}.session", token, domain="city.test")
        return await Visitor(client, mount).get(path)


async def test_the_worklist_shows_whose_turn_it_is(urls: Urls, city: City) -> None:
    application = await city.applied()
    town = await open_page(urls, city, city.town, "/admin/worklist")
    assert "待我办 1" in town.words
    assert "区镇指挥部：青山镇" in town.words
    assert re.search("区镇指挥部审核 +区镇指挥部", town.words)
    upper = await open_page(urls, city, city.first, "/admin/worklist")
    assert "待我办 0" in upper.words
    assert "市指挥部：临江市" in upper.words
    area = await open_page(urls, city, city.first, "/admin/worklist?tab=area")
    assert re.search("区镇指挥部审核 +区镇指挥部", area.words)
    await city.decided(city.town, application, "endorse")
    assert "待我办 1" in (await open_page(urls, city, city.first, "/admin/worklist")).words
    assert "待我办 0" in (await open_page(urls, city, city.town, "/admin/worklist")).words


async def test_an_application_says_which_office_decides_and_which_did(urls: Urls, city: City) -> None:
    application = await city.decided(city.town, await city.applied(), "endorse")
    path = f"/admin/applications/{encode_id('Application', application.id)}"
    page = await open_page(urls, city, city.first, path)
    assert "市指挥部命名" in page.words
    assert "区镇指挥部 测试员" in page.words
    assert page.form("/review")
    lower = await open_page(urls, city, city.town, path)
    assert not [form for form in lower.forms if form.action.endswith("/review")]


async def test_who_lends_a_role_sees_which_office_it_is(urls: Urls, city: City) -> None:
    page = await open_page(urls, city, city.town, "/admin/delegations")
    assert "区镇指挥部：青山镇" in page.words


async def test_who_appoints_sees_offices_where_roles_are_held(urls: Urls, city: City) -> None:
    """The list, one person, what is asked before they leave, and what a role is at each level."""
    personnel = await city.district.official(Role.TENANT_ADMINISTRATOR, city.district.root)
    page = await open_page(urls, city, personnel, "/admin/officials")
    assert "区镇指挥部：青山镇" in page.words
    assert "市指挥部：临江市" in page.words
    assert "疫情防控指挥部（区镇指挥部：镇、园区；市指挥部：市）" in page.words
    assert "市卫健委（" not in page.words
    path = f"/admin/officials/{encode_id('Official', city.town.actor.id)}"
    page = await open_page(urls, city, personnel, path)
    assert "区镇指挥部：青山镇" in page.words
    assert "疫情防控指挥部（区镇指挥部：镇、园区；市指挥部：市）" in page.words
    page = await open_page(urls, city, personnel, f"{path}/departure")
    assert "1 个单元没有人在区镇指挥部任职，其区镇指挥部审核将无人办理。" in page.words
