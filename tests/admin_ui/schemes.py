"""Versions and drafts of the guideline as the API would tell them, in every standing."""

from schema.guidelines.rules import check, explain
from tests.admin_ui import cases
from tests.admin_ui.district import OFFICIALS, TEMPLATES, Json

SOURCE = (TEMPLATES / "wenlong.yaml").read_text(encoding="utf-8")
GUIDELINE = check(SOURCE).guideline
assert GUIDELINE is not None
EXPLANATION = explain(GUIDELINE)
LATER: Json = {
    "tiers": [
        {"name": "示范", "title": "示范无疫小区", "afterDaysHeld": 90, "unitKinds": [{"name": "小区"}]}
    ],
    "derivedTitles": [
        {
            "id": "B-t1",
            "title": "无疫街道",
            "percent": 80,
            "unitKind": {"name": "街道"},
            "counted": [{"name": "社区"}, {"name": "村"}],
        }
    ],
    "duties": [
        {
            "id": "B-d1",
            "title": "每周消杀",
            "everyDays": 7,
            "graceDays": 2,
            "onMiss": "WARN",
            "log": {"name": "消杀"},
            "unitKinds": [{"name": "楼栋"}, {"name": "小区"}],
        }
    ],
    "supervision": {
        "rectificationDays": 15,
        "warnings": 1,
        "suspensionDays": 15,
        "appealDays": 15,
        "reapplyAfterDays": 30,
        "periodic": [{"everyDays": 30, "unitKinds": [{"name": "小区"}]}],
    },
}
OWN, FOREIGN, BROKEN = "R3VpZGVsaW5lRHJhZnQ6MQ==", "R3VpZGVsaW5lRHJhZnQ6Mg==", "R3VpZGVsaW5lRHJhZnQ6Mw=="
DRAFTERS, PUBLISHERS = {"commission", "headquarters"}, {"headquarters"}
FOREIGN_ROLE = cases.reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")
DIFF: Json = {
    "number": 2,
    "differences": [
        {
            "path": "criteria[B-a].check.days",
            "change": "STRICTER",
            "open": True,
            "refused": False,
            "message": "B-a 的观察天数由 8 改为 10",
            "base": "8",
            "adopted": "10",
        },
        {
            "path": "processes[B-W1].steps[street_intake]",
            "change": "LOOSER",
            "open": False,
            "refused": True,
            "message": "B-W1 少了环节街道收件",
            "base": "街道收件：街道（镇）可转报、退回",
            "adopted": "",
        },
        {
            "path": "criteria[B-s].attest.guidance_for_the_survey_of_residents_and_households",
            "change": "INCOMPARABLE",
            "open": False,
            "refused": False,
            "message": "B-s 的说明不同",
            "base": "抽样调查",
            "adopted": "入户抽样调查",
        },
    ],
}
WARNING: Json = {
    "path": "criteria[4].applies_to",
    "line": 57,
    "message": "B-e 未对楼栋、单元提出：处于风险区、临时管控区内的仍可命名。",
    "fix": "若原文如此可保留；否则请在 applies_to 中加入。",
}


def fault(line: int, path: str, message: str, fix: str) -> Json:
    """Give a fault of the text as the API words it."""
    details = {"path": path, "fix": fix, "line": str(line)}
    return {
        "code": "GUIDELINE_INVALID",
        "message": f"第 {line} 行：{message}{fix}",
        "field": ["source"],
        "fix": "请逐处改正。",
        "details": [{"name": name, "value": value} for name, value in details.items()],
    }


FAULTS = [
    fault(9, "unit_kindz", "方案格式中没有 unit_kindz 这个键。", "是不是 unit_kinds？请改正键名。"),
    fault(152, "processes[0].unit_kindz", "缺少 unit_kinds。", "请在此处补上 unit_kinds。"),
]
SCENARIO = fault(12, "scenarios[0].expect.met", "情景“满八天”：met 应为 达标，实为 不达标。", "请核对条文。")


def district_actions(username: str) -> list[Json]:
    """Tell who drafts, simulates and keeps the calendar."""
    refused = [] if OFFICIALS[username][1] in DRAFTERS else [FOREIGN_ROLE]
    simulating = [] if username in ("commission", "headquarters") else [FOREIGN_ROLE]
    setting = [] if username == "headquarters" else [FOREIGN_ROLE]
    return [
        cases.action("DRAFT_GUIDELINE", "起草方案", refused),
        cases.action("LIST_KEY_AREA", "维护重点疫区名单", simulating),
        cases.action("SET_CALENDAR_DAY", "设定工作日历", setting),
        cases.action("SIMULATE", "推演", simulating),
        cases.action("READ_BATCHES", "查看批次", []),
        cases.action("READ_EVENTS", "查看健康事件", []),
        cases.action("READ_FINDINGS", "查看监督", []),
    ]


