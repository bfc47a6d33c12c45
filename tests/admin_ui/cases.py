"""The units and applications of the district, each at another point of its way."""

from typing import Any

from tests.admin_ui import records
from tests.admin_ui.district import (
    BROUGHT,
    LOGS,
    OFFICIALS,
    PLACES,
    ROLES,
    WENLONG,
    Json,
    change,
    complete_petition,
    criteria_of,
    designation,
    households,
    kind_of,
    petition,
)

PROCESSES = {process["id"]: process for process in WENLONG["processes"]}
LABELS = {
    "ASSESS": "开展自评",
    "SUBMIT": "提交申请",
    "WITHDRAW": "撤回申请",
    "FORWARD": "受理转报",
    "ENDORSE": "签注意见",
    "RETURN": "退回补正",
    "REJECT": "不予通过",
    "NAME": "命名",
}
SUBMISSION = [
    {"id": "score", "label": "自评得分", "type": "NUMBER", "required": True, "choices": [], "maximum": 100}
]
FORMS = {
    "street_review": [
        {
            "id": "visited",
            "label": "已到现场",
            "type": "BOOLEAN",
            "required": True,
            "choices": [],
            "maximum": None,
        },
        {
            "id": "state",
            "label": "现场情况",
            "type": "CHOICE",
            "required": False,
            "choices": ["良好", "一般"],
            "maximum": None,
        },
        {
            "id": "seen_on",
            "label": "查看日期",
            "type": "DATE",
            "required": False,
            "choices": [],
            "maximum": None,
        },
        {"id": "remark", "label": "说明", "type": "TEXT", "required": False, "choices": [], "maximum": 200},
    ]
}
DEADLINES = {
    "street_review": {
        "stepName": "街道初审",
        "budget": 3,
        "consumed": 1,
        "runningSince": "2022-11-23",
        "dueOn": "2022-11-28",
        "overdue": False,
        "paused": False,
        "nextEscalationOn": "2022-11-29",
        "explanation": [
            {"day": "2022-11-24", "working": True, "reason": "工作日"},
            {"day": "2022-11-25", "working": True, "reason": "工作日"},
            {"day": "2022-11-26", "working": False, "reason": "周末"},
            {"day": "2022-11-27", "working": False, "reason": "周末"},
            {"day": "2022-11-28", "working": True, "reason": "工作日"},
        ],
        "escalations": [
            {
                "action": "remind",
                "actionLabel": "催办",
                "roleName": "街道（镇）",
                "at": "2022-11-23T18:00:00+00:00",
            }
        ],
    }
}
STEP_ACTIONS = {"FORWARD", "ENDORSE", "RETURN", "REJECT", "NAME"}
BORNE = {
    "WL-JYY-01": designation("WL-JYY-01", "ACTIVE"),
    "WL-JYY-04": designation(
        "WL-JYY-04", "REVOKED", change("revoked", "辖内报告确诊病例", "B-a", "2022-11-20")
    ),
    "WL-JYY-05": designation("WL-JYY-05", "ACTIVE"),
    "WL-JYY": designation(
        "WL-JYY",
        "SUSPENDED",
        change("suspended", "下级单元的名称被暂停或取消，待重新评估", "B-f", "2022-11-20"),
    ),
}
FAILING = {"WL-JYY-03": ("B-k", "B-i", "B-j"), "WL-JYY-04": ("B-a",), "WL-JYY": ("B-f",)}
APPLICATIONS: dict[str, Json] = {
    "QXBwbGljYXRpb246Mw==": {"unit": "WL-JYY-03", "status": "DRAFT", "step": None, "round": 0},
    "QXBwbGljYXRpb246Mg==": {
        "unit": "WL-JYY-02",
        "status": "UNDER_REVIEW",
        "step": "street_review",
        "round": 2,
    },
    "QXBwbGljYXRpb246NQ==": {"unit": "WL-JYY-05", "status": "APPROVED", "step": None, "round": 1},
}
NEWS = {
    "street_review": [
        ("submit", "申报准备", "社区核实", "leader", None, "2022-11-21T01:05:00+00:00", 1),
        (
            "return",
            "社区核实",
            "退回补正",
            "community",
            "11层2户的签名日期缺失，请补签后重新提交。",
            "2022-11-21T08:40:00+00:00",
            1,
        ),
        ("submit", "退回补正", "社区核实", "leader", None, "2022-11-22T03:15:00+00:00", 2),
        (
            "forward",
            "社区核实",
            "街道收件",
            "community",
            "已逐户核对名册与签名，情况属实，同意上报。",
            "2022-11-22T09:30:00+00:00",
            2,
        ),
        ("forward", "街道收件", "街道初审", "reviewer", None, "2022-11-23T02:20:00+00:00", 2),
    ],
    None: [],
}


