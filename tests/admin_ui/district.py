"""A believable district as the API would tell it: one compound with its buildings, and who works on it."""

from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
TEMPLATES = Path(__file__).parents[2] / "schema" / "guidelines" / "templates"
WENLONG = yaml.safe_load((TEMPLATES / "wenlong.yaml").read_text(encoding="utf-8"))
TENANT = {
    "slug": "qijiang",
    "name": "綦江区",
    "divisionCode": "500110",
    "timeZone": "Asia/Shanghai",
    "today": "2022-11-25",
}
ROLES = {
    "building_leader": "楼栋长",
    "property": "物业",
    "community": "社区",
    "street": "街道",
    "commission": "区卫生健康委",
    "headquarters": "区疫情防控指挥部",
}
OFFICIALS = {
    "leader": ("陈建国", "building_leader", "WL-JYY-03"),
    "community": ("刘敏", "community", "500110002021"),
    "reviewer": ("赵宏伟", "street", "500110002"),
    "commission": ("周静", "commission", "500110"),
    "headquarters": ("孙立", "headquarters", "500110"),
}
PASSWORD = "qijiang-2022-demo"
KINDS = {kind["id"]: kind for kind in WENLONG["unit_kinds"]}
PLACES = (
    ("500110", "綦江区", "district", None),
    ("500110002", "文龙街道", "street", "500110"),
    ("500110002021", "九龙社区居民委员会", "community", "500110002"),
    ("WL-JYY", "九龙嘉苑", "compound", "500110002021"),
    ("WL-JYY-01", "九龙嘉苑1号楼", "building", "WL-JYY"),
    ("WL-JYY-02", "九龙嘉苑2号楼", "building", "WL-JYY"),
    ("WL-JYY-03", "九龙嘉苑3号楼", "building", "WL-JYY"),
    ("WL-JYY-04", "九龙嘉苑4号楼", "building", "WL-JYY"),
    ("WL-JYY-05", "九龙嘉苑5号楼", "building", "WL-JYY"),
)
MEASURED = {
    "B-a": ("无记录", "近8天内无确诊病例、无症状感染者"),
    "B-b": ("无", "无密接人员"),
    "B-c": ("无", "无居家隔离人员"),
    "B-d": ("无", "无市外重点疫区返回人员"),
    "B-e": ("无", "无风险区、临时管控区"),
    "B-f": ("3/5个符合", "所辖楼栋全部命名"),
    "B-g": ("52户、138人；2022-11-23确认符合", "每户已核实、有人居住的均登记人员；经现场确认"),
    "B-i": ("近7天达到100%的有1轮", "近7天检测1轮，每轮覆盖100%"),
    "B-k": ("48/48户已签名", "100%住户签名"),
    "B-m": ("1/1期有消杀记录；2022-11-23确认符合", "每7天至少消杀一次，连续1期；经现场确认"),
    "B-o": ("特殊人群9人；2022-11-23确认符合", "逐人询问，特殊人群均登记需求；经现场确认"),
}
NEWS = {
    "B-k": ("NOT_MET", "46/49户已签名", "还差3户（未签1户、未同意1户、空置待核实1户）", 3, None),
    "B-i": ("NOT_MET", "近7天达到100%的有0轮", "还差1轮", 1, None),
    "B-a": ("NOT_MET", "最近一例 2022-11-20，已满5天", "还差3天，无新增时2022-11-28起达标", 3, "2022-11-28"),
    "B-j": ("NOT_ATTESTED", "尚未确认", "尚未现场确认", None, None),
    "B-f": ("NOT_MET", "3/5个符合", "还差2个：九龙嘉苑2号楼、3号楼", 2, None),
}


