"""Faults of intake: a cadence without fixed intake or the other way round, chains of one applicant."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Cadence, Guideline


def wrong_cadences(guideline: Guideline) -> Iterator[Finding]:
    """Find fixed intake without a cadence, a cadence without it or without one rhythm, and days named twice."""
    for index, process in enumerate(guideline.processes):
        if (process.intake == "fixed") != (process.cadence is not None):
            yield Finding(
                ("processes", index, "intake"),
                f"{process.id} 的受理方式与受理日（cadence）不一致。",
                "定期受理须写 intake: fixed 并填写 cadence；否则两处都去掉。",
            )
        if process.cadence is not None:
            yield from _rhythm(process.id, process.cadence, ("processes", index, "cadence"))
        days = process.cadence.opens_on_days if process.cadence else ()
        for at, day in enumerate(days):
            if day in days[:at]:
                yield Finding(
                    ("processes", index, "cadence", "opens_on_days", at), f"{day} 日重复。", "请只保留一处。"
                )


def _rhythm(clause: str, cadence: Cadence, place: Location) -> Iterator[Finding]:
    monthly = bool(cadence.opens_on_days)
    if (cadence.every_days is None) != (cadence.first_on is None) or monthly == (
        cadence.every_days is not None
    ):
        yield Finding(
            place,
            f"{clause} 的受理周期须按每月日期或按每若干天，且只有其一。",
            "请写 opens_on_days；或写 every_days 和首次受理日 first_on，并删除 opens_on_days。",
        )
    elif cadence.every_days is not None and cadence.open_days >= cadence.every_days:
        yield Finding(
            (*place, "open_days"),
            f"{clause} 每 {cadence.every_days} 天受理 {cadence.open_days} 天，等于随时受理。",
            "请减少 open_days，或改为 intake: rolling。",
        )


def lonely_chains(guideline: Guideline) -> Iterator[Finding]:
    """Find a chain of applicants in which nobody stands in for anybody."""
    for index, process in enumerate(guideline.processes):
        if process.fallback and len(process.applicants) < 2:
            yield Finding(
                ("processes", index, "fallback"),
                f"{process.id} 只有一种申报人，没有可以顺延的。",
                "请在 applicants 中按先后列出申报人，或去掉 fallback。",
            )
