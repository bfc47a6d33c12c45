"""How the walk's town and quarter come on board: their trees, one person per duty, the town's households."""

from dataclasses import replace
from importlib.resources import files

from api.stage.demo.people import People
from api.stage.walkthrough import quarter
from api.stage.walkthrough.caller import Caller, expect, together
from api.stage.walkthrough.onboarding import onboard_district, unit_ids
from api.stage.walkthrough.petition import registered
from api.stage.walkthrough.quarter import DUTIES, UNITS, Quarter
from api.stage.walkthrough.stage import District, Stage
from api.stage.walkthrough.town import ROOT, TOWN, VILLAGES

HOUSEHOLDS = 12
GROUPS = frozenset({"elder_alone", "infant", "disabled", "chronic_disease"})


async def settle_town(stage: Stage) -> None:
    """Bring a district with one town on board under the town's scheme."""
    operator = await stage.platform_operator()
    district = await onboard_district(
        stage, operator, f"walk-{stage.run}-t", "演练县", template="town", code=ROOT
    )
    await district.administrator.sign_in("admin", stage.password)
    await _import_tree(stage, district)
    await _appoint(stage, district)
    await _register(stage)


async def settle_quarter(stage: Stage) -> Quarter:
    """Bring a district on board under a scheme of its own with short terms; no template is its model."""
    operator = await stage.platform_operator()
    scheme = (files("api.stage.walkthrough") / "quarter.yaml").read_text(encoding="utf-8")
    district = await onboard_district(
        stage,
        operator,
        f"walk-{stage.run}-q",
        "演练片区",
        template=None,
        guideline=scheme,
        code=quarter.ROOT,
    )
    administrator = district.administrator
    await administrator.sign_in("admin", stage.password)
    rows = [
        {"code": code, "name": name, "kind": kind, "parentCode": quarter.ROOT}
        for code, (name, kind) in UNITS.items()
    ]
    await administrator.do("ImportUnits", units=rows)
    units = await unit_ids(administrator, (quarter.ROOT, *UNITS))
    duty = {"password": stage.password, "unit": units[quarter.ROOT]}
    await together(
        administrator.do(
            "AppointOfficial", **duty, username=role.lower(), displayName=role.lower(), role=role
        )
        for role in DUTIES
    )
    people = {role: stage.caller(district.path) for role in DUTIES}
    return Quarter(stage.own_clock, stage.password, district.public, people, units)


async def _import_tree(stage: Stage, district: District) -> None:
    rows = [{"code": TOWN, "name": "演练镇", "kind": "town", "parentCode": ROOT}]
    rows += [
        {"code": code, "name": name, "kind": "village", "parentCode": TOWN} for code, name in VILLAGES.items()
    ]
    await district.administrator.do("ImportUnits", units=rows)
    stage.town.units |= await unit_ids(district.administrator, (ROOT, TOWN, *VILLAGES))


async def _appoint(stage: Stage, district: District) -> None:
    """Appoint who runs the batches, who names, who files, a person for each village and each office (T-P1, T-P2)."""
    town = stage.town
    town.terms = (await district.administrator.ask("TownTerms"))["guideline"]
    duties = {"clerk": ("STREET", TOWN), "decider": ("STREET", TOWN), "county": ("COMMISSION", ROOT)}
    duties |= {village: ("COMMUNITY", village) for village in VILLAGES}
    offices = town.offices_of("PILOT")
    appointed = await together(
        [
            *(_official(stage, district, f"u{username}", *duty) for username, duty in duties.items()),
            *(
                _official(stage, district, f"office-{order}", "STREET", TOWN)
                for order in range(1, len(offices) + 1)
            ),
        ]
    )
    for username, (caller, _) in zip(duties, appointed, strict=False):
        town.people[username] = caller
    for office, (caller, official) in zip(offices, appointed[len(duties) :], strict=True):
        town.offices[office], town.members[office] = caller, official


async def _official(
    stage: Stage, district: District, username: str, role: str, unit: str
) -> tuple[Caller, str]:
    person = {"username": username, "displayName": username, "password": stage.password}
    appointed = await district.administrator.do(
        "AppointOfficial", **person, role=role, unit=stage.town.units[unit]
    )
    caller = stage.caller(district.path)
    await caller.sign_in(username, stage.password)
    return caller, str(appointed["official"]["id"])


async def _register(stage: Stage) -> None:
    """Register every household of every village as verified today (T-3.1a)."""
    today = await stage.town.today()
    people = People(f"{stage.run}-t", today, GROUPS)
    rolls = {
        village: [
            replace(people.household(f"{door}号", None), verified_on=today)
            for door in range(1, HOUSEHOLDS + 1)
        ]
        for village in VILLAGES
    }
    stage.town.residents |= {
        village: sum(len(row.residents) for row in rows) for village, rows in rolls.items()
    }
    done = await together(
        stage.town.people[village].do(
            "RegisterHouseholds",
            unit=stage.town.units[village],
            households=[registered(row) for row in rows],
        )
        for village, rows in rolls.items()
    )
    counts = [each["registered"] for each in done]
    expect(set(counts) == {HOUSEHOLDS}, f"每村应登记 {HOUSEHOLDS} 户，实为 {counts}")