ASKED = [
    {"id": "photo", "name": "现场照片", "types": ["IMAGE"], "minimum": 2, "freshDays": 7},
    {"id": "record", "name": "巡查记录", "types": ["IMAGE", "PDF"], "minimum": 1, "freshDays": None},
]
BROUGHT = [
    {
        "id": "F-1",
        "criterion": "B-h",
        "requirement": "photo",
        "name": "一号楼大厅佩戴口罩现场照片二〇二二年十一月二十三日上午拍摄.jpg",
        "size": 184_320,
        "sha256": "9f" * 32,
        "takenOn": "2022-11-23",
        "withdrawal": None,
    },
    {
        "id": "F-2",
        "criterion": "B-h",
        "requirement": "photo",
        "name": "误传.jpg",
        "size": 1_024,
        "sha256": "8e" * 32,
        "takenOn": "2022-11-22",
        "withdrawal": {"reason": "拍错了地方"},
    },
]


def kind_of(kind: str) -> Json:
    part = KINDS[kind]
    return {
        "id": kind,
        "name": part["name"],
        "title": part.get("title"),
        "households": part.get("households", False),
    }


def criteria_of(kind: str, failing: tuple[str, ...] = ()) -> list[Json]:
    found = [_result(part, failing) for part in WENLONG["criteria"] if kind in part["applies_to"]]
    return sorted(found, key=lambda result: result["outcome"] == "MET")


def _result(part: Json, failing: tuple[str, ...]) -> Json:
    name, attest = part["id"], part.get("attest")
    measured, required = MEASURED.get(name, ("2022-11-23确认符合", "经现场确认"))
    outcome, measured, message, missing, eligible = (
        NEWS[name] if name in failing else ("MET", measured, measured, None, None)
    )
    return {
        "criterion": {
            "id": name,
            "title": part["title"],
            "guidance": part["guidance"],
            "appliesTo": [],
            "machineChecked": "check" in part,
            "attested": attest is not None,
            "attestMethod": attest["method"].upper() if attest else None,
            "attestItems": attest.get("items", []) if attest else [],
            "attestValidDays": attest["valid_days"] if attest else None,
            "surveyThresholdPercent": attest.get("threshold_percent") if attest else None,
            "surveyMinimumSample": attest.get("minimum_sample") if attest else None,
            "onlyWhere": None,
            "scoreKind": None,
            "scoreMaximum": None,
            "scoreHard": False,
            "evidence": ASKED if name == "B-h" else [],
        },
        "outcome": outcome,
        "measured": measured,
        "required": required,
        "message": message,
        "missing": missing,
        "eligibleFrom": eligible,
        "attestation": _attestation(attest) if attest and outcome != "NOT_ATTESTED" else None,
    }


def _attestation(attest: Json) -> Json:
    survey = attest["method"] == "survey"
    return {
        "met": True,
        "attestedOn": "2022-11-23",
        "note": None if survey else "现场查看",
        "reference": None,
        "points": None,
        "applicable": True,
        "sampleSize": 60 if survey else None,
        "sharePercent": 95 if survey else None,
    }


def households() -> list[Json]:
    return [
        {
            "id": f"H{floor:02}{door:02}",
            "code": f"{floor}-{door}",
            "floor": floor,
            "unit": {"code": "WL-JYY-01", "name": "九龙嘉苑1号楼"},
            "departedOn": None,
            "occupancy": "VACANT" if (floor, door) in VACANT else "OCCUPIED",
            "verifiedOn": "2022-11-18",
            "revision": 1,
            "residentCount": 0 if (floor, door) in VACANT else 2,
            "residents": [] if (floor, door) in VACANT else _residents(floor, door),
        }
        for floor in range(1, 14)
        for door in range(1, 5)
    ]


VACANT = {(2, 3), (9, 1), (13, 4), (6, 2)}
OPEN = {(5, 4): "REFUSED", (11, 2): "PENDING"}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"


