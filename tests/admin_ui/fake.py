"""The API as the back office sees it, answered from memory: same documents, same types, no database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphql import GraphQLSchema, build_schema, graphql
from starlette.requests import Request

from tests.admin_ui import cases
from tests.admin_ui.district import OFFICIALS, PASSWORD, TENANT, WENLONG, Json, entries, kind_of

CONTRACT = Path(__file__).parent / "contract"
Resolver = Callable[..., Any]


def contract(name: str) -> GraphQLSchema:
    """Read the schema the pages are written against."""
    return build_schema((CONTRACT / f"{name}.graphql").read_text(encoding="utf-8"))


SCHEMAS = {name: contract(name) for name in ("official", "public")}


def connection(items: list[Json]) -> Resolver:
    """Page over a list by position."""

    def resolve(
        info: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        **_: Any,
    ) -> Json:
        start, end = (int(after) + 1 if after else 0), (int(before) if before else len(items))
        start, end = (max(start, end - last), end) if last else (start, min(end, start + (first or 20)))
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


class FakeApi:
    """Answers operations; `calls` are the mutations it got, `refusals` the errors it shall give."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refusals: dict[str, list[Json]] = {}
        self.signed_in: set[str] = set()
        self.failure: Json | None = None

    async def execute(
        self, request: Request, document: str, variables: Json, *, schema: str
    ) -> dict[str, Any]:
        """Run a document as whoever the session names."""
        if self.failure:
            return self.failure
        token = request.state.session_token
        username = token.removeprefix("token-") if token in self.signed_in else None
        root = self._public() if schema == "public" else self._official(username)
        result = await graphql(SCHEMAS[schema], document, root, variable_values=variables)
        if result.errors:
            return {"data": result.data, "errors": [error.formatted for error in result.errors]}
        return {"data": result.data}

    def _official(self, username: str | None) -> Json:
        root: Json = {
            "viewer": cases.viewer(username) if username else None,
            "tenant": TENANT,
            "signIn": self._sign_in,
        }
        names = (
            "signOut recordUnitLog createApplication openPetition recordPetitionAnswers confirmVacancy "
            "assessApplication submitApplication withdrawApplication reviewApplication reportHealthEvent"
        )
        root |= {name: self._mutation(name) for name in names.split()}
        return root | (self._reading(username) if username else {})

    def _reading(self, username: str) -> Json:
        applications = [connect(cases.application(key, username)) for key in cases.APPLICATIONS]
        waiting = [
            one
            for one in applications
            if any(a["allowed"] and a["name"] != "WITHDRAW" for a in one["actions"])
        ]
        tabs = {"PENDING": waiting, "DONE": [], "AREA": applications}
        found = {one["id"]: one for one in applications}
        codes = [place[0] for place in cases.PLACES]
        return {
            "worklist": lambda info, tab, **page: connection(tabs[tab])(info, **page),
            "worklistCounts": {name.lower(): len(rows) for name, rows in tabs.items()},
            "application": lambda info, id: found.get(id),
            "unit": lambda info, code: connect_unit(cases.unit(code, username)) if code in codes else None,
            "units": lambda info, search=None, **page: connection(
                [
                    cases.unit(code, username)
                    for code in codes
                    if not search or search in cases.place_of(code)["name"] + code
                ]
            )(info, **page),
            "guideline": {"unitKinds": [kind_of(kind["id"]) for kind in WENLONG["unit_kinds"]]},
        }

    def _sign_in(self, info: Any, input: Json) -> Json:
        username = input["username"]
        if username not in OFFICIALS or input["password"] != PASSWORD:
            refusal = {
                "code": "INVALID_CREDENTIALS",
                "message": "用户名或密码不正确。",
                "field": ["username"],
            }
            return {"errors": [refusal | {"fix": "请核对用户名和密码后重试。", "details": []}]}
        self.signed_in.add(f"token-{username}")
        return {"token": f"token-{username}", "expiresAt": "2099-01-01T00:00:00+00:00", "errors": []}

    def _mutation(self, name: str) -> Resolver:
        def resolve(info: Any, input: Json | None = None) -> Json:
            self.calls.append((name, input or {}))
            refused = self.refusals.get(name, [])
            return {
                "errors": refused,
                "application": {"id": next(iter(cases.APPLICATIONS))},
                "consequences": [],
            }

        return resolve

    def _public(self) -> Json:
        district = TENANT | {"guidelineTitle": WENLONG["title"]}
        titled = [public_status(code) for code, held in cases.BORNE.items() if held["status"] == "ACTIVE"]
        codes = [place[0] for place in cases.PLACES]
        return {
            "district": district,
            "unitStatus": lambda info, code: public_status(code) if code in codes else None,
            "titledUnits": connection(titled),
        }


def connect(application: Json) -> Json:
    """Give the lists of an application their pages."""
    return application | {"petition": _roll(application["petition"])}


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

    def read(info: Any, answer: str | None = None, **page: Any) -> Json:
        chosen = [row for row in rows if answer in (None, row["answer"])]
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
        "titled": held is not None and held["status"] == "ACTIVE",
        "suspended": held is not None and held["status"] == "SUSPENDED",
        "title": held["title"] if held else None,
        "number": held["number"] if held else None,
        "since": held["namedOn"] if held else None,
        "endedOn": held["endedOn"] if held else None,
        "reason": _reason(last) if lost and last else None,
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
