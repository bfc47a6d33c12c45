"""Faults of the processes: order of steps, actions that fit them, and duties that stay apart."""

from collections.abc import Iterator, Mapping

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Guideline, Process, Step, StepAction
from schema.guidelines.rules.kinds import unknown_kinds
from schema.guidelines.rules.words import role_words

# What a step of each kind lets its role do; the first action is the one that moves the application on.
ACTIONS: Mapping[str, tuple[StepAction, ...]] = {
    "forward": ("forward", "return"),
    "review": ("endorse", "return", "reject"),
    "decide": ("name", "return", "reject"),
    "record": ("record",),
    "notice": ("return", "reject"),
}
_APPLICANTS_ONLY = frozenset({"building_leader", "property"})


def wrong_subjects(guideline: Guideline) -> Iterator[Finding]:
    """Find kinds of a process that do not exist, bear no title, or have a process already."""
    titled = {kind.id for kind in guideline.unit_kinds if kind.title is not None}
    known = {kind.id for kind in guideline.unit_kinds}
    taken: dict[tuple[str, str | None], str] = {}
    for index, process in enumerate(guideline.processes):
        place: Location = ("processes", index, "unit_kinds")
        yield from unknown_kinds(guideline, place, process.unit_kinds)
        for at, kind in enumerate(process.unit_kinds):
            if kind in known and kind not in titled:
                yield Finding(
                    (*place, at), f"{kind} 没有称号，无从命名。", "请给它设 title，或从流程中去掉。"
                )
            other = taken.setdefault((kind, process.tier), process.id)
            if other != process.id:
                yield Finding(
                    (*place, at),
                    f"{kind} 已有流程 {other}。",
                    "一种单元的称号和每个级别各只能有一个流程，请去掉一处。",
                )


def wrong_actions(guideline: Guideline) -> Iterator[Finding]:
    """Find actions that do not fit the kind of their step, or the lack of the one that moves on."""
    for place, step in _steps(guideline):
        fitting = ACTIONS[step.kind]
        for at, action in enumerate(step.actions):
            if action not in fitting:
                yield Finding(
                    (*place, "actions", at),
                    f"{step.kind} 环节不能 {action}。",
                    f"此类环节可用：{'、'.join(fitting)}。",
                )
        if step.kind != "notice" and fitting[0] not in step.actions:
            yield Finding(
                (*place, "actions"),
                f"{step.kind} 环节缺少 {fitting[0]}，申请无法前行。",
                f"请加入 {fitting[0]}。",
            )


def wrong_order(guideline: Guideline) -> Iterator[Finding]:
    """Find steps out of order: one decision, at the end; only filing may follow it (open question 20)."""
    for index, process in enumerate(guideline.processes):
        deciding = [at for at, step in enumerate(process.steps) if step.kind == "decide"]
        if not deciding:
            yield Finding(
                ("processes", index, "steps"),
                f"{process.id} 没有作出命名决定的环节。",
                "最后一个环节（备案除外）须为 kind: decide。",
            )
        for at, step in enumerate(process.steps):
            place: Location = ("processes", index, "steps", at, "kind")
            if step.kind == "record" and deciding and at < deciding[0]:
                yield Finding(place, f"{step.id} 在命名之前备案。", "备案环节须放在 decide 环节之后。")
            elif step.kind != "record" and deciding and at > deciding[0]:
                yield Finding(
                    place,
                    f"{step.id} 在命名决定之后。",
                    "decide 须为最后一个环节，其后只能有备案（record）。",
                )


