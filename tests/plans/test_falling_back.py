"""Where a plan gives no answer the resolvers do: a lost database, a stale fact, a kind the guideline has not."""

import dataclasses

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.execution import PlanUse
from authz.context import ANONYMOUS, OperationContext
from schema.catalogues import public_catalogue
from schema.frame.context import RequestContext
from schema.guidelines.readable import GUIDELINE
from tenants.database import RUNTIME_ROLE, Database, TenantDatabase
from tenants.readers import Readers
from tests.builders.district import STREETS, District, make_district
from tests.builders.schemes import publish_own
from tests.clients import CURSORS
from tests.plans.both import PUBLIC

TITLE = "{ district { guidelineTitle } }"
KIND = "query($code: String!) { unitStatus(code: $code) { code kindName } }"


NOWHERE = "postgresql+asyncpg://nobody@/nothing?host=/nowhere"


@pytest.fixture
async def district(database: Database) -> District:
    made = await make_district(database)
    await made.import_units(*STREETS)
    return made


def reading_by(caller: OperationContext, readers: Readers | None) -> OperationContext:
    """Give the caller other readers, or none."""
    changed = dataclasses.replace(caller.database.database, readers=readers)
    return dataclasses.replace(caller, database=TenantDatabase(changed, caller.tenant))


async def test_a_statement_that_fails_is_left_to_the_resolvers(district: District) -> None:
    gone = Readers(NOWHERE, RUNTIME_ROLE, size=1, seconds=1)
    caller = reading_by(district.context(ANONYMOUS), gone)
    planned, resolved = await PUBLIC.ask(caller, KIND, code="B1")
    assert (planned.plan, planned.encoded) == (PlanUse.FELL_BACK, resolved.encoded)
    assert planned.decoded["data"] == {"unitStatus": {"code": "B1", "kindName": "楼栋"}}


async def test_without_readers_there_are_no_plans(district: District) -> None:
    planned, resolved = await PUBLIC.ask(reading_by(district.context(ANONYMOUS), None), KIND, code="B1")
    assert (planned.plan, planned.encoded) == (PlanUse.INELIGIBLE, resolved.encoded)


async def test_a_kind_the_guideline_has_not_is_refused_by_the_resolvers(
    district: District, owner: AsyncEngine
) -> None:
    caller = district.context(ANONYMOUS)
    assert await PUBLIC.same(caller, KIND, code="B1")
    async with owner.begin() as connection:
        await connection.execute(
            text("update units set kind = 'castle' where tenant_id = :tenant and code = 'B1'"),
            {"tenant": district.tenant.id},
        )
    planned, resolved = await PUBLIC.ask(caller, KIND, code="B1")
    assert (planned.plan, planned.encoded) == (PlanUse.FELL_BACK, resolved.encoded)
    assert planned.codes == ["UNKNOWN_KIND"]
    assert await PUBLIC.same(caller, KIND, code="B2")


async def test_a_rule_that_changed_meanwhile_is_learned_anew(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever publishes it: the next call is answered by its plan; where that learns nothing, by resolvers."""
    caller = district.context(ANONYMOUS)
    before = await PUBLIC.same(caller, TITLE)
    stale = await public_catalogue.loads[GUIDELINE.name](RequestContext(caller, CURSORS))
    await publish_own(district, ("\ntitle: ", "\ntitle: 新版"))
    after = await PUBLIC.same(caller, TITLE)
    assert after["district"]["guidelineTitle"] == f"新版{before['district']['guidelineTitle']}"
    PUBLIC.planned.planner.knowledge.forget(RequestContext(caller, CURSORS), [GUIDELINE])

    async def as_before(_: object) -> object:
        return stale

    monkeypatch.setitem(PUBLIC.planned.planner.knowledge._loads, GUIDELINE.name, as_before)
    planned, resolved = await PUBLIC.ask(caller, TITLE)
    assert (planned.plan, planned.encoded) == (PlanUse.FELL_BACK, resolved.encoded)
    assert planned.decoded["data"] == after


async def test_what_cannot_be_learned_is_left_to_the_resolvers(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(*_: object) -> None:
        raise OperationalError("select", {}, ConnectionError())

    monkeypatch.setattr(PUBLIC.planned.planner.knowledge, "of", lost)
    planned, resolved = await PUBLIC.ask(district.context(ANONYMOUS), KIND, code="B1")
    assert (planned.plan, planned.encoded) == (PlanUse.FELL_BACK, resolved.encoded)


async def test_what_is_the_same_for_everybody_asks_no_database(district: District) -> None:
    gone = Readers(NOWHERE, RUNTIME_ROLE, size=1, seconds=1)
    caller = reading_by(district.context(ANONYMOUS), gone)
    for document in ("{ __typename }", "{ a: __typename b: __typename }"):
        planned, resolved = await PUBLIC.ask(caller, document)
        assert planned.plan in (PlanUse.COMPILED, PlanUse.HIT)
        assert planned.encoded == resolved.encoded
    planned, _ = await PUBLIC.ask(caller, KIND, code="B1")
    assert planned.plan is PlanUse.FELL_BACK