def official(username: str) -> Json:
    name, _, _ = OFFICIALS[username]
    return {"id": username, "username": username, "displayName": name, "grants": [], "disabled": False}


CALENDAR = [
    {"day": "2022-11-25", "working": True, "source": "WEEKDAY", "reason": "工作日"},
    {"day": "2022-11-26", "working": False, "source": "WEEKDAY", "reason": "周末"},
    {"day": "2022-11-28", "working": False, "source": "TENANT", "reason": "全员核酸检测"},
]


def delegations() -> list[Json]:
    return [
        {
            "id": f"delegation-{number}",
            "active": number == 1,
            "validFrom": "2022-11-20T01:20:00+00:00",
            "validUntil": "2022-11-27T16:00:00+00:00",
            "revokedAt": None if number == 1 else "2022-11-21T01:20:00+00:00",
            "reason": "外出培训",
            "delegator": official("reviewer"),
            "delegate": official("commission"),
            "grant": {"roleName": "街道（镇）", "unit": {"name": "文龙街道"}},
        }
        for number in (1, 2)
    ]


def viewer(username: str) -> Json:
    _, role, place = OFFICIALS[username]
    grant = {
        "id": "grant-1",
        "role": role.upper(),
        "roleName": ROLES[role],
        "unit": place_of(place),
        "validUntil": None,
    }
    return {"official": official(username), "grants": [grant]}


def place_of(code: str) -> Json:
    _, name, kind, _ = next(place for place in PLACES if place[0] == code)
    held = BORNE.get(code)
    return {
        "id": f"unit-{code}",
        "code": code,
        "name": name,
        "kind": kind_of(kind),
        "designation": held if held and held["status"] != "REVOKED" else None,
        "coverage": {"counted": 5, "titled": 3} if code == "WL-JYY" else {"counted": 0, "titled": 0},
    }


def eligibility_of(code: str) -> Json | None:
    """From when a unit whose name is not in force may bear one again."""
    held = BORNE.get(code)
    if held is None or held["status"] in {"ACTIVE", "WARNED"}:
        return None
    condition = {"clause": "B-a", "text": "近8天无疫情病例：无新增时自2022-11-28起达标"}
    return {"from": "2022-11-28", "conditions": [condition]}


def children_of(code: str) -> list[str]:
    return [place[0] for place in PLACES if place[3] == code]


def ancestors_of(code: str) -> list[str]:
    parent = next(place[3] for place in PLACES if place[0] == code)
    return [*ancestors_of(parent), parent] if parent else []


def unit(code: str, username: str) -> Json:
    held = BORNE.get(code)
    open_one = next(
        (key for key, app in APPLICATIONS.items() if app["unit"] == code and app["status"] != "APPROVED"),
        None,
    )
    kind, bears = place_of(code)["kind"], place_of(code)["designation"]
    return place_of(code) | {
        "designation": bears | {"actions": name_actions(code, username)} if bears else None,
        "ancestors": [place_of(above) for above in ancestors_of(code)],
        "standing": standing(code),
        "designations": [held | {"actions": name_actions(code, username)}] if held else [],
        "eligibility": eligibility_of(code),
        "openApplication": application(open_one, username) if open_one else None,
        "petition": petition_of(code, username) if open_one else None,
        "criteria": criteria_of(kind["id"], FAILING.get(code, ())) if kind["title"] else [],
        "children": [unit(child, username) for child in children_of(code)],
        "households": households() if kind["households"] and OFFICIALS[username][1] in READS_ROLL else None,
        "logs": LOGS if kind["households"] else [],
        "figures": records.FIGURES if code == "WL-JYY" else [],
        "complaints": records.complaints(place_of(code), username),
        "actions": unit_actions(code, username, open_one),
    }


