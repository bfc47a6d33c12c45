"""Act seven: a town accepts its villages batch by batch under the 100-point scheme (T-P4 … T-P8, T-P10)."""

from api.stage.walkthrough.caller import Caller, expect, together
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.settling import settle_town
from api.stage.walkthrough.stage import Stage
from api.stage.walkthrough.town import PILOT, SHORT, SOUND, VILLAGES

POLICE = "派出所"


async def town_pilot_batch(stage: Stage) -> str:
    """Eight offices accept a pilot village, which is named with the pilot title (T-P1, T-P4)."""
    await settle_town(stage)
    town = stage.town
    candidacy = await town.prepare(PILOT)
    early = {error["code"] for error in await candidacy.refused_to_submit()}
    expect("INTAKE_CLOSED" in early, f"没有开放批次时的提交没有因此被拒绝：{early}")
    number = await town.open_batch("PILOT")
    await candidacy.submit()
    await town.inspect(PILOT, {}, {})
    inspection = await town.conclude(PILOT)
    expect(inspection["status"] == "PASSED", "试点村验收没有通过")
    designation = await town.name(PILOT)
    expect(designation["title"] == "无疫示范村", f"试点称号应为无疫示范村，实为 {designation['title']}")
    await town.close_batch()
    offices = len(town.offices_of("PILOT"))
    return (
        f"第 {number} 批为试点，{offices} 个办所组成验收组；{VILLAGES[PILOT]}得 {inspection['points']:g} 分，"
        f"命名为{designation['title']} {designation['number']}；无批次时提交被拒绝"
    )


async def town_score(stage: Stage) -> str:
    """In the next batch seven offices score: two inspectors, the mean of whom passes (T-P5, T-P7)."""
    town = stage.town
    number = await town.open_batch("REGULAR")
    expect("UNKNOWN_OFFICE" in await town.refused_to_appoint(POLICE), "派出所仍可加入常规批次的验收组")
    for candidacy in await together(town.prepare(village) for village in (SOUND, SHORT)):
        await candidacy.submit()
    beyond = await town.refused_to_score(SOUND, {"item": "1", "points": 16})
    expect("SCORE_OUT_OF_RANGE" in beyond, f"超过满分的评分没有因此被拒绝：{beyond}")
    silent = await town.refused_to_score(SOUND, {"item": "1", "points": 14})
    expect("SCORE_REASON_REQUIRED" in silent, f"未写理由的扣分没有因此被拒绝：{silent}")
    totals = await town.inspect(SOUND, {"1": 2, "3.4": 2}, {"1": 3, "3.4": 5})
    expect(totals == [96, 92], f"两名检查人员的总分应为 96、92，实为 {totals}")
    inspection = await town.conclude(SOUND)
    expect((inspection["status"], inspection["points"]) == ("PASSED", 94), f"验收结论不符：{inspection}")
    own = await town.candidacies[SOUND].refused_to_decide(town.inspectors[0], "NAME")
    expect("ALREADY_ACTED" in own, f"检查人员自行命名没有因此被拒绝：{own}")
    designation = await town.name(SOUND)
    return (
        f"第 {number} 批由 {len(town.offices_of('REGULAR'))} 个办所验收；{VILLAGES[SOUND]}两张评分表 96、92 分，"
        f"得 {inspection['points']:g} 分（合格分 {town.pass_mark}），命名为{designation['title']}；"
        "超分、无理由扣分、派出所入组、检查人员命名均被拒绝"
    )


async def town_fail(stage: Stage) -> str:
    """Sheets that part too far are settled by the leader; below the pass mark the village fails (T-P8)."""
    town = stage.town
    totals = await town.inspect(SHORT, {"3.3": 6, "3.4": 4}, {"3.3": 12, "3.4": 8})
    refused = {error["code"] for error in await town.refused_to_conclude(SHORT)}
    expect("DIVERGENCE_UNSETTLED" in refused, f"分差过大时直接下结论没有因此被拒绝：{refused}")
    settlement = [
        {"item": "3.3", "points": 10, "reason": "复看重点场所后核定"},
        {"item": "3.4", "points": 9, "reason": "复看保洁记录后核定"},
    ]
    inspection = await town.conclude(SHORT, settlement)
    expect((inspection["status"], inspection["points"]) == ("FAILED", 84), f"验收结论不符：{inspection}")
    failed = await town.look(SHORT)
    expect(failed["status"] == "RETURNED" and failed["designation"] is None, "不合格的申请没有退回")
    items = failed["rectifications"]
    expect([item["item"] for item in items] == ["3.3", "3.4"], f"整改清单不符：{items}")
    return (
        f"{VILLAGES[SHORT]}两张评分表 {totals[0]}、{totals[1]} 分，组长核定后得 {inspection['points']:g} 分，"
        f"低于合格分 {town.pass_mark}，退回；{len(items)} 项整改，限 {items[0]['dueOn']} 前完成"
    )


