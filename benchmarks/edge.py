"""What the edge costs: the server's processor a request, beside a bare server that answers the same bytes.

`python -m benchmarks.edge [REQUESTS] [ROUNDS]` asks each question so often a round, 5,000 and 7 unless told, the bare
server and ours in turn, over one connection at a time; prints the medians, asserts nothing.
"""

import json
import sys
import urllib.request
from collections.abc import Mapping
from statistics import median

from benchmarks.load import Question, Round, ask
from benchmarks.serving import Place, bare, district, platform
from benchmarks.simulate import say

EMPTY = {"query": "{ __typename }"}
STATUS = {
    "query": """
        query Status($code: String!) {
          unitStatus(code: $code) { code name kind titled warned suspended title number since }
        }""",
    "variables": {"code": "B7"},
}
UNITS = 1_000


def questions(place: Place, port: int) -> list[Question]:
    """List what is asked of the platform."""
    path = f"/t/{place.slug}/public/graphql"
    key = {"x-api-key": place.key}
    return [
        Question.post("empty, anonymous", port, path, EMPTY, {}),
        Question.post("empty, with a key", port, path, EMPTY, key),
        Question.post("status by code, with a key", port, path, STATUS, key),
    ]


def answer_to(place: Place, port: int, body: Mapping[str, object]) -> bytes:
    """Fetch the answer once, so that the bare server can give the same."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/t/{place.slug}/public/graphql",
        json.dumps(body).encode(),
        {"content-type": "application/json", "x-api-key": place.key},
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
        given: bytes = answer.read()
    return given


def measure(place: Place, requests: int, rounds: int) -> None:
    """Ask the bare server and the platform in turn and say what each took."""
    with platform(place) as (ours, port), bare(answer_to(place, port, STATUS)) as (other, beside):
        asked = [(other, Question.post("bare server", beside, "/", STATUS, {"x-api-key": place.key}))]
        asked += [(ours, question) for question in questions(place, port)]
        for server, question in asked:
            ask(server, question, clients=1, requests=500)
        taken: dict[str, list[Round]] = {question.name: [] for _, question in asked}
        for _ in range(rounds):
            for server, question in asked:
                taken[question.name].append(ask(server, question, clients=1, requests=requests))
    floor = median(each.microseconds for each in taken["bare server"])
    for name, found in taken.items():
        cost = median(each.microseconds for each in found)
        say(f"{name:<28} {cost:6.0f} µs a request, {cost - floor:+6.0f} beside the bare server")


def main() -> None:
    """Run the benchmark."""
    requests, rounds = (
        int(given) if given else usual
        for given, usual in zip([*sys.argv[1:3], "", ""][:2], (5_000, 7), strict=True)
    )
    with district(UNITS) as place:
        measure(place, requests, rounds)


if __name__ == "__main__":
    main()
