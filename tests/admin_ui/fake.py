"""The API as the back office sees it, answered from memory: same documents, same types, no database."""

from collections.abc import Callable
from typing import Any

from graphql import graphql
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from tests.admin_ui import cases, happenings, records, schemes, town, watching
from tests.admin_ui.committed import SCHEMAS
from tests.admin_ui.district import OFFICIALS, PASSWORD, TENANT, WENLONG, Json, entries, kind_of

Resolver = Callable[..., Any]


def _validate(root: Json, info: Any, **given: Any) -> Any:
    """Resolve a field whose argument is named as graphql-core's own resolver names the object."""
    return root["validateGuideline"](info, **given)


assert SCHEMAS["official"].query_type is not None
SCHEMAS["official"].query_type.fields["validateGuideline"].resolve = _validate


def connection(items: list[Json]) -> Resolver:
    """Page over a list by position."""

    def resolve(
        _info: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        **_: Any,
    ) -> Json:
        start, end = (int(after) + 1 if after else 0), (int(before) if before else len(items))
        size = 20 if first is None else first
        start, end = (max(start, end - last), end) if last else (start, min(end, start + size))
        return {
            "totalCount": len(items),
            "pageInfo": {
                "hasNextPage": end < len(items),
                "hasPreviousPage": start > 0,
                "startCursor": str(start),
                "endCursor": str(end - 1),
            },
            "edges": [{"cursor": str(start + at), "node": node} for at, node in enumerate(items[start:end])],
        }

    return resolve


MUTATIONS = (
    "signOut recordUnitLog openBatch closeBatch appointAcceptanceTeam recordScoreSheet concludeInspection "
    "reportRectification createApplication openPetition recordPetitionAnswers confirmVacancy "
    "markNotificationsRead updateContact startSimulation cancelSimulation "
    "withdrawSignature registerHouseholds closeHousehold "
    "recordFigure recordComplaint settleComplaint listKeyArea endKeyArea "
    "assessApplication submitApplication withdrawApplication reviewApplication reportHealthEvent "
    "draftGuideline discardGuidelineDraft publishGuideline withdrawGuideline "
    "setCalendarDay delegateRole revokeDelegation "
    "closeHealthEvent correctHealthEvent excludeHealthEvent "
    "recordPlaque assessUnit recordFinding rectifyFinding verifyFinding lodgeAppeal decideAppeal"
)
WRONG = {
    "code": "INVALID_CREDENTIALS",
    "message": "用户名或密码不正确。",
    "field": ["username"],
    "fix": "请核对用户名和密码后重试。",
    "details": [],
}


CHANGED = (
    {
        "number": "WL-building-2022-0001",
        "change": "revoked",
        "causeText": "辖内报告确诊病例",
        "clause": "B-a",
        "effectiveOn": "2022-11-25",
        "eligibleFrom": "2022-12-03",
        "unit": {"name": "九龙嘉苑1号楼"},
    },
)
PREVIEWED = {
    "token": "seen",
    "confirmationRequired": False,
    "falling": 1,
    "told": [{"roleName": "街道", "holders": 2}],
    "errors": [],
}


