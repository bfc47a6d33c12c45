"""Faults of the unit kinds: one root, no cycle, every title reachable."""

from collections.abc import Iterator, Sequence

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline


def unknown_kinds(guideline: Guideline, location: Location, kinds: Sequence[str]) -> Iterator[Finding]:
    """Find kinds that the guideline does not have, or that are listed twice."""
    known = {kind.id for kind in guideline.unit_kinds}
    for index, kind in enumerate(kinds):
        if kind not in known:
            yield Finding(
                (*location, index), f"没有 {kind} 这种单元类型。", f"可选类型：{'、'.join(sorted(known))}。"
            )
        elif kind in kinds[:index]:
            yield Finding((*location, index), f"{kind} 列了两次。", "请删除重复的一项。")


def subtree(guideline: Guideline, kind: str) -> frozenset[str]:
    """List a kind and all kinds that may stand below it, at any depth; cycles do no harm."""
    found = {kind}
    while True:
        below = {child.id for child in guideline.unit_kinds if found.intersection(child.parents)}
        if below <= found:
            return frozenset(found)
        found |= below


def duplicate_kinds(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds whose id was used before."""
    seen: set[str] = set()
    for index, kind in enumerate(guideline.unit_kinds):
        if kind.id in seen:
            yield Finding(
                ("unit_kinds", index, "id"), f"单元类型 {kind.id} 重复。", "请改用另一个 id，或合并两项。"
            )
        seen.add(kind.id)


def wrong_parents(guideline: Guideline) -> Iterator[Finding]:
    """Find parents that are no kinds."""
    for index, kind in enumerate(guideline.unit_kinds):
        yield from unknown_kinds(guideline, ("unit_kinds", index, "parents"), kind.parents)


def wrong_roots(guideline: Guideline) -> Iterator[Finding]:
    """Find the lack of a root, and every root after the first (B-U4: one tree)."""
    roots = [index for index, kind in enumerate(guideline.unit_kinds) if not kind.parents]
    if not roots:
        yield Finding(("unit_kinds",), "没有顶层单元类型。", "请让一种类型（如 district）的 parents 为 []。")
    for index in roots[1:]:
        name = guideline.unit_kinds[index].id
        yield Finding(
            ("unit_kinds", index, "parents"),
            f"{name} 是第二个顶层单元类型。",
            "请写明它的上级，只留一个顶层。",
        )


def cycles(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds that may stand, over others or directly, below themselves."""
    for index, kind in enumerate(guideline.unit_kinds):
        children = {child.id for child in guideline.unit_kinds if kind.id in child.parents}
        if any(kind.id in subtree(guideline, child) for child in children):
            yield Finding(
                ("unit_kinds", index, "parents"),
                f"{kind.id} 经 parents 又回到自身，层级成环。",
                "请改正上级类型，使层级自上而下。",
            )


def wrong_titles(guideline: Guideline) -> Iterator[Finding]:
    """Find titles nobody can get: no process, no criterion, or a pilot title without a title."""
    for index, kind in enumerate(guideline.unit_kinds):
        place: Location = ("unit_kinds", index, "title")
        if kind.title is None:
            if kind.pilot_title is not None:
                yield Finding(
                    ("unit_kinds", index, "pilot_title"), f"{kind.id} 有试点称号而无称号。", "请补上 title。"
                )
            continue
        if not any(kind.id in each.unit_kinds and each.tier is None for each in guideline.processes):
            yield Finding(
                place, f"{kind.id} 有称号而没有申报流程。", "请在一个流程的 unit_kinds 中加入它，或删除称号。"
            )
        if not any(kind.id in each.applies_to and each.tier is None for each in guideline.criteria):
            yield Finding(
                place, f"{kind.id} 有称号而没有任何标准。", "请在标准的 applies_to 中加入它，或删除称号。"
            )
