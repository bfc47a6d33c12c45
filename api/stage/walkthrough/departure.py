"""Act six and a half: the community's only official leaves, a successor goes on, a lost password is replaced."""

from api.stage.walkthrough.caller import Caller, Json, expect
from api.stage.walkthrough.stage import COMMUNITY, Stage

LEAVER, SUCCESSOR, FORGETFUL = "community", "community-next", "street-intake"


async def official_leaves(stage: Stage) -> str:
    """Refused while a step would go to nobody; then all passes to a successor, and the old session is void at once."""
    administrator = stage.district.administrator
    people = await _people(administrator)
    leaver = people[LEAVER]
    departure = (await administrator.ask("OfficialDeparture", official=leaver["id"]))["officialDeparture"]
    leaving = {
        "official": leaver["id"],
        "expectedRevision": leaver["revision"],
        "preview": departure["token"],
        "reason": "工作调动",
    }
    alone = {error["code"] for error in await administrator.refused("DisableOfficial", **leaving)}
    expect("STEP_UNHELD" in alone, f"社区唯一人员停用没有因无人接替被拒绝：{alone}")
    unseen = await administrator.refused("DisableOfficial", **leaving | {"preview": None})
    expect(unseen[0]["code"] == "CONFIRMATION_REQUIRED", f"未核对即停用没有因此被拒绝：{unseen}")
    person = {"username": SUCCESSOR, "displayName": SUCCESSOR, "password": stage.password}
    await administrator.do("AppointOfficial", **person, role="PROPERTY", unit=stage.units[COMMUNITY])
    await administrator.do("DisableOfficial", **leaving, successor=SUCCESSOR.upper())
    await _is_out(stage.officials[LEAVER])
    successor = stage.caller(stage.district.path)
    grants = (await successor.sign_in(SUCCESSOR, stage.password))["viewer"]["grants"]
    expect("COMMUNITY" in {grant["role"] for grant in grants}, f"接替人没有取得原任职：{grants}")
    stage.officials[LEAVER] = successor
    await _forgets(stage, people[FORGETFUL])
    return (
        f"社区唯一人员停用，因无人接替被拒绝；指定接替人后停用，{len(departure['roles'])} 项任职转交，原会话即刻失效；"
        "重置的一次性密码只能用来设置自己的密码"
    )


async def _people(administrator: Caller) -> dict[str, Json]:
    listed = (await administrator.ask("Officials"))["officials"]["edges"]
    return {edge["node"]["username"]: edge["node"] for edge in listed}


async def _is_out(caller: Caller) -> None:
    answer = await caller.send("Today", {})
    expect(answer.status_code == 401, f"停用人员的会话仍然有效：HTTP {answer.status_code}")


async def _forgets(stage: Stage, person: Json) -> None:
    """Let an administrator replace a lost password; it opens nothing but the choice of another."""
    administrator = stage.district.administrator
    reset = await administrator.do(
        "ResetPassword", official=person["id"], expectedRevision=person["revision"]
    )
    caller = stage.officials[FORGETFUL] = stage.caller(stage.district.path)
    signed = await caller.sign_in(FORGETFUL, reset["oneTimePassword"])
    expect(signed["passwordChangeRequired"], "一次性密码登录后没有要求修改密码")
    refused = await caller.send("UnitId", {"code": COMMUNITY})
    expect("PASSWORD_CHANGE_REQUIRED" in refused.text, "未改一次性密码，仍能读取其他内容")
    passwords = {"currentPassword": reset["oneTimePassword"], "newPassword": f"{stage.password}+"}
    await caller.do("ChangePassword", **passwords, expectedRevision=person["revision"] + 1)
    expect((await caller.ask("UnitId", code=COMMUNITY))["unit"], "改了密码，仍不能办理")
