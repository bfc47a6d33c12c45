"""What was lost comes back: a contact ends, a case proves false; and the past as it was and was known (B-b, B-M4)."""

from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.stage import BUILDING, COMPOUND, Stage


async def parent_suspended(stage: Stage) -> str:
    """A contact in the building suspends it and its compound, as previewed; its end gives both back."""
    commission, unit = stage.officials["commission"], stage.units[BUILDING]
    today = (await commission.ask("Today"))["tenant"]["today"]
    contact = {"unit": unit, "kind": "CLOSE_CONTACT", "occurredOn": today, "source": "walkthrough"}
    asked = {"report": contact | {"idempotencyKey": stage.run}}
    preview = (await commission.ask("PreviewHealthEvent", input=asked))["previewHealthEvent"]
    rows = [edge["node"] for edge in preview["changes"]["edges"]]
    shown = {row["unit"]["code"]: (row["change"], row["clause"]) for row in rows}
    suspended = ("suspended", "B-b")
    expect(shown == {BUILDING: suspended, COMPOUND: suspended}, f"预览的后果不符：{shown}")
    expect((await _standing(stage, COMPOUND))["titled"], "预览本身改变了称号")
    done = await commission.do("ReportHealthEvent", **contact, preview=preview["token"])
    expect(len(done["consequences"]) == len(shown), "确认后的后果与预览不同")
    for code in shown:
        expect((await _standing(stage, code))["standing"] == "SUSPENDED", f"{code} 的称号没有暂停")
    event = done["healthEvent"]
    ended = {"healthEvent": event["id"], "expectedRevision": event["revision"], "endedOn": today}
    await commission.do("CloseHealthEvent", **ended)
    for code in shown:
        expect((await _standing(stage, code))["titled"], f"密接解除后 {code} 的称号没有恢复")
    told = sum(row["holders"] for row in preview["told"])
    return f"密接：预览与确认一致，楼栋及其小区暂停（B-b），辖区内 {told} 名人员可见；解除后恢复"


async def false_positive_reversed(stage: Stage) -> str:
    """The case proves a false positive: both names are back under their numbers; a second exclusion is refused."""
    commission, event = stage.officials["commission"], stage.case
    excluded = {"healthEvent": event["id"], "reason": "复核为假阳性"}
    done = await commission.do("ExcludeHealthEvent", **excluded, expectedRevision=event["revision"])
    stage.case = done["healthEvent"]
    for code in (BUILDING, COMPOUND):
        expect((await _standing(stage, code))["titled"], f"排除后 {code} 的称号没有恢复")
    back = await _standing(stage, BUILDING)
    expect(back["number"] == stage.number, "恢复的不是原来的编号")
    again = {"expectedRevision": stage.case["revision"]}
    refused = await commission.refused("ExcludeHealthEvent", **excluded, **again)
    expect("EVENT_EXCLUDED" in {error["code"] for error in refused}, "再次排除没有因此被拒绝")
    return f"病例经复核排除，{back['number']} 及其小区的称号恢复，编号不变"


async def as_of_true(stage: Stage) -> str:
    """As is known now, the building bore its name the whole day; the future is not told."""
    commission = stage.officials["commission"]
    today = (await commission.ask("Today"))["tenant"]["today"]
    now = await _standing(stage, BUILDING, asOf=today)
    expect(now["titled"] and now["number"] == stage.number, "以今日所知，当日的称号应有效")
    stood = [period["standing"] for period in now["history"]]
    expect(stood == ["ACTIVE"], f"以今日所知，称号应一直有效，实为 {stood}")
    return f"截至 {today}，以现在所知：{now['number']} 自 {now['history'][0]['fromOn']} 一直有效"


async def as_of_known(stage: Stage) -> str:
    """As was known when the case was reported, the same day it was revoked by B-a."""
    reported = stage.case["revisions"][0]["recordedAt"]
    then = await _standing(stage, BUILDING, knownAt=reported)
    expect(not then["titled"] and then["standing"] == "REVOKED", "以当时所知，称号应已取消")
    expect(then["clause"] == "B-a", f"当时所依条款不是 B-a：{then['clause']}")
    return f"截至同日，以 {reported} 所知：称号取消，{then['causeText']}（{then['clause']}）"


async def _standing(stage: Stage, code: str, **times: str) -> Json:
    answer = await stage.officials["commission"].ask("Standing", code=code, **times)
    expect(answer["unit"], f"区卫生健康委看不到单元 {code}")
    standing: Json = answer["unit"]["standing"]
    return standing
