"""Who a guideline relies on: the roles at its steps, to be held by somebody before it can be worked by."""

from collections.abc import Collection, Mapping

from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules import Fault
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.words import role_words


def steps_by_role(guideline: Guideline) -> Mapping[str, list[str]]:
    """List the steps each role acts on, as `process/step`; a public notice ends by itself."""
    found: dict[str, list[str]] = {}
    for process in guideline.processes:
        for step in process.steps:
            if step.kind == "notice":
                continue
            found.setdefault(step.role, []).append(f"{process.id}/{step.id}")
    return found


def _named(guideline: Guideline, role: str) -> str:
    steps = (
        f"{process.name}的{step.name}"
        for process in guideline.processes
        for step in process.steps
        if step.role == role and step.kind != "notice"
    )
    return "、".join(steps)


def unheld(guideline: Guideline, held: Collection[str]) -> list[DomainError]:
    """Refuse steps whose role nobody holds, role by role: an application would wait there for ever."""
    roles = role_words(guideline)
    return [
        DomainError(
            ErrorCode.ROLE_UNHELD,
            f"{_named(guideline, role)}由{roles.get(role, role)}办理，而本区县目前没有人担任该角色。",
            field=("draft",),
            details={"role": role, "steps": "、".join(steps)},
        )
        for role, steps in steps_by_role(guideline).items()
        if role not in held
    ]


def uncovered(guideline: Guideline, counts: Mapping[tuple[str, str], int]) -> list[Fault]:
    """Warn of units over which nobody holds the role of a step; `counts` is of such units by kind and role."""
    kinds = {kind.id: kind.name for kind in guideline.unit_kinds}
    roles = role_words(guideline)
    return [
        Fault(
            path=f"processes[{index}].steps[{place}].role",
            line=None,
            message=f"有 {count} 个{kinds.get(kind, kind)}（{process.name}）的{step.name}无人办理。",
            fix=f"请为其所在辖区任命{roles[step.role]}。",
            severity="warning",
        )
        for index, process in enumerate(guideline.processes)
        for place, step in enumerate(process.steps)
        for kind in process.unit_kinds
        if (count := counts.get((kind, step.role), 0))
    ]
