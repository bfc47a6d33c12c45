"""Act one: a district comes onto the platform, brings its tree, and its officials sign in."""

from collections.abc import Sequence

from api.stage.walkthrough.caller import Caller, Json, expect, together
from api.stage.walkthrough.stage import BUILDING, COMMUNITY, COMPOUND, ROOT, STREET, District, Stage

OFFICIALS = {
    "leader": ("BUILDING_LEADER", BUILDING),
    "property": ("PROPERTY", COMPOUND),
    "community": ("COMMUNITY", COMMUNITY),
    "street-intake": ("STREET", STREET),
    "street-review": ("STREET", STREET),
    "commission": ("COMMISSION", ROOT),
    "headquarters": ("HEADQUARTERS", ROOT),
}
TREE = (
    (STREET, "演练街道", "street", ROOT),
    (COMMUNITY, "演练社区", "community", STREET),
    (COMPOUND, "演练小区", "compound", COMMUNITY),
    (BUILDING, "1号楼", "building", COMPOUND),
)


async def onboard(stage: Stage) -> str:
    """The platform's operator makes a district from the wenlong template."""
    operator = await stage.platform_operator()
    stage.districts["main"] = await onboard_district(stage, operator, f"walk-{stage.run}", "演练区")
    return f"{stage.district.slug} 按 wenlong 模板开通，地址 {stage.district.path}"


async def onboard_district(
    stage: Stage,
    operator: Caller,
    slug: str,
    name: str,
    *,
    template: str | None = "wenlong",
    guideline: str | None = None,
    code: str = ROOT,
) -> District:
    """Onboard a district on a template or a guideline of its own, and name the two doors it got."""
    administrator = {"username": "admin", "displayName": "演练管理员", "password": stage.password}
    payload = await operator.do(
        "OnboardDistrict",
        idempotencyKey=None,
        slug=slug,
        name=name,
        divisionCode=code,
        template=template,
        guideline=guideline,
        administrator=administrator,
    )
    tenant: Json = payload["tenant"]
    return District(
        slug=tenant["slug"],
        administrator=stage.caller(tenant["graphqlPath"]),
        public=stage.caller(tenant["publicGraphqlPath"]),
        path=tenant["graphqlPath"],
    )


async def import_units(stage: Stage) -> str:
    """The district's administrator signs in and brings the tree; a tree with a cycle is refused."""
    administrator = stage.district.administrator
    await administrator.sign_in("admin", stage.password)
    rows = [dict(zip(("code", "name", "kind", "parentCode"), row, strict=True)) for row in TREE]
    cycle = [rows[0] | {"code": "c1", "parentCode": "c2"}, rows[0] | {"code": "c2", "parentCode": "c1"}]
    refused = await administrator.refused("ImportUnits", units=cycle)
    expect("UNIT_CYCLE" in {error["code"] for error in refused}, "成环的上级关系没有被指出")
    imported = (await administrator.do("ImportUnits", units=rows))["imported"]
    expect(imported == len(TREE), f"应导入 {len(TREE)} 个单元，实为 {imported}")
    stage.units |= await unit_ids(administrator, (ROOT, *(row["code"] for row in rows)))
    return f"导入 {imported} 个单元：街道、社区、小区、楼栋；成环的导入被拒绝"


async def sign_in(stage: Stage) -> str:
    """The administrator appoints one official per duty and gives a third party a key; everybody signs in."""
    administrator = stage.district.administrator
    await together(_appointed(stage, username, *duty) for username, duty in OFFICIALS.items())
    key = (await administrator.do("CreateApiClient", name="演练第三方", scopes=["status:read"]))["secret"]
    stage.district.public.headers["X-API-Key"] = key
    return f"{len(OFFICIALS)} 名人员各以其角色登录，第三方取得密钥"


async def unit_ids(administrator: Caller, codes: Sequence[str]) -> dict[str, str]:
    """Look up the ids of units by their codes."""
    found = await together(administrator.ask("UnitId", code=code) for code in codes)
    return {code: answer["unit"]["id"] for code, answer in zip(codes, found, strict=True)}


async def _appointed(stage: Stage, username: str, role: str, unit: str) -> None:
    """Have an official appointed, who signs in and sees the one role."""
    person = {"username": username, "displayName": username, "password": stage.password}
    await stage.district.administrator.do("AppointOfficial", **person, role=role, unit=stage.units[unit])
    official = stage.officials[username] = stage.caller(stage.district.path)
    grants = (await official.sign_in(username, stage.password))["viewer"]["grants"]
    expect([grant["role"] for grant in grants] == [role], f"{username} 的角色不是 {role}")
