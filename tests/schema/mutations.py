"""A sample call of every mutation of the official schema, and what each caller is refused with.

Callers as in queries.py. `made` names the field of the payload that is not null once it was done. The objects of
the samples are disjoint, so each can be done once after it was refused to everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.stage.demo.people import People
from schema.guidelines.repository.templates import load_template
from tests.builders.district import PASSWORD, key
from tests.builders.stage import Stage

Values = dict[str, Any]
UNSEEN = "UNAUTHENTICATED"
NO_ROLE = "ROLE_NOT_ALLOWED"
AWAY = "OUTSIDE_AREA"
UNKNOWN = "NOT_FOUND"
OWN = "own"
"""The caller does it in the other district, where it has no effect here."""


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A sample of a mutation, on the town's stage if `town`. Codes are those of the first refusal."""

    field: str
    who: str
    input: Callable[[Stage], Values] | None
    made: str
    anonymous: str = UNSEEN
    nobody: str = NO_ROLE
    bystander: str = NO_ROLE
    outsider: str = UNKNOWN
    town: bool = False

    def variables(self, stage: Stage, changes: Values | None = None) -> Values:
        """Give fresh input with a key of its own, where the mutation takes one."""
        if self.input is None:
            return {}
        given = self.input(stage)
        keyed = {} if self.field == "signIn" else {"idempotencyKey": key()}
        return {"input": {**keyed, **given, **(changes or {})}}


def household(stage: Stage, code: str) -> Values:
    """Give a household as a client registers it: two people who can sign, no one of a special group."""
    people = People(code, stage.officials.applicant.today(), frozenset())
    row = people.household(code, 1)
    return {
        "code": row.code,
        "floor": row.floor,
        "occupancy": "OCCUPIED",
        "verifiedOn": str(row.verified_on),
        "residents": [
            {
                "name": person.name,
                "identityNumber": person.identity_number,
                "telephone": person.telephone,
                "specialGroups": [],
                "needsRecordedOn": None,
            }
            for person in row.residents
        ],
    }


def on(name: str) -> Callable[[Stage], Values]:
    """Act on a noted application at its noted revision."""
    return lambda stage: {"application": stage.ids[name], "expectedRevision": stage.revisions[name]}


def about(name: str) -> Callable[[Stage], Values]:
    """Act on one of the people the stage has for it."""
    return lambda stage: {"official": stage.ids[name], "expectedRevision": 1}


def of_role(name: str, **given: Any) -> Callable[[Stage], Values]:
    """Act on the role of one of the people the stage has for it."""
    return lambda stage: {"grant": stage.ids[f"{name} grant"], "expectedRevision": 1, **given}


def to_batch(code: str) -> Callable[[Stage], Values]:
    """Act on a noted batch at its noted revision."""
    return lambda stage: {
        "batch": stage.ids[f"{code} batch"],
        "expectedRevision": stage.revisions[f"{code} batch"],
    }


def to_draft(name: str) -> Callable[[Stage], Values]:
    """Act on a noted draft at its noted revision."""
    return lambda stage: {"draft": stage.ids[name], "expectedRevision": stage.revisions[name]}


