"""Writes the performance page and its chart from the latest figures of every part.

`python -m benchmarks.page` writes `PERFORMANCE.md` and `benchmarks/performance.svg`; what holds a missed bar is said in
`benchmarks/limits.md`, which becomes part of the page.
"""

import os
import platform
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from benchmarks.bars import Bar
from benchmarks.chart import chart
from benchmarks.folder import REPOSITORY, kept_figures
from benchmarks.questions import QUESTIONS

PAGE, CHART = REPOSITORY / "PERFORMANCE.md", REPOSITORY / "benchmarks" / "performance.svg"
LIMITS = REPOSITORY / "benchmarks" / "limits.md"
Figures = Mapping[str, Any]
_INTRODUCTION = """\
# Performance

Written by `make bench` on {day}: {machine}. Everything runs on one machine: one process of each server, a client that
is a process of its own with 16 connections, PostgreSQL over a unix socket, row security forced. A figure is the
server's processor time for a request, user and system, as the operating system counts it: the median of alternating
rounds, least and most in brackets. Ratios are taken round by round. Answers were compared before anything was measured.

Ours has authentication, the bound on cost, metrics and its log line on. PostGraphile and mercurius know no
authentication here and bound no cost: both do less for each request. Answers we keep are measured as a cache hit alone;
everywhere else, but for pages opened again, none are kept.
"""


_CONTESTANTS = """
Bare SQL is the same statement, written by hand, behind our own middleware, doors and check of cost. mercurius runs
those statements too. PostGraphile has its Amber preset and a setting of each request; the index
`ix_designations_bench_status` on (tenant_id, unit_id, status) was added so that it may filter names by status.
"""


def write() -> None:
    """Write page and chart."""
    kept = kept_figures()
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    parts = [_INTRODUCTION.format(day=f"{datetime.now(UTC):%Y-%m-%d}", machine=machine)]
    for name, section in _SECTIONS.items():
        if name in kept:
            parts.append("\n".join(section(kept[name])))
    parts.insert(1, "\n".join(_bars(kept)))
    parts.append(LIMITS.read_text())
    PAGE.write_text("\n".join(parts))
    if "reads" in kept:
        CHART.write_text(_chart(kept["reads"]))


def _bars(kept: Mapping[str, Figures]) -> Iterator[str]:
    yield "## Bars\n"
    yield "| bar | wanted | measured | |"
    yield "|---|---|---|---|"
    for figures in kept.values():
        for told in figures.get("bars", ()):
            bar = Bar(**told)
            measured = "not measured" if bar.measured is None else f"{bar.measured:.3g} {bar.unit}"
            if bar.least is not None and bar.most is not None and bar.measured is not None:
                measured += f" ({bar.least:.3g}–{bar.most:.3g})"
            wanted = (
                f"{'≥' if bar.side == 'at least' else '≤'} {bar.wanted:g} {bar.unit}" if bar.wanted else "—"
            )
            holds = ("holds" if bar.holds else "**missed**") if bar.wanted else "printed"
            yield f"| {bar.name} | {wanted} | {measured} | {holds}{'; ' if bar.note else ''}{bar.note} |"
    yield ""


def _reads(figures: Figures) -> Iterator[str]:
    yield "## Reads\n"
    yield "![Times PostGraphile, by processor time a request](benchmarks/performance.svg)\n"
    peers = ", ".join(f"{name} {version}" for name, version in figures["versions"].items())
    yield f"Ten districts of 30,000 buildings. Peers: {peers}.\n"
    yield "| read | who | CPU a request, µs | database's, µs | a second | p95, ms |"
    yield "|---|---|---|---|---|---|"
    for name, taken in figures["taken"].items():
        title = QUESTIONS[name].title if name in QUESTIONS else name
        for who, each in taken.items():
            yield (
                f"| {title} | {who} | {_spread(each['server_us'])} | {_half(each['database_us'])} | "
                f"{_half(each['per_second'])} | {each['p95_ms']['median']:.1f} |"
            )
    yield _CONTESTANTS


def _decisions(figures: Figures) -> Iterator[str]:
    yield "## Decisions\n"
    yield "| tenants | who | µs a decision |"
    yield "|---|---|---|"
    for tenants, taken in figures["taken"].items():
        for who, each in taken.items():
            yield f"| {tenants} | {who} | {each['median']:.2f} ({each['least']:.2f}–{each['most']:.2f}) |"
    yield ""


def _growth(figures: Figures) -> Iterator[str]:
    yield "## Growth\n"
    yield "| what | among | CPU a request, µs | database's, µs |"
    yield "|---|---|---|---|"
    for tenants, each in figures["tenants"].items():
        yield f"| status | {tenants} tenants | {_spread(each['server_us'])} | {_half(each['database_us'])} |"
    for what, taken in figures["units"].items():
        for units, each in taken.items():
            yield f"| {what} | {units} | {_spread(each['server_us'])} | {_half(each['database_us'])} |"
    held = ", ".join(f"{build} {size / 1e6:.0f} MB" for build, size in figures["fresh"].items())
    mixed = figures["memory"]
    yield (
        f"\nA fresh process holds: {held}. After mixed requests it held {mixed['few_bytes'] / 1e6:.0f} MB, and "
        f"{mixed['many_bytes'] / 1e6:.0f} MB after {mixed['requests']}.\n"
    )


def _pages(figures: Figures) -> Iterator[str]:
    yield "## Pages of the back office, beside the build of 200e202\n"
    yield (
        "Milliseconds of CPU for the document a page asks our API for, and for the page itself: each read anew, and "
        "as it was then; last, opened again while the district wrote nothing, when its answer is kept.\n"
    )
    yield "| page | document | then | again | page | then | again |"
    yield "|---|---|---|---|---|---|---|"
    for page, taken in figures["taken"].items():
        cells = [_milliseconds(each) for kind in ("document", "page") for each in taken[kind].values()]
        yield f"| {page} | {' | '.join(cells)} |"
    yield ""


def _bulk(figures: Figures) -> Iterator[str]:
    yield "## Bulk\n"
    for name, each in figures["import"].items():
        yield f"- {name}: 2,000 units into a district of 1,000,000 in {each['median']:.2f} s"
    for name, each in figures["rollup"].items():
        yield f"- roll-up over 1,000,000 units {name}: p50 {each['p50_ms']['median']:.1f} ms"
    for name, lines in figures["said"].items():
        yield from (f"- {name}: {line}" for line in lines)
    yield ""


def _chart(figures: Figures) -> str:
    groups = {}
    for name in QUESTIONS:
        halves = {who: each["server_us"]["median"] for who, each in figures["taken"][name].items()}
        base = halves.get("PostGraphile") or halves["ours"]
        groups[name] = {who: base / half for who, half in halves.items()}
    return chart("Times PostGraphile, by processor time a request", groups, "×")


def _spread(shown: Mapping[str, float]) -> str:
    return f"{shown['median']:,.0f} ({shown['least']:,.0f}–{shown['most']:,.0f})"


def _half(shown: Mapping[str, float]) -> str:
    return f"{shown['median']:,.0f}"


def _milliseconds(taken: Mapping[str, Any]) -> str:
    return f"{taken['server_us']['median'] / 1_000:.1f}"


_SECTIONS = {"reads": _reads, "decisions": _decisions, "growth": _growth, "pages": _pages, "bulk": _bulk}

if __name__ == "__main__":
    write()