def _residents(floor: int, door: int) -> list[Json]:
    surname = SURNAMES[(floor * 4 + door) % len(SURNAMES)]
    people = [(f"{surname}**", 1958 + (floor * 7 + door * 3) % 45), (f"{SURNAMES[floor]}*", 1962 + door * 5)]
    return [
        {
            "id": f"R{floor:02}{door:02}{index}",
            "maskedName": name,
            "maskedIdentityNumber": "9****************X",
            "maskedTelephone": None,
            "bornYear": born,
            "specialGroups": [{"id": "elder_alone", "name": "独居老人"}] if born < 1962 else [],
            "needsRecordedOn": "2022-11-18" if born < 1962 else None,
        }
        for index, (name, born) in enumerate(people)
    ]


def entries() -> list[Json]:
    return [_entry(household) for household in households()]


def _entry(household: Json) -> Json:
    floor, door = map(int, household["code"].split("-"))
    answer = OPEN.get((floor, door), "SIGNED")
    if (floor, door) in VACANT:
        answer = "VACANCY_CLAIMED" if (floor, door) == (6, 2) else "VACANCY_CONFIRMED"
    return {
        "id": f"E{household['id']}",
        "household": household,
        "answer": answer,
        "recordedAt": None if answer == "PENDING" else "2022-11-24T02:10:00+00:00",
    }


def petition() -> Json:
    return {
        "id": "UGV0aXRpb246MQ==",
        "revision": 7,
        "openedAt": "2022-11-20T01:30:00+00:00",
        "living": False,
        "roll": 52,
        "denominator": 49,
        "signed": 46,
        "vacant": 3,
        "vacancyClaimed": 1,
        "refused": 1,
        "absent": 0,
        "pending": 1,
        "missing": 3,
        "complete": False,
    }


def complete_petition() -> Json:
    return petition() | {
        "denominator": 48,
        "signed": 48,
        "vacant": 4,
        "vacancyClaimed": 0,
        "refused": 0,
        "pending": 0,
        "missing": 0,
        "complete": True,
    }


def designation(code: str, status: str, *changes: Json) -> Json:
    number = f"WY-building-2022-{int(code[-2:]) + 11:04d}" if code[-2:].isdigit() else "WY-compound-2022-0003"
    return {
        "id": f"D{code}",
        "number": number,
        "title": "无疫楼栋" if code[-2:].isdigit() else "无疫小区",
        "status": status,
        "namedOn": "2022-11-12",
        "validUntil": None,
        "endedOn": "2022-11-20" if status == "REVOKED" else None,
        "revision": 1,
        "tier": None,
        "plaqueIssuedOn": "2022-11-14" if status in {"ACTIVE", "REVOKED"} else None,
        "plaqueReturnedOn": None,
        "grounds": [
            {"standing": status, "cause": one["cause"], "causeText": one["causeText"]}
            | {"clause": one["clause"], "since": one["effectiveOn"]}
            for one in changes
            if one["change"].upper() == status in {"WARNED", "SUSPENDED"}
        ],
        "changes": [change("named", "经评审达标并命名", None, "2022-11-12"), *changes],
    }


def change(kind: str, text: str, clause: str | None, day: str) -> Json:
    return {
        "change": kind,
        "cause": kind.upper(),
        "causeText": text,
        "clause": clause,
        "effectiveOn": day,
        "at": f"{day}T06:20:00+00:00",
        "actor": {"displayName": OFFICIALS["headquarters"][0]} if kind == "named" else None,
        "onBehalfOf": None,
    }


LOGS: list[Json] = [
    {
        "id": "L1",
        "kind": "test_round",
        "kindName": "核酸检测",
        "performedOn": "2022-11-23",
        "peopleDue": 138,
        "peopleTested": 138,
        "note": None,
    },
    {
        "id": "L2",
        "kind": "disinfection",
        "kindName": "消杀",
        "performedOn": "2022-11-22",
        "peopleDue": None,
        "peopleTested": None,
        "note": "楼道、电梯、扶手",
    },
    {
        "id": "L3",
        "kind": "waste_clearance",
        "kindName": "垃圾清运",
        "performedOn": "2022-11-22",
        "peopleDue": None,
        "peopleTested": None,
        "note": None,
    },
]
