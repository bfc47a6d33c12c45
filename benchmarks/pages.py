"""The ten most used pages of the back office beside those of commit 200e202, each build on a demo of its own seeding.

`python -m benchmarks.pages [ROUNDS] [SECONDS]` measures of each page the document it asks our API for, and the page
itself. Both demos are made on the same day by the same stories, and their answers are compared first.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import httpx

from benchmarks import builds
from benchmarks.bars import Bar, say, show
from benchmarks.captured import FIRST_APPLICATION
from benchmarks.cluster import Place
from benchmarks.folder import REPOSITORY, keep_figures
from benchmarks.rounds import Contestant, Sample, UnequalError, alternate, ratios, request, summary
from benchmarks.servers import NOTHING_KEPT, Server, wuyi

PART = "pages"
ROUNDS, SECONDS, CONNECTIONS = 3, 1.0, 4
_UNIT = "500110002013-X1-02"
TOLD = {
    "slug": "qijiang",
    "username": "street-review",
    "password": "qijiang-demo-2022",
    "pages": {
        "worklist": "/admin/worklist?tab=area",
        "application": f"/admin/applications/{FIRST_APPLICATION}",
        "unit": f"/admin/units/{_UNIT}",
        "units": "/admin/units",
        "households": f"/admin/units/{_UNIT}/households",
        "events": "/admin/events",
        "inbox": "/admin/inbox",
        "supervision": "/admin/supervision",
        "status": "/units/500110002013-X1-01",
        "register": "/units",
    },
}
AGAIN = "again"
"""Our build where answers are kept: whoever opens a page again while its district wrote nothing."""
_WANTED = {"worklist": 30.0, "application": 15.0}
_OTHERS = 5.0
_OF_ITS_OWN = frozenset({"id", "cursor", "startCursor", "endCursor", "revision"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
Captured = dict[str, Any]


def measure(rounds: int, seconds: float) -> bool:
    """Measure every page of both builds; print and keep figures and bars; tell whether all bars hold."""
    try:
        baseline = builds.build_of(builds.BASELINE)
    except builds.BuildMissingError as missing:
        say(str(missing))
        return show([Bar(f"page documents × {builds.BASELINE}", _OTHERS, None, note=str(missing))])
    with ExitStack() as stack:
        places = {
            "ours": stack.enter_context(builds.demo("ours", REPOSITORY)),
            builds.BASELINE: stack.enter_context(builds.demo(builds.BASELINE, baseline)),
        }
        folders = {"ours": REPOSITORY, builds.BASELINE: baseline}
        said = {name: builds.captured(place, folders[name], TOLD) for name, place in places.items()}
        servers = {
            name: stack.enter_context(wuyi(f"pages-{name}", place, folders[name], NOTHING_KEPT))
            for name, place in places.items()
        }
        servers[AGAIN] = stack.enter_context(wuyi(f"pages-{AGAIN}", places["ours"], REPOSITORY, {}))
        said[AGAIN] = said["ours"]
        taken, bars = _measured(places, servers, said, rounds, seconds)
    keep_figures(PART, {"taken": taken, "bars": [bar.kept() for bar in bars]})
    return show(bars)


def _measured(
    places: Mapping[str, Place],
    servers: Mapping[str, Server],
    said: Mapping[str, Captured],
    rounds: int,
    seconds: float,
) -> tuple[dict[str, Any], list[Bar]]:
    taken: dict[str, Any] = {}
    bars = []
    for page in TOLD["pages"]:
        note = _prove_equal(page, servers, said)
        documents, shown = (
            alternate(
                {
                    name: Contestant(server, ask(said[name], page), CONNECTIONS)
                    for name, server in servers.items()
                },
                rounds,
                seconds,
                lambda: {key: spent for place in places.values() for key, spent in place.sessions().items()},
            )
            for ask in (_document_of, _page_of)
        )
        taken[page] = {"document": summary(documents), "page": summary(shown), "note": note}
        bars += [_bar(page, documents, note, who) for who in ("ours", AGAIN)]
        say(f"{page:<12} document {_line(documents)}; page {_line(shown)}")
    return taken, bars


def _document_of(said: Captured, page: str) -> list[str]:
    asked = said["pages"][page]["documents"]
    return [request(_path(each), _body(each), {"authorization": f"Bearer {said['token']}"}) for each in asked]


def _page_of(said: Captured, page: str) -> list[str]:
    return [request(said["pages"][page]["path"], None, {"cookie": said["cookie"]}, method="GET")]


def _path(document: Mapping[str, Any]) -> str:
    return f"/t/{TOLD['slug']}/{'public/' if document['schema'] == 'public' else ''}graphql"


def _body(document: Mapping[str, Any]) -> dict[str, Any]:
    return {"query": document["query"], "variables": document["variables"]}


def _prove_equal(page: str, servers: Mapping[str, Server], said: Mapping[str, Captured]) -> str:
    """Raise UnequalError unless both builds answer the page's documents alike; tell if what they ask differs."""
    builds_own = {name: told for name, told in said.items() if name != AGAIN}
    pages = {name: told["pages"][page] for name, told in builds_own.items()}
    failed = {name: shown["status"] for name, shown in pages.items() if shown["status"] != 200}
    if failed:
        raise UnequalError(f"the page {page} answers {failed}")
    answers = []
    for name in builds_own:
        headers = {"authorization": f"Bearer {said[name]['token']}"}
        url = f"http://127.0.0.1:{servers[name].port}"
        asked = [
            httpx.post(url + _path(each), json=_body(each), headers=headers, timeout=60)
            for each in pages[name]["documents"]
        ]
        answers.append([answer.json().get("data") for answer in asked])
    for difference in differences(*answers, "data"):
        raise UnequalError(f"the builds answer the page {page} differently: {difference}")
    ours, theirs = ([each["query"] for each in shown["documents"]] for shown in pages.values())
    return "" if ours == theirs else "compared in what both builds ask for"


def differences(one: Any, other: Any, at: str) -> Iterator[str]:
    """List where two answers say different things, wherever both say something.

    Left out is what two demos need not share: ids, cursors, how often a row was written, and when.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() & other.keys() - _OF_ITS_OWN):
            yield from differences(one[key], other[key], f"{at}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from differences(*pair, f"{at}.{number}")
    elif not (_is_instant(one) and _is_instant(other)) and one != other:
        yield f"{at}: {one!r:.200} and {other!r:.200}"


def _is_instant(value: object) -> bool:
    return isinstance(value, str) and _INSTANT.fullmatch(value) is not None


def _bar(page: str, samples: Mapping[str, list[Sample]], note: str, who: str) -> Bar:
    shown = ratios(samples, builds.BASELINE, who).shown
    name = f"{page} document {'read anew' if who == 'ours' else 'opened again'} × {builds.BASELINE}"
    wanted = _WANTED.get(page, _OTHERS)
    return Bar(name, wanted, shown["median"], least=shown["least"], most=shown["most"], note=note)


def _line(samples: Mapping[str, list[Sample]]) -> str:
    figures = summary(samples)
    anew, again, then = (
        figures[name]["server_us"]["median"] / 1_000 for name in ("ours", AGAIN, builds.BASELINE)
    )
    return f"{anew:6.1f} ms of CPU, again {again:5.1f}, {then:6.1f} then ({then / anew:.1f}, {then / again:.0f} ×)"


def main() -> int:
    """Run with so many rounds of so many seconds."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    return 0 if measure(rounds, seconds) else 1


if __name__ == "__main__":
    sys.exit(main())
