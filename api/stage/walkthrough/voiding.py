"""A naming that should not have been is undone from its first day, and told apart from a name that was lost."""

from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.stage import BUILDING, COMPOUND, Stage

REASON = "复查发现申报材料与现场不符"


async def name_voided(stage: Stage) -> str:
    """Who gave the name may not void it; voided, it never was, though it is known what was believed till then."""
    commission, giver = stage.officials["commission"], stage.officials["headquarters"]
    name = (await commission.ask("Name", code=BUILDING))["unit"]["designation"]
    believed = name["changes"][-1]["at"]
    deed = {"designation": name["id"], "expectedRevision": name["revision"], "reason": REASON}
    refused = {error["code"] for error in await giver.refused("VoidDesignation", **deed)}
    expect("ALREADY_ACTED" in refused, f"命名人自行撤销命名没有因此被拒绝：{refused}")
    voided = (await commission.do("VoidDesignation", **deed))["designation"]
    change = voided["changes"][-1]
    told = (voided["status"], change["change"], change["cause"], change["effectiveOn"])
    expect(told == ("VOIDED", "voided", "NAMED_IN_ERROR", name["namedOn"]), f"命名没有自始撤销：{told}")
    now, then = await _standing(stage, BUILDING), await _standing(stage, BUILDING, knownAt=believed)
    expect((now["titled"], now["standing"]) == (False, "VOIDED"), f"以现在所知仍有称号：{now}")
    expect([period["standing"] for period in now["history"]] == ["VOIDED"], f"历史没有改为自始无效：{now}")
    expect((then["titled"], then["number"]) == (True, stage.number), f"当时所知没有保留：{then}")
    above = await _standing(stage, COMPOUND)
    expect((above["standing"], above["clause"]) == ("SUSPENDED", "B-f"), f"小区的名称没有重新判定：{above}")
    public = (await stage.district.public.ask("UnitStatus", code=BUILDING))["unitStatus"]
    expect(public["voided"] and not public["titled"], f"公开状态没有说明自始无效：{public}")
    expect(public["reason"]["code"] == "NAMED_IN_ERROR", f"公开的原因不符：{public['reason']}")
    return (
        f"命名人自行撤销被拒绝；区卫生健康委撤销 {voided['number']}：{change['causeText']}，"
        f"自 {change['effectiveOn']} 起；"
        f"以 {believed} 所知仍有效，小区随即暂停（B-f）"
    )


async def _standing(stage: Stage, code: str, **times: str) -> Json:
    answer = await stage.officials["commission"].ask("Standing", code=code, **times)
    standing: Json = answer["unit"]["standing"]
    return standing
