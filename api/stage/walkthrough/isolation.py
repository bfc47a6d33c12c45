"""Act six: another district on the same platform sees nothing of all this."""

from api.stage.walkthrough.caller import Caller, expect
from api.stage.walkthrough.onboarding import onboard_district
from api.stage.walkthrough.stage import BUILDING, District, Stage


async def other_tenant_sees_nothing(stage: Stage) -> str:
    """A second district's administrator tries codes, ids, tokens and keys of the first."""
    operator = await stage.platform_operator()
    other = await onboard_district(stage, operator, f"walk-{stage.run}-b", "旁观区")
    await other.administrator.sign_in("admin", stage.password)
    await _reads_nothing(stage, other)
    await _writes_nothing(stage, other)
    await _token_is_worthless(stage, stage.officials["headquarters"], other)
    await _key_is_worthless(stage, other)
    return f"{other.slug} 以编码、id、令牌和密钥查询 {stage.district.slug}，一无所见；写入被拒绝"


async def _reads_nothing(stage: Stage, other: District) -> None:
    answer = await other.administrator.send(
        "Foreign",
        {
            "code": BUILDING,
            "unit": stage.units[BUILDING],
            "application": stage.candidacies[BUILDING].application,
        },
    )
    seen = answer.json().get("data") or {}
    expect(not any(seen.values()), f"另一区县读到了 {[name for name, value in seen.items() if value]}")
    names = await other.public.ask("ForeignNames", code=BUILDING)
    expect(names["unitStatus"] is None, "另一区县的公开查询读到了本区县的单元")
    expect(names["titledUnits"]["totalCount"] == 0, "另一区县的公开名单里有本区县的单元")


async def _writes_nothing(stage: Stage, other: District) -> None:
    row = {"code": "x1", "name": "外来小区", "kind": "compound", "parentCode": BUILDING}
    refused = await other.administrator.refused("ImportUnits", units=[row])
    expect("UNKNOWN_PARENT" in {error["code"] for error in refused}, "以他区编码为上级的导入没有按不存在拒绝")
    person = {"username": "stranger", "displayName": "外来", "password": stage.password, "role": "COMMUNITY"}
    refused = await other.administrator.refused("AppointOfficial", **person, unit=stage.units[BUILDING])
    expect("NOT_FOUND" in {error["code"] for error in refused}, "以他区 id 授权没有按不存在拒绝")


async def _token_is_worthless(stage: Stage, official: Caller, other: District) -> None:
    stranger = Caller(stage.http, other.path, dict(official.headers))
    answer = await stranger.send("UnitId", {"code": BUILDING})
    expect('"id"' not in answer.text, "本区县的令牌在另一区县有效")


async def _key_is_worthless(stage: Stage, other: District) -> None:
    stranger = Caller(stage.http, other.public.path, dict(stage.district.public.headers))
    answer = await stranger.send("ForeignNames", {"code": BUILDING})
    seen = (answer.json().get("data") or {}).get("unitStatus")
    expect(seen is None and stage.number not in answer.text, "本区县的密钥在另一区县有效")
