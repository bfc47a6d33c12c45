"""Act four: the commission reviews, the headquarters names, a third party reads the name (B-W1, B-W2)."""

from api.stage.walkthrough.application import OPINION
from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.stage import BUILDING, COMPOUND, HOUSEHOLDS, Stage


async def commission_review(stage: Stage) -> str:
    """The health commission of the district re-checks and judges."""
    done = await stage.candidacies[BUILDING].decide(stage.officials["commission"], "ENDORSE", OPINION)
    return f"区卫生健康委复核研判，现处“{done['application']['stepName']}”"


async def headquarters_name(stage: Stage) -> str:
    """The headquarters names the building; then the compound around it goes its own way to a name (B-f)."""
    building = await _name(stage, stage.candidacies[BUILDING])
    stage.number = building["number"]
    compound = await _name_compound(stage)
    return (
        f"{building['title']}，编号 {building['number']}，命名日期 {building['namedOn']}；"
        f"所在小区随后命名，编号 {compound['number']}"
    )


async def third_party_status(stage: Stage) -> str:
    """A third party sees the name with its key; a wrong key sees nothing."""
    public = stage.district.public
    status = (await public.ask("UnitStatus", code=BUILDING))["unitStatus"]
    expect(status["titled"] and not status["suspended"], "第三方看不到称号")
    expect(status["number"] == stage.number, "第三方看到的编号与命名的不同")
    forged = stage.caller(public.path)
    forged.headers["X-API-Key"] = public.headers["X-API-Key"][:-4] + "AAAA"
    answer = await forged.send("UnitStatus", {"code": BUILDING})
    expect(stage.number not in answer.text, "用错误的密钥也读到了称号")
    return f"凭密钥查到 {status['title']} {status['number']}，自 {status['since']}；错误的密钥不被接受"


async def _name(stage: Stage, candidacy: Candidacy) -> Json:
    done = await candidacy.decide(stage.officials["headquarters"], "NAME")
    expect(done["application"]["status"] == "APPROVED", "命名后申请没有办结")
    expect(done["designation"] and done["designation"]["number"], "命名没有编号")
    designation: Json = done["designation"]
    return designation


async def _name_compound(stage: Stage) -> Json:
    """The property company applies for the compound, all of whose buildings are titled (B-W2, B-f)."""
    candidacy = Candidacy(stage.units[COMPOUND], stage.officials["property"], stage.people)
    stage.candidacies[COMPOUND] = candidacy
    await candidacy.begin()
    await candidacy.gather(HOUSEHOLDS)
    await candidacy.log_work()
    expect(await candidacy.assess(), "小区自评未达标")
    await candidacy.submit()
    for official, decision in (
        ("community", "FORWARD"),
        ("street-intake", "FORWARD"),
        ("street-review", "ENDORSE"),
        ("commission", "ENDORSE"),
    ):
        await candidacy.decide(stage.officials[official], decision, OPINION)
    return await _name(stage, candidacy)
