"""Bad input by mutation: what is changed in the sample of mutations.py, and what it is refused with.

A refusal is (code, field). All refusals of a call are listed, in their order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from schema.frame.identifiers import encode_id
from schema.guidelines.repository.templates import load_template
from tenants.base import new_id
from tests.builders.stage import Stage
from tests.schema.mutations import BY_FIELD, Values, household

Refusal = tuple[str, str]
Change = Callable[[Stage], Values]
NUL = "门\0牌"


@dataclass(frozen=True)
class Bad:
    """One way to spoil a sample; `who` tries it instead of the one who may."""

    field: str
    name: str
    change: Change
    refusals: tuple[Refusal, ...]
    who: str = ""

    @property
    def id(self) -> str:
        return f"{self.field}: {self.name}"


def bad(field: str, name: str, change: Values | Change, *refusals: Refusal, who: str = "") -> Bad:
    return Bad(field, name, change if callable(change) else lambda _: change, refusals, who)


def _simulated(stage: Stage) -> Values:
    return {"simulation": stage.ids["SimulationRun"]}


def unit(**changes: Any) -> Values:
    return {"code": "Y1", "name": "新楼", "kind": "building", "parentCode": "C1", **changes}


def units(*rows: Values) -> Values:
    return {"units": list(rows)}


def moved(**changes: Any) -> Change:
    """Spoil the move of a compound; units are given by their codes."""
    given = {"unit": "X1", "parent": "C2", **changes}
    return lambda stage: {
        name: stage.ids[value] if name in {"unit", "parent"} else value for name, value in given.items()
    }


def parted(*codes: str, unit: str = "B21", child: str | None = None) -> Change:
    """Spoil a split."""
    return lambda stage: {
        "unit": stage.ids[unit],
        "parts": [
            {"code": code, "name": "新楼", "children": [stage.ids[child]] if child else []} for code in codes
        ],
    }


def merged(*codes: str) -> Change:
    """Spoil a merger."""
    return lambda stage: {"units": [{"unit": stage.ids[code], "expectedRevision": 1} for code in codes]}


def closed(unit: str) -> Change:
    """Close another unit."""
    return lambda stage: {"unit": stage.ids[unit]}


def recoded(before: str, after: str) -> Values:
    """Spoil a reform of codes."""
    return {"rows": [{"before": before, "after": after}]}


def registered(**changes: Any) -> Change:
    """Spoil the household of the sample."""
    return lambda stage: {"households": [{**household(stage, "G-1"), **changes}]}


def lived_in_by(**changes: Any) -> Change:
    """Spoil the first resident of the sample."""

    def change(stage: Stage) -> Values:
        row = household(stage, "G-1")
        first, *others = row["residents"]
        return {"households": [{**row, "residents": [{**first, **changes}, *others]}]}

    return change


def twice(stage: Stage) -> Values:
    row = household(stage, "G-1")
    return {"households": [row, {**row, "residents": []}]}


def same_person_twice(stage: Stage) -> Values:
    row = {**household(stage, "G-1")}
    row["residents"] = row["residents"][:1]
    return {"households": [row, {**row, "code": "G-2"}]}


def attested(*rows: Values) -> Values:
    return {"attestations": [{"met": True, **row} for row in rows]}


def joined(**changes: Any) -> Change:
    """Spoil the person of the sample."""
    person = {"name": "张新生", "document": "NEWBORN", "birthDate": "2022-11-19", **changes}
    return lambda _: {"resident": person}


def answers(**changes: Any) -> Change:
    return lambda stage: {"answers": [{"household": stage.ids["open household"], **changes}]}


def source(before: str, after: str) -> Values:
    return {"source": load_template("wenlong").text.replace(before, after)}


AT = "households.0"
PERSON = "households.0.residents.0"
IMPORTS = (
    bad("moveUnit", "below itself", moved(parent="B1"), ("UNIT_CYCLE", "parent")),
    bad("moveUnit", "where it is", moved(parent="C1"), ("PARENT_NOT_ALLOWED", "parent")),
    bad("moveUnit", "kind not allowed there", moved(parent="S2"), ("PARENT_NOT_ALLOWED", "parent")),
    bad("moveUnit", "out of an open batch", moved(), ("UNIT_BUSY", "unit")),
    bad(
        "moveUnit",
        "no token of a preview",
        moved(unit="B21", parent="C1", preview="x"),
        ("INVALID_INPUT", "preview"),
    ),
    bad("closeUnit", "without a reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("closeUnit", "with units below", closed("X1"), ("UNIT_BUSY", "unit")),
    bad("closeUnit", "the root", closed("500110"), ("PARENT_NOT_ALLOWED", "unit")),
    bad("changeUnitKind", "of no kind", {"kind": "castle"}, ("UNKNOWN_KIND", "kind")),
    bad("changeUnitKind", "kind with NUL", {"kind": NUL}, ("UNKNOWN_KIND", "kind")),
    bad("changeUnitKind", "of its kind", {"kind": "building"}, ("INVALID_INPUT", "kind")),
    bad("changeUnitKind", "of a kind not allowed there", {"kind": "street"}, ("PARENT_NOT_ALLOWED", "kind")),
    bad("changeUnitKind", "a code that is taken", {"code": "B21"}, ("DUPLICATE_CODE", "code")),
    bad("changeUnitKind", "nameless", {"name": " "}, ("INVALID_INPUT", "name")),
    bad("changeUnitKind", "without a reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("changeUnitKind", "the root", closed("500110"), ("PARENT_NOT_ALLOWED", "unit")),
    bad("renameUnit", "as it is called", {"name": "南门后街7号"}, ("INVALID_INPUT", "name")),
    bad("renameUnit", "nameless", {"name": " "}, ("INVALID_INPUT", "name")),
    bad("renameUnit", "without a reason", {"reason": ""}, ("INVALID_INPUT", "reason")),
    bad("changeUnitCode", "a code that is taken", {"code": "B21"}, ("DUPLICATE_CODE", "code")),
    bad("changeUnitCode", "no code", {"code": "a.b"}, ("INVALID_INPUT", "code")),
    bad("reformUnitCodes", "no rows", {"rows": []}, ("INVALID_INPUT", "rows")),
    bad("reformUnitCodes", "taken", recoded("M9", "B21"), ("DUPLICATE_CODE", "rows.0.after")),
    bad("reformUnitCodes", "unknown", recoded("no-such", "M0"), ("NOT_FOUND", "rows.0.before")),
    bad("reformUnitCodes", "NUL", recoded(NUL, "M0"), ("NOT_FOUND", "rows.0.before")),
    bad("reformUnitCodes", "without a reason", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    bad("splitUnit", "into one", {"parts": [{"code": "Z1", "name": "一栋"}]}, ("INVALID_INPUT", "parts")),
    bad("splitUnit", "a code that is taken", parted("B1", "Z2"), ("DUPLICATE_CODE", "parts.0.code")),
    bad("splitUnit", "one code twice", parted("Z1", "Z1"), ("DUPLICATE_CODE", "parts.1.code")),
    bad(
        "splitUnit", "what is not below it", parted("Z1", "Z2", child="B1"), ("NOT_FOUND", "parts.0.children")
    ),
    bad("splitUnit", "with an open petition", parted("Z1", "Z2", unit="B10"), ("UNIT_BUSY", "unit")),
    bad("splitUnit", "the root", parted("Z1", "Z2", unit="500110"), ("PARENT_NOT_ALLOWED", "unit")),
    bad("mergeUnits", "of one", merged("B21"), ("INVALID_INPUT", "units")),
    bad("mergeUnits", "of different kinds", merged("B21", "X1"), ("UNITS_NOT_ALIKE", "units")),
    bad("importUnits", "unknown kind", units(unit(kind="castle")), ("UNKNOWN_KIND", "units.0.kind")),
    bad("importUnits", "kind with NUL", units(unit(kind=NUL)), ("UNKNOWN_KIND", "units.0.kind")),
    bad(
        "importUnits",
        "cycle in the tree",
        units(
            unit(code="Y1", kind="compound", parentCode="Y2"),
            unit(code="Y2", kind="compound", parentCode="Y1"),
        ),
        ("PARENT_NOT_ALLOWED", "units.0.parentCode"),
        ("UNIT_CYCLE", "units.0.parentCode"),
        ("PARENT_NOT_ALLOWED", "units.1.parentCode"),
        ("UNIT_CYCLE", "units.1.parentCode"),
    ),
    bad(
        "importUnits",
        "its own parent",
        units(unit(parentCode="Y1")),
        ("PARENT_NOT_ALLOWED", "units.0.parentCode"),
        ("UNIT_CYCLE", "units.0.parentCode"),
    ),
    bad("importUnits", "duplicate code", units(unit(code="B1")), ("DUPLICATE_CODE", "units.0.code")),
    bad(
        "importUnits",
        "duplicate code among the rows",
        units(unit(), unit(name="又一楼")),
        ("DUPLICATE_CODE", "units.1.code"),
    ),
    bad(
        "importUnits",
        "unknown parent",
        units(unit(parentCode="C0")),
        ("UNKNOWN_PARENT", "units.0.parentCode"),
    ),
    bad(
        "importUnits",
        "another district's unit as parent",
        units(unit(parentCode="D1")),
        ("UNKNOWN_PARENT", "units.0.parentCode"),
    ),
    bad(
        "importUnits",
        "parent with NUL",
        units(unit(parentCode=NUL)),
        ("UNKNOWN_PARENT", "units.0.parentCode"),
    ),
    bad(
        "importUnits",
        "parent of a kind that is not allowed",
        units(unit(parentCode="S1")),
        ("PARENT_NOT_ALLOWED", "units.0.parentCode"),
    ),
    bad(
        "importUnits",
        "second root",
        units(unit(kind="district", parentCode=None)),
        ("PARENT_NOT_ALLOWED", "units.0.parentCode"),
    ),
    bad(
        "importUnits", "no parent", units(unit(parentCode=None)), ("PARENT_NOT_ALLOWED", "units.0.parentCode")
    ),
    bad("importUnits", "blank name", units(unit(name=" ")), ("INVALID_INPUT", "units.0.name")),
    bad("importUnits", "name too long", units(unit(name="楼" * 61)), ("TEXT_TOO_LONG", "units.0.name")),
    bad("importUnits", "name with NUL", units(unit(name=NUL)), ("INVALID_INPUT", "units.0.name")),
    bad(
        "importUnits",
        "name with half a character",
        units(unit(name="\ud800")),
        ("INVALID_INPUT", "units.0.name"),
    ),
    bad("importUnits", "no code", units(unit(code="")), ("INVALID_INPUT", "units.0.code")),
    bad("importUnits", "code with a dot", units(unit(code="C1.Y1")), ("INVALID_INPUT", "units.0.code")),
    bad("importUnits", "code with NUL", units(unit(code="Y1\0")), ("INVALID_INPUT", "units.0.code")),
    bad(
        "importUnits",
        "code with half a character",
        units(unit(code="\udfff")),
        ("INVALID_INPUT", "units.0.code"),
    ),
    bad("importUnits", "code too long", units(unit(code="Y" * 33)), ("INVALID_INPUT", "units.0.code")),
    bad("importUnits", "empty import", units(), ("INVALID_INPUT", "units")),
    bad(
        "importUnits",
        "too many rows",
        units(*(unit(code=f"Y{number}") for number in range(2_001))),
        ("TOO_MANY_ITEMS", "units"),
    ),
    bad(
        "importUnits",
        "one bad row among good ones",
        units(unit(), unit(code="Y2"), unit(code="Y3", kind="castle", name="")),
        ("INVALID_INPUT", "units.2.name"),
        ("UNKNOWN_KIND", "units.2.kind"),
    ),
    bad("importUnits", "wrong area", units(unit(parentCode="C2")), ("OUTSIDE_AREA", ""), who="community"),
    bad("importUnits", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="applicant"),
)
ROSTER = (
    bad("registerHouseholds", "no household", {"households": []}, ("INVALID_INPUT", "households")),
    bad(
        "registerHouseholds",
        "too many households",
        {"households": [{"code": f"H{number}"} for number in range(1_001)]},
        ("TOO_MANY_ITEMS", "households"),
    ),
    bad(
        "registerHouseholds",
        "a unit that has no households",
        lambda stage: {"unit": stage.ids["V1"]},
        ("UNIT_WITHOUT_HOUSEHOLDS", "unit"),
    ),
    bad("registerHouseholds", "no code", registered(code=""), ("INVALID_INPUT", f"{AT}.code")),
    bad("registerHouseholds", "code with NUL", registered(code="1\0"), ("INVALID_INPUT", f"{AT}.code")),
    bad("registerHouseholds", "code twice", twice, ("DUPLICATE_CODE", "households.1.code")),
    bad("registerHouseholds", "floor too high", registered(floor=201), ("INVALID_INPUT", f"{AT}.floor")),
    bad(
        "registerHouseholds",
        "verified in the future",
        registered(verifiedOn="2022-11-21"),
        ("INVALID_INPUT", f"{AT}.verifiedOn"),
    ),
    bad(
        "registerHouseholds",
        "vacant with residents",
        registered(occupancy="VACANT"),
        ("INVALID_INPUT", f"{AT}.residents"),
    ),
    bad(
        "registerHouseholds",
        "wrong check digit",
        lived_in_by(identityNumber="999999198001010013"),
        ("INVALID_IDENTITY_NUMBER", f"{PERSON}.identityNumber"),
    ),
    bad(
        "registerHouseholds",
        "identity number of 15 digits",
        lived_in_by(identityNumber="999999800101001"),
        ("INVALID_IDENTITY_NUMBER", f"{PERSON}.identityNumber"),
    ),
    bad(
        "registerHouseholds",
        "identity number with NUL",
        lived_in_by(identityNumber="99999919800101001\0"),
        ("INVALID_IDENTITY_NUMBER", f"{PERSON}.identityNumber"),
    ),
    bad(
        "registerHouseholds",
        "the same person twice",
        same_person_twice,
        ("DUPLICATE_RESIDENT", "households.1.residents.0.identityNumber"),
    ),
    bad("registerHouseholds", "no name", lived_in_by(name=""), ("INVALID_INPUT", f"{PERSON}.name")),
    bad(
        "registerHouseholds",
        "name too long",
        lived_in_by(name="名" * 41),
        ("TEXT_TOO_LONG", f"{PERSON}.name"),
    ),
    bad("registerHouseholds", "name with NUL", lived_in_by(name=NUL), ("INVALID_INPUT", f"{PERSON}.name")),
    bad(
        "registerHouseholds",
        "telephone with letters",
        lived_in_by(telephone="call me"),
        ("INVALID_INPUT", f"{PERSON}.telephone"),
    ),
    bad(
        "registerHouseholds",
        "unknown special group",
        lived_in_by(specialGroups=["athlete"]),
        ("INVALID_INPUT", f"{PERSON}.specialGroups"),
    ),
    bad(
        "registerHouseholds",
        "needs of tomorrow",
        lived_in_by(needsRecordedOn="2022-11-21"),
        ("INVALID_INPUT", f"{PERSON}.needsRecordedOn"),
    ),
    bad("registerHouseholds", "wrong area", {}, ("OUTSIDE_AREA", ""), who="community"),
    bad("registerHouseholds", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
)
LOGS = (
    bad("decideAppeal", "no reasons", {"opinion": " "}, ("INVALID_INPUT", "opinion")),
    bad("decideAppeal", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("lodgeAppeal", "no grounds", {"grounds": ""}, ("INVALID_INPUT", "grounds")),
    bad("lodgeAppeal", "grounds with NUL", {"grounds": NUL}, ("INVALID_INPUT", "grounds")),
    bad(
        "lodgeAppeal",
        "after a health event",
        lambda stage: {"designation": stage.ids["B7 name"]},
        ("APPEAL_NOT_OPEN", "designation"),
    ),
    bad("rectifyFinding", "measure too long", {"measure": "长" * 501}, ("TEXT_TOO_LONG", "measure")),
    bad("rectifyFinding", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("recordFinding", "unknown clause", {"clause": "B-zz"}, ("UNKNOWN_CRITERION", "clause")),
    bad("recordFinding", "nothing said", {"description": "  "}, ("INVALID_INPUT", "description")),
    bad("recordFinding", "no name", lambda stage: {"unit": stage.ids["B2"]}, ("NOT_TITLED", "unit")),
    bad(
        "verifyFinding",
        "not reported",
        lambda stage: {"finding": stage.ids["open finding"], "expectedRevision": 1},
        ("FINDING_NOT_OPEN", "finding"),
    ),
    bad("verifyFinding", "no opinion", {"opinion": ""}, ("INVALID_INPUT", "opinion")),
    bad("recordPlaque", "a day before the naming", {"on": "2022-11-19"}, ("INVALID_INPUT", "on")),
    bad("recordPlaque", "in the future", {"on": "2022-11-21"}, ("INVALID_INPUT", "on")),
    bad("recordPlaque", "never handed out", {"event": "RETURNED"}, ("PLAQUE_NOT_ALLOWED", "")),
    bad("recordPlaque", "stale", {"expectedRevision": 7}, ("STALE_REVISION", "expectedRevision")),
    bad("recordPlaque", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("replacePlaque", "a day before the issue", {"on": "2022-11-19"}, ("INVALID_INPUT", "on")),
    bad("replacePlaque", "in the future", {"on": "2022-11-21"}, ("INVALID_INPUT", "on")),
    bad("replacePlaque", "no reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("replacePlaque", "reason too long", {"reason": "长" * 201}, ("TEXT_TOO_LONG", "reason")),
    bad("replacePlaque", "reason with NUL", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    bad(
        "replacePlaque",
        "none is out",
        lambda stage: {
            "designation": stage.ids["Designation"],
            "expectedRevision": stage.revisions["Designation"],
        },
        ("PLAQUE_NOT_ALLOWED", ""),
    ),
    bad("replacePlaque", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("reissueCertificate", "no reason", {"reason": ""}, ("INVALID_INPUT", "reason")),
    bad("reissueCertificate", "reason too long", {"reason": "长" * 201}, ("TEXT_TOO_LONG", "reason")),
    bad("reissueCertificate", "reason with NUL", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    bad(
        "reissueCertificate",
        "a name that is over",
        lambda stage: {
            "designation": stage.ids["B8 name"],
            "expectedRevision": stage.revisions["B8 name"],
        },
        ("NOT_TITLED", "designation"),
    ),
    bad("reissueCertificate", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("voidDesignation", "no reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("voidDesignation", "reason too long", {"reason": "长" * 501}, ("TEXT_TOO_LONG", "reason")),
    bad("voidDesignation", "reason with NUL", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    bad("voidDesignation", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("voidDesignation", "who gave it", {}, ("ALREADY_ACTED", ""), who="headquarters"),
    bad("recordUnitLog", "in the future", {"performedOn": "2022-11-21"}, ("EVENT_IN_FUTURE", "performedOn")),
    bad("recordUnitLog", "note too long", {"note": "长" * 201}, ("TEXT_TOO_LONG", "note")),
    bad("recordUnitLog", "note with NUL", {"note": NUL}, ("INVALID_INPUT", "note")),
    bad("recordUnitLog", "nobody due", {"peopleDue": 0, "peopleTested": 0}, ("INVALID_INPUT", "peopleDue")),
    bad("recordUnitLog", "more tested than due", {"peopleTested": 13}, ("INVALID_INPUT", "peopleTested")),
    bad("recordUnitLog", "figures missing", {"peopleTested": None}, ("INVALID_INPUT", "peopleTested")),
    bad(
        "recordUnitLog",
        "figures out of range",
        {"peopleDue": 2_147_483_647, "peopleTested": -1},
        ("INVALID_INPUT", "peopleDue"),
        ("INVALID_INPUT", "peopleTested"),
    ),
    bad(
        "recordUnitLog",
        "people disinfected",
        {"kind": "disinfection"},
        ("INVALID_INPUT", "peopleDue"),
        ("INVALID_INPUT", "peopleTested"),
    ),
    bad("recordUnitLog", "wrong area", {}, ("OUTSIDE_AREA", ""), who="community"),
    bad("recordUnitLog", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
)
RECORDED = (
    bad("recordFigure", "unknown", {"figure": "unheard_of"}, ("INVALID_INPUT", "figure")),
    bad("recordFigure", "of nobody", {"denominator": 0}, ("INVALID_INPUT", "denominator")),
    bad("recordFigure", "all left out", {"excluded": 100}, ("INVALID_INPUT", "excluded")),
    bad("recordFigure", "less than nobody left out", {"excluded": -1}, ("INVALID_INPUT", "excluded")),
    bad("recordFigure", "more than count", {"numerator": 91}, ("INVALID_INPUT", "numerator")),
    bad("recordFigure", "less than nobody", {"numerator": -1}, ("INVALID_INPUT", "numerator")),
    bad("recordFigure", "in the future", {"periodUntil": "2022-12-24"}, ("EVENT_IN_FUTURE", "periodUntil")),
    bad(
        "recordFigure",
        "ends before it begins",
        {"periodUntil": "2022-10-31"},
        ("INVALID_INPUT", "periodFrom"),
    ),
    bad("recordFigure", "no source", {"source": " "}, ("INVALID_INPUT", "source")),
    bad("recordFigure", "source too long", {"source": "源" * 201}, ("TEXT_TOO_LONG", "source")),
    bad("recordFigure", "source with NUL", {"source": NUL}, ("INVALID_INPUT", "source")),
    bad("recordFigure", "figure with NUL", {"figure": NUL}, ("INVALID_INPUT", "figure")),
    bad(
        "recordFigure",
        "every fault at once",
        {"figure": "unheard_of", "numerator": 101, "periodUntil": "2022-12-24", "source": ""},
        ("INVALID_INPUT", "figure"),
        ("INVALID_INPUT", "numerator"),
        ("EVENT_IN_FUTURE", "periodUntil"),
        ("INVALID_INPUT", "source"),
    ),
    bad("recordFigure", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
    bad("recordComplaint", "in the future", {"receivedOn": "2022-11-24"}, ("EVENT_IN_FUTURE", "receivedOn")),
    bad("recordComplaint", "due before it came", {"dueOn": "2022-11-17"}, ("INVALID_INPUT", "dueOn")),
    bad("recordComplaint", "no reference", {"reference": ""}, ("INVALID_INPUT", "reference")),
    bad("recordComplaint", "reference too long", {"reference": "卷" * 101}, ("TEXT_TOO_LONG", "reference")),
    bad("recordComplaint", "reference with NUL", {"reference": NUL}, ("INVALID_INPUT", "reference")),
    bad(
        "recordComplaint",
        "known already",
        {"reference": "卷宗-complaint"},
        ("DUPLICATE_COMPLAINT", "reference"),
    ),
    bad("recordComplaint", "wrong area", {}, ("OUTSIDE_AREA", ""), who="community"),
    bad("recordComplaint", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="headquarters"),
    bad("settleComplaint", "before it came", {"settledOn": "2022-11-16"}, ("INVALID_INPUT", "settledOn")),
    bad("settleComplaint", "ahead of time", {"settledOn": "2022-11-24"}, ("EVENT_IN_FUTURE", "settledOn")),
    bad(
        "settleComplaint",
        "settled already",
        lambda stage: {
            "complaint": stage.ids["settled complaint"],
            "expectedRevision": stage.revisions["settled complaint"],
        },
        ("COMPLAINT_SETTLED", "complaint"),
    ),
    bad("settleComplaint", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="village"),
)
EVENTS = (
    bad(
        "reportHealthEvent",
        "in the future",
        {"occurredOn": "2022-11-21", "reportedOn": "2022-11-22"},
        ("EVENT_IN_FUTURE", "occurredOn"),
        ("EVENT_IN_FUTURE", "reportedOn"),
    ),
    bad(
        "reportHealthEvent",
        "reported before it happened",
        {"reportedOn": "2022-11-18"},
        ("INVALID_INPUT", "reportedOn"),
    ),
    bad(
        "reportHealthEvent",
        "a zone in quarantine",
        {"kind": "TEMPORARY_CONTROL_ZONE", "inCentralQuarantine": True},
        ("INVALID_INPUT", "inCentralQuarantine"),
    ),
    bad("reportHealthEvent", "no source", {"source": ""}, ("INVALID_INPUT", "source")),
    bad("reportHealthEvent", "source too long", {"source": "源" * 41}, ("TEXT_TOO_LONG", "source")),
    bad("reportHealthEvent", "source with NUL", {"source": NUL}, ("INVALID_INPUT", "source")),
    bad("reportHealthEvent", "blank external id", {"externalId": " "}, ("INVALID_INPUT", "externalId")),
    bad(
        "reportHealthEvent",
        "external id too long",
        {"externalId": "9" * 101},
        ("TEXT_TOO_LONG", "externalId"),
    ),
    bad("reportHealthEvent", "external id with NUL", {"externalId": NUL}, ("INVALID_INPUT", "externalId")),
    bad(
        "reportHealthEvent",
        "known already",
        lambda stage: {
            "unit": stage.ids["B8"],
            "source": "manual",
            "externalId": "报告-0001",
            "occurredOn": "2022-11-20",
        },
        ("DUPLICATE_EVENT", "externalId"),
    ),
    bad(
        "reportHealthEvent",
        "known elsewhere",
        {"source": "manual", "externalId": "报告-0001"},
        ("RECORD_CHANGED", "externalId"),
    ),
    bad(
        "importHealthEvents",
        "known otherwise",
        {
            "source": "manual",
            "events": [
                {
                    "externalId": "报告-0001",
                    "unitCode": "B2",
                    "kind": "CLOSE_CONTACT",
                    "occurredOn": "2022-11-19",
                    "reportedOn": "2022-11-20",
                }
            ],
        },
        ("RECORD_CHANGED", "events.0.externalId"),
    ),
    bad("reportHealthEvent", "left no area", {"leftAreaOn": "2022-11-18"}, ("INVALID_INPUT", "leftAreaOn")),
    bad(
        "reportHealthEvent",
        "from an area not listed that day",
        lambda stage: {"kind": "KEY_AREA_RETURNEE", "area": stage.ids["area"]},
        ("AREA_NOT_LISTED", "area"),
    ),
    bad(
        "reportHealthEvent",
        "a case from an area",
        lambda stage: {"area": stage.ids["area"]},
        ("INVALID_INPUT", "area"),
    ),
    bad("listKeyArea", "code of nothing", {"code": "11010"}, ("INVALID_INPUT", "code")),
    bad("listKeyArea", "code with NUL", {"code": NUL}, ("INVALID_INPUT", "code")),
    bad("listKeyArea", "no name", {"name": " "}, ("INVALID_INPUT", "name")),
    bad("listKeyArea", "source too long", {"source": "源" * 201}, ("TEXT_TOO_LONG", "source")),
    bad("listKeyArea", "unknown level", {"level": "deadly"}, ("INVALID_INPUT", "level")),
    bad("listKeyArea", "far future", {"validFrom": "2099-01-01"}, ("INVALID_INPUT", "validFrom")),
    bad("listKeyArea", "ends before", {"validUntil": "2022-11-17"}, ("INVALID_INPUT", "validUntil")),
    bad(
        "listKeyArea",
        "listed already",
        {"code": None, "validFrom": "2022-11-20"},
        ("AREA_LISTED_ALREADY", "name"),
    ),
    bad("listKeyArea", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("endKeyArea", "before it began", {"validUntil": "2022-11-01"}, ("INVALID_INPUT", "validUntil")),
    bad("endKeyArea", "far future", {"validUntil": "2099-01-01"}, ("INVALID_INPUT", "validUntil")),
    bad("endKeyArea", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("reportHealthEvent", "wrong area", {}, ("OUTSIDE_AREA", ""), who="village"),
    bad("reportHealthEvent", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="administrator"),
    bad("closeHealthEvent", "in the future", {"endedOn": "2022-11-21"}, ("EVENT_IN_FUTURE", "endedOn")),
    bad("closeHealthEvent", "before it began", {"endedOn": "2022-11-19"}, ("INVALID_INPUT", "endedOn")),
    bad(
        "closeHealthEvent",
        "a case",
        lambda stage: {"healthEvent": stage.ids["case"], "expectedRevision": stage.revisions["case"]},
        ("INVALID_INPUT", "healthEvent"),
    ),
    bad(
        "closeHealthEvent",
        "twice",
        lambda stage: {
            "healthEvent": stage.ids["closed event"],
            "expectedRevision": stage.revisions["closed event"],
        },
        ("EVENT_CLOSED", "healthEvent"),
    ),
    bad(
        "correctHealthEvent",
        "in the future and without a reason",
        {"occurredOn": "2022-11-21", "reportedOn": "2022-11-21", "reason": " "},
        ("EVENT_IN_FUTURE", "occurredOn"),
        ("EVENT_IN_FUTURE", "reportedOn"),
        ("INVALID_INPUT", "reason"),
    ),
    bad(
        "correctHealthEvent",
        "ended before it began",
        {"endedOn": "2022-11-18"},
        ("INVALID_INPUT", "endedOn"),
    ),
    bad(
        "correctHealthEvent",
        "a case with an end",
        {"kind": "CASE", "endedOn": "2022-11-20"},
        ("INVALID_INPUT", "endedOn"),
    ),
    bad("upgradeHealthEvent", "to a contact", {"kind": "CLOSE_CONTACT"}, ("INVALID_INPUT", "kind")),
    bad(
        "upgradeHealthEvent",
        "before they were a contact",
        {"occurredOn": "2022-11-19"},
        ("INVALID_INPUT", "occurredOn"),
    ),
    bad(
        "upgradeHealthEvent",
        "tomorrow",
        {"occurredOn": "2022-11-21", "reportedOn": "2022-11-21"},
        ("EVENT_IN_FUTURE", "occurredOn"),
        ("EVENT_IN_FUTURE", "reportedOn"),
    ),
    bad("upgradeHealthEvent", "outside", {}, ("NOT_FOUND", "healthEvent"), who="bystander"),
    bad("correctHealthEvent", "reason too long", {"reason": "错" * 201}, ("TEXT_TOO_LONG", "reason")),
    bad(
        "correctHealthEvent",
        "unknown risk level",
        {"kind": "RISK_ZONE", "riskLevel": "high"},
        ("INVALID_INPUT", "riskLevel"),
    ),
    bad(
        "correctHealthEvent",
        "nothing changed",
        {"kind": "HOME_QUARANTINE", "occurredOn": "2022-11-20", "reportedOn": "2022-11-20"},
        ("EVENT_UNCHANGED", "healthEvent"),
    ),
    bad("correctHealthEvent", "wrong area", {}, ("NOT_FOUND", "healthEvent"), who="community"),
    bad("correctHealthEvent", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="village"),
    bad(
        "excludeHealthEvent",
        "excluded already",
        lambda stage: {
            "healthEvent": stage.ids["excluded event"],
            "expectedRevision": stage.revisions["excluded event"],
        },
        ("EVENT_EXCLUDED", "healthEvent"),
    ),
    bad("excludeHealthEvent", "no reason", {"reason": ""}, ("INVALID_INPUT", "reason")),
    bad("excludeHealthEvent", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("closeHealthEvent", "wrong area", {}, ("NOT_FOUND", "healthEvent"), who="community"),
    bad("closeHealthEvent", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="village"),
)


def create_on(name: str, place: str, *refusals: Refusal, who: str = "") -> Bad:
    return bad("createApplication", name, lambda stage: {"unit": stage.ids[place]}, *refusals, who=who)


def on_application(field: str, name: str, application: str, *refusals: Refusal, who: str = "") -> Bad:
    def change(stage: Stage) -> Values:
        return {"application": stage.ids[application], "expectedRevision": stage.revisions[application]}

    return bad(field, name, change, *refusals, who=who)


STATED = "attestations.0"
APPLICATIONS = (
    create_on("a street, which gets no name", "S1", ("NO_PROCESS_FOR_KIND", "unit")),
    create_on("named already", "B1", ("ALREADY_TITLED", "unit")),
    create_on("named and suspended", "B7", ("ALREADY_TITLED", "unit")),
    create_on("applied for already", "B5", ("APPLICATION_OPEN_ALREADY", "unit")),
    create_on("wrong area", "B21", ("OUTSIDE_AREA", "")),
    create_on("wrong role: a street does not apply", "B2", ("ROLE_NOT_ALLOWED", ""), who="street"),
    create_on("wrong role: a leader does not apply for a compound", "X1", ("ROLE_NOT_ALLOWED", "")),
    bad(
        "withdrawEvidence",
        "withdrawn already",
        lambda stage: {"evidence": stage.ids["withdrawn EvidenceFile"]},
        ("EVIDENCE_WITHDRAWN", "evidence"),
    ),
    bad("withdrawEvidence", "reason blank", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("withdrawEvidence", "reason too long", {"reason": "长" * 201}, ("TEXT_TOO_LONG", "reason")),
    bad("withdrawEvidence", "reason with NUL", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    bad(
        "withdrawEvidence",
        "wrong role: brought by another",
        {},
        ("ROLE_NOT_ALLOWED", ""),
        who="applicant",
    ),
    bad("assessUnit", "without a name", lambda stage: {"unit": stage.ids["B2"]}, ("NOT_TITLED", "unit")),
    bad(
        "assessUnit",
        "name revoked",
        lambda stage: {"unit": stage.ids["B8"]},
        ("NOT_TITLED", "unit"),
    ),
    bad("assessUnit", "wrong area", lambda stage: {"unit": stage.ids["B21"]}, ("OUTSIDE_AREA", "")),
    bad(
        "assessUnit",
        "unknown criterion",
        attested({"criterion": "B-z"}),
        ("UNKNOWN_CRITERION", f"{STATED}.criterion"),
    ),
    bad(
        "assessApplication",
        "unknown criterion",
        attested({"criterion": "B-z"}),
        ("UNKNOWN_CRITERION", f"{STATED}.criterion"),
    ),
    bad(
        "assessApplication",
        "criterion with NUL",
        attested({"criterion": NUL}),
        ("UNKNOWN_CRITERION", f"{STATED}.criterion"),
    ),
    bad(
        "assessApplication",
        "criterion not asked of a building",
        attested({"criterion": "B-s"}),
        ("UNKNOWN_CRITERION", f"{STATED}.criterion"),
    ),
    bad(
        "assessApplication",
        "criterion a machine checks",
        attested({"criterion": "B-a"}),
        ("UNKNOWN_CRITERION", f"{STATED}.criterion"),
    ),
    bad(
        "assessApplication",
        "the same criterion twice",
        attested({"criterion": "B-h"}, {"criterion": "B-h", "met": False}),
        ("INVALID_INPUT", "attestations.1.criterion"),
    ),
    bad(
        "assessApplication",
        "note too long",
        attested({"criterion": "B-h", "note": "长" * 501}),
        ("TEXT_TOO_LONG", f"{STATED}.note"),
    ),
    bad(
        "assessApplication",
        "note with NUL",
        attested({"criterion": "B-h", "note": NUL}),
        ("INVALID_INPUT", f"{STATED}.note"),
    ),
    bad(
        "assessApplication",
        "reference too long",
        attested({"criterion": "B-q", "reference": "9" * 101}),
        ("TEXT_TOO_LONG", f"{STATED}.reference"),
    ),
    bad(
        "assessApplication",
        "a sensitive matter told",
        attested({"criterion": "B-q", "note": "三楼有人打架"}),
        ("INVALID_INPUT", f"{STATED}.note"),
    ),
    bad(
        "assessApplication",
        "a sensitive matter without its file",
        attested({"criterion": "B-q", "met": False}),
        ("EVIDENCE_REQUIRED", f"{STATED}.reference"),
    ),
    bad(
        "assessApplication",
        "survey figures where there is no survey",
        attested({"criterion": "B-h", "sampleSize": 30, "sampleMet": 27, "sharePercent": 90}),
        ("INVALID_INPUT", f"{STATED}.sampleSize"),
        ("INVALID_INPUT", f"{STATED}.sampleMet"),
        ("INVALID_INPUT", f"{STATED}.sharePercent"),
    ),
    on_application("assessApplication", "step not open", "B5 application", ("STEP_NOT_OPEN", "")),
    on_application("assessApplication", "closed", "B1 application", ("STEP_NOT_OPEN", "")),
    bad("assessApplication", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("assessApplication", "wrong area", {}, ("NOT_FOUND", "application"), who="village"),
    on_application("submitApplication", "step not open", "B5 application", ("STEP_NOT_OPEN", "")),
    on_application("submitApplication", "closed", "B8 application", ("STEP_NOT_OPEN", "")),
    on_application(
        "submitApplication",
        "nothing done yet",
        "B4 application",
        ("PETITION_INCOMPLETE", "criteria.B-k"),
        *(
            ("CRITERIA_NOT_MET", f"criteria.B-{letter}")
            for letter in ("g", "h", "i", "j", "l", "m", "o", "p", "q", "r")
        ),
        ("ASSESSMENT_MISSING", ""),
    ),
    bad("submitApplication", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("withdrawApplication", "reason too long", {"reason": "长" * 501}, ("TEXT_TOO_LONG", "reason")),
    bad("withdrawApplication", "reason with NUL", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    on_application("withdrawApplication", "closed", "B1 application", ("STEP_NOT_OPEN", "")),
    bad("withdrawApplication", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
)
REVIEWS = (
    *(
        bad(
            "reviewApplication", f"{decision} at the community", {"decision": decision}, ("STEP_NOT_OPEN", "")
        )
        for decision in ("ENDORSE", "REJECT", "NAME", "RECORD")
    ),
    on_application("reviewApplication", "a draft", "B4 application", ("STEP_NOT_OPEN", "")),
    on_application("reviewApplication", "closed", "B1 application", ("STEP_NOT_OPEN", "")),
    *(
        bad("reviewApplication", f"wrong role: {who}", {}, ("ROLE_NOT_ALLOWED", ""), who=who)
        for who in ("applicant", "street", "commission", "headquarters")
    ),
    bad(
        "reviewApplication",
        "wrong role: administrator",
        {},
        ("NOT_FOUND", "application"),
        who="administrator",
    ),
    bad("reviewApplication", "wrong area", {}, ("NOT_FOUND", "application"), who="village"),
    *(
        bad(
            field,
            "answer to no question",
            {"answers": [{"field": "score", "value": "1"}]},
            ("UNKNOWN_FIELD", "answers.0.field"),
        )
        for field in ("submitApplication", "reviewApplication")
    ),
    bad("reviewApplication", "opinion too long", {"opinion": "长" * 1_001}, ("TEXT_TOO_LONG", "opinion")),
    bad("reviewApplication", "opinion with NUL", {"opinion": NUL}, ("INVALID_INPUT", "opinion")),
    bad(
        "reviewApplication",
        "return without a reason",
        {"decision": "RETURN", "opinion": None},
        ("OPINION_REQUIRED", "opinion"),
    ),
    bad(
        "reviewApplication",
        "return with a blank reason",
        {"decision": "RETURN", "opinion": " \n"},
        ("OPINION_REQUIRED", "opinion"),
    ),
)
GIVEN = "answers.0"
PETITIONS = (
    bad(
        "openPetition", "nobody lives there", lambda s: {"unit": s.ids["B9"]}, ("PETITION_ROLL_EMPTY", "unit")
    ),
    bad("openPetition", "open already", lambda s: {"unit": s.ids["B6"]}, ("PETITION_OPEN_ALREADY", "unit")),
    bad("openPetition", "wrong area", lambda s: {"unit": s.ids["B21"]}, ("OUTSIDE_AREA", "")),
    bad("openPetition", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("recordPetitionAnswers", "no answer", {"answers": []}, ("INVALID_INPUT", "answers")),
    bad(
        "recordPetitionAnswers",
        "too many answers",
        lambda stage: {"answers": [{"household": stage.ids["open household"], "answer": "ABSENT"}] * 501},
        ("TOO_MANY_ITEMS", "answers"),
    ),
    bad(
        "recordPetitionAnswers",
        "a household twice",
        lambda stage: {"answers": [{"household": stage.ids["open household"], "answer": "ABSENT"}] * 2},
        ("INVALID_INPUT", "answers.1.household"),
    ),
    bad(
        "recordPetitionAnswers",
        "household of another petition",
        lambda stage: {"answers": [{"household": stage.ids["claimed household"], "answer": "ABSENT"}]},
        ("NOT_FOUND", f"{GIVEN}.household"),
    ),
    bad(
        "recordPetitionAnswers",
        "household of another tenant",
        lambda stage: {"answers": [{"household": stage.ids["foreign Household"], "answer": "ABSENT"}]},
        ("NOT_FOUND", f"{GIVEN}.household"),
    ),
    bad(
        "recordPetitionAnswers",
        "not a household",
        lambda stage: {"answers": [{"household": stage.ids["B1"], "answer": "ABSENT"}]},
        ("INVALID_ID", f"{GIVEN}.household"),
    ),
    bad(
        "recordPetitionAnswers",
        "signed by nobody",
        answers(answer="SIGNED"),
        ("SIGNATORY_NOT_CAPABLE", f"{GIVEN}.signatory"),
    ),
    bad(
        "recordPetitionAnswers",
        "signed by a neighbour",
        lambda stage: answers(answer="SIGNED", signatory=stage.ids["Resident"])(stage),
        ("SIGNATORY_NOT_CAPABLE", f"{GIVEN}.signatory"),
    ),
    bad(
        "recordPetitionAnswers",
        "signed by a resident of another tenant",
        lambda stage: answers(answer="SIGNED", signatory=stage.ids["foreign Resident"])(stage),
        ("SIGNATORY_NOT_CAPABLE", f"{GIVEN}.signatory"),
    ),
    bad(
        "recordPetitionAnswers",
        "signed by a household",
        lambda stage: answers(answer="SIGNED", signatory=stage.ids["open household"])(stage),
        ("INVALID_ID", f"{GIVEN}.signatory"),
    ),
    bad(
        "recordPetitionAnswers",
        "absent, yet signed",
        lambda stage: answers(answer="ABSENT", signatory=stage.ids["Resident"])(stage),
        ("INVALID_INPUT", f"{GIVEN}.signatory"),
    ),
    bad(
        "recordPetitionAnswers",
        "vacancy confirmed at once",
        answers(answer="VACANCY_CONFIRMED"),
        ("INVALID_INPUT", f"{GIVEN}.answer"),
    ),
    bad(
        "recordPetitionAnswers",
        "vacancy without evidence",
        answers(answer="VACANCY_CLAIMED"),
        ("EVIDENCE_REQUIRED", f"{GIVEN}.evidence"),
    ),
    bad(
        "recordPetitionAnswers",
        "evidence too long",
        answers(answer="VACANCY_CLAIMED", evidence="长" * 201),
        ("TEXT_TOO_LONG", f"{GIVEN}.evidence"),
    ),
    bad(
        "recordPetitionAnswers",
        "evidence with NUL",
        answers(answer="VACANCY_CLAIMED", evidence=NUL),
        ("INVALID_INPUT", f"{GIVEN}.evidence"),
    ),
    bad(
        "recordPetitionAnswers",
        "closed",
        lambda stage: {"petition": stage.ids["Petition"]},
        ("PETITION_CLOSED", "petition"),
    ),
    bad("recordPetitionAnswers", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("recordPetitionAnswers", "wrong area", {}, ("OUTSIDE_AREA", ""), who="village"),
    bad(
        "closeHousehold",
        "in advance",
        {"departedOn": "2022-11-21"},
        ("INVALID_INPUT", "departedOn"),
    ),
    bad("closeHousehold", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad(
        "withdrawSignature",
        "did not sign",
        lambda stage: {
            "petition": stage.ids["claimed petition"],
            "household": stage.ids["claimed household"],
            "expectedRevision": stage.revisions["claimed petition"],
        },
        ("SIGNATURE_NOT_GIVEN", "household"),
    ),
    bad(
        "withdrawSignature",
        "closed",
        lambda stage: {"petition": stage.ids["Petition"]},
        ("PETITION_CLOSED", "petition"),
    ),
    bad("withdrawSignature", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad(
        "confirmVacancy",
        "nobody claimed it",
        lambda stage: {
            "petition": stage.ids["open petition"],
            "household": stage.ids["open household"],
            "expectedRevision": stage.revisions["open petition"],
        },
        ("VACANCY_NOT_CLAIMED", "household"),
    ),
    bad(
        "confirmVacancy",
        "household of another tenant",
        lambda stage: {"household": stage.ids["foreign Household"]},
        ("NOT_FOUND", "household"),
    ),
    bad("confirmVacancy", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="applicant"),
    bad("confirmVacancy", "wrong area", {}, ("OUTSIDE_AREA", ""), who="village"),
    bad(
        "refuseVacancy",
        "nobody claimed it",
        lambda stage: {
            "petition": stage.ids["open petition"],
            "household": stage.ids["open household"],
            "expectedRevision": stage.revisions["open petition"],
        },
        ("VACANCY_NOT_CLAIMED", "household"),
        who="community",
    ),
    bad("refuseVacancy", "no reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("refuseVacancy", "reason too long", {"reason": "长" * 201}, ("TEXT_TOO_LONG", "reason")),
    bad("refuseVacancy", "reason with NUL", {"reason": NUL}, ("INVALID_INPUT", "reason")),
    bad("refuseVacancy", "wrong role", {}, ("OUTSIDE_AREA", ""), who="community"),
)
PEOPLE = (
    bad("addResident", "no name", joined(name=""), ("INVALID_INPUT", "resident.name")),
    bad("addResident", "name with NUL", joined(name=NUL), ("INVALID_INPUT", "resident.name")),
    bad(
        "addResident",
        "a number with NUL",
        joined(document="PASSPORT", identityNumber="A1\0", issuer="DEU"),
        ("INVALID_IDENTITY_NUMBER", "resident.identityNumber"),
    ),
    bad(
        "addResident",
        "an issuer with NUL",
        joined(document="PASSPORT", identityNumber="A12345", issuer="D\0E"),
        ("INVALID_INPUT", "resident.issuer"),
    ),
    bad(
        "addResident",
        "born tomorrow",
        joined(birthDate="2022-11-21"),
        ("INVALID_INPUT", "resident.birthDate"),
    ),
    bad(
        "addResident",
        "newborn of two",
        joined(birthDate="2020-11-20"),
        ("INVALID_INPUT", "resident.document"),
    ),
    bad(
        "addResident",
        "household of another tenant",
        lambda stage: {"household": stage.ids["foreign Household"]},
        ("NOT_FOUND", "household"),
    ),
    bad("addResident", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("addResident", "wrong area", {}, ("OUTSIDE_AREA", ""), who="village"),
    bad("correctResident", "nothing", {"correction": {}}, ("INVALID_INPUT", "")),
    bad(
        "correctResident",
        "no such group",
        {"correction": {"specialGroups": ["x\0"]}},
        ("INVALID_INPUT", "correction.specialGroups"),
    ),
    bad(
        "correctResident",
        "of another tenant",
        lambda stage: {"resident": stage.ids["foreign Resident"]},
        ("NOT_FOUND", "resident"),
    ),
    bad("correctResident", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad(
        "moveResident",
        "to another tenant",
        lambda stage: {"household": stage.ids["foreign Household"]},
        ("NOT_FOUND", "household"),
    ),
    bad("moveResident", "in advance", {"movedOn": "2022-11-21"}, ("INVALID_INPUT", "movedOn")),
    bad("moveResident", "wrong area", {}, ("OUTSIDE_AREA", ""), who="village"),
    bad("removeResident", "in advance", {"departedOn": "2022-11-21"}, ("INVALID_INPUT", "departedOn")),
    bad("removeResident", "before birth", {"departedOn": "1800-01-01"}, ("INVALID_INPUT", "departedOn")),
    bad("removeResident", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("correctHousehold", "nothing", {"correction": {}}, ("INVALID_INPUT", "")),
    bad(
        "correctHousehold",
        "code with NUL",
        {"correction": {"code": "1\0"}},
        ("INVALID_INPUT", "correction.code"),
    ),
    bad(
        "correctHousehold",
        "floor too high",
        {"correction": {"floor": 201}},
        ("INVALID_INPUT", "correction.floor"),
    ),
    bad("correctHousehold", "wrong area", {}, ("OUTSIDE_AREA", ""), who="village"),
)
OFFICIALS = (
    bad("appointOfficial", "username of one letter", {"username": "a"}, ("INVALID_INPUT", "username")),
    bad("appointOfficial", "username with NUL", {"username": "new\0"}, ("INVALID_INPUT", "username")),
    bad("appointOfficial", "no name", {"displayName": ""}, ("INVALID_INPUT", "displayName")),
    bad("appointOfficial", "name too long", {"displayName": "名" * 41}, ("TEXT_TOO_LONG", "displayName")),
    bad("appointOfficial", "name with NUL", {"displayName": NUL}, ("INVALID_INPUT", "displayName")),
    bad("appointOfficial", "short password", {"password": "12345678901"}, ("WEAK_PASSWORD", "password")),
    bad("appointOfficial", "no password", {"password": None}, ("WEAK_PASSWORD", "password")),
    bad(
        "appointOfficial",
        "an operator of the platform",
        {"role": "PLATFORM_OPERATOR"},
        ("INVALID_INPUT", "role"),
    ),
    bad(
        "appointOfficial",
        "over already",
        {"validUntil": "2022-11-19T00:00:00+08:00"},
        ("INVALID_INPUT", "validUntil"),
    ),
    bad(
        "appointOfficial",
        "without a time zone",
        {"validUntil": "2022-12-19T00:00:00"},
        ("INVALID_INPUT", "validUntil"),
    ),
    bad(
        "appointOfficial",
        "for ever",
        {"validUntil": "9999-12-31T23:59:59+00:00"},
        ("INVALID_INPUT", "validUntil"),
    ),
    bad("appointOfficial", "somebody else's username", {"username": "idle"}, ("USERNAME_TAKEN", "username")),
    bad("appointOfficial", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="headquarters"),
    bad(
        "appointOfficial",
        "oneself",
        {"username": "admin", "displayName": "管理员", "password": None},
        ("ROLE_NOT_ALLOWED", "username"),
        who="signed",
    ),
    *(
        bad(field, f"reason {name}", {"reason": reason}, (code, "reason"))
        for field in ("changeRole", "disableOfficial", "enableOfficial", "endRole", "extendRole")
        for name, reason, code in (
            ("blank", " ", "INVALID_INPUT"),
            ("too long", "因" * 201, "TEXT_TOO_LONG"),
            ("with NUL", NUL, "INVALID_INPUT"),
        )
    ),
    *(
        bad(field, f"{name} {day}", {name: day}, ("INVALID_INPUT", name))
        for field, names in (
            ("changeRole", ("firstDay", "lastDay")),
            ("endRole", ("lastDay",)),
            ("extendRole", ("lastDay",)),
        )
        for name in names
        for day in ("0001-01-01", "2022-11-19", "9999-12-31")
    ),
    *(
        bad(field, "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="headquarters")
        for field in (
            "changeRole",
            "disableOfficial",
            "enableOfficial",
            "endRole",
            "extendRole",
            "renameOfficial",
            "resetPassword",
        )
    ),
    bad(
        "changeRole", "an operator of the platform", {"role": "PLATFORM_OPERATOR"}, ("INVALID_INPUT", "role")
    ),
    bad("extendRole", "no longer than it is", {"lastDay": "2022-11-22"}, ("INVALID_INPUT", "lastDay")),
    bad("disableOfficial", "unseen", {"preview": None}, ("CONFIRMATION_REQUIRED", "preview")),
    bad("disableOfficial", "seen otherwise", {"preview": "\0"}, ("STALE_PREVIEW", "preview")),
    bad("disableOfficial", "unknown successor", {"successor": "nobody"}, ("NOT_FOUND", "successor")),
    bad("disableOfficial", "successor with NUL", {"successor": "\0"}, ("NOT_FOUND", "successor")),
    bad(
        "disableOfficial",
        "away already",
        lambda stage: {"official": stage.ids["absent"]},
        ("OFFICIAL_DISABLED", "official"),
    ),
    bad(
        "enableOfficial",
        "not away",
        lambda stage: {"official": stage.ids["renamed"]},
        ("OFFICIAL_NOT_DISABLED", "official"),
    ),
    bad(
        "resetPassword",
        "away",
        lambda stage: {"official": stage.ids["absent"]},
        ("OFFICIAL_DISABLED", "official"),
    ),
    bad("renameOfficial", "no name", {"displayName": " "}, ("INVALID_INPUT", "displayName")),
    bad("renameOfficial", "name too long", {"displayName": "名" * 41}, ("TEXT_TOO_LONG", "displayName")),
    bad("renameOfficial", "name with NUL", {"displayName": NUL}, ("INVALID_INPUT", "displayName")),
    bad("changePassword", "short password", {"newPassword": "12345678901"}, ("WEAK_PASSWORD", "newPassword")),
    bad("changePassword", "wrong", {"currentPassword": "\0"}, ("INVALID_CREDENTIALS", "currentPassword")),
    bad("createApiClient", "no name", {"name": ""}, ("INVALID_INPUT", "name")),
    bad("createApiClient", "name too long", {"name": "名" * 41}, ("TEXT_TOO_LONG", "name")),
    bad("createApiClient", "name with NUL", {"name": NUL}, ("INVALID_INPUT", "name")),
    bad("createApiClient", "name taken", {"name": "疾控平台"}, ("DUPLICATE_NAME", "name")),
    bad("createApiClient", "no scope", {"scopes": []}, ("INVALID_INPUT", "scopes")),
    bad("createApiClient", "unknown scope", {"scopes": ["status:read", "*"]}, ("INVALID_INPUT", "scopes")),
    bad("createApiClient", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
    bad("cancelSimulation", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad(
        "cancelSimulation",
        "ended",
        lambda stage: {"simulation": stage.ids["SimulationRun"]},
        ("SIMULATION_ENDED", "simulation"),
    ),
    bad("startSimulation", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("startSimulation", "nothing", {"source": None}, ("INVALID_INPUT", "source")),
    bad("startSimulation", "two things", {"version": 1}, ("INVALID_INPUT", "source")),
    bad("startSimulation", "no YAML", {"source": "{"}, ("GUIDELINE_INVALID", "source")),
    bad("startSimulation", "no such version", {"source": None, "version": 99}, ("NOT_FOUND", "version")),
    bad(
        "startSimulation",
        "an event nowhere",
        {"source": None, "event": {"kind": "CASE", "occurredOn": "2022-11-01"}},
        ("NOT_FOUND", "unit"),
    ),
    bad(
        "startSimulation",
        "a unit without an event",
        lambda stage: {"unit": stage.ids["B1"]},
        ("INVALID_INPUT", "unit"),
    ),
    bad(
        "startSimulation",
        "an event to come",
        lambda stage: {
            "source": None,
            "unit": stage.ids["B1"],
            "event": {"kind": "CASE", "occurredOn": "2099-11-01"},
        },
        ("EVENT_IN_FUTURE", "occurredOn"),
        ("INVALID_INPUT", "reportedOn"),
    ),
    bad("updateContact", "no address", {"email": "jiedao"}, ("INVALID_INPUT", "email")),
    bad("updateContact", "two lines", {"email": "a@b.cn\nBcc: c@d.cn"}, ("INVALID_INPUT", "email")),
    bad("retryJob", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="community"),
    bad("revokeApiClient", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
)
GUIDELINES = (
    bad("draftGuideline", "nothing", {"source": ""}, ("GUIDELINE_INVALID", "source")),
    bad("draftGuideline", "no YAML", {"source": "{"}, ("GUIDELINE_INVALID", "source")),
    bad("draftGuideline", "NUL", source("format: 1", "format: \0001"), ("GUIDELINE_INVALID", "source")),
    bad(
        "draftGuideline",
        "too long",
        {"source": "#" * 100_001},
        ("GUIDELINE_INVALID", "source"),
    ),
    bad("draftGuideline", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("draftGuideline", "somebody else's", {}, ("NOT_THE_AUTHOR", "draft"), who="headquarters"),
    bad("draftGuideline", "no revision", {"expectedRevision": None}, ("INVALID_INPUT", "expectedRevision")),
    bad("discardGuidelineDraft", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="street"),
    bad("publishGuideline", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
    bad("publishGuideline", "yesterday", {"effectiveFrom": "2022-11-19"}, ("INVALID_INPUT", "effectiveFrom")),
    bad(
        "publishGuideline",
        "ends before it begins",
        {"effectiveUntil": "2022-11-30"},
        ("INVALID_INPUT", "effectiveUntil"),
    ),
    bad(
        "publishGuideline",
        "no day",
        {"standingNames": {"treatment": "APPLY"}},
        ("INVALID_INPUT", "standingNames.applyOn"),
    ),
    bad(
        "publishGuideline",
        "a day too many",
        {"standingNames": {"treatment": "KEEP", "withinDays": 3}},
        ("INVALID_INPUT", "standingNames.withinDays"),
    ),
    bad(
        "publishGuideline",
        "no days",
        {"standingNames": {"treatment": "REASSESS", "withinDays": 0}},
        ("INVALID_INPUT", "standingNames.withinDays"),
    ),
    bad(
        "publishGuideline",
        "judged before it is in force",
        {"standingNames": {"treatment": "APPLY", "applyOn": "2022-11-30"}},
        ("INVALID_INPUT", "standingNames.applyOn"),
    ),
    bad("publishGuideline", "another text's simulation", _simulated, ("SIMULATION_STALE", "simulation")),
    bad("decideStandingNames", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
    bad("decideStandingNames", "no reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("decideStandingNames", "no version", {"version": 9}, ("NOT_FOUND", "version")),
    bad("decideStandingNames", "withdrawn", {"version": 3}, ("GUIDELINE_ENDED", "version")),
    bad(
        "decideStandingNames",
        "judged before it is in force",
        {"standingNames": {"treatment": "APPLY", "applyOn": "2022-11-30"}},
        ("INVALID_INPUT", "standingNames.applyOn"),
    ),
    bad(
        "decideStandingNames",
        "no day",
        {"standingNames": {"treatment": "APPLY"}},
        ("INVALID_INPUT", "standingNames.applyOn"),
    ),
    bad("undoRuleChange", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
    bad("undoRuleChange", "no reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("confirmRuleChange", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
    bad("confirmRuleChange", "another number", {"falling": 29}, ("CONFIRMATION_REQUIRED", "falling")),
    bad("withdrawGuideline", "no version", {"number": 9}, ("NOT_FOUND", "number")),
    bad("withdrawGuideline", "withdrawn", {"number": 3}, ("GUIDELINE_ENDED", "number")),
    bad("withdrawGuideline", "negative", {"number": -1}, ("NOT_FOUND", "number")),
    bad("withdrawGuideline", "no reason", {"reason": " "}, ("INVALID_INPUT", "reason")),
    bad("withdrawGuideline", "reason too long", {"reason": "理" * 501}, ("TEXT_TOO_LONG", "reason")),
    bad("withdrawGuideline", "wrong role", {}, ("ROLE_NOT_ALLOWED", ""), who="commission"),
)
BAD = (
    *IMPORTS,
    *ROSTER,
    *LOGS,
    *RECORDED,
    *EVENTS,
    *APPLICATIONS,
    *REVIEWS,
    *PETITIONS,
    *PEOPLE,
    *OFFICIALS,
    *GUIDELINES,
)

IDS = {
    "grant": "RoleGrant",
    "official": "Official",
    "delegation": "Delegation",
    "resident": "Resident",
    "complaint": "Complaint",
    "apiClient": "ApiClient",
    "area": "KeyArea",
    "application": "Application",
    "batch": "Batch",
    "appeal": "Appeal",
    "designation": "Designation",
    "finding": "SupervisionFinding",
    "draft": "GuidelineDraft",
    "healthEvent": "HealthEvent",
    "evidence": "EvidenceFile",
    "household": "Household",
    "job": "Job",
    "notifications": "Notification",
    "ruleChange": "RuleChange",
    "simulation": "SimulationRun",
    "parent": "Unit",
    "petition": "Petition",
    "responsibleUnit": "Unit",
    "unit": "Unit",
}
"""Inputs that take an id, with the type it has to be of."""


def bad_ids() -> Iterator[Bad]:
    """Spoil each id of each mutation: garbage, of another type, unknown, another tenant's."""
    for field, taken in IDS_OF.items():
        for name in taken:
            kind = IDS[name]
            for garbage in ("", "garbage", "☃", "VW5pdA", "VW5pdDox", "=" * 3, "\0"):
                yield bad(field, f"{name} {garbage!r}", {name: garbage}, ("INVALID_ID", name))
            other = encode_id("Review", new_id())
            yield bad(field, f"{name} of another type", {name: other}, ("INVALID_ID", name))
            unknown = encode_id(kind, new_id())
            yield bad(field, f"{name} unknown", {name: unknown}, ("NOT_FOUND", name))
            yield bad(field, f"{name} of another tenant", _foreign(name, kind), ("NOT_FOUND", name))


