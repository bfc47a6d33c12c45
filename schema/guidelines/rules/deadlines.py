"""Faults of deadlines: ladders out of order, rungs nobody can act on, deadlines where nobody works."""

from collections.abc import Iterator

from schema.guidelines.rules.faults import Finding, Location
from schema.guidelines.rules.format import Deadline, Guideline, Process, Step
from schema.guidelines.rules.offices import LADDER, find_office, offices_above, rank


def wrong_deadlines(guideline: Guideline) -> Iterator[Finding]:
    """Find what is wrong with the deadline of each step."""
    for index, process in enumerate(guideline.processes):
        for at, step in enumerate(process.steps):
            if step.deadline is None:
                continue
            place: Location = ("processes", index, "steps", at, "deadline")
            if step.kind == "notice":
                yield Finding(place, f"{step.id} 是公示环节，期满自动结束。", "请去掉 deadline。")
            yield from _wrong_order(guideline, (*place, "escalate"), step.deadline)
            yield from _wrong_roles(guideline, (*place, "escalate"), step, process)


def _wrong_order(guideline: Guideline, place: Location, deadline: Deadline) -> Iterator[Finding]:
    taken = (-1, 0)
    for at, rung in enumerate(deadline.escalate):
        if at and rung.after_working_days <= deadline.escalate[at - 1].after_working_days:
            yield Finding(
                (*place, at, "after_working_days"), "升级的时限没有逐级增加。", "请按时限从短到长排列。"
            )
        level = rank(guideline, rung.to, rung.office)
        if rung.action == "take_over" and (0, 0) <= level <= taken:
            yield Finding(
                (*place, at, "to"), f"{rung.to} 之上的角色此前已接手。", "请改为更高一级的角色，或去掉此级。"
            )
        taken = max(taken, level) if rung.action == "take_over" else taken


def _wrong_roles(guideline: Guideline, place: Location, step: Step, process: Process) -> Iterator[Finding]:
    own = rank(guideline, step.role, step.office)
    teamed = process.batches is not None and step.id == process.batches.inspection_step
    for at, rung in enumerate(step.deadline.escalate if step.deadline else ()):
        level = rank(guideline, rung.to, rung.office)
        above = "、".join(_above(guideline, step))
        if step.office is not None and rung.office is None and rung.to == step.role:
            yield Finding(
                (*place, at, "to"),
                f"{rung.to} 有多级机构，这一级由哪个机构执行没有写明。",
                f"请以 office 写明；可选：{step.office}{f'、{above}' if above else ''}。",
            )
        elif level < own or level < (0, 0):
            yield Finding(
                (*place, at, "to"),
                f"{rung.office or rung.to} 不在 {step.office or step.role} 之上，无人执行这一级。",
                f"可选：{step.office or step.role}、{above}。"
                if above
                else f"只能提醒 {step.office or step.role}。",
            )
        elif rung.action == "take_over" and level == own:
            yield Finding(
                (*place, at, "to"),
                f"{rung.office or rung.to} 本来就办理此环节，谈不上接手。",
                f"接手的可选：{above}。" if above else "此角色之上没有别的角色，请改为 action: remind。",
            )
        if rung.action == "take_over" and teamed:
            yield Finding(
                (*place, at, "action"),
                f"{step.id} 由验收组以评分表作出结论，无从接手。",
                "请改为 action: remind。",
            )


def _above(guideline: Guideline, step: Step) -> list[str]:
    """List the posts above that of a step: offices of its role, then roles."""
    office = find_office(guideline, step.office)
    offices = [each.id for each in offices_above(guideline, office)] if office is not None else []
    at = LADDER.index(step.role) if step.role in LADDER else -1
    return [*offices, *LADDER[at + 1 :]]
