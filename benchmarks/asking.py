"""The requests each contestant is sent, and the proof that they all answer the same."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import httpx

from benchmarks.client import NUMBER
from benchmarks.cluster import Place
from benchmarks.districts import key_of, session_of
from benchmarks.questions import CODES, Question
from benchmarks.rounds import UnequalError, request
from benchmarks.servers import Server

Who = Literal["ours", "bare SQL", "mercurius", "PostGraphile"]
COMPARED = 7


@dataclass(frozen=True, slots=True)
class District:
    """A seeded district and how many buildings it has."""

    id: str
    slug: str
    buildings: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, before it is written."""

    path: str
    body: Mapping[str, Any] | None
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """Write it as it is sent."""
        return request(self.path, self.body, self.headers, method="POST" if self.body is not None else "GET")

    def answer(self, server: Server) -> httpx.Response:
        """Send it, once."""
        url = f"http://127.0.0.1:{server.port}{self.path}"
        sent = None if self.body is None else json.dumps(self.body)
        headers = {"accept": "application/json", "content-type": "application/json", **self.headers}
        return httpx.request(
            "GET" if sent is None else "POST", url, content=sent, headers=headers, timeout=30
        )


Writer = Callable[[Who, Question, District, int], Asked]
"""Writes a request of a contestant's: the question, in a district, by a number that chooses what is asked for."""


async def districts_of(place: Place, slug: str, buildings: int) -> list[District]:
    """List a district and its copies, in order."""
    owner = await place.connect()
    rows = await owner.fetch(
        "select id::text, slug from tenants where slug = $1 or slug like $1 || '-%' order by length(slug), slug",
        slug,
    )
    await owner.close()
    return [District(row["id"], row["slug"], buildings) for row in rows]


def asked(who: Who, question: Question, district: District, number: int) -> Asked:
    """Ask a contestant a question in a district."""
    variables = question.variables(number, district.buildings)
    if who == "PostGraphile":
        tenant = {"tenant": district.id} if variables else {}
        return _to_peer(district, question.postgraphile, tenant | variables)
    if who == "mercurius":
        return _to_peer(district, question.mercurius, variables)
    room = f"bare/{question.statement}" if who == "bare SQL" else _room(question)
    body = {"query": question.ours, "variables": variables}
    return Asked(f"/t/{district.slug}/{room}", body, _credential(question, district))


def inlined(who: Who, question: Question, district: District, number: int) -> Asked:
    """Ask with the code written into the document, as many clients do."""
    whole = asked(who, question, district, number)
    body = whole.body or {}
    document = str(body["query"])
    document = document[document.index("{") :]
    for name, value in body["variables"].items():
        document = document.replace(f"${name}", json.dumps(value))
    return Asked(whole.path, {"query": document}, whole.headers)


def unseen(who: Who, question: Question, district: District, number: int) -> Asked:
    """Ask with a document that differs from every other in its operation's name and in an alias."""
    whole = asked(who, question, district, number)
    body = dict(whole.body or {})
    head, brace, rest = str(body["query"]).partition("{ ")
    body["query"] = head.replace("query", f"query N{NUMBER}") + f"{brace}a{NUMBER}: {rest}"
    return Asked(whole.path, body, whole.headers)


def fetched(question: Question, district: District, etag: str | None = None) -> Asked:
    """Ask us by GET, as a cache in between would; with an ETag if one was given."""
    said = urlencode(
        {"query": question.ours, "variables": json.dumps(question.variables(1, district.buildings))}
    )
    headers = dict(_credential(question, district))
    if etag is not None:
        headers["if-none-match"] = etag
    return Asked(f"/t/{district.slug}/{_room(question)}?{said}", None, headers)


def spread(
    districts: Sequence[District], ask: Writer, who: Who, question: Question, count: int = CODES
) -> list[str]:
    """Write requests that go round the districts and, where a code is asked for, through many codes."""
    return [ask(who, question, districts[number % len(districts)], number).text for number in range(count)]


def prove_equal(
    servers: Mapping[Who, Server], question: Question, districts: Sequence[District], ask: Writer
) -> None:
    """Raise UnequalError unless all contestants answer some of the requests alike."""
    for number in range(COMPARED):
        district, answers = districts[number % len(districts)], {}
        for who, server in servers.items():
            response = ask(who, question, district, number).answer(server)
            if response.status_code != 200 or "errors" in response.json():
                raise UnequalError(f"{who} answers {response.status_code} {response.text[:300]}")
            answers[who] = question.same(response.json()["data"])
        for who, answer in answers.items():
            if answer != answers["ours"]:
                ours = json.dumps(answers["ours"], ensure_ascii=False)[:400]
                raise UnequalError(f"ours: {ours}; {who}: {json.dumps(answer, ensure_ascii=False)[:400]}")


def _room(question: Question) -> str:
    return "public/graphql" if question.public else "graphql"


def _credential(question: Question, district: District) -> dict[str, str]:
    if question.public:
        return {"x-api-key": key_of(district.id)}
    return {"authorization": f"Bearer {session_of(district.id)}"}


def _to_peer(district: District, document: str, variables: Mapping[str, Any]) -> Asked:
    return Asked("/graphql", {"query": document, "variables": variables}, {"x-tenant": district.id})
