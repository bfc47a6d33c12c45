"""What more clients at a time do to the requests served a second: prints figures, asserts nothing.

`python -m benchmarks.clients [REQUESTS] [ROUNDS]` asks for a page of units as an official, over 8, 32 and 128
connections in turn, 1,600 requests a round and 3 rounds unless told, and prints the medians.
"""

import sys
from statistics import median

from benchmarks.load import Question, Round, ask
from benchmarks.serving import Place, district, platform
from benchmarks.simulate import say

PAGE = {
    "query": "{ units(first: 20) { edges { node { code name kind { name } } } pageInfo { hasNextPage } } }"
}
CLIENTS = (8, 32, 128)
UNITS = 1_000


def measure(place: Place, requests: int, rounds: int) -> None:
    """Ask with few clients and with many in turn and say how many requests a second were served."""
    bearer = {"authorization": f"Bearer {place.token}"}
    taken: dict[int, list[Round]] = {clients: [] for clients in CLIENTS}
    with platform(place, log_level="WARNING") as (server, port):
        question = Question.post("page", port, f"/t/{place.slug}/graphql", PAGE, bearer)
        ask(server, question, clients=8, requests=200)
        for _ in range(rounds):
            for clients, found in taken.items():
                found.append(ask(server, question, clients=clients, requests=requests))
    for clients, found in taken.items():
        rate, cost = (median(getattr(each, name) for each in found) for name in ("rate", "microseconds"))
        say(
            f"{clients:>4} clients: {rate:6.0f} requests a second, {cost:6.0f} µs of the server's processor each"
        )


def main() -> None:
    """Run the benchmark."""
    requests, rounds = (
        int(given) if given else usual
        for given, usual in zip([*sys.argv[1:3], "", ""][:2], (1_600, 3), strict=True)
    )
    with district(UNITS) as place:
        measure(place, requests, rounds)


if __name__ == "__main__":
    main()
