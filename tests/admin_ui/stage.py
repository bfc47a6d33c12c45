"""The stage of the page tests: a district in the middle of its work and a town in the middle of its batches."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from authz.context import OperationContext
from authz.credentials import CredentialKind, issue
from authz.passwords import hash_password
from authz.tables import AccessToken
from schema.evidence.ports import EvidenceStore
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.admin_ui.furnishing import COMPOUND, Compound
from tests.builders.district import PASSWORD, Clock, District
from tests.builders.stage import Stage, set_stage
from tests.builders.town_stage import set_town_stage

MOUNT, TOWN = "/t/qijiang", "/t/hengshan"
HERE = {
    "leader": "applicant",
    "community": "community",
    "intake": "intake",
    "reviewer": "street",
    "commission": "commission",
    "headquarters": "headquarters",
}
THERE = {
    "clerk": "clerk",
    "head": "leader",
    "inspector": "inspector",
    "villager": "applicant",
    "onlooker": "commission",
}
NAMES = {
    "leader": "陈建国",
    "community": "刘敏",
    "intake": "吴涛",
    "reviewer": "赵宏伟",
    "commission": "周静",
    "headquarters": "孙立",
    "keeper": "蒋明",
    "village": "冯秀英",
    "judge": "魏国栋",
    "clerk": "何平",
    "head": "唐志强",
    "inspector": "罗丹",
    "villager": "田芳",
    "onlooker": "邓辉",
    "personnel": "蔡琳",
    "newcomer": "程新",
    "deputy": "潘岳",
}


@dataclass(slots=True)
class Scene:
    """What is known of the stage: the ids of its objects, where who works, their sessions, the time."""

    clock: Clock
    ids: dict[str, str] = field(default_factory=dict)
    mounts: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


async def set_scene(database: Database, owner: AsyncEngine, store: EvidenceStore) -> Scene:
    """Let everything happen in an empty database."""
    stage, town = await set_stage(database, owner), await set_town_stage(database)
    await stage.district.import_units(*COMPOUND)
    leader = await stage.district.official(Role.BUILDING_LEADER, "WL-JYY")
    officials = replace(stage.officials, applicant=leader)
    await Compound(stage, store, officials).furnish()
    await _let_go_by(owner, stage, town)
    ids = stage.ids | {f"town {name}": one for name, one in town.ids.items()}
    scene = Scene(stage.district.clock, {name.replace(" ", "_"): one for name, one in ids.items()})
    here = {name: getattr(officials, part) for name, part in HERE.items()}
    here |= {
        "keeper": stage.officials.applicant,
        "village": stage.callers["village"],
        "judge": await stage.district.official(Role.HEADQUARTERS, "500110"),
        "personnel": stage.callers["administrator"],
        "newcomer": await stage.district.official(Role.BUILDING_LEADER, "B21"),
        "deputy": await stage.district.official(Role.COMMUNITY, "C2"),
    }
    scene.ids |= {
        f"{name}_official": encode_id("Official", person.actor.id)
        for name, person in here.items()
        if person.actor.id is not None
    }
    await _seat(scene, owner, stage.district, MOUNT, here)
    async with owner.begin() as connection:
        due = {"id": here["newcomer"].actor.id, "until": scene.clock.now + timedelta(days=2)}
        await connection.execute(text("update officials set password_until = :until where id = :id"), due)
    there = {name: town.callers[part] for name, part in THERE.items()}
    await _seat(scene, owner, town.district, TOWN, there)
    async with owner.begin() as connection:
        for mount, district in ((MOUNT, stage.district), (TOWN, town.district)):
            named = {"slug": mount.removeprefix("/t/"), "id": district.tenant.id}
            await connection.execute(text("update tenants set slug = :slug where id = :id"), named)
    return scene


async def _seat(
    scene: Scene, owner: AsyncEngine, district: District, mount: str, people: Mapping[str, OperationContext]
) -> None:
    """Give everybody a name people remember, the password of the tests and a session."""
    hashed, now, tenant = await hash_password(PASSWORD), scene.clock.now, district.tenant.id
    async with owner.begin() as connection:
        for username, context in people.items():
            who = {"tenant": tenant, "id": context.actor.id, "username": username}
            told = {"name": NAMES[username], "hash": hashed}
            await connection.execute(text(_CALLED), who | told)
    async with district.database.of(district.tenant).begin() as session:
        for username, context in people.items():
            token, credential = issue(CredentialKind.OFFICIAL, tenant)
            times = {"created_at": now, "expires_at": now + timedelta(days=30)}
            session.add(AccessToken(digest=credential.digest, official_id=context.actor.id, **times))
            scene.tokens[username], scene.mounts[username] = token, mount


async def _let_go_by(owner: AsyncEngine, stage: Stage, town: Stage) -> None:
    """Let a simulation be half done, another be called off, and a deadline in the town have passed."""
    async with owner.begin() as connection:
        where = {"tenant": town.district.tenant.id}
        found = await connection.execute(text(_BATCH), where)
        town.ids["batch"] = encode_id("Batch", found.scalar_one())
        await connection.execute(text(_LATE), where)
        await connection.execute(text(_MORE), where)
        where = {"tenant": stage.district.tenant.id}
        await connection.execute(text(_RUNNING), where)
        await connection.execute(text(_GAINED), where)


_CALLED = """
    update officials set username = :username, display_name = :name, password_hash = :hash
    where tenant_id = :tenant and id = :id
"""
_BATCH = """
    select b.id from batches b join units u on u.tenant_id = b.tenant_id and u.id = b.unit_id
    where b.tenant_id = :tenant and u.code = 'T1'
"""
_LATE = """
    update rectifications set due_on = date '2022-11-20' where tenant_id = :tenant and done_on is null
    and item = (select min(item) from rectifications where tenant_id = :tenant and done_on is null)
"""
_MORE = """
    insert into rectifications (tenant_id, id, entry_id, unit_id, item, title, finding, due_on)
    select tenant_id, gen_random_uuid(), entry_id, unit_id, '3.9', '宣传到户', '宣传未到户', date '2022-12-05'
    from rectifications where tenant_id = :tenant and done_on is null
"""
_GAINED = """
    insert into simulation_changes
        (tenant_id, id, simulation_id, path, code, name, kind, titled, outcome, was_failing, failing)
    select tenant_id, gen_random_uuid(), simulation_id, path || '3', 'B3', '通惠路3号', kind, false, 'gain',
        array['B-k'], array[]::text[]
    from simulation_changes where tenant_id = :tenant
"""
_RUNNING = """
    update jobs set state = 'running', claim = gen_random_uuid(), done = 500, total = 1200
    where tenant_id = :tenant and kind like 'simulation%' and state = 'waiting'
"""