def _foreign(name: str, kind: str) -> Change:
    return lambda stage: {name: stage.ids[f"foreign {kind}"]}


IDS_OF = {
    "changeRole": ("grant", "unit"),
    "disableOfficial": ("official",),
    "enableOfficial": ("official",),
    "endRole": ("grant",),
    "extendRole": ("grant",),
    "renameOfficial": ("official",),
    "resetPassword": ("official",),
    "delegateRole": ("grant",),
    "revokeDelegation": ("delegation",),
    "appointAcceptanceTeam": ("batch",),
    "appointOfficial": ("unit",),
    "assessApplication": ("application",),
    "assessUnit": ("unit",),
    "closeBatch": ("batch",),
    "closeHealthEvent": ("healthEvent",),
    "addResident": ("household",),
    "closeHousehold": ("household",),
    "correctHousehold": ("household",),
    "correctResident": ("resident",),
    "moveResident": ("resident", "household"),
    "refuseVacancy": ("petition", "household"),
    "removeResident": ("resident",),
    "concludeInspection": ("application",),
    "confirmVacancy": ("petition", "household"),
    "correctHealthEvent": ("healthEvent", "unit", "area"),
    "createApplication": ("unit",),
    "excludeHealthEvent": ("healthEvent",),
    "discardGuidelineDraft": ("draft",),
    "draftGuideline": ("draft",),
    "decideAppeal": ("appeal",),
    "lodgeAppeal": ("designation",),
    "moveUnit": ("unit", "parent"),
    "closeUnit": ("unit",),
    "changeUnitKind": ("unit",),
    "renameUnit": ("unit",),
    "changeUnitCode": ("unit",),
    "splitUnit": ("unit",),
    "rectifyFinding": ("finding",),
    "recordFinding": ("unit",),
    "verifyFinding": ("finding",),
    "openBatch": ("unit",),
    "openPetition": ("unit",),
    "upgradeHealthEvent": ("healthEvent",),
    "publishGuideline": ("draft", "simulation"),
    "publishNameList": ("batch",),
    "decideStandingNames": ("simulation",),
    "undoRuleChange": ("ruleChange",),
    "confirmRuleChange": ("ruleChange",),
    "recordComplaint": ("unit",),
    "recordFigure": ("unit",),
    "recordPetitionAnswers": ("petition",),
    "recordPlaque": ("designation",),
    "reissueCertificate": ("designation",),
    "replacePlaque": ("designation",),
    "voidDesignation": ("designation",),
    "recordScoreSheet": ("application",),
    "recordUnitLog": ("unit",),
    "registerHouseholds": ("unit",),
    "endKeyArea": ("area",),
    "reportHealthEvent": ("unit", "responsibleUnit", "area"),
    "reportRectification": ("application",),
    "reviewApplication": ("application",),
    "cancelSimulation": ("simulation",),
    "startSimulation": ("unit",),
    "markNotificationsRead": ("notifications",),
    "retryJob": ("job",),
    "revokeApiClient": ("apiClient",),
    "settleComplaint": ("complaint",),
    "submitApplication": ("application",),
    "withdrawApplication": ("application",),
    "withdrawEvidence": ("evidence",),
    "withdrawSignature": ("petition", "household"),
}
REVISED = (
    "changePassword",
    "changeRole",
    "disableOfficial",
    "enableOfficial",
    "endRole",
    "extendRole",
    "renameOfficial",
    "resetPassword",
    "endKeyArea",
    "decideAppeal",
    "rectifyFinding",
    "verifyFinding",
    "appointAcceptanceTeam",
    "assessApplication",
    "closeBatch",
    "closeHealthEvent",
    "addResident",
    "closeHousehold",
    "correctHousehold",
    "correctResident",
    "moveResident",
    "refuseVacancy",
    "removeResident",
    "concludeInspection",
    "confirmVacancy",
    "correctHealthEvent",
    "excludeHealthEvent",
    "upgradeHealthEvent",
    "discardGuidelineDraft",
    "draftGuideline",
    "moveUnit",
    "closeUnit",
    "changeUnitKind",
    "renameUnit",
    "changeUnitCode",
    "splitUnit",
    "publishGuideline",
    "decideStandingNames",
    "undoRuleChange",
    "confirmRuleChange",
    "recordPetitionAnswers",
    "recordPlaque",
    "reissueCertificate",
    "replacePlaque",
    "voidDesignation",
    "reportRectification",
    "reviewApplication",
    "settleComplaint",
    "submitApplication",
    "withdrawApplication",
    "withdrawSignature",
)


def bad_revisions() -> Iterator[Bad]:
    """Base each write on another state than the present one."""
    for field in REVISED:
        for revision in (-2_147_483_648, -1, 0, 2_147_483_647):
            yield bad(
                field,
                f"revision {revision}",
                {"expectedRevision": revision},
                ("STALE_REVISION", "expectedRevision"),
            )


def bad_keys() -> Iterator[Bad]:
    """Send keys that are none."""
    for field in sorted(BY_FIELD.keys() - {"signIn", "signOut"}):
        for key in ("", "k" * 101, "k\0", "k\n", "\ud800"):
            yield bad(field, f"key {key[:9]!r}", {"idempotencyKey": key}, ("INVALID_INPUT", "idempotencyKey"))
