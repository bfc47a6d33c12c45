"""Supervision in the district as the API would tell it: findings in each state, appeals, names that are due."""

from tests.admin_ui import cases
from tests.admin_ui.district import OFFICIALS, Json, change
from tests.admin_ui.happenings import unit

OPEN, REPORTED, CLOSED = "RmluZGluZzox", "RmluZGluZzoy", "RmluZGluZzoz"
LODGED, DECIDED = "QXBwZWFsOjE=", "QXBwZWFsOjI="
_FOREIGN = cases.reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")
_ELSEWHERE = cases.reason("FINDING_NOT_OPEN", "该问题目前不在此环节。", "请刷新后查看问题现处的环节。")
_WARNED = change("warned", "检查发现的问题逾期未整改", "B-h", "2022-11-22")


def rung(what: str, days: int | None, reached: bool, on: str | None = None) -> Json:
    return {"change": what, "days": days, "reached": reached, "comesOn": on}


LADDER = [
    rung("found", 15, True),
    rung("warned", 15, True),
    rung("suspended", 15, False, "2022-11-25"),
    rung("revoked", None, False),
]
_FINDINGS: dict[str, Json] = {
    OPEN: {"status": "OPEN", "overdue": True, "warnings": 1, "dueOn": "2022-11-24"},
    REPORTED: {"status": "REPORTED", "measure": "已在电梯内张贴提示。", "reportedOn": "2022-11-23"},
    CLOSED: {
        "status": "VERIFIED",
        "measure": "已补记。",
        "reportedOn": "2022-11-22",
        "opinion": "已到现场查看。",
    },
}


def finding(key: str, username: str) -> Json:
    told: Json = {
        "__typename": "SupervisionFinding",
        "id": key,
        "revision": 2,
        "occasion": "SPOT",
        "clause": "B-h",
        "description": "电梯内没有佩戴口罩的提示，一层大厅也没有。",
        "foundOn": "2022-11-20",
        "dueOn": "2022-12-05",
        "overdue": False,
        "warnings": 0,
        "measure": None,
        "reportedOn": None,
        "opinion": None,
        "verifiedOn": "2022-11-23",
        "ladder": LADDER,
        "unit": unit("WL-JYY-01"),
        "designation": name("WL-JYY-01", username),
    }
    found = told | _FINDINGS[key]
    role = OFFICIALS[username][1]
    rectifies = [] if role in ("building_leader", "community", "property") else [_FOREIGN]
    verifies = [] if role in ("street", "commission") else [_FOREIGN]
    rectifies += [] if found["status"] == "OPEN" else [_ELSEWHERE]
    verifies += [] if found["status"] == "REPORTED" else [_ELSEWHERE]
    return found | {
        "actions": [
            cases.action("RECTIFY_FINDING", "报告整改完成", rectifies),
            cases.action("VERIFY_FINDING", "核查整改", verifies),
        ]
    }


def findings(username: str, status: str | None = None, overdue: bool = False) -> list[Json]:
    rows = [finding(key, username) for key in _FINDINGS]
    return [row for row in rows if status in (None, row["status"]) and (row["overdue"] or not overdue)]


def appeal(key: str, username: str) -> Json:
    role, is_open = OFFICIALS[username][1], key == LODGED
    acted = cases.reason(
        "ALREADY_ACTED", "您已参与此前的办理。", "请由未参与本轮申报、起草、审核的其他人员办理。"
    )
    reasons = {"headquarters": [], "commission": [acted]}.get(role, [_FOREIGN])
    decided = {"status": "DISMISSED", "opinion": "提示仍未张贴。", "decidedAt": "2022-11-24T03:00:00+00:00"}
    return {
        "__typename": "Appeal",
        "id": key,
        "revision": 1,
        "grounds": "提示当日已经张贴，有照片为证。",
        "status": "OPEN",
        "lodgedAt": "2022-11-23T03:00:00+00:00",
        "opinion": None,
        "decidedAt": None,
        "change": _WARNED,
        "unit": unit("WL-JYY-01"),
        "designation": name("WL-JYY-01", username),
        "actions": [cases.action("DECIDE_APPEAL", "决定申诉", reasons)],
        **({} if is_open else decided),
    }


def appeals(username: str, status: str | None = None) -> list[Json]:
    return [
        row for row in (appeal(key, username) for key in (LODGED, DECIDED)) if status in (None, row["status"])
    ]


def name(code: str, username: str) -> Json:
    """Tell of a name that is due to be assessed, and runs out."""
    return cases.BORNE[code] | {
        "unit": unit(code) | {"openApplication": None},
        "validUntil": "2022-12-20",
        "assessmentDueOn": "2022-11-18",
        "actions": cases.name_actions(code, username),
    }


def due(viewer: Json, username: str) -> Json:
    """Let one name of the viewer's area be due."""
    (grant,) = viewer["grants"]
    opening = [] if OFFICIALS[username][1] == "street" else [_FOREIGN]
    place = grant["unit"] | {"assessmentsDue": [name("WL-JYY-01", username)]}
    place |= {"actions": [cases.action("OPEN_BATCH", "开设批次", opening)]}
    return viewer | {"grants": [grant | {"unit": place}]}