async def town_rectify(stage: Stage) -> str:
    """The village puts right what was found wanting, in time; the same batch takes it in no more (T-P8)."""
    town, candidacy = stage.town, stage.town.candidacies[SHORT]
    expect(await candidacy.assess(), "整改后自评未达标")
    early = {error["code"] for error in await candidacy.refused_to_submit()}
    expect("RECTIFICATION_OPEN" in early, f"整改未完成时的提交没有因此被拒绝：{early}")
    items = (await town.look(SHORT))["rectifications"]
    measures = [{"item": item["item"], "measure": f"{item['title']}：已逐项补齐"} for item in items]
    revision = await candidacy.revision(candidacy.applicant)
    done = await candidacy.applicant.do(
        "ReportRectification",
        application=candidacy.application,
        expectedRevision=revision,
        measures=measures,
    )
    reported = done["application"]["rectifications"]
    expect(all(item["doneOn"] and not item["overdue"] for item in reported), f"整改没有按期完成：{reported}")
    again = {error["code"] for error in await candidacy.refused_to_submit()}
    expect("NEXT_BATCH_REQUIRED" in again, f"同一批次再次提交没有因此被拒绝：{again}")
    days = next(row["batches"]["rectificationDays"] for row in town.terms["processes"] if row["batches"])
    return (
        f"整改期限 {days} 天，至 {reported[0]['dueOn']}；{len(reported)} 项于 {reported[0]['doneOn']} 完成；"
        "整改前提交、同批再提交均被拒绝"
    )


async def town_next_batch(stage: Stage) -> str:
    """The batch closes, the next opens, the village is inspected again and named by the town (T-P7, T-P8)."""
    town, candidacy = stage.town, stage.town.candidacies[SHORT]
    await town.close_batch()
    number = await town.open_batch("REGULAR")
    await candidacy.submit()
    unfinished = await town.refused_to_close()
    expect("BATCH_UNFINISHED" in unfinished, f"还有单元没有结论时关闭批次没有因此被拒绝：{unfinished}")
    await town.inspect(SHORT, {"3.4": 1}, {"3.4": 1})
    inspection = await town.conclude(SHORT)
    expect(inspection["status"] == "PASSED", "复验没有通过")
    designation = await town.name(SHORT)
    expect(designation["title"] == "无疫村", f"称号应为无疫村，实为 {designation['title']}")
    points = [f"{row['points']:g}" for row in (await town.look(SHORT))["inspections"]]
    await town.close_batch()
    return (
        f"第 {number} 批复验{VILLAGES[SHORT]}，得分 {' → '.join(points)}，由镇命名为{designation['title']} "
        f"{designation['number']}；未有结论时关闭批次被拒绝"
    )


async def town_file_with_county(stage: Stage) -> str:
    """The county records and decides nothing; then all villages of the town are covered (T-P6, T-P10)."""
    town, county = stage.town, stage.town.people["county"]
    await together(_filed(candidacy, county) for candidacy in town.candidacies.values())
    covered = (await county.ask("Coverage"))["coverage"]
    expect((covered["titled"], covered["total"]) == (3, 3), f"覆盖数不符：{covered}")
    expect(covered["percent"] == 100 and covered["reached"], f"覆盖率不符：{covered}")
    return (
        f"{len(town.candidacies)} 个村报县备案，只记录不决定；命名覆盖 {covered['titled']} / {covered['total']}，"
        f"{covered['percent']}%，目标 {covered['targetPercent']}%（{covered['targetBy']} 前）"
    )


async def _filed(candidacy: Candidacy, county: Caller) -> None:
    refused = await candidacy.refused_to_decide(county, "REJECT", "不同意")
    expect("STEP_NOT_OPEN" in refused, f"备案环节的否决没有因此被拒绝：{refused}")
    filed = (await candidacy.decide(county, "RECORD"))["application"]
    expect(filed["status"] == "APPROVED", f"备案后申请没有办结：{filed}")
