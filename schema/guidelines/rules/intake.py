"""Faults of intake: a cadence without fixed intake or the other way round, chains of one applicant."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding
from schema.guidelines.rules.format import Guideline


def wrong_cadences(guideline: Guideline) -> Iterator[Finding]:
    """Find fixed intake without a cadence, a cadence without it, and days that are named twice."""
    for index, process in enumerate(guideline.processes):
        if (process.intake == "fixed") != (process.cadence is not None):
            yield Finding(
                ("processes", index, "intake"),
                f"{process.id} 的受理方式与受理日（cadence）不一致。",
                "定期受理须写 intake: fixed 并填写 cadence；否则两处都去掉。",
            )
        days = process.cadence.opens_on_days if process.cadence else ()
        for at, day in enumerate(days):
            if day in days[:at]:
                yield Finding(
                    ("processes", index, "cadence", "opens_on_days", at), f"{day} 日重复。", "请只保留一处。"
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
