"""People come, move and are represented; a vacancy is looked into by a second pair of eyes (B-g, B-k)."""

from dataclasses import replace
from datetime import date, timedelta

from api.stage.demo.people import People
from api.stage.walkthrough.caller import Caller, Json, expect
from api.stage.walkthrough.petition import registered
from api.stage.walkthrough.stage import BUILDING, COMPOUND, NEIGHBOURS, Stage
from schema.residents.rules import HouseholdRow

LEADER = "leader-2"
REASON = "窗内有灯，门口有当日快递"
PROOF = "水电停用三个月"


async def resident_moves(stage: Stage) -> str:
    """A daughter marries into the next building; where she is registered is told only to who may see it."""
    await _settle_neighbours(stage)
    leader, community = stage.officials[LEADER], stage.officials["community"]
    row = next(each for each in stage.roster if len(each.residents) > 1)
    left = await _home(community, BUILDING, row.code)
    entered = await _home(leader, NEIGHBOURS, "101")
    person = registered(row)["residents"][1]
    again = {"household": entered["id"], "expectedRevision": entered["revision"], "resident": person}
    for caller, known in ((leader, None), (community, BUILDING)):
        (refusal,) = await caller.refused("AddResident", **again)
        told = next((each["value"] for each in refusal["details"] if each["name"] == "unit"), None)
        expect((refusal["code"], told) == ("DUPLICATE_RESIDENT", known), f"重复登记的答复不符：{refusal}")
        expect(person["identityNumber"] not in str(refusal), "拒绝理由里出现了证件号码")
    today = (await community.ask("Today"))["tenant"]["today"]
    moved = await community.do(
        "MoveResident",
        resident=left["residents"][1]["id"],
        expectedRevision=left["revision"],
        household=entered["id"],
        movedOn=today,
    )
    expect(moved["resident"]["arrivedOn"] == today, "迁入日期没有记下")
    counts = [
        (await _home(community, code, door))["residentCount"]
        for code, door in ((BUILDING, row.code), (NEIGHBOURS, "101"))
    ]
    expect(
        counts == [left["residentCount"] - 1, entered["residentCount"] + 1], f"迁居后两户人数不符：{counts}"
    )
    yesterday = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    then = await _home(community, BUILDING, row.code, yesterday)
    expect(len(then["then"]) == left["residentCount"], "前一天的成员没有照旧")
    return (
        f"邻栋重复登记被拒绝（只有社区看得到原楼栋）；迁居后两户 {counts[0]} 人、{counts[1]} 人，签名仍按户计"
    )


async def minor_household_signs(stage: Stage) -> str:
    """The only adult leaves a newborn behind: the child signs for nobody, its guardian does, with a reference."""
    leader = stage.officials[LEADER]
    home = await _home(leader, NEIGHBOURS, "103")
    today = (await leader.ask("Today"))["tenant"]["today"]
    baby = {"name": "演练新生儿", "document": "NEWBORN", "birthDate": today}
    added = await leader.do(
        "AddResident", household=home["id"], expectedRevision=home["revision"], resident=baby
    )
    adult = home["residents"][0]["id"]
    gone = {"resident": adult, "reason": "LEFT", "departedOn": today}
    await leader.do("RemoveResident", **gone, expectedRevision=added["household"]["revision"])
    petition = (await leader.do("OpenPetition", unit=stage.units[NEIGHBOURS]))["petition"]
    signed = {"household": home["id"], "answer": "SIGNED", "signatory": added["resident"]["id"]}
    asked = {"petition": petition["id"], "expectedRevision": petition["revision"]}
    refused = {
        each["code"] for each in await leader.refused("RecordPetitionAnswers", **asked, answers=[signed])
    }
    expect(refused == {"SIGNATORY_NOT_CAPABLE"}, f"新生儿的签名没有因此被拒绝：{refused}")
    guardian = {"household": home["id"], "answer": "SIGNED_BY_GUARDIAN"}
    unsaid = {
        each["code"] for each in await leader.refused("RecordPetitionAnswers", **asked, answers=[guardian])
    }
    expect(unsaid == {"AUTHORISATION_REQUIRED"}, f"没有监护证明没有因此被拒绝：{unsaid}")
    proved = guardian | {"authorisation": "监护-2022-17"}
    done = (await leader.do("RecordPetitionAnswers", **asked, answers=[proved]))["petition"]
    expect(done["signed"] == petition["missing"] - done["missing"] == 1, f"监护人签名没有计入：{done}")
    return "该户只有新生儿，不能签名；监护人凭证明编号签名，计入 1 户"


