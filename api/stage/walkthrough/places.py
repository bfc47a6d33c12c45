"""Places change: a building is called otherwise and its old code leads to it; one is dissolved, one never was."""

from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.stage import COMPOUND, NEIGHBOURS, Stage

BEFORE, AFTER, MISTAKEN = f"{COMPOUND}-08", f"{COMPOUND}-08A", f"{COMPOUND}-09"
DECREE = "地名办批复更名"


async def place_renamed(stage: Stage) -> str:
    """A new name and a new code hold from today; the old code leads there until another unit has it."""
    administrator, public = stage.district.administrator, stage.district.public
    row = {"code": BEFORE, "name": "演练小区8号楼", "kind": "building", "parentCode": COMPOUND}
    await administrator.do("ImportUnits", units=[row])
    unit = await _unit(stage, BEFORE)
    deed = {"unit": unit["id"], "expectedRevision": unit["revision"], "reason": DECREE}
    renamed = (await administrator.do("RenameUnit", **deed, name="演练小区南楼"))["unit"]
    stale = {error["code"] for error in await administrator.refused("ChangeUnitCode", **deed, code=AFTER)}
    expect(stale == {"STALE_REVISION"}, f"以旧版本更改编码没有被拒绝：{stale}")
    deed["expectedRevision"] = renamed["revision"]
    taken = {
        error["code"] for error in await administrator.refused("ChangeUnitCode", **deed, code=NEIGHBOURS)
    }
    expect(taken == {"DUPLICATE_CODE"}, f"改为他楼的编码没有被拒绝：{taken}")
    recoded = (await administrator.do("ChangeUnitCode", **deed, code=AFTER))["unit"]
    expect((recoded["code"], recoded["name"]) == (AFTER, "演练小区南楼"), f"更名后不符：{recoded}")
    for code in (BEFORE, BEFORE.lower(), AFTER):
        status = (await public.ask("UnitStatus", code=code))["unitStatus"]
        told = (status["code"], status["name"], status["formerCodes"])
        expect(told == (AFTER, "演练小区南楼", [BEFORE]), f"{code} 没有指向现在的单元：{told}")
    return f"{BEFORE} 更名、更码为 {AFTER}；旧编码和小写写法均公开指向现编码"


async def place_closed(stage: Stage) -> str:
    """Where somebody lives nothing is closed; a dissolved unit stays in the history, one made in error does not."""
    administrator = stage.district.administrator
    commission, community = stage.officials["commission"], stage.officials["community"]
    row = {"code": MISTAKEN, "name": "演练小区9号楼", "kind": "building", "parentCode": COMPOUND}
    await administrator.do("ImportUnits", units=[row])
    inhabited, dissolved, mistaken = [await _unit(stage, code) for code in (NEIGHBOURS, AFTER, MISTAKEN)]
    today = (await community.ask("Today"))["tenant"]["today"]
    await community.do("RecordUnitLog", unit=dissolved["id"], kind="disinfection", performedOn=today)
    busy = {error["code"] for error in await commission.refused("CloseUnit", **_closing(inhabited, "拆除"))}
    expect("UNIT_BUSY" in busy, f"有住户的楼栋可以撤销：{busy}")
    history = _closing(dissolved, "重复登记") | {"mistaken": True}
    refused = {error["code"] for error in await commission.refused("CloseUnit", **history)}
    expect("UNIT_HAS_HISTORY" in refused, f"有记录的楼栋可以作为误登撤销：{refused}")
    closed = (await commission.do("CloseUnit", **_closing(dissolved, "房屋征收拆除")))["unit"]
    expect(closed["closedOn"] is not None, f"撤销日期没有记下：{closed}")
    await commission.do("CloseUnit", **_closing(mistaken, "重复登记"), mistaken=True)
    again = {error["code"] for error in await commission.refused("CloseUnit", **_closing(closed, "再次撤销"))}
    expect("UNIT_CLOSED" in again, f"已撤销的楼栋可以再次撤销：{again}")
    return f"有住户的 {NEIGHBOURS} 不能撤销；{AFTER} 自 {closed['closedOn']} 起撤销，误登的 {MISTAKEN} 视为从未有过"


async def _unit(stage: Stage, code: str) -> Json:
    found: Json = (await stage.officials["commission"].ask("UnitRevision", code=code))["unit"]
    return found


def _closing(unit: Json, reason: str) -> Json:
    return {"unit": unit["id"], "expectedRevision": unit["revision"], "reason": reason}
