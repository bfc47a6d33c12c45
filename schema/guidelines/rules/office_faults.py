"""Faults of offices: levels nothing has, offices that cannot be told apart, steps nobody could do, idle entries."""

from collections.abc import Iterator, Mapping

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline, Office, Process
from schema.guidelines.rules.kinds import subtree, unknown_kinds
from schema.guidelines.rules.offices import find_office
from schema.guidelines.rules.words import Names, named, role_words


def wrong_levels(guideline: Guideline) -> Iterator[Finding]:
    """Find offices at levels the tree does not have."""
    for index, office in enumerate(guideline.offices):
        yield from unknown_kinds(guideline, ("offices", index, "levels"), office.levels)


def confusable_offices(guideline: Guideline) -> Iterator[Finding]:
    """Find offices nobody could tell from another, or from a role that acts as a whole."""
    words = role_words(guideline)
    whole = {words[role]: role for role in sorted(_whole_roles(guideline))}
    for index, office in enumerate(guideline.offices):
        if office.id in role_words(None):
            yield Finding(
                ("offices", index, "id"),
                f"{office.id} 是角色的代码，不能用作机构的 id。",
                "请给该机构换一个 id。",
            )
        for other in guideline.offices[:index]:
            shared = [level for level in office.levels if level in other.levels]
            if office.role == other.role and shared:
                yield Finding(
                    ("offices", index, "levels"),
                    f"“{office.name}”与“{other.name}”同为 {office.role}，且都在 {'、'.join(shared)} 一级，"
                    "任职人员无从分辨。",
                    "同一角色的机构须在不同层级；请改正 levels，或合并为一个机构。",
                )
        if office.name in (other.name for other in guideline.offices[:index]):
            yield Finding(
                ("offices", index, "name"), f"机构“{office.name}”重名。", "请使各机构的名称各不相同。"
            )
        elif office.name in whole:
            yield Finding(
                ("offices", index, "name"),
                f"“{office.name}”已是本方案中 {whole[office.name]} 的称呼，无从分辨。",
                "请给机构换用另一个名称，或在 role_names 中改写该角色的称呼。",
            )


def wrong_offices(guideline: Guideline) -> Iterator[Finding]:
    """Find steps and rungs whose office does not exist, is of another role, or lies over none of their units."""
    for place, process, role, office_id in _named_offices(guideline):
        office = find_office(guideline, office_id)
        if office is None:
            known = "、".join(each.id for each in guideline.offices) or "无，请先在 offices 中写明"
            yield Finding((*place, "office"), f"没有 {office_id} 这个机构。", f"可选机构：{known}。")
            continue
        if office.role != role:
            yield Finding(
                (*place, "office"),
                f"机构“{office.name}”属于 {office.role}，而这里写的是 {role}。",
                "请使两处一致：改正角色，或改为该角色的机构。",
            )
        yield from _out_of_reach(guideline, (*place, "office"), process, office)


def _out_of_reach(
    guideline: Guideline, place: Location, process: Process, office: Office
) -> Iterator[Finding]:
    kinds = Names.of(guideline).kinds
    levels = named(kinds, office.levels)
    reached = frozenset[str]().union(*(subtree(guideline, level) for level in office.levels))
    missed = [kind for kind in process.unit_kinds if kind not in reached]
    if missed:
        yield Finding(
            place,
            f"{named(kinds, missed)}不在任何{levels}之内，其申请到不了“{office.name}”。",
            "请改为其上级的机构，或把该类单元移到另一个流程。",
        )
    beside = [kind for kind in process.unit_kinds if kind in reached and not _always(guideline, kind, office)]
    if beside:
        yield Finding(
            place,
            f"{named(kinds, beside)}可以不在{levels}之内；那样的单元申报后，此环节由谁办理没有着落。",
            "请确认没有这样的单元，或由更高一级的机构办理。",
            severity="warning",
        )


def _always(guideline: Guideline, kind: str, office: Office) -> bool:
    """Tell whether a unit of a kind lies within the office's levels wherever the tree lets it stand."""
    parents: Mapping[str, tuple[str, ...]] = {each.id: each.parents for each in guideline.unit_kinds}
    seen, open_ = set[str](), [kind]
    while open_:
        now = open_.pop()
        if now in office.levels or now in seen:
            continue
        seen.add(now)
        if not parents.get(now):
            return False
        open_ += parents[now]
    return True


def mixed_offices(guideline: Guideline) -> Iterator[Finding]:
    """Find steps without an office beside others of their role with one: any level could do them."""
    for index, process in enumerate(guideline.processes):
        parted = {step.role for step in process.steps if step.office is not None}
        for at, step in enumerate(process.steps):
            if step.office is None and step.role in parted:
                yield Finding(
                    ("processes", index, "steps", at, "role"),
                    f"{process.id} 的其他环节写明了 {step.role} 的机构，{step.id} 却没有，任何一级都能办理。",
                    "请给该环节也写明 office。",
                )


def idle_offices(guideline: Guideline) -> Iterator[Finding]:
    """Find offices no step is done by or goes to."""
    used = {office for *_, office in _named_offices(guideline)}
    for index, office in enumerate(guideline.offices):
        if office.id not in used:
            yield Finding(
                ("offices", index),
                f"机构“{office.name}”不办理任何环节。",
                "请在环节中以 office 写明，或删除此项。",
            )


def _named_offices(guideline: Guideline) -> Iterator[tuple[Location, Process, str, str]]:
    """Give each place that names an office: where, in which process, of which role, which office."""
    for index, process in enumerate(guideline.processes):
        for at, step in enumerate(process.steps):
            place: Location = ("processes", index, "steps", at)
            if step.office is not None:
                yield place, process, step.role, step.office
            for rung, each in enumerate(step.deadline.escalate if step.deadline else ()):
                if each.office is not None:
                    yield (*place, "deadline", "escalate", rung), process, each.to, each.office


def _whole_roles(guideline: Guideline) -> frozenset[str]:
    """List the roles that apply or act somewhere as a whole, at whatever level they are held."""
    steps = [step for process in guideline.processes for step in process.steps]
    rungs = [rung for step in steps if step.deadline for rung in step.deadline.escalate]
    applicants = {role for process in guideline.processes for role in process.applicants}
    acting = {step.role for step in steps if step.office is None}
    return frozenset(applicants | acting | {rung.to for rung in rungs if rung.office is None})
