"""A district comes on board: ready to work in one transaction, or not there at all."""

import asyncio
import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from authz.sign_in import sign_in
from schema.districts.operations import Administrator, onboard_district
from schema.districts.rules import District
from schema.guidelines.repository import current_edition
from schema.guidelines.repository.templates import list_templates, load_template
from schema.guidelines.rules import root_kind
from schema.units import repository as units
from tenants.audit import AuditEntry
from tenants.base import new_id
from tenants.database import Database
from tenants.register import info_of
from tenants.tables import Tenant
from tests.builders.district import NOON, PASSWORD
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refused

ADMINISTRATOR = Administrator(username="admin", display_name="管理员", password=PASSWORD)
OPERATOR = uuid.uuid4()
WENLONG = load_template("wenlong")


def fresh(**changes: str | None) -> District:
    given = {
        "slug": f"d{new_id().hex[-12:]}",
        "name": "南川区",
        "template": "wenlong",
        "division_code": "500119",
    }
    return District(**{**given, **changes})  # type: ignore[arg-type]


async def onboard(database: Database, district: District) -> Tenant:
    return await onboard_district(database, OPERATOR, district, ADMINISTRATOR, NOON, "trace-1")


@pytest.mark.parametrize("template", [one.id for one in list_templates()])
async def test_a_district_is_ready_to_work(database: Database, template: str) -> None:
    """Guideline version 1, the root of the tree, an administrator who can sign in, an entry in the audit log."""
    tenant = info_of(await onboard(database, fresh(template=template)))
    view = database.of(tenant)
    async with view.read() as session:
        edition = await current_edition(session, NOON.date())
        root = await units.get_root(session)
        (entry,) = await session.scalars(select(AuditEntry))
    assert (edition.guideline.id, edition.number) == (template, 1)
    assert root is not None
    assert (root.code, root.name, root.kind) == ("500119", "南川区", root_kind(edition.guideline).id)
    assert (entry.action, entry.actor_id, entry.role, entry.trace_id) == (
        "district.onboard",
        OPERATOR,
        "platform_operator",
        "trace-1",
    )
    signed = await sign_in(OperationContext(ANONYMOUS, view, clock=lambda: NOON), "admin", PASSWORD)
    (grant,) = signed.actor.grants
    assert (grant.role, grant.scope_path) == (Role.TENANT_ADMINISTRATOR, "500119")


async def test_a_district_without_a_division_code_is_known_by_its_slug(database: Database) -> None:
    tenant = await onboard(database, fresh(slug=f"park-{new_id().hex[-8:]}", division_code=None))
    async with database.of(info_of(tenant)).read() as session:
        root = await units.get_root(session)
    assert root is not None
    assert root.code == tenant.slug


async def test_two_districts_of_one_name_at_once(database: Database, owner: AsyncEngine) -> None:
    """The same slug or host from two operators at the same moment: one comes on board, one is told it is taken."""
    before = await read_ledger(owner)
    slug = f"d{new_id().hex[-12:]}"
    slugs = await asyncio.gather(*[refused(onboard(database, fresh(slug=slug))) for _ in range(3)])
    assert slugs.count([]) == 1
    assert {codes[0][0] for codes in slugs if codes} == {"SLUG_TAKEN"}
    host = f"h{new_id().hex[-12:]}.example"
    hosts = await asyncio.gather(*[refused(onboard(database, fresh(host=host))) for _ in range(3)])
    assert hosts.count([]) == 1
    after = await read_ledger(owner)
    assert changed(before, after) == {"tenants"}
    assert after["tenants"][0] == before["tenants"][0] + 2


async def test_nothing_is_left_of_a_district_that_failed(database: Database, owner: AsyncEngine) -> None:
    """Unknown template, found late: no tenant, no unit, no official; the twin with a known one is made."""
    before = await read_ledger(owner)
    assert await refused(onboard(database, fresh(template="nothing"))) == [("UNKNOWN_TEMPLATE", "template")]
    assert not changed(before, await read_ledger(owner))
    assert await refused(onboard(database, fresh())) == []


async def test_a_district_starts_on_a_guideline_of_its_own(database: Database, owner: AsyncEngine) -> None:
    """YAML text instead of a template; both, neither, a faulty one, one looser than its template: nothing made."""
    own = WENLONG.text.replace("id: wenlong\n", "id: own\n", 1)
    looser = WENLONG.text.replace("days: 8, basis", "days: 2, basis", 1)
    before = await read_ledger(owner)
    assert await refused(onboard(database, fresh(guideline=own))) == [("INVALID_INPUT", "template")]
    assert await refused(onboard(database, fresh(template=None))) == [("INVALID_INPUT", "template")]
    faulty = await refused(onboard(database, fresh(template=None, guideline=own + "surplus: 1\n")))
    assert faulty == [("GUIDELINE_INVALID", "guideline")]
    assert await refused(onboard(database, fresh(template=None, guideline=looser))) == [
        ("GUIDELINE_LOOSER", "guideline")
    ]
    assert not changed(before, await read_ledger(owner))
    tenant = info_of(await onboard(database, fresh(template=None, guideline=own)))
    async with database.of(tenant).read() as session:
        assert (await current_edition(session, NOON.date())).guideline.id == "own"


async def test_the_platform_role_cannot_look_into_a_district(database: Database) -> None:
    """It writes a district's first rows bound to that tenant; it has no right to residents, events or reviews."""
    tenant = info_of(await onboard(database, fresh()))
    async with database.begin_platform(tenant) as session:
        for table in ("residents", "households", "health_events", "reviews", "petition_entries"):
            right = select(func.has_table_privilege(func.current_user(), table, "SELECT"))
            assert await session.scalar(right) is False, table
        assert await session.scalar(select(func.has_table_privilege(func.current_user(), "units", "SELECT")))
