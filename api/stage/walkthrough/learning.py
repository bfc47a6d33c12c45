"""Act nine: the country announces a year while an application waits, and its deadline follows by itself."""

from datetime import date

from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.quarter import SHOP, UNITS, Quarter, eventually
from api.stage.walkthrough.stage import Stage
from schema.calendars.ports import COUNTRY
from schema.calendars.rules import Arranged

FEAST = Arranged(off=True, feast="演练节")


async def calendar_learned(stage: Stage) -> str:
    """Counted by the week at first, and said to be so; once the notice is known, day, rung and reasons agree on it."""
    quarter, installed = stage.quarter, COUNTRY.calendar
    today = await quarter.today()
    try:
        COUNTRY.calendar = installed.before(today.year)
        waiting = await _waiting(quarter)
        before = await _deadline(quarter, waiting)
        due = date.fromisoformat(before["dueOn"])
        expect(
            before["provisional"] and before["explanation"][-1]["provisional"], f"期限没有标为暂定：{before}"
        )
        COUNTRY.calendar = COUNTRY.calendar.learn(today.year, {}).learn(due.year, {due: FEAST})
        COUNTRY.calendar = COUNTRY.calendar.learn(due.year + 1, {})
        after = await _moved(quarter, waiting, before["dueOn"])
    finally:
        COUNTRY.calendar = installed
    told = {day["day"]: day for day in after["explanation"]}
    expect(not told[before["dueOn"]]["working"], f"放假的日子仍计入：{told[before['dueOn']]}")
    expect(told[after["dueOn"]]["working"], f"期限落在休息日：{told[after['dueOn']]}")
    expect(after["nextEscalationOn"] > after["dueOn"] > before["dueOn"], f"升级与期限不一致：{after}")
    expect(not any(day["provisional"] for day in after["explanation"]), f"安排公布后仍为暂定：{after}")
    return (
        f"{UNITS[SHOP][0]}核实期限暂定 {before['dueOn']}；公布该日{told[before['dueOn']]['reason']}后无人改动日历，"
        f"期限自动改为 {after['dueOn']}，升级日、逐日说明一致"
    )


async def _waiting(quarter: Quarter) -> str:
    """Have the shop, whose name ran out, apply again; give the application that waits at the street."""
    candidacy = Candidacy(quarter.units[SHOP], await quarter.at_work("COMMUNITY"), people=0)
    await candidacy.create()
    expect(await candidacy.assess(), f"{UNITS[SHOP][0]}自评未达标")
    await candidacy.submit()
    return candidacy.application


async def _deadline(quarter: Quarter, application: str) -> Json:
    answer = await (await quarter.at_work("STREET")).ask("Deadline", id=application)
    deadline: Json = answer["application"]["deadline"]
    return deadline


async def _moved(quarter: Quarter, application: str, before: str) -> Json:
    async def moved() -> Json | None:
        found = await _deadline(quarter, application)
        return found if found["dueOn"] != before else None

    return await eventually(moved, "放假安排公布后，期限没有重新计算")
