"""Makes the demo through operations: the platform's operator, two districts, a third party's key for each."""

import uuid
from collections.abc import Mapping

from api.stage.demo.batches import tell_batch
from api.stage.demo.credentials import OPERATOR, OPERATOR_PASSWORD
from api.stage.demo.desk import Desk
from api.stage.demo.founding import found_district, settle_district
from api.stage.demo.hengshan import hengshan
from api.stage.demo.model import DemoDistrict
from api.stage.demo.qijiang import qijiang
from api.stage.demo.telling import keep_up, tell_mishap, tell_story
from authz.credentials import parse
from authz.operators import add_operator
from authz.repository import operator_by_username
from authz.sign_in import authenticate
from schema.api_clients.operations import CLIENT_SCOPES, CreateApiClient, create_api_client
from schema.api_clients.repository import client_by_name
from tenants.base import utc_now
from tenants.database import Database
from tenants.tables import PlatformOperator


async def seed(database: Database, known_keys: Mapping[str, str]) -> dict[str, str]:
    """Make what is missing of the demo and give each district's API key, by slug.

    A second run makes nothing; a run after a killed one makes the rest. `known_keys` are those of earlier
    runs: a key is shown once, so one that is lost is replaced.
    """
    operator = await ensure_operator(database)
    return {
        plan.district.slug: await _ensure_district(
            database, operator, plan, known_keys.get(plan.district.slug)
        )
        for plan in demo_districts()
    }


def demo_districts() -> tuple[DemoDistrict, ...]:
    """List the districts of the demo, the one served without a name in the address first."""
    return (qijiang(), hengshan())


async def ensure_operator(database: Database) -> PlatformOperator:
    """Register the demo's operator of the platform unless there is one."""
    async with database.begin_platform() as session:
        operator = await operator_by_username(session, OPERATOR)
    return operator or await add_operator(database, OPERATOR, OPERATOR_PASSWORD, utc_now())


async def _ensure_district(
    database: Database, operator: PlatformOperator, plan: DemoDistrict, known: str | None
) -> str:
    """Make a district unless it is there; its key is made last, so that a key tells it is whole."""
    desk = await found_district(database, operator.id, plan)
    if known is not None and await _opens(desk, known):
        return known
    keys = await _keys_made(desk)
    if keys == 0:
        await settle_district(desk)
        for story in plan.stories:
            await tell_story(desk, story)
            await keep_up(desk, story)
        for batch in plan.batches:
            await tell_batch(desk, batch)
        for mishap in plan.mishaps:
            await tell_mishap(desk, mishap)
    return await _make_key(desk, keys + 1)


async def _opens(desk: Desk, key: str) -> bool:
    credential = parse(key)
    return credential is not None and await authenticate(desk.database, credential, utc_now()) is not None


async def _keys_made(desk: Desk) -> int:
    """Count the keys that were made for the third party: each bears the next number."""
    made = 0
    async with desk.database.read() as session:
        while await client_by_name(session, _key_name(made + 1)) is not None:
            made += 1
    return made


async def _make_key(desk: Desk, number: int) -> str:
    administrator = desk.plan.administrator.username
    await desk.enter(administrator)
    command = CreateApiClient(
        idempotency_key=uuid.uuid4().hex, name=_key_name(number), scopes=tuple(CLIENT_SCOPES)
    )
    _client, key = await create_api_client(desk.context(administrator, utc_now()), command)
    if key is None:  # only a repeated idempotency key gives none
        raise AssertionError
    return key


def _key_name(number: int) -> str:
    return f"第三方演示{number}"