async def vacancy_refused(stage: Stage) -> str:
    """A claim reaches the community with its proof; it refuses with a reason, which who claimed it reads."""
    leader, community = stage.officials[LEADER], stage.officials["community"]
    home = await _home(leader, NEIGHBOURS, "102")
    petition = (await leader.ask("OpenRoll", code=NEIGHBOURS))["unit"]["petition"]
    claim = {"household": home["id"], "answer": "VACANCY_CLAIMED", "evidence": PROOF}
    await leader.do(
        "RecordPetitionAnswers",
        petition=petition["id"],
        expectedRevision=petition["revision"],
        answers=[claim],
    )
    waiting = await community.ask("VacancyClaims")
    (seen,) = [edge["node"] for edge in waiting["vacancyClaims"]["edges"]]
    expect((seen["evidence"], seen["household"]["code"]) == (PROOF, "102"), f"社区看到的空置登记不符：{seen}")
    expect(waiting["worklistCounts"]["vacancies"] == 1, "社区的工作台没有计入空置登记")
    await _told(community, "vacancy.claimed")
    petition = (await leader.ask("OpenRoll", code=NEIGHBOURS))["unit"]["petition"]
    deed = {"petition": petition["id"], "household": home["id"], "expectedRevision": petition["revision"]}
    own = {each["code"] for each in await leader.refused("RefuseVacancy", **deed, reason=REASON)}
    expect(own == {"ROLE_NOT_ALLOWED"}, f"登记人自己办理没有因此被拒绝：{own}")
    await community.do("RefuseVacancy", **deed, reason=REASON)
    petition = (await leader.ask("OpenRoll", code=NEIGHBOURS))["unit"]["petition"]
    rows = [edge["node"] for edge in petition["entries"]["edges"]]
    reasons = [row["vacancyRefusal"] for row in rows if row["household"]["code"] == "102"]
    expect(reasons == [REASON], f"名册上没有退回的理由：{reasons}")
    await _told(leader, "vacancy.refused")
    return f"社区在工作台看到空置登记及证明（{PROOF}），以“{REASON}”退回，该户重新待签"


async def _settle_neighbours(stage: Stage) -> None:
    """Bring a second building, who answers for it, and three dwellings: lived in, vacant, lived in by one."""
    administrator = stage.district.administrator
    unit = {"code": NEIGHBOURS, "name": "2号楼", "kind": "building", "parentCode": COMPOUND}
    await administrator.do("ImportUnits", units=[unit])
    stage.units[NEIGHBOURS] = (await administrator.ask("UnitId", code=NEIGHBOURS))["unit"]["id"]
    person = {"username": LEADER, "displayName": LEADER, "password": stage.password}
    await administrator.do("AppointOfficial", **person, role="BUILDING_LEADER", unit=stage.units[NEIGHBOURS])
    leader = stage.officials[LEADER] = stage.caller(stage.district.path)
    await leader.sign_in(LEADER, stage.password)
    today = date.fromisoformat((await leader.ask("Today"))["tenant"]["today"])
    rows = [registered(row) for row in _neighbours(stage, today)]
    await leader.do("RegisterHouseholds", unit=stage.units[NEIGHBOURS], households=rows)


def _neighbours(stage: Stage, today: date) -> list[HouseholdRow]:
    people = People(f"{stage.run}-n", today, frozenset())
    lived_in, alone = people.household("101", 1), people.household("103", 1)
    return [
        lived_in,
        people.household("102", 1, vacant=True),
        replace(alone, residents=alone.residents[:1]),
    ]


async def _home(caller: Caller, code: str, door: str, as_of: str | None = None) -> Json:
    """Read a household by its door, with who lives there, and lived there on a day."""
    unit = (await caller.ask("Home", code=code, door=door, asOf=as_of))["unit"]
    edges = unit["households"]["edges"]
    expect(len(edges) == 1, f"{code} 的 {door} 应有 1 户，实为 {len(edges)} 户")
    home: Json = edges[0]["node"]
    return home


async def _told(caller: Caller, kind: str) -> None:
    news = (await caller.ask("News"))["notifications"]["edges"]
    expect(kind in {edge["node"]["kind"] for edge in news}, f"收件箱里没有 {kind}")
