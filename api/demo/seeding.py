"""Makes the demo through operations: the platform's operator, two districts, a third party's key for each."""

from collections.abc import Mapping

from api.demo.credentials import OPERATOR, OPERATOR_PASSWORD
from api.demo.desk import PREFIX, Desk
from api.demo.founding import found_district
from api.demo.hengshan import hengshan
from api.demo.model import DemoDistrict
from api.demo.qijiang import qijiang
from api.demo.telling import keep_up, tell_mishap, tell_story
from authz.credentials import parse
from authz.operators import add_operator
from authz.repository import operator_by_username
from authz.sign_in import authenticate
from schema.officials.operations import CLIENT_SCOPES, create_api_client
from tenants.base import utc_now
from tenants.database import Database
from tenants.tables import PlatformOperator


async def seed(database: Database, known_keys: Mapping[str, str]) -> dict[str, str]:
    """Make what is missing of the demo and give each district's API key, by slug.

    A second run makes nothing; a run after a killed one makes the rest. `known_keys` are those of earlier
    runs: a key is shown once, so one that is lost is replaced.
    """
    operator = await ensure_operator(database)
    keys = {}
    for plan in demo_districts():
        desk = await found_district(database, operator.id, plan)
        for story in plan.stories:
            await tell_story(desk, story)
            await keep_up(desk, story)
        for mishap in plan.mishaps:
            await tell_mishap(desk, mishap)
        keys[plan.district.slug] = await _third_party_key(desk, known_keys.get(plan.district.slug))
    return keys


def demo_districts() -> tuple[DemoDistrict, ...]:
    """List the districts of the demo, the one served without a name in the address first."""
    return (qijiang(), hengshan())


async def ensure_operator(database: Database) -> PlatformOperator:
    """Register the demo's operator of the platform unless there is one."""
    async with database.begin_platform() as session:
        operator = await operator_by_username(session, OPERATOR)
    return operator or await add_operator(database, OPERATOR, OPERATOR_PASSWORD, utc_now())


async def _third_party_key(desk: Desk, known: str | None) -> str:
    credential = parse(known) if known is not None else None
    if known and credential and await authenticate(desk.database, credential, utc_now()):
        return known
    made = sum(key.startswith(f"{PREFIX}client/") for key in desk.done)
    administrator = desk.plan.administrator.username
    await desk.enter(administrator)
    _client, key = await create_api_client(
        desk.context(administrator, desk.now),
        idempotency_key=f"{PREFIX}client/{made + 1}",
        name=f"第三方演示{made + 1}",
        scopes=tuple(CLIENT_SCOPES),
    )
    if key is None:  # keys are counted above, so this one is new
        raise AssertionError
    return key
