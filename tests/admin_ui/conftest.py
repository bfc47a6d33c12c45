"""One stage for all page tests: those who only read share it, who writes has a copy of it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, async_playwright
from sqlalchemy.ext.asyncio import create_async_engine

from api.embedded import EmbeddedPostgres
from tenants.pools import create_engine
from tests.admin_ui.browsing import CHROMIUM, FLAGS, require_chromium
from tests.admin_ui.office import TEMPLATE, Copies, Office, opened, settings_for
from tests.admin_ui.recording import Api
from tests.admin_ui.serving import served
from tests.admin_ui.stage import MOUNT, Scene, set_scene
from tests.admin_ui.visitor import Visitor
from tests.admin_ui.visits import Visits
from tests.builders.databases import create_database, open_database, urls_of

DESK = "scene_desk"


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder in which the content of evidence lies."""
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture(scope="session")
def prepared(server: EmbeddedPostgres) -> str:
    """Make the database the stage is set in; nobody stays connected to it, so that it can be copied."""
    create_database(server, TEMPLATE)
    return TEMPLATE


@pytest.fixture(scope="session")
async def scene(server: EmbeddedPostgres, prepared: str, files: Path) -> Scene:
    """Set the stage."""
    urls = urls_of(server, prepared)
    database, owner = open_database(urls), create_engine(urls.owner)
    try:
        return await set_scene(database, owner, settings_for(urls, files).evidence.store())
    finally:
        await database.dispose()
        await owner.dispose()


@pytest.fixture(scope="session")
async def copies(server: EmbeddedPostgres, scene: Scene, files: Path) -> AsyncIterator[Copies]:
    """Give a way to copy the stage."""
    engine = create_async_engine(server.url(database="postgres"), isolation_level="AUTOCOMMIT")
    yield Copies(server, engine, files, scene.clock)
    await engine.dispose()


@pytest.fixture(scope="session")
async def common(copies: Copies) -> AsyncIterator[Office]:
    """Open the office of those who only read."""
    async with opened(copies, "scene_common", shared=True) as office:
        yield office


@pytest.fixture
def api(common: Office) -> Api:
    """Watch what the pages ask of the API; whatever would be written fails the test."""
    common.api.forget()
    return common.api


@pytest.fixture(scope="session")
async def desk(copies: Copies) -> AsyncIterator[Office]:
    """Open an office for those who write, one test after the other."""
    async with opened(copies, DESK) as office:
        yield office


@pytest.fixture
async def own(desk: Office, copies: Copies) -> Api:
    """Watch what the pages ask of an API that is the test's own: nothing was written there before."""
    if desk.api.written:
        await copies.renew(DESK)
    desk.api.forget()
    return desk.api


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Office:
    """Choose the office a test visits: a desk of its own if it asks for `own`, else the common one."""
    office: Office = request.getfixturevalue("desk" if "own" in request.fixturenames else "common")
    return office


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Run Chromium, once for all who need it."""
    require_chromium()
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        await chromium.close()


@pytest.fixture(scope="session")
async def reading(browser: Browser, scene: Scene, common: Office) -> AsyncIterator[Visits]:
    """Give a browser at the office of those who only read."""
    async with served(common.app) as address:
        yield Visits(browser, scene, address)


@pytest.fixture(scope="module")
async def working(browser: Browser, scene: Scene, copies: Copies) -> AsyncIterator[Visits]:
    """Give a browser at an office in which the tests of a file may write, each at another place."""
    async with opened(copies, "scene_browser") as office, served(office.app) as address:
        yield Visits(browser, scene, address)


@pytest.fixture
async def visitor(api: Api, place: Office, scene: Scene) -> AsyncIterator[Callable[[str | None], Visitor]]:
    """Give a way to visit as an official, or as a citizen (None)."""
    async with AsyncExitStack() as clients:

        def visit(username: str | None) -> Visitor:
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(place.app), base_url="http://district.test"
            )
            clients.push_async_callback(client.aclose)
            mount = scene.mounts[username] if username else MOUNT
            if username:
                cookie = f"wuyi{mount.replace('/', '.')}.session"
                client.cookies.set(cookie, scene.tokens[username], domain="district.test")
            return Visitor(client, mount, scene.ids)

        yield visit
