"""Act five: a case is reported, the name withdrawn, the parent recomputed, the public told (B-a, B-M4)."""

from api.stage.walkthrough.caller import Json, UnmetError, expect
from api.stage.walkthrough.stage import BUILDING, COMPOUND, Stage

LOSSES = {"revoked": "取消", "suspended": "暂停"}


async def report_case(stage: Stage) -> str:
    """The health commission reports a case in the building; a future one is refused."""
    commission, unit = stage.officials["commission"], stage.units[BUILDING]
    today = (await commission.ask("Today"))["tenant"]["today"]
    case = {"unit": unit, "kind": "CASE", "source": "walkthrough"}
    refused = await commission.refused(
        "ReportHealthEvent",
        **case,
        occurredOn="2999-01-01",
        reportedOn="2999-01-01",
        externalId=f"{stage.run}-0",
    )
    expect("EVENT_IN_FUTURE" in {error["code"] for error in refused}, "未来日期的病例没有因此被拒绝")
    done = await commission.do(
        "ReportHealthEvent", **case, occurredOn=today, reportedOn=today, externalId=f"{stage.run}-1"
    )
    stage.case = done["healthEvent"]
    losses = {row["designation"]["unit"]["code"]: row["change"] for row in done["consequences"]}
    expect(BUILDING in losses and COMPOUND in losses, f"上报的后果没有包括楼栋及其小区：{list(losses)}")
    said = "；".join(
        f"{row['designation']['number']} {LOSSES[row['change']['change']]}（{row['change']['clause']}）"
        for row in done["consequences"]
    )
    return f"上报病例 1 例，随即：{said}"


async def changed_repeat_refused(stage: Stage) -> str:
    """The source sends the case again: the same is known; as a contact, it is refused with both, and none is lost."""
    commission, day = stage.officials["commission"], stage.case["occurredOn"]
    record = {"externalId": f"{stage.run}-1", "unitCode": BUILDING, "occurredOn": day, "reportedOn": day}
    same = {**record, "kind": "CASE"}
    done = await commission.do("ImportHealthEvents", source="walkthrough", events=[same])
    expect(done["rows"][0]["outcome"] == "KNOWN", f"同一记录再次报来，应为已知：{done['rows']}")
    event = done["rows"][0]["healthEvent"]
    expect(event and event["id"] == stage.case["id"], "同一记录再次报来，成了另一事件")
    changed = {**record, "kind": "CLOSE_CONTACT"}
    answer = await commission.mutate("ImportHealthEvents", {"source": "walkthrough", "events": [changed]})
    codes = [error["code"] for error in answer["errors"]]
    expect(codes == ["RECORD_CHANGED"], f"内容不同的记录没有因此被拒绝：{codes}")
    (row,) = answer["rows"]
    told = [(each["field"], each["known"], each["sent"]) for each in row["differences"]]
    shown = (row["outcome"], told)
    expect(shown == ("CHANGED", [("kind", "CASE", "CLOSE_CONTACT")]), f"没有列出两者的不同：{shown}")
    return "同一记录再次报来：内容相同的为已知，类型不同的被拒绝并列出已登记与所报"


async def name_withdrawn(stage: Stage) -> str:
    """The building has lost its name, with cause and clause."""
    unit = await _unit(stage, BUILDING)
    expect(unit["designation"] is None, "楼栋仍保有称号")
    latest = unit["designations"][0]
    expect((latest["status"], latest["number"]) == ("REVOKED", stage.number), "最近的称号没有被取消")
    change = latest["changes"][-1]
    expect(change["clause"] == "B-a", f"取消称号所依条款不是 B-a：{change['clause']}")
    return f"{latest['number']} 自 {latest['endedOn']} 取消：{change['causeText']}（{change['clause']}）"


async def parent_recomputed(stage: Stage) -> str:
    """The compound counts one titled building less, fails B-f, and its own name is no longer in force."""
    unit = await _unit(stage, COMPOUND)
    coverage, latest = unit["coverage"], unit["designations"][0]
    expect((coverage["counted"], coverage["titled"]) == (1, 0), f"小区的覆盖数没有重算：{coverage}")
    children = [row["outcome"] for row in unit["criteria"] if row["criterion"]["id"] == "B-f"]
    expect(children == ["NOT_MET"], f"小区的 B-f 应为未达标，实为 {children}")
    expect(latest["status"] in {"SUSPENDED", "REVOKED"}, "小区的称号仍然有效")
    change, covered = latest["changes"][-1], f"{coverage['titled']} / {coverage['counted']}"
    lost = f"{latest['number']} {LOSSES[change['change']]}：{change['causeText']}"
    return f"小区命名楼栋 {covered}，B-f 未达标；{lost}"


async def third_party_sees_reason(stage: Stage) -> str:
    """The third party reads the public cause, and not one word about a person."""
    answer = await stage.district.public.send("UnitStatus", {"code": BUILDING})
    expect(answer.status_code == 200, f"公开查询失败：HTTP {answer.status_code}")
    status: Json = answer.json()["data"]["unitStatus"]
    expect(not status["titled"], "公开状态仍显示保有称号")
    reason = status["reason"]
    expect(reason and reason["text"] and reason["clause"] == "B-a", "公开状态没有说明原因")
    leaked = [text for text in stage.personal_data() if text in answer.text]
    expect(not leaked, f"公开状态里出现了 {len(leaked)} 处个人信息")
    expect(stage.run not in answer.text.replace(stage.district.slug, ""), "公开状态里出现了上报系统的编号")
    return f"公开原因：{reason['text']}（{reason['clause']}，自 {reason['effectiveOn']}）；没有个人信息"


async def _unit(stage: Stage, code: str) -> Json:
    unit: Json | None = (await stage.officials["commission"].ask("Unit", code=code))["unit"]
    if unit is None:
        raise UnmetError(f"区卫生健康委看不到单元 {code}")
    return unit
