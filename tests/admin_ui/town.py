"""A batch in the district as the API would tell it: its team, its sheets, what a unit must put right."""

from tests.admin_ui import cases
from tests.admin_ui.district import Json

BATCH, EMPTY = "QmF0Y2g6MQ==", "QmF0Y2g6Mg=="
SHEET, SETTLE, FAILED = "QXBwbGljYXRpb246VDE=", "QXBwbGljYXRpb246VDI=", "QXBwbGljYXRpb246VDM="
OFFICES = ["卫生院", "中心校", "市监所"]
LINES: list[Json] = [
    {"id": "1", "title": "组织机构健全", "maximum": 40, "criteria": ["B-g", "B-h"]},
    {"id": "3.3", "title": "防控措施落实到位", "maximum": 60, "criteria": ["B-m"]},
]
PEOPLE = [
    {"id": name, "displayName": cases.official(name)["displayName"]} for name in ("reviewer", "community")
]
ITEMS: list[Json] = [
    {
        "item": "1",
        "title": "组织机构健全",
        "finding": "居民小组负责人待补",
        "dueOn": "2022-11-20",
        "state": "OVERDUE",
        "lateness": "已逾期 5 天；整改完成后，须等此后新开的批次复验，已开放的批次不再受理。",
        "doneOn": None,
        "measure": None,
    },
    {
        "item": "3.3",
        "title": "防控措施落实到位",
        "finding": "宣传未到户",
        "dueOn": "2022-11-28",
        "state": "OPEN",
        "lateness": None,
        "doneOn": None,
        "measure": None,
    },
    {
        "item": "2",
        "title": "“四方”协同",
        "finding": "责任清单未上墙",
        "dueOn": "2022-11-20",
        "state": "DONE",
        "lateness": None,
        "doneOn": "2022-11-19",
        "measure": "已上墙公示",
    },
]


def application(key: str, username: str) -> Json:
    """Give an application of the batch as an official sees it."""
    base = cases.application("QXBwbGljYXRpb246Mw==" if key == FAILED else "QXBwbGljYXRpb246Mg==", username)
    return base | {
        "id": key,
        "status": "RETURNED" if key == FAILED else "UNDER_REVIEW",
        "process": base["process"] | {"batches": {"inspectors": 2, "allowedDivergence": 5}},
        "batch": batch(BATCH, leads=key == SETTLE),
        "sheetLines": LINES,
        "inspections": [inspection()] if key == SETTLE else [],
        "rectifications": ITEMS if key == FAILED else [],
        "petition": None,
        "criteria": [_scored(result) for result in base["criteria"]],
    }


def _scored(result: Json) -> Json:
    """Let B-h be an item of the sheet that is asked conditionally."""
    if result["criterion"]["id"] != "B-h":
        return result
    scored = {"scoreKind": "ITEM", "scoreMaximum": 5, "scoreHard": True, "onlyWhere": "辖区内有医疗机构"}
    return result | {"criterion": result["criterion"] | scored}


def inspection() -> Json:
    """Give an inspection whose two sheets part too far."""
    return {
        "status": "OPEN",
        "points": None,
        "passMark": 85,
        "divergence": 12,
        "diverges": True,
        "disputed": ["3.3"],
        "settlement": [],
        "sheets": [sheet("community", 60, None), sheet("commission", 48, "抽查知晓率偏低")],
    }


def sheet(by: str, points: int, reason: str | None) -> Json:
    """Give a sheet that was handed in."""
    return {
        "office": "中心校",
        "total": 40 + points,
        "submittedAt": "2022-11-24T02:00:00+00:00",
        "inspector": cases.official(by),
        "scores": [
            {"item": "1", "points": 40, "reason": None},
            {"item": "3.3", "points": points, "reason": reason},
        ],
    }


def batch(key: str, *, leads: bool = False) -> Json:
    """Give a batch; the empty one has no team and no unit yet."""
    team = [("卫生院", "reviewer" if leads else "commission", True)]
    team.append(("中心校", "commission" if leads else "reviewer", False))
    seats = [
        {"office": office, "leads": head, "official": cases.official(name)} for office, name, head in team
    ]
    place = cases.place_of("500110002")
    unfinished = cases.reason("BATCH_UNFINISHED", "第 2 批还有 1 个单元没有结论。", "请先作出结论。")
    return {
        "__typename": "Batch",
        "id": key,
        "revision": 2,
        "number": 2,
        "kind": "REGULAR",
        "reason": None,
        "phase": "INTAKE",
        "opensOn": "2022-11-20",
        "closesOn": "2022-12-10",
        "closedAt": None,
        "offices": OFFICES if key == EMPTY else OFFICES[:2],
        "unit": place | {"ancestors": [cases.place_of("500110")]},
        "team": [] if key == EMPTY else seats,
        "eligible": PEOPLE,
        "entries": [],
        "actions": [
            cases.action("APPOINT_ACCEPTANCE_TEAM", "组建验收组", []),
            cases.action("CLOSE_BATCH", "关闭批次", [] if key == EMPTY else [unfinished]),
        ],
    }


def batches(username: str) -> list[Json]:
    """List both batches, one with a unit in every state."""
    return [batch_with_units(username), batch(EMPTY)]


def batch_with_units(username: str) -> Json:
    """Give the batch with its units."""
    outcomes = {SHEET: "PENDING", SETTLE: "PENDING", FAILED: "FAILED"}
    entries = []
    for key, outcome in outcomes.items():
        held = application(key, username)
        entry = {"outcome": outcome, "enteredAt": "2022-11-22T02:00:00+00:00", "unit": held["unit"]}
        entries.append(entry | {"application": held})
    return batch(BATCH) | {"entries": entries}
