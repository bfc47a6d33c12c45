"""Health events of the district as the API would tell them: a case taken for true, a contact, one that proved false."""

from tests.admin_ui import cases
from tests.admin_ui.district import OFFICIALS, Json, change

CASE, CONTACT, FALSE = "SGVhbHRoRXZlbnQ6MQ==", "SGVhbHRoRXZlbnQ6Mg==", "SGVhbHRoRXZlbnQ6Mw=="
MAY_CHANGE = {"street": ("CLOSE_EVENT", "CORRECT_EVENT")} | dict.fromkeys(
    ("commission", "headquarters"), ("CLOSE_EVENT", "CORRECT_EVENT", "EXCLUDE_EVENT")
)
_LABELS = {"CLOSE_EVENT": "登记结束", "CORRECT_EVENT": "更正事件", "EXCLUDE_EVENT": "排除误报"}
_TOLD: Json = {
    "occurredOn": "2022-11-18",
    "reportedOn": "2022-11-20",
    "endedOn": None,
    "inCentralQuarantine": False,
    "riskLevel": None,
    "eventClass": None,
    "leftAreaOn": None,
    "area": None,
}
_EVENTS: dict[str, Json] = {
    CASE: {"kind": "CASE", "standing": "HAPPENED", "unit": "WL-JYY-04", "occurredOn": "2022-11-19"},
    CONTACT: {"kind": "CLOSE_CONTACT", "standing": "ONGOING", "unit": "WL-JYY-02", "eventClass": "secondary"},
    FALSE: {"kind": "ASYMPTOMATIC", "standing": "EXCLUDED", "unit": "WL-JYY-01", "externalId": "CDC-0088"},
}


def revision(number: int, what: str, event: Json, **known: object) -> Json:
    return _TOLD | {
        "number": number,
        "change": what,
        "kind": event["kind"],
        "reason": None,
        "recordedAt": f"2022-11-2{number}T02:30:00+00:00",
        "unit": cases.place_of(event["unit"]),
        **known,
    }


def revisions(key: str) -> list[Json]:
    event = _EVENTS[key]
    told = [revision(1, "reported", event)]
    if key == CASE:
        told.append(
            revision(2, "corrected", event, occurredOn="2022-11-19", reason="流调核实发病日期为19日。")
        )
    if key == FALSE:
        told.append(revision(2, "excluded", event, reason="双采双检复核为阴性。"))
    return told


def event(key: str, username: str) -> Json:
    told = _TOLD | {"source": "manual", "externalId": None} | _EVENTS[key]
    place = told["unit"]
    return told | {
        "__typename": "HealthEvent",
        "id": key,
        "knownAt": "2022-11-21T02:30:00+00:00",
        "revision": len(revisions(key)),
        "unit": unit(place),
        "responsibleUnit": cases.place_of("WL-JYY-05" if key == CONTACT else place),
        "revisions": revisions(key),
        "consequences": consequences(key),
        "actions": actions(told, OFFICIALS[username][1]),
    }


def unit(code: str) -> Json:
    return cases.place_of(code) | {"ancestors": [cases.place_of(one) for one in cases.ancestors_of(code)]}


def consequences(key: str) -> list[Json]:
    held = cases.BORNE.get(_EVENTS[key]["unit"])
    if held is None:
        return []
    fell = change("revoked", "辖内报告确诊病例", "B-a", "2022-11-20")
    rose = change("reinstated", "所依据的事件已排除", None, "2022-11-22")
    name = held | {"unit": unit(_EVENTS[key]["unit"])}
    return [{"designation": name, "change": one} for one in ([fell, rose] if key == FALSE else [fell])]


def actions(told: Json, role: str) -> list[Json]:
    found = []
    for name, label in _LABELS.items():
        allowed = name in MAY_CHANGE.get(role, ())
        foreign = cases.reason("ROLE_NOT_ALLOWED", "您的角色不能办理此事项。", "请由对应角色人员办理。")
        excluded = cases.reason("EVENT_EXCLUDED", "该事件已排除。", "无需再办理。")
        endless = cases.reason(
            "INVALID_INPUT", "感染者事件没有结束日期，到期后自然不再影响判定。", "无需办理。"
        )
        reasons = [] if allowed else [foreign]
        reasons += [excluded] if told["standing"] == "EXCLUDED" else []
        reasons += [endless] if name == "CLOSE_EVENT" and told["standing"] == "HAPPENED" else []
        found.append(cases.action(name, label, reasons))
    return found


def listed(username: str, kind: str | None, standing: str | None) -> list[Json]:
    rows = [event(key, username) for key in _EVENTS]
    return [row for row in rows if kind in (None, row["kind"]) and standing in (None, row["standing"])]