TOWN_MUTATIONS = (
    Mutation(
        field="recordFigure",
        who="applicant",
        input=lambda stage: {
            "unit": stage.ids["V1"],
            "figure": "vaccination",
            "numerator": 90,
            "denominator": 100,
            "excluded": 10,
            "periodFrom": "2022-11-01",
            "periodUntil": "2022-11-20",
            "source": "卫生院接种台账",
        },
        made="figure",
        bystander=AWAY,
        town=True,
    ),
    Mutation(
        field="appointAcceptanceTeam",
        who="clerk",
        input=lambda stage: {
            **to_batch("T3")(stage),
            "members": [
                {"official": stage.ids[f"office {place}"], "office": office, "leads": place == 0}
                for place, office in enumerate(
                    ("卫生院", "中心校", "便民服务中心", "市监所", "应管局", "执法队", "社会事务办")
                )
            ],
        },
        made="batch",
        town=True,
    ),
    Mutation(field="closeBatch", who="clerk", input=to_batch("T2"), made="batch", town=True),
    Mutation(
        field="publishNameList",
        who="clerk",
        input=lambda stage: {"batch": stage.ids["done batch"], "channels": ["镇政府公开栏"]},
        made="nameList",
        town=True,
    ),
    Mutation(
        field="concludeInspection",
        who="leader",
        input=lambda stage: {
            **on("disputed")(stage),
            "opinion": "经核定",
            "settlement": [{"item": "1", "points": 10, "reason": "查阅台账后核定"}],
        },
        made="inspection",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
        town=True,
    ),
    Mutation(
        field="openBatch",
        who="clerk",
        input=lambda stage: {
            "unit": stage.ids["T4"],
            "process": "T-P5",
            "kind": "URGENT",
            "opensOn": "2022-11-20",
            "closesOn": "2022-11-22",
            "reason": "临时加开",
        },
        made="batch",
        town=True,
    ),
    Mutation(
        field="recordScoreSheet",
        who="inspector",
        input=lambda stage: {
            "application": stage.ids["waiting"],
            "scores": [{"item": "1", "points": 13, "reason": "制度未上墙"}],
        },
        made="inspection",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
        town=True,
    ),
    Mutation(
        field="reportRectification",
        who="applicant",
        input=lambda stage: {**on("failed")(stage), "measures": [{"item": "1", "measure": "已补齐"}]},
        made="application",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
        town=True,
    ),
)
MUTATIONS = (
    *TOWN_MUTATIONS,
    Mutation(
        field="appointOfficial",
        who="administrator",
        input=lambda stage: {
            "username": "newcomer",
            "displayName": "新任",
            "password": PASSWORD,
            "role": "COMMUNITY",
            "unit": stage.ids["C2"],
            "validUntil": "2023-11-20T00:00:00+08:00",
        },
        made="official",
    ),
    Mutation(
        field="changePassword",
        who="typist",
        input=lambda _: {
            "currentPassword": PASSWORD,
            "newPassword": f"{PASSWORD}, another",
            "expectedRevision": 1,
        },
        made="account",
    ),
    Mutation(
        field="changeRole",
        who="administrator",
        input=lambda stage: {
            **of_role("changing", role="COMMUNITY", reason="工作调动")(stage),
            "unit": stage.ids["C2"],
        },
        made="official",
        outsider=NO_ROLE,
    ),
    Mutation(
        field="disableOfficial",
        who="administrator",
        input=lambda stage: {
            **about("leaver")(stage),
            "preview": stage.departure,
            "reason": "离职",
        },
        made="official",
        outsider=NO_ROLE,
    ),
    Mutation(
        field="enableOfficial",
        who="administrator",
        input=lambda stage: {**about("absent")(stage), "reason": "返岗"},
        made="official",
        outsider=NO_ROLE,
    ),
    Mutation(
        field="endRole",
        who="administrator",
        input=of_role("ending", reason="任期届满"),
        made="official",
        outsider=NO_ROLE,
    ),
    Mutation(
        field="extendRole",
        who="administrator",
        input=of_role("extending", reason="续任"),
        made="official",
        outsider=NO_ROLE,
    ),
    Mutation(
        field="renameOfficial",
        who="administrator",
        input=lambda stage: {**about("renamed")(stage), "displayName": "新姓名"},
        made="official",
    ),
    Mutation(
        field="resetPassword",
        who="administrator",
        input=about("forgetful"),
        made="official",
    ),
    Mutation(
        field="assessApplication",
        who="applicant",
        input=lambda stage: {
            **on("B4 application")(stage),
            "attestations": [{"criterion": "B-h", "met": True, "note": "均佩戴"}],
        },
        made="application",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="assessUnit",
        who="community",
        input=lambda stage: {
            "unit": stage.ids["B1"],
            "attestations": [{"criterion": "B-h", "met": True, "note": "现场查看"}],
        },
        made="assessment",
    ),
    Mutation(
        field="closeHealthEvent",
        who="street",
        input=lambda stage: {
            "healthEvent": stage.ids["event"],
            "expectedRevision": stage.revisions["event"],
            "endedOn": "2022-11-20",
        },
        made="healthEvent",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="closeHousehold",
        who="applicant",
        input=lambda stage: {
            "household": stage.ids["open household"],
            "expectedRevision": 1,
            "departedOn": "2022-11-20",
        },
        made="household",
        bystander=AWAY,
    ),
    Mutation(
        field="correctHousehold",
        who="applicant",
        input=lambda stage: {
            "household": stage.ids["B2 household 0"],
            "expectedRevision": 1,
            "correction": {"verifiedOn": "2022-11-20"},
        },
        made="household",
        bystander=AWAY,
    ),
    Mutation(
        field="addResident",
        who="applicant",
        input=lambda stage: {
            "household": stage.ids["B2 household 1"],
            "expectedRevision": 1,
            "resident": {"name": "张新生", "document": "NEWBORN", "birthDate": "2022-11-19"},
        },
        made="resident",
        bystander=AWAY,
    ),
    Mutation(
        field="correctResident",
        who="applicant",
        input=lambda stage: {
            "resident": stage.ids["B2 resident 2"],
            "expectedRevision": 1,
            "correction": {"telephone": "10012345678"},
        },
        made="resident",
        bystander=AWAY,
    ),
    Mutation(
        field="removeResident",
        who="applicant",
        input=lambda stage: {
            "resident": stage.ids["B2 resident 3"],
            "expectedRevision": 1,
            "reason": "LEFT",
            "departedOn": "2022-11-20",
        },
        made="resident",
        bystander=AWAY,
    ),
    Mutation(
        field="moveResident",
        who="applicant",
        input=lambda stage: {
            "resident": stage.ids["B12 resident 0"],
            "expectedRevision": 1,
            "household": stage.ids["B12 household 1"],
            "movedOn": "2022-11-20",
        },
        made="resident",
        bystander=AWAY,
    ),
    Mutation(
        field="refuseVacancy",
        who="village",
        input=lambda stage: {
            "petition": stage.ids["group petition"],
            "household": stage.ids["group household"],
            "expectedRevision": stage.revisions["group petition"],
            "reason": "有人居住",
        },
        made="petition",
    ),
    Mutation(
        field="withdrawSignature",
        who="applicant",
        input=lambda stage: {
            "petition": stage.ids["signed petition"],
            "household": stage.ids["signed household"],
            "expectedRevision": stage.revisions["signed petition"],
            "reason": "HOUSEHOLD_WISH",
        },
        made="petition",
        bystander=AWAY,
    ),
    Mutation(
        field="confirmVacancy",
        who="community",
        input=lambda stage: {
            "petition": stage.ids["claimed petition"],
            "household": stage.ids["claimed household"],
            "expectedRevision": stage.revisions["claimed petition"],
        },
        made="petition",
    ),
    Mutation(
        field="correctHealthEvent",
        who="street",
        input=lambda stage: {
            "healthEvent": stage.ids["mistaken event"],
            "expectedRevision": stage.revisions["mistaken event"],
            "unit": stage.ids["V1"],
            "kind": "HOME_QUARANTINE",
            "occurredOn": "2022-11-19",
            "reportedOn": "2022-11-20",
            "reason": "日期登记有误",
        },
        made="healthEvent",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="upgradeHealthEvent",
        who="street",
        input=lambda stage: {
            "healthEvent": stage.ids["contact"],
            "expectedRevision": stage.revisions["contact"],
            "kind": "CASE",
            "occurredOn": "2022-11-20",
        },
        made="healthEvent",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="createApiClient",
        who="administrator",
        input=lambda _: {"name": "市级平台", "scopes": ["status:read"]},
        made="apiClient",
        outsider=OWN,
    ),
    Mutation(
        field="createApplication",
        who="applicant",
        input=lambda stage: {"unit": stage.ids["B2"]},
        made="application",
        bystander=AWAY,
    ),
    Mutation(
        field="excludeHealthEvent",
        who="commission",
        input=lambda stage: {
            "healthEvent": stage.ids["false event"],
            "expectedRevision": stage.revisions["false event"],
            "reason": "复核为假阳性",
        },
        made="healthEvent",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="importHealthEvents",
        who="community",
        input=lambda _: {
            "source": "疾控",
            "events": [
                {
                    "externalId": "CQ-1",
                    "unitCode": "B2",
                    "kind": "CLOSE_CONTACT",
                    "occurredOn": "2022-11-19",
                    "reportedOn": "2022-11-20",
                }
            ],
        },
        made="healthEvent",
        bystander=AWAY,
    ),
    Mutation(
        field="importUnits",
        who="administrator",
        input=lambda _: {
            "units": [
                {"code": "X9", "name": "新苑", "kind": "compound", "parentCode": "C1"},
                {"code": "X9-1", "name": "新苑1栋", "kind": "building", "parentCode": "X9"},
            ]
        },
        made="unit",
        outsider="UNKNOWN_PARENT",
    ),
    Mutation(
        field="openPetition",
        who="applicant",
        input=lambda stage: {"unit": stage.ids["B2"]},
        made="petition",
        bystander=AWAY,
    ),
    Mutation(
        field="discardGuidelineDraft",
        who="headquarters",
        input=to_draft("draft to discard"),
        made="draft",
    ),
    Mutation(
        field="draftGuideline",
        who="commission",
        input=lambda stage: {
            "source": load_template("wenlong").text.replace("days: 8, basis", "days: 12, basis"),
            **to_draft("draft to replace")(stage),
        },
        made="draft",
    ),
    Mutation(
        field="delegateRole",
        who="street",
        input=lambda stage: {
            "grant": stage.ids["street grant"],
            "delegate": "idle",
            "validUntil": "2022-11-27T00:00:00+08:00",
            "reason": "外出培训",
        },
        made="delegation",
        bystander=AWAY,
    ),
    Mutation(
        field="revokeDelegation",
        who="street",
        input=lambda stage: {"delegation": stage.ids["delegation"]},
        made="delegation",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="setCalendarDay",
        who="administrator",
        input=lambda _: {"day": "2022-11-24", "working": False, "note": "全员核酸检测"},
        made="day",
        outsider=OWN,
    ),
    Mutation(
        field="listKeyArea",
        who="commission",
        input=lambda _: {
            "code": "110105",
            "name": "某市某区",
            "validFrom": "2022-11-18",
            "source": "市疾控中心",
        },
        made="area",
        outsider=OWN,
    ),
    Mutation(
        field="endKeyArea",
        who="headquarters",
        input=lambda stage: {
            "area": stage.ids["area"],
            "expectedRevision": stage.revisions["area"],
            "validUntil": "2022-11-30",
        },
        made="area",
    ),
    Mutation(
        field="publishGuideline",
        who="headquarters",
        input=lambda stage: {**to_draft("draft")(stage), "effectiveFrom": "2022-12-01"},
        made="guideline",
    ),
    Mutation(
        field="decideStandingNames",
        who="headquarters",
        input=lambda _: {
            "version": 4,
            "expectedRevision": 1,
            "standingNames": {"treatment": "REASSESS", "withinDays": 7},
            "reason": "先行宣传",
        },
        made="ruleChange",
    ),
    Mutation(
        field="undoRuleChange",
        who="headquarters",
        input=lambda stage: {
            "ruleChange": stage.ids["RuleChange"],
            "expectedRevision": stage.revisions["RuleChange"],
            "reason": "先行宣传",
        },
        made="ruleChange",
    ),
    Mutation(
        field="confirmRuleChange",
        who="headquarters",
        input=lambda stage: {
            "ruleChange": stage.ids["held rules"],
            "expectedRevision": 1,
            "falling": 30,
        },
        made="ruleChange",
    ),
    Mutation(
        field="withdrawGuideline",
        who="headquarters",
        input=lambda _: {"number": 4, "reason": "条文有误"},
        made="version",
    ),
    Mutation(
        field="recordPetitionAnswers",
        who="applicant",
        input=lambda stage: {
            "petition": stage.ids["open petition"],
            "expectedRevision": stage.revisions["open petition"],
            "answers": [{"household": stage.ids["open household"], "answer": "REFUSED"}],
        },
        made="petition",
        bystander=AWAY,
    ),
    Mutation(
        field="decideAppeal",
        who="commission",
        input=lambda stage: {
            "appeal": stage.ids["Appeal"],
            "expectedRevision": 1,
            "upheld": False,
            "opinion": "经复核，原警示得当。",
        },
        made="appeal",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="lodgeAppeal",
        who="applicant",
        input=lambda stage: {"designation": stage.ids["Designation"], "grounds": "当日已整改"},
        made="appeal",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="recordFinding",
        who="street",
        input=lambda stage: {
            "unit": stage.ids["B1"],
            "occasion": "SPOT",
            "clause": "B-h",
            "description": "电梯内无提示",
        },
        made="finding",
    ),
    Mutation(
        field="rectifyFinding",
        who="applicant",
        input=lambda stage: {
            "finding": stage.ids["open finding"],
            "expectedRevision": 1,
            "measure": "已张贴提示",
        },
        made="finding",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="verifyFinding",
        who="street",
        input=lambda stage: {
            "finding": stage.ids["reported finding"],
            "expectedRevision": 2,
            "accepted": True,
            "opinion": "属实",
        },
        made="finding",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="recordPlaque",
        who="street",
        input=lambda stage: {
            "designation": stage.ids["Designation"],
            "expectedRevision": stage.revisions["Designation"],
            "event": "ISSUED",
            "on": "2022-11-20",
        },
        made="designation",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="replacePlaque",
        who="street",
        input=lambda stage: {
            "designation": stage.ids["B12 name"],
            "expectedRevision": stage.revisions["B12 name"],
            "on": "2022-11-20",
            "reason": "遗失",
        },
        made="designation",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="reissueCertificate",
        who="street",
        input=lambda stage: {
            "designation": stage.ids["B7 name"],
            "expectedRevision": stage.revisions["B7 name"],
            "reason": "证书损毁",
        },
        made="designation",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="voidDesignation",
        who="commission",
        input=lambda stage: {
            "designation": stage.ids["B8 name"],
            "expectedRevision": stage.revisions["B8 name"],
            "reason": "申报材料系伪造",
        },
        made="designation",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="recordComplaint",
        who="village",
        input=lambda stage: {
            "unit": stage.ids["G1"],
            "reference": "卷宗-2022-0042",
            "receivedOn": "2022-11-18",
            "dueOn": "2022-11-25",
            "aboutEpidemic": True,
        },
        made="complaint",
    ),
    Mutation(
        field="settleComplaint",
        who="street",
        input=lambda stage: {
            "complaint": stage.ids["complaint"],
            "expectedRevision": stage.revisions["complaint"],
            "substantiated": True,
            "settledOn": "2022-11-20",
        },
        made="complaint",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="recordUnitLog",
        who="village",
        input=lambda stage: {
            "unit": stage.ids["G1"],
            "kind": "test_round",
            "performedOn": "2022-11-19",
            "peopleDue": 12,
            "peopleTested": 12,
            "note": "上午",
        },
        made="log",
        bystander=AWAY,
    ),
    Mutation(
        field="registerHouseholds",
        who="village",
        input=lambda stage: {"unit": stage.ids["G1"], "households": [household(stage, "G-1")]},
        made="unit",
        bystander=AWAY,
    ),
    Mutation(
        field="reportHealthEvent",
        who="community",
        input=lambda stage: {
            "unit": stage.ids["B7"],
            "kind": "CASE",
            "occurredOn": "2022-11-19",
            "reportedOn": "2022-11-20",
            "source": "大疫情网",
            "externalId": "R-2",
        },
        made="healthEvent",
        bystander=AWAY,
    ),
    Mutation(
        field="reviewApplication",
        who="community",
        input=lambda stage: {
            **on("B5 application")(stage),
            "decision": "FORWARD",
            "opinion": "材料齐全",
        },
        made="review",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="startSimulation",
        who="commission",
        input=lambda _: {"source": load_template("wenlong").text},
        made="simulation",
        outsider=OWN,
    ),
    Mutation(
        field="cancelSimulation",
        who="headquarters",
        input=lambda stage: {"simulation": stage.ids["waiting run"]},
        made="simulation",
    ),
    Mutation(
        field="markNotificationsRead",
        who="applicant",
        input=lambda _: {"notifications": None},
        made="viewer",
        nobody=OWN,
        bystander=OWN,
        outsider=OWN,
    ),
    Mutation(
        field="updateContact",
        who="street",
        input=lambda _: {"email": "jiedao@example.cn", "mailWanted": True},
        made="viewer",
        nobody=OWN,
        bystander=OWN,
        outsider=OWN,
    ),
    Mutation(
        field="retryJob",
        who="headquarters",
        input=lambda stage: {"job": stage.ids["job to retry"]},
        made="job",
    ),
    Mutation(
        field="revokeApiClient",
        who="administrator",
        input=lambda stage: {"apiClient": stage.ids["client"]},
        made="apiClient",
    ),
    Mutation(
        field="signIn",
        who="anonymous",
        input=lambda _: {"username": "admin", "password": PASSWORD},
        made="token",
    ),
    Mutation(
        field="signOut",
        who="signed",
        input=None,
        made="",
        nobody=UNSEEN,
        bystander=UNSEEN,
        outsider=UNSEEN,
    ),
    Mutation(
        field="moveUnit",
        who="headquarters",
        input=lambda stage: {"unit": stage.ids["M1"], "expectedRevision": 1, "parent": stage.ids["V1"]},
        made="unit",
    ),
    Mutation(
        field="renameUnit",
        who="administrator",
        input=lambda stage: {
            "unit": stage.ids["M7"],
            "expectedRevision": 1,
            "name": "南门新街7号",
            "reason": "地名标准化",
        },
        made="unit",
    ),
    Mutation(
        field="changeUnitCode",
        who="administrator",
        input=lambda stage: {
            "unit": stage.ids["M8"],
            "expectedRevision": 1,
            "code": "M8-1",
            "reason": "编码改革",
        },
        made="unit",
    ),
    Mutation(
        field="reformUnitCodes",
        who="administrator",
        input=lambda _: {"rows": [{"before": "M9", "after": "M9-1"}], "reason": "编码改革"},
        made="unit",
    ),
    Mutation(
        field="closeUnit",
        who="headquarters",
        input=lambda stage: {"unit": stage.ids["M20"], "expectedRevision": 1, "reason": "楼房拆除"},
        made="unit",
    ),
    Mutation(
        field="changeUnitKind",
        who="headquarters",
        input=lambda stage: {
            "unit": stage.ids["M21"],
            "expectedRevision": 1,
            "kind": "group",
            "code": "M22",
            "name": "南门一社",
            "reason": "区划调整",
        },
        made="unit",
    ),
    Mutation(
        field="splitUnit",
        who="headquarters",
        input=lambda stage: {
            "unit": stage.ids["M2"],
            "expectedRevision": 1,
            "parts": [{"code": "M2a", "name": "东楼"}, {"code": "M2b", "name": "西楼"}],
        },
        made="unit",
    ),
    Mutation(
        field="mergeUnits",
        who="commission",
        input=lambda stage: {
            "units": [{"unit": stage.ids[code], "expectedRevision": 1} for code in ("M3", "M4")],
            "code": "M5",
            "name": "合楼",
        },
        made="unit",
    ),
    Mutation(
        field="submitApplication",
        who="applicant",
        input=on("B3 application"),
        made="application",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(
        field="withdrawApplication",
        who="applicant",
        input=lambda stage: {**on("B9 application")(stage), "reason": "住户搬迁"},
        made="application",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
    Mutation(  # the last: it changes the revision of every open application
        field="migrateApplications",
        who="commission",
        input=lambda _: {"fromVersion": 1, "toVersion": 2, "dryRun": False, "mapping": []},
        made="results",
        outsider=OWN,
    ),
    Mutation(
        field="withdrawEvidence",
        who="community",
        input=lambda stage: {"evidence": stage.ids["EvidenceFile"], "reason": "拍错了地方"},
        made="evidence",
        nobody=UNKNOWN,
        bystander=UNKNOWN,
    ),
)
BY_FIELD = {mutation.field: mutation for mutation in MUTATIONS}
