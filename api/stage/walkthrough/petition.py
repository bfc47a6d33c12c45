"""Act two: every household signs, and one short of all is refused (B-k)."""

from datetime import UTC, datetime

from api.stage.demo.people import People
from api.stage.walkthrough.caller import Json, expect
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.stage import BUILDING, HOUSEHOLDS, Stage
from schema.residents.rules import HouseholdRow


async def petition_99_refused(stage: Stage) -> str:
    """The building leader registers 100 households, gathers 99 signatures, and may not apply."""
    leader = stage.officials["leader"]
    stage.roster = _roster(stage)
    rows = [registered(row) for row in stage.roster]
    done = await leader.do("RegisterHouseholds", unit=stage.units[BUILDING], households=rows)
    expect(done["registered"] == HOUSEHOLDS, f"应登记 {HOUSEHOLDS} 户，实为 {done['registered']}")
    candidacy = stage.candidacies[BUILDING] = Candidacy(stage.units[BUILDING], leader, stage.people)
    expect(await candidacy.begin() == HOUSEHOLDS, "名册没有包括全部住户")
    petition = await candidacy.gather(HOUSEHOLDS - 1)
    expect((petition["missing"], petition["complete"]) == (1, False), "99 户签名后，平台没有指出还差 1 户")
    await candidacy.log_work()
    expect(not await candidacy.assess(), "还差 1 户时自评竟然达标")
    refusal = _about_the_petition(await candidacy.refused_to_submit())
    return f"{HOUSEHOLDS - 1} / {HOUSEHOLDS} 户已签，申请被拒绝：{refusal['message']}（{refusal['code']}）"


async def petition_100(stage: Stage) -> str:
    """The last household signs."""
    petition = await stage.candidacies[BUILDING].gather(1)
    expect((petition["signed"], petition["missing"]) == (HOUSEHOLDS, 0), "全部签名后仍显示缺户")
    expect(petition["complete"], "全部签名后联名申请仍未完成")
    return f"{petition['signed']} / {petition['roll']} 户已签，联名申请完成"


def _roster(stage: Stage) -> tuple[HouseholdRow, ...]:
    today = datetime.now(UTC).date()
    people = People(stage.run, today, frozenset({"elder_alone", "infant", "disabled", "chronic_disease"}))
    return tuple(people.household(f"{1 + n // 4}{1 + n % 4:02d}", 1 + n // 4) for n in range(HOUSEHOLDS))


def registered(row: HouseholdRow) -> Json:
    """Write a household as `registerHouseholds` takes it."""
    return {
        "code": row.code,
        "floor": row.floor,
        "occupancy": row.occupancy.upper(),
        "verifiedOn": row.verified_on and row.verified_on.isoformat(),
        "residents": [
            {
                "name": person.name,
                "identityNumber": person.identity_number,
                "telephone": person.telephone,
                "specialGroups": person.special_groups,
                "needsRecordedOn": person.needs_recorded_on and person.needs_recorded_on.isoformat(),
            }
            for person in row.residents
        ],
    }


def _about_the_petition(errors: list[Json]) -> Json:
    found = [error for error in errors if _missing(error) == "1"]
    expect(found, f"拒绝理由没有说明缺少几户：{[error['code'] for error in errors]}")
    return found[0]


def _missing(error: Json) -> str | None:
    return next((detail["value"] for detail in error["details"] if detail["name"] == "missing"), None)