def household(key: str, username: str) -> Json | None:
    """A household of the third building as who may see it is told of it."""
    found = next((one for one in households() if one["id"] == key), None)
    if found is None or OFFICIALS[username][1] not in READS_ROLL:
        return None
    place = unit("WL-JYY-03", username)
    return found | {"__typename": "Household", "unit": place, "actions": [action("CLOSE", "登记迁出", [])]}


def standing(code: str, as_of: str | None = None, known_at: str | None = None) -> Json:
    """Tell how a unit stood: what befell its name became known two days after it happened."""
    held, day = BORNE.get(code), as_of or "2022-11-25"
    known = [
        one
        for one in (held["changes"] if held else [])
        if one["effectiveOn"] <= day
        and (known_at or "9") > f"{one['effectiveOn'][:-2]}{int(one['effectiveOn'][-2:]) + 2}"
    ]
    words = {"named": "ACTIVE", "revoked": "REVOKED", "suspended": "SUSPENDED"}
    last = known[-1] if known else None
    return {
        "asOf": day,
        "knownAt": known_at or "2022-11-25T03:00:00+00:00",
        "titled": last is not None and last["change"] == "named",
        "standing": words[last["change"]] if last else None,
        "number": held["number"] if held and last else None,
        "title": held["title"] if held and last else None,
        "causeText": last["causeText"] if last else None,
        "clause": last["clause"] if last else None,
        "eligibleFrom": "2022-11-28" if last and last["change"] == "revoked" else None,
        "history": [
            one | {"fromOn": one["effectiveOn"], "standing": words[one["change"]], "number": "WY"}
            for one in known
        ],
    }


READS_ROLL = {"building_leader", "community"}
KEEPS_ROLL = set(READS_ROLL)