def versions(username: str) -> list[Json]:
    """List versions: to come, in force, withdrawn, gone."""
    spans = {
        4: ("SCHEDULED", "2022-12-01", None, [("2022-12-01", None)]),
        3: ("WITHDRAWN", "2022-11-22", "2022-12-31", []),
        2: ("IN_FORCE", "2022-11-21", None, [("2022-11-21", "2022-11-30")]),
        1: ("SUPERSEDED", "2022-11-20", None, [("2022-11-20", "2022-11-20")]),
    }
    return [_version(number, *given, username) for number, given in spans.items()]


def _version(
    number: int,
    status: str,
    first: str,
    last: str | None,
    days: list[tuple[str, str | None]],
    username: str,
) -> Json:
    gone = status in {"WITHDRAWN", "SUPERSEDED"}
    refusals = [] if OFFICIALS[username][1] in PUBLISHERS else [FOREIGN_ROLE]
    if gone:
        refusals.append(cases.reason("GUIDELINE_ENDED", "该版本已不再施行。", "无需撤回。"))
    reason = "标准有误，经指挥部研究撤回。"
    ended = {"reason": reason, "effectiveOn": "2022-11-23", "withdrawnAt": "2022-11-23T02:00:00+00:00"}
    return {
        "number": number,
        "guideline": "wenlong",
        "digest": "9f" * 32,
        "status": status,
        "publishedAt": f"2022-11-{20 + number}T02:00:00+00:00",
        "effectiveFrom": first,
        "effectiveUntil": last,
        "inForce": [{"first": start, "last": end} for start, end in days],
        "withdrawal": ended if status == "WITHDRAWN" else None,
        "content": {"title": GUIDELINE.title if GUIDELINE else "", **LATER},
        "explanation": EXPLANATION,
        "text": SOURCE,
        "author": cases.official("commission") if number > 1 else None,
        "publisher": cases.official("headquarters") if number > 1 else None,
        "againstPrevious": DIFF if number > 1 else None,
        "againstTemplate": DIFF | {"differences": []},
        "actions": [cases.action("WITHDRAW", "撤回", refusals)],
    }


def drafts(username: str) -> list[Json]:
    """List drafts: one's own, somebody else's, and one whose scenario fails."""
    return [
        draft(OWN, "commission", username),
        draft(FOREIGN, "headquarters", username),
        draft(BROKEN, "commission", username, [SCENARIO]),
    ]


def draft(key: str, author: str, username: str, faults: list[Json] | None = None) -> Json:
    """Give a draft as an official sees it."""
    role, mine = OFFICIALS[username][1], author == username
    foreign = cases.reason("NOT_THE_AUTHOR", "该草案由他人起草。", "请由起草人办理。")
    acted = cases.reason("ALREADY_ACTED", "您起草了本草案，不能由您发布。", "请由另一人发布。")
    publish = [] if role in PUBLISHERS else [FOREIGN_ROLE]
    publish += [acted] if mine and role in PUBLISHERS else []
    shared = mine or role in PUBLISHERS
    return {
        "id": key,
        "revision": 3,
        "scheme": "wenlong",
        "title": GUIDELINE.title if GUIDELINE else "",
        "status": "OPEN",
        "writtenAt": "2022-11-24T02:00:00+00:00",
        "changedAt": "2022-11-25T02:00:00+00:00",
        "closedAt": None,
        "closedBy": None,
        "source": SOURCE,
        "author": cases.official(author),
        "explanation": EXPLANATION,
        "warnings": [WARNING],
        "againstInForce": DIFF,
        "againstTemplate": None,
        "actions": [
            cases.action("REPLACE", "修改草案", [] if mine else [foreign]),
            cases.action("PUBLISH", "发布", [*publish, *(faults or [])]),
            cases.action("DISCARD", "废弃草案", [] if shared else [foreign]),
        ],
    }


def validation(source: str) -> Json:
    """Find two faults where a text has the misspelt key."""
    return {"errors": FAULTS if "unit_kindz" in source else [], "warnings": [WARNING]}


def reading(username: str) -> Json:
    """Give the root fields that read guidelines."""
    held = {one["number"]: one for one in versions(username)}
    open_ones = {one["id"]: one for one in drafts(username)}

    def list_drafts(_info: object) -> list[Json]:
        if OFFICIALS[username][1] not in DRAFTERS:
            raise PermissionError
        return list(open_ones.values())

    return {
        "guidelineVersions": list(held.values()),
        "guidelineVersion": lambda _, number: held.get(number),
        "guidelineDrafts": list_drafts,
        "guidelineDraft": lambda _, **which: open_ones.get(which["id"]),
        "validateGuideline": lambda _, source: validation(source),
    }
