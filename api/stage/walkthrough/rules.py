"""Act nine, as days pass: the rules change while names stand; what that does is seen before, and done on its day."""

from datetime import date, timedelta
from importlib.resources import files

from api.stage.walkthrough.caller import Caller, Json, expect
from api.stage.walkthrough.quarter import DILIGENT, LAX, UNITS, eventually
from api.stage.walkthrough.stage import Stage

ADDED = """  - id: Q-3
    title: 外来车辆登记
    guidance: 查看登记簿。
    applies_to: [estate, shop]
    attest: {method: statement}
processes:"""


async def rule_change_previewed(stage: Stage) -> str:
    """A new clause would take two names: without having seen that, and without a choice, it is not published."""
    quarter = stage.quarter
    source = (files("api.stage.walkthrough") / "quarter.yaml").read_text(encoding="utf-8")
    commission = await quarter.at_work("COMMISSION")
    draft = (await commission.do("DraftGuideline", source=source.replace("processes:", ADDED, 1)))["draft"]
    run = await _simulated(commission, draft["source"])
    found = [edge["node"] for edge in run["changes"]["edges"]]
    falling = {each["code"]: each["clause"] for each in found if each["nameChange"] == "revoke"}
    expect(
        (run["namesFalling"], falling) == (2, {DILIGENT: "Q-3", LAX: "Q-3"}),
        f"推演没有预见两个名称不保：{run['namesFalling']} {falling}",
    )
    headquarters = await quarter.at_work("HEADQUARTERS")
    publish: Json = {"draft": draft["id"], "expectedRevision": draft["revision"]}
    blind = {error["code"] for error in await headquarters.refused("PublishGuideline", **publish)}
    publish["simulation"] = run["id"]
    undecided = {error["code"] for error in await headquarters.refused("PublishGuideline", **publish)}
    expect(
        (blind, undecided) == ({"SIMULATION_REQUIRED"}, {"STANDING_NAMES_UNDECIDED"}),
        f"未推演、未选择的发布没有因此被拒绝：{blind} {undecided}",
    )
    on = await _today(headquarters) + timedelta(days=2)
    publish["standingNames"] = {"treatment": "APPLY", "applyOn": str(on), "falling": 2}
    version = (await headquarters.do("PublishGuideline", **publish))["version"]
    change = version["ruleChange"]
    expect((change["status"], change["dueOn"]) == ("PENDING", str(on)), f"没有登记到期处理：{change}")
    expect((await quarter.status_of(LAX))["titled"], "未到认定之日，名称已失效")
    return f"第 {version['number']} 版增列 Q-3，推演 2 个名称不保；未推演、未选择的发布被拒绝，定于 {on} 按新方案认定"


async def rule_change_applied(stage: Stage) -> str:
    """Who was assessed by the new clause in time stands under it; the other loses the name on the day."""
    quarter = stage.quarter
    street = await quarter.at_work("STREET")
    stated = [{"criterion": clause, "met": True} for clause in ("Q-2", "Q-3")]
    assessed = await street.do("AssessUnit", unit=quarter.units[DILIGENT], attestations=stated)
    expect(assessed["assessment"]["met"], "按新方案评估未达标")
    day = await _today(street) + timedelta(days=2)
    await quarter.let_pass_until(day)
    lost, kept = await quarter.overnight(LAX, "revoked"), await quarter.overnight(DILIGENT, "rejudged")
    told = lost["changes"][-1]
    expect(
        (told["cause"], told["clause"], told["effectiveOn"]) == ("RULE_NOT_MET", "Q-3", str(day)),
        f"取消的原因不符：{told}",
    )
    expect(kept["status"] == "ACTIVE", f"达标的名称没有保留：{kept['status']}")
    shown = await quarter.status_of(LAX)
    expect(not shown["titled"] and shown["reason"]["code"] == "RULE_NOT_MET", f"公开状态不符：{shown}")
    headquarters = await quarter.at_work("HEADQUARTERS")
    change = (await headquarters.ask("RuleChange", number=2))["guidelineVersion"]["ruleChange"]
    counted = {
        (count["kind"], count["change"], count["clause"], count["names"]) for count in change["counts"]
    }
    expect(change["status"] == "APPLIED", f"没有记为已执行：{change['status']}")
    expect(
        counted == {("estate", "revoked", "Q-3", 1), ("estate", "rejudged", None, 1)},
        f"台账的数目不符：{counted}",
    )
    return (
        f"{day} 认定 {change['judged']} 个名称：{UNITS[DILIGENT][0]}已按新方案评估，保留；"
        f"{UNITS[LAX][0]}取消：{told['causeText']}（{told['clause']}）"
    )


async def _simulated(commission: Caller, source: str) -> Json:
    begun: Json = (await commission.do("StartSimulation", source=source))["simulation"]

    async def ended() -> Json | None:
        run: Json = (await commission.ask("SimulationRun", id=begun["id"]))["simulation"]
        return run if run["namesFalling"] is not None else None

    return await eventually(ended, "推演没有完成")


async def _today(caller: Caller) -> date:
    return date.fromisoformat((await caller.ask("Today"))["tenant"]["today"])