def petition_of(code: str, username: str) -> Json:
    found = petition() if code == "WL-JYY-03" else complete_petition()
    keeps = OFFICIALS[username][1] in READS_ROLL
    foreign = (
        []
        if OFFICIALS[username][1] in KEEPS_ROLL
        else [reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")]
    )
    actions = [
        action("RECORD_ANSWERS", "登记签名", foreign),
        action("CONFIRM_VACANCY", "核实空置", foreign),
        action("WITHDRAW_SIGNATURE", "撤回签名", foreign),
    ]
    return found | {"readable": keeps, "actions": actions}


def unit_actions(code: str, username: str, open_one: str | None) -> list[Json]:
    worker = OFFICIALS[username][1] in READS_ROLL
    titled = code in {"WL-JYY-01", "WL-JYY-05"}
    foreign = reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")
    apply: list[Json] = [] if worker else [foreign]
    if titled:
        apply.append(reason("ALREADY_TITLED", "该单元已命名。", "名称被取消后方可重新申报。"))
    if open_one:
        apply.append(reason("APPLICATION_OPEN_ALREADY", "已有申请正在办理。", "请继续办理现有申请。"))
    return [
        action("CREATE_APPLICATION", "新建申请", apply),
        action("OPEN_PETITION", "发起联名申请", [] if worker and not open_one and not titled else [foreign]),
        action("REGISTER_HOUSEHOLDS", "登记住户", [] if worker else [foreign]),
        action("RECORD_LOG", "登记日常工作", [] if worker else [foreign]),
        action("REPORT_EVENT", "上报健康事件", []),
        action("RECORD_FIGURE", "登记统计比例", [] if worker else [foreign]),
        action("RECORD_COMPLAINT", "登记投诉", [] if worker else [foreign]),
    ]


def name_actions(code: str, username: str) -> list[Json]:
    """What may be done about the name of a unit: by those who watch, those who bear it, those who keep plaques."""
    role = OFFICIALS[username][1]
    held = BORNE[code]["status"] != "REVOKED"
    foreign = reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")
    over = reason("NOT_TITLED", "该单元没有称号。", "请先办理命名。")
    last = BORNE[code]["changes"][-1]["change"]
    by_event = reason(
        "APPEAL_NOT_OPEN",
        "只能对尚在生效、不因健康事件而起的警示、暂停或取消，在期限内申诉。",
        "请在期限内对尚在生效的决定申诉；因健康事件引起的，请更正或排除事件。",
    )
    plaque = reason("PLAQUE_NOT_ALLOWED", "该名称的铭牌现状不允许此项登记。", "请核对铭牌现状。")
    issued = BORNE[code]["plaqueIssuedOn"] is not None

    def offer(key: str, label: str, roles: str, *others: Json | None) -> Json:
        reasons = [] if role in roles.split() else [foreign]
        return action(key, label, reasons + [each for each in others if each])

    return [
        offer("RECORD_FINDING", "登记检查发现的问题", "street commission", None if held else over),
        offer("ASSESS_UNIT", "开展定期评估", "street community", None if held else over),
        offer(
            "LODGE_APPEAL", "提出申诉", "building_leader community", None if last == "warned" else by_event
        ),
        offer("ISSUE_PLAQUE", "登记发牌", "street headquarters", plaque if issued or not held else None),
        offer("RETURN_PLAQUE", "登记摘牌", "street headquarters", None if issued else plaque),
    ]


def action(name: str, label: str, reasons: list[Json]) -> Json:
    return {"name": name, "label": label, "allowed": not reasons, "reasons": reasons}


def reason(code: str, message: str, fix: str) -> Json:
    return {"code": code, "message": message, "fix": fix, "details": []}


def application(key: str, username: str) -> Json:
    case = APPLICATIONS[key]
    code = case["unit"]
    process = PROCESSES["B-W1"]
    steps = [_step(part) for part in process["steps"]]
    step = next((part for part in steps if part["id"] == case["step"]), None)
    closed = case["status"] == "APPROVED"
    return {
        "id": key,
        "revision": 4,
        "status": case["status"],
        "stepName": "已命名" if closed else step["name"] if step else "申报准备",
        "stepEnteredAt": "2022-11-23T02:20:00+00:00",
        "round": case["round"],
        "createdAt": "2022-11-20T01:20:00+00:00",
        "closedAt": "2022-11-24T07:00:00+00:00" if closed else None,
        "guidelineNumber": 1,
        "applicant": official("leader"),
        "process": {"id": "B-W1", "name": process["name"], "steps": steps, "form": SUBMISSION},
        "deadline": DEADLINES.get(case["step"]),
        "notice": None,
        "step": step,
        "unit": place_of(code)
        | {"ancestors": [place_of(above) for above in ancestors_of(code)], "evidence": BROUGHT},
        "criteria": criteria_of("building", FAILING.get(code, ())),
        "petition": None if closed else petition_of(code, username),
        "latestAssessment": {"met": step is not None or closed, "assessedAt": "2022-11-21T01:00:00+00:00"},
        "transitions": [_move(*move) for move in NEWS[case["step"]]],
        "designation": BORNE.get(code),
        "batch": None,
        "sheetLines": [],
        "inspections": [],
        "rectifications": [],
        "actions": _actions(case, step, username),
    }


def _step(part: Json) -> Json:
    return {
        "id": part["id"],
        "name": part["name"],
        "kind": part["kind"],
        "role": part["role"].upper(),
        "roleName": ROLES[part["role"]],
        "actions": [name.upper() for name in part["actions"]],
        "opinionRequired": part.get("opinion") == "required",
        "form": FORMS.get(part["id"], []),
    }


def _move(name: str, start: str, end: str, by: str, note: str | None, at: str, turn: int) -> Json:
    return {
        "action": name,
        "actionLabel": LABELS[name.upper()],
        "fromStepName": start,
        "toStepName": end,
        "actor": official(by),
        "onBehalfOf": official("commission") if name == "endorse" else None,
        "roleName": ROLES[OFFICIALS[by][1]],
        "note": note,
        "answers": [{"label": "已到现场", "value": "true"}] if name == "forward" else [],
        "at": at,
        "round": turn,
    }


def _actions(case: Json, step: Json | None, username: str) -> list[Json]:
    role = OFFICIALS[username][1]
    return [action(name, label, _reasons(name, case, step, role)) for name, label in LABELS.items()]


def _reasons(name: str, case: Json, step: Json | None, role: str) -> list[Json]:
    opened: Any = {"WITHDRAW"} | (set(step["actions"]) if step else {"ASSESS", "SUBMIT"})
    if case["status"] == "APPROVED" or name not in opened:
        return [reason("STEP_NOT_OPEN", "申请当前不在此环节。", "请刷新后查看可办理事项。")]
    owner = step["role"].lower() if step and name in STEP_ACTIONS else "building_leader"
    if role != owner:
        return [
            reason(
                "ROLE_NOT_ALLOWED",
                "您的角色不能办理此事项。",
                "当前角色无权在此环节办理；请由对应角色人员办理。",
            )
        ]
    if name == "SUBMIT":
        return [
            reason(
                "PETITION_INCOMPLETE",
                "B-k 还差3户（未签1户、未同意1户、空置待核实1户）",
                "请补齐尚未签名的住户，或对空置房屋办理核实。",
            ),
            reason("CRITERIA_NOT_MET", "B-i 还差1轮", "请按所列未达标项逐项整改，再次自评后办理。"),
        ]
    return []


def inbox_of(username: str) -> Json:
    """What the frame and the inbox know of the official."""
    unread = sum(row["readAt"] is None for row in notifications(username))
    contact = {"email": "leader@example.cn" if username == "leader" else None, "mailWanted": True}
    return {
        "unread": unread,
        "contact": contact,
    }


def notifications(username: str) -> list[Json]:
    """What the leader was told; others were told nothing."""
    if username != "leader":
        return []
    told = (
        ("N2", "returned", "的申请被退回，请补正后重新提交。", None),
        ("N1", "decided", "的申请已有结论。", READ_AT),
    )
    place = {"code": "WL-JYY-03", "name": place_of("WL-JYY-03")["name"]}
    return [
        {
            "id": key,
            "kind": f"application.{kind}",
            "text": place["name"] + text,
            "createdAt": "2022-11-20T08:00:00+00:00",
            "readAt": read_at,
            "unit": place,
        }
        for key, kind, text, read_at in told
    ]


READ_AT = "2022-11-20T09:00:00+00:00"
_COUNTS = {"passing": 6, "failing": 2, "gaining": 1, "losing": 1}
_RUN: Json = {"subject": "guideline", "requestedAt": READ_AT, "unit": None, "changes": []}
SIMULATIONS: dict[str, Json] = {
    "UNDER-WAY": _RUN
    | dict.fromkeys(_COUNTS)
    | {"job": {"state": "RUNNING", "done": 500, "total": 1200, "error": None}},
    "ENDED": _RUN
    | _COUNTS
    | {
        "job": {"state": "SUCCEEDED", "done": 10, "total": 10, "error": None},
        "changes": [
            {
                "code": "WL-JYY-01",
                "name": "1栋",
                "titled": True,
                "outcome": "LOSE",
                "wasFailing": [],
                "failing": ["B-a"],
                "nameChange": "revoke",
                "clause": "B-a",
            },
            {
                "code": "WL-JYY-03",
                "name": "3栋",
                "titled": False,
                "outcome": "GAIN",
                "wasFailing": ["B-k"],
                "failing": [],
                "nameChange": None,
                "clause": None,
            },
        ],
    },
    "CALLED-OFF": _RUN
    | dict.fromkeys(_COUNTS)
    | {"job": {"state": "CANCELLED", "done": 0, "total": None, "error": None}},
}
