"""Act eight, as days pass: one name runs out, another is renewed for as long again."""

from datetime import date, timedelta

from api.stage.walkthrough.caller import expect
from api.stage.walkthrough.quarter import DILIGENT, SHOP
from api.stage.walkthrough.stage import Stage


async def expiry(stage: Stage) -> str:
    """The validity of the shop's name ends, nobody applied again, and the night records it as expired."""
    quarter = stage.quarter
    until = date.fromisoformat((await quarter.status_of(SHOP))["validUntil"])
    expect((await quarter.status_of(SHOP))["titled"], "有效期内名称无效")
    await quarter.let_pass_until(until + timedelta(days=1))
    name, shown = await quarter.overnight(SHOP, "expired"), await quarter.status_of(SHOP)
    change = name["changes"][-1]
    expect(name["status"] == "EXPIRED" and name["endedOn"] == change["effectiveOn"], f"名称没有届满：{name}")
    expect(change["effectiveOn"] == str(until + timedelta(days=1)), f"届满的日期不符：{change}")
    expect((change["cause"], change["actor"]) == ("VALIDITY_ENDED", None), f"届满的原因不符：{change}")
    expect(not shown["titled"] and shown["reason"]["code"] == "VALIDITY_ENDED", f"公开状态不符：{shown}")
    return f"{name['number']} 有效期至 {until}，次日由夜间巡检记为届满：{shown['reason']['text']}"


async def renewal(stage: Stage) -> str:
    """In the last days of its validity the name is renewed for as long again, under the same number."""
    quarter = stage.quarter
    borne = await quarter.name_of(DILIGENT)
    community = await quarter.at_work("COMMUNITY")
    (early,) = await community.refused("CreateApplication", unit=quarter.units[DILIGENT])
    expect(early["code"] == "RENEWAL_NOT_OPEN", f"过早的续期没有因此被拒绝：{early['code']}")
    opens = next(detail["value"] for detail in early["details"] if detail["name"] == "opensOn")
    await quarter.let_pass_until(date.fromisoformat(opens))
    renewed, shown = await quarter.apply(DILIGENT), await quarter.status_of(DILIGENT)
    term = date.fromisoformat(borne["validUntil"]) - date.fromisoformat(borne["namedOn"])
    until = date.fromisoformat(borne["validUntil"]) + term
    expect(renewed["number"] == borne["number"], "续期换了编号")
    expect(renewed["validUntil"] == shown["validUntil"] == str(until), f"续期后的有效期不符：{renewed}")
    expect(shown["titled"] and shown["history"][0]["change"] == "renewed", "公开的历史没有续期")
    return (
        f"{borne['number']} 有效期至 {borne['validUntil']}，{opens} 前续期被拒绝；"
        f"续期后编号不变，有效期至 {until}"
    )