def lone_decisions(guideline: Guideline) -> Iterator[Finding]:
    """Find decisions nobody else prepared, unless the guideline says that one step does both, and says so in vain."""
    for index, process in enumerate(guideline.processes):
        acting = [step.kind for step in process.steps if step.kind != "notice"]
        if process.decides_at_once and acting[:1] != ["decide"]:
            yield Finding(
                ("processes", index, "decides_at_once"),
                f"{process.id} 的第一个环节并不命名，decides_at_once 不起作用。",
                "请删除 decides_at_once，或去掉命名之前的环节。",
            )
        elif not process.decides_at_once and acting[:1] == ["decide"]:
            yield Finding(
                ("processes", index, "steps", 0, "kind"),
                f"{process.id} 的第一个环节就命名，没有他人核实。",
                "请在其前加上核实或审核环节；原文由一个环节核实并决定的，请写 decides_at_once: true。",
            )


def unchecked_decisions(guideline: Guideline) -> Iterator[Finding]:
    """Find steps that name without checking again: a case after the endorsement would not be seen."""
    for place, step in _steps(guideline):
        if not step.rechecks and (step.kind == "decide" or "name" in step.actions):
            yield Finding(
                (*place, "rechecks"),
                f"环节“{step.name}”作出命名，却不再核对标准：签注意见之后发生的病例拦不住命名。",
                "请删去 rechecks: false；命名时一律重新核对。",
            )


def impossible_separation(guideline: Guideline) -> Iterator[Finding]:
    """Find steps of a role that only applies, or by which the community names (open questions 10, 11)."""
    for place, step in _steps(guideline):
        if step.role in _APPLICANTS_ONLY:
            yield Finding(
                (*place, "role"),
                f"{step.role} 只能申报；每个单元只有一人，申报与审核无法分离。",
                "请改由 community、street、commission 或 headquarters 办理。",
            )
        elif step.role == "community" and step.kind != "forward":
            yield Finding(
                (*place, "role"),
                f"{role_words(guideline)[step.role]}只能核实转报，不能审核或命名。",
                "请改为 kind: forward，或改由其他角色办理。",
            )


def repeated_role_names(guideline: Guideline) -> Iterator[Finding]:
    """Find roles that are named twice, and names of two roles that act here, which nobody could tell apart."""
    named = {entry.role for entry in guideline.role_names}
    words = role_words(guideline)
    unnamed = {role: words[role] for role in _acting(guideline) - named}
    for index, entry in enumerate(guideline.role_names):
        before = guideline.role_names[:index]
        if any(entry.role == other.role or entry.name == other.name for other in before):
            yield Finding(
                ("role_names", index),
                f"{entry.role} 或“{entry.name}”重复。",
                "每个角色只写一次，名称各不相同。",
            )
        for role in sorted(role for role, name in unnamed.items() if name == entry.name):
            yield Finding(
                ("role_names", index, "name"),
                f"“{entry.name}”已是本方案中 {role} 的称呼，无从分辨。",
                f"请换用另一个名称，或给 {role} 也写上名称。",
            )


def _acting(guideline: Guideline) -> frozenset[str]:
    applicants = {role for process in guideline.processes for role in process.applicants}
    return frozenset(applicants | {step.role for _, step in _steps(guideline)})


def repeated_entries(guideline: Guideline) -> Iterator[Finding]:
    """Find step ids, actions and applicants that occur twice."""
    for index, process in enumerate(guideline.processes):
        yield from _repeated(("processes", index, "applicants"), process.applicants)
        yield from _repeated(("processes", index, "steps"), tuple(step.id for step in process.steps), "id")
    for place, step in _steps(guideline):
        yield from _repeated((*place, "actions"), step.actions)
        if step.id == "draft":
            yield Finding((*place, "id"), "draft 是起草状态的名称。", "请给该环节换一个 id。")


def _repeated(location: Location, values: tuple[str, ...], *inside: str) -> Iterator[Finding]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield Finding((*location, index, *inside), f"{value} 重复。", "请只保留一处，或换用另一个名称。")


def _steps(guideline: Guideline) -> Iterator[tuple[Location, Step]]:
    processes: tuple[Process, ...] = guideline.processes
    for index, process in enumerate(processes):
        for at, step in enumerate(process.steps):
            yield ("processes", index, "steps", at), step