class FakeApi:
    """Answers operations; `calls` are the mutations it got, `refusals` the errors it shall give."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refusals: dict[str, list[Json]] = {}
        self.signed_in: set[str] = set()
        self.failure: Json | None = None
        self.asked = 0
        self.sent: Json = {}

    async def execute(
        self, request: Request, document: str, variables: Json, *, schema: str
    ) -> dict[str, Any]:
        """Run a document as whoever the session names."""
        self.asked += 1
        self.sent = dict(variables.get("input") or {})
        if self.failure:
            return self.failure
        token = request.state.session_token
        username = token.removeprefix("token-") if token and token in self.signed_in else None
        if schema == "official" and username is None and "signIn" not in document:
            return {"errors": [{"message": "尚未登录。", "extensions": {"code": "UNAUTHENTICATED"}}]}
        root = self._public() if schema == "public" else self._official(username)
        result = await graphql(SCHEMAS[schema], document, root, variable_values=variables)
        if result.errors:
            return {"data": result.data, "errors": [error.formatted for error in result.errors]}
        return {"data": result.data}

    async def upload(self, _request: Request, form: FormData) -> dict[str, Any]:
        """Take a file in; `refusals` of `upload` are given as the API gives them."""
        file = form["file"]
        assert isinstance(file, UploadFile)
        given = {name: value for name, value in form.items() if isinstance(value, str)}
        self.calls.append(("upload", given | {"name": file.filename, "bytes": len(await file.read())}))
        if refused := self.refusals.get("upload"):
            return {"errors": refused}
        return {"data": {"evidence": {"id": "F-3"}}}

    async def download(self, request: Request, file_id: str) -> Response:
        """Give a file out to who is signed in."""
        if request.state.session_token not in self.signed_in:
            return Response(status_code=401)
        if file_id != "F-1":
            return Response(status_code=404)
        return Response(b"a picture", headers={"Content-Disposition": "attachment"}, media_type="image/jpeg")

    def _official(self, username: str | None) -> Json:
        root = {name: self._mutation(name) for name in MUTATIONS.split()}
        root |= {"tenant": TENANT, "signIn": self._sign_in}
        return root | (_reading(username) if username else {})

    def _sign_in(self, _info: Any, input: Json) -> Json:
        username = input["username"]
        if username not in OFFICIALS or input["password"] != PASSWORD:
            return {"errors": [WRONG]}
        self.signed_in.add(f"token-{username}")
        return {"token": f"token-{username}", "expiresAt": "2099-01-01T00:00:00+00:00", "errors": []}

    def _mutation(self, name: str) -> Resolver:
        def resolve(_info: Any, input: Json | None = None) -> Json:
            self.calls.append((name, self.sent))
            refused = self.refusals.get(name, [])
            made = {"id": next(iter(cases.APPLICATIONS))}
            simulation = {"id": next(iter(cases.SIMULATIONS))}
            made = {"application": made, "batch": {"id": town.BATCH}, "simulation": simulation}
            made |= {"finding": {"id": watching.OPEN}, "appeal": {"id": watching.LODGED}}
            made |= {"assessment": {"met": False}}
            made |= {"draft": {"id": schemes.OWN}, "version": {"number": 2}}
            return {"errors": refused, **made, "consequences": []}

        return resolve

    def _public(self) -> Json:
        district = TENANT | {"guidelineTitle": WENLONG["title"]}
        titled = [public_status(code) for code, held in cases.BORNE.items() if held["status"] == "ACTIVE"]
        codes = [place[0] for place in cases.PLACES]
        return {
            "district": district,
            "unitStatus": lambda _, code: public_status(code) if code in codes else None,
            "titledUnits": connection(titled),
        }


def _reading(username: str) -> Json:
    applications = [connect(cases.application(key, username)) for key in cases.APPLICATIONS]
    tabs = {"PENDING": list(filter(_waits, applications)), "DONE": [], "AREA": applications, "UNASSIGNED": []}
    found = {one["id"]: one for one in applications}
    in_batch = {key: town.application(key, username) for key in (town.SHEET, town.SETTLE, town.FAILED)}
    batches = {one["id"]: one for one in town.batches(username)}
    places = {code: name for code, name, _, _ in cases.PLACES}

    def found_unit(_: Any, code: str | None = None, **which: Any) -> Json | None:
        code = code or which["id"].removeprefix("unit-")
        if code not in places:
            return None
        stood = cases.standing(code, which.get("asOf"), which.get("knownAt"))
        return connect_unit(cases.unit(code, username)) | {"standing": stood}

    def worklist(info: Any, tab: str, overdue: bool, escalated: bool, **page: Any) -> Json:
        wanted = [row for row in tabs[tab] if _narrowed(row["deadline"], overdue, escalated)]
        rows: Json = connection(wanted)(info, **page)
        return rows

    def units(info: Any, search: str | None = None, **page: Any) -> Json:
        codes = [code for code, name in places.items() if not search or search in name + code]
        rows: Json = connection([cases.unit(code, username) for code in codes])(info, **page)
        return rows

    def events(info: Any, kind: str | None = None, standing: str | None = None, **page: Any) -> Json:
        rows: Json = connection(happenings.listed(username, kind, standing))(info, **page)
        return rows

    def findings(info: Any, status: str | None = None, overdue: bool = False, **page: Any) -> Json:
        rows: Json = connection(watching.findings(username, status, overdue))(info, **page)
        return rows

    def appeals(info: Any, status: str | None = None, **page: Any) -> Json:
        rows: Json = connection(watching.appeals(username, status))(info, **page)
        return rows

    happened = [connect_event(one) for one in happenings.listed(username, None, None)]
    watched = [*watching.findings(username), *watching.appeals(username), *happened]
    nodes = batches | {one["id"]: one for one in watched}

    return schemes.reading(username) | {
        "healthEvents": events,
        "supervisionFindings": findings,
        "appeals": appeals,
        "designations": connection([watching.name("WL-JYY-05", username)]),
        "previewHealthEvent": lambda _, **__: PREVIEWED | {"changes": connection(list(CHANGED))},
        "viewer": watching.due(cases.viewer(username), username)
        | cases.inbox_of(username)
        | {"districtActions": schemes.district_actions(username)},
        "notifications": connection(cases.notifications(username)),
        "simulations": connection([connect_run(key) for key in cases.SIMULATIONS]),
        "simulation": lambda _, **which: (
            connect_run(which["id"]) if which["id"] in cases.SIMULATIONS else None
        ),
        "worklist": worklist,
        "calendar": cases.CALENDAR,
        "keyAreas": connection(records.AREAS),
        "delegations": connection(cases.delegations()),
        "worklistCounts": {"overdue": 0, "escalated": 1}
        | {name.lower(): len(rows) for name, rows in tabs.items()},
        "application": lambda _, **which: found.get(which["id"]) or in_batch.get(which["id"]),
        "batches": connection(town.batches(username)),
        "node": lambda _, **which: nodes.get(which["id"]) or cases.household(which["id"], username),
        "unit": found_unit,
        "units": units,
        "guideline": {
            "figures": records.KNOWN,
            "specialGroups": WENLONG["special_groups"],
            "eventClasses": [{"id": "secondary", "name": "次密接", "countsAs": "close_contact"}],
            "riskLevels": [{"id": "high", "name": "高风险区", "abolishedOn": None}],
            "processes": [{"id": "T-P5", "name": "分批验收", "batches": {"windowDays": 31}}],
            "unitKinds": [kind_of(kind["id"]) for kind in WENLONG["unit_kinds"]],
            "logKinds": [{"id": "disinfection", "name": "消杀"}, {"id": "test_round", "name": "核酸检测"}],
        },
    }


def _narrowed(deadline: Json | None, overdue: bool, escalated: bool) -> bool:
    late = deadline is not None and deadline["overdue"]
    climbed = deadline is not None and bool(deadline["escalations"])
    return (late or not overdue) and (climbed or not escalated)


def _waits(application: Json) -> bool:
    return any(action["allowed"] and action["name"] != "WITHDRAW" for action in application["actions"])


def connect(application: Json) -> Json:
    """Give the lists of an application their pages."""
    return application | {"petition": _roll(application["petition"])}


def connect_run(key: str) -> Json:
    """Give the changes of a simulation their pages."""
    run = cases.SIMULATIONS[key]
    return run | {"id": key, "changes": connection(run["changes"])}


def connect_event(event: Json) -> Json:
    """Give what an event did to names its pages."""
    return event | {"consequences": connection(event["consequences"])}


def connect_unit(unit: Json) -> Json:
    """Give the lists of a unit their pages."""
    households = unit["households"]
    return unit | {
        "children": connection(unit["children"]),
        "households": connection(households) if households is not None else None,
        "petition": _roll(unit["petition"]),
    }


def _roll(petition: Json | None) -> Json | None:
    if petition is None:
        return None
    if not petition["readable"]:
        return petition | {"entries": None}
    rows = entries()

    def read(info: Any, answers: list[str] | None = None, **page: Any) -> Json:
        chosen = [row for row in rows if answers is None or row["answer"] in answers]
        result: Json = connection(chosen)(info, **page)
        return result

    return petition | {"entries": read}


def public_status(code: str) -> Json:
    """What the public schema says of a unit."""
    place, held = cases.place_of(code), cases.BORNE.get(code)
    last = held["changes"][-1] if held else None
    lost = held is not None and held["status"] != "ACTIVE"
    above = cases.ancestors_of(code)
    return {
        "code": code,
        "name": place["name"],
        "kind": place["kind"]["id"],
        "kindName": place["kind"]["name"],
        "ancestors": [cases.place_of(one)["name"] for one in above],
        "titled": held is not None and held["status"] == "ACTIVE",
        "warned": held is not None and held["status"] == "WARNED",
        "suspended": held is not None and held["status"] == "SUSPENDED",
        "title": held["title"] if held else None,
        "number": held["number"] if held else None,
        "since": held["namedOn"] if held else None,
        "validUntil": held["validUntil"] if held else None,
        "endedOn": held["endedOn"] if held else None,
        "reason": _reason(last) if lost and last else None,
        "eligibility": cases.eligibility_of(code),
        "asOf": "2022-11-25T03:00:00+00:00",
        "history": [_public_change(one) for one in reversed(held["changes"])] if held else [],
        "coverage": place["coverage"],
        "parentCode": above[-1] if above else None,
    }


def _public_change(change: Json) -> Json:
    return {"change": change["change"], "number": "WY-2022-0001", "reason": _reason(change)}


def _reason(change: Json) -> Json:
    return {
        "code": change["cause"],
        "text": change["causeText"],
        "clause": change["clause"],
        "effectiveOn": change["effectiveOn"],
    }
