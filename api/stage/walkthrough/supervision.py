"""Act eight: what was found in a quarter costs names day by day, unless it is put right or was wrong (B-M4)."""

from datetime import date, timedelta

from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.quarter import CLAUSE, DILIGENT, LAX, OPINION, UNITS
from api.stage.walkthrough.settling import settle_quarter
from api.stage.walkthrough.stage import Stage

OVERDUE = ("FINDING_NOT_RECTIFIED", CLAUSE)
"""Cause and clause of what befalls a name for a finding."""


async def warning(stage: Stage) -> str:
    """A spot check finds something; nobody puts it right in time, and the night after the name is warned 警示."""
    quarter = stage.quarter = await settle_quarter(stage)
    for code in UNITS:
        await quarter.apply(code)
    found = [await quarter.inspect(code) for code in (DILIGENT, LAX)]
    due = date.fromisoformat(found[0]["dueOn"])
    before = await quarter.status_of(DILIGENT)
    expect(before["titled"] and not before["warned"], "期限未到，名称却已警示")
    await quarter.let_pass_until(due + timedelta(days=1))
    name = await quarter.overnight(DILIGENT, "warned")
    expect(name["status"] == "WARNED", f"名称应为警示，实为 {name['status']}")
    change = name["changes"][-1]
    expect((change["cause"], change["clause"]) == OVERDUE, f"警示的原因不符：{change}")
    expect(change["effectiveOn"] == str(due + timedelta(days=1)), f"警示的日期不符：{change['effectiveOn']}")
    shown = await quarter.status_of(DILIGENT)
    expect(shown["titled"] and shown["warned"], "公开状态没有显示警示")
    expect(_told(shown["reason"]) == OVERDUE, f"公开的原因不符：{shown['reason']}")
    newest = shown["history"][0]
    expect((newest["change"], _told(newest["reason"])) == ("warned", OVERDUE), f"公开的历史不符：{newest}")
    return (
        f"{UNITS[DILIGENT][0]}抽查发现问题，限 {due} 前整改；逾期次日警示，{name['number']} 仍有效，"
        f"公开原因：{shown['reason']['text']}（{shown['reason']['clause']}）"
    )


async def rectification(stage: Stage) -> str:
    """The unit reports what it did before the next rung; another official looks, and the warning is lifted."""
    quarter = stage.quarter
    finding = await quarter.finding_of(DILIGENT)
    measure = {"measure": "已安排专人值守出入口"}
    community = await quarter.at_work("COMMUNITY")
    reported = (await community.do("RectifyFinding", **_addressed(finding), **measure))["finding"]
    expect(reported["status"] == "REPORTED", f"整改没有报出：{reported}")
    expect(reported["reportedOn"] <= finding["dueOn"], f"整改晚于期限 {finding['dueOn']}")
    expect((await quarter.name_of(DILIGENT))["status"] == "WARNED", "核查之前警示已解除")
    verdict = {**_addressed(reported), "accepted": True, "opinion": OPINION}
    own = {error["code"] for error in await community.refused("VerifyFinding", **verdict)}
    expect("ROLE_NOT_ALLOWED" in own, f"自行核查没有因此被拒绝：{own}")
    verified = (await (await quarter.at_work("STREET")).do("VerifyFinding", **verdict))["finding"]
    expect(verified["status"] == "VERIFIED", f"核查没有通过：{verified}")
    name, shown = await quarter.name_of(DILIGENT), await quarter.status_of(DILIGENT)
    change = name["changes"][-1]
    lifted = (name["status"], change["change"], change["cause"])
    expect(lifted == ("ACTIVE", "restored", "RECTIFIED"), f"警示没有因整改而解除：{lifted}")
    expect(shown["titled"] and not shown["warned"] and shown["reason"] is None, "公开状态仍显示警示")
    return (
        f"{verified['reportedOn']} 报告整改（期限 {finding['dueOn']}），自行核查被拒绝；"
        f"街道核查通过，警示解除：{change['causeText']}"
    )


async def appeal_upheld(stage: Stage) -> str:
    """A name was lost for a finding that was wrong: not who found it decides, and the name is back."""
    quarter = stage.quarter
    lost = await quarter.overnight(LAX, "revoked")
    rungs = [(change["change"], change["cause"], change["clause"]) for change in lost["changes"][1:]]
    climbed = [(change, *OVERDUE) for change in ("warned", "suspended", "revoked")]
    expect(rungs == climbed, f"警示、暂停、取消没有依次发生：{rungs}")
    expect(not (await quarter.status_of(LAX))["titled"], "公开状态仍显示保有称号")
    community = await quarter.at_work("COMMUNITY")
    lodged = {"designation": lost["id"], "grounds": "抽查当日值守人员在岗，记录有误"}
    appeal = (await community.do("LodgeAppeal", **lodged))["appeal"]
    decision = {"appeal": appeal["id"], "expectedRevision": appeal["revision"], "upheld": True}
    decision |= {"opinion": "调阅值守记录，问题不成立"}
    finder = await quarter.at_work("COMMISSION")
    refused = {error["code"] for error in await finder.refused("DecideAppeal", **decision)}
    expect("ALREADY_ACTED" in refused, f"检查人自行决定申诉没有因此被拒绝：{refused}")
    decided = (await (await quarter.at_work("HEADQUARTERS")).do("DecideAppeal", **decision))["appeal"]
    expect(decided["status"] == "UPHELD", f"申诉没有成立：{decided}")
    name, shown = await quarter.name_of(LAX), await quarter.status_of(LAX)
    change = name["changes"][-1]
    expect(
        (name["status"], name["number"]) == ("ACTIVE", lost["number"]),
        f"名称没有以原编号恢复：{name['status']} {name['number']}",
    )
    expect(
        (change["change"], change["cause"], change["role"])
        == ("reinstated", "APPEAL_UPHELD", "headquarters"),
        f"历史没有说明恢复的原因：{change}",
    )
    expect(
        shown["titled"] and shown["history"][0]["reason"]["code"] == "APPEAL_UPHELD", f"公开状态不符：{shown}"
    )
    expect((await quarter.finding_of(LAX))["status"] == "SET_ASIDE", "不成立的问题没有撤销")
    return (
        f"{UNITS[LAX][0]}依次警示、暂停、取消（{CLAUSE}），提出申诉；检查人作决定被拒绝，"
        f"指挥部认定申诉成立，{name['number']} 恢复：{change['causeText']}"
    )


def _told(reason: Json) -> tuple[str, str | None]:
    return reason["code"], reason["clause"]


def _addressed(finding: Json) -> Json:
    return {"finding": finding["id"], "expectedRevision": finding["revision"]}
