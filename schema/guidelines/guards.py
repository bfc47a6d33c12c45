"""Permissions a guideline gives: who may do what at which step of its processes."""

import functools
from collections.abc import Iterator

from authz.actions import DRAFT, Action, Role, escalated_object, step_object
from authz.table import DecisionTable, Reach, Rule, Separation, base_rules, compile_table
from schema.guidelines.rules.deadlines import LADDER
from schema.guidelines.rules.format import Guideline, Process, Step

_APPLICANT_ACTIONS = (
    Action.APPLICATION_ASSESS,
    Action.APPLICATION_CREATE,
    Action.APPLICATION_SUBMIT,
    Action.APPLICATION_WITHDRAW,
)


def workflow_rules(guideline: Guideline) -> tuple[Rule, ...]:
    """Derive the permissions of the guideline's steps, to be added to the base permissions.

    A step is decided by somebody who took no part before; its applicants may withdraw from any step.
    """
    return tuple(dict.fromkeys(rule for process in guideline.processes for rule in _rules(process)))


def decision_table(guideline: Guideline) -> DecisionTable:
    """Compile base and workflow permissions; guidelines with the same processes share one table."""
    return _table(guideline.processes)


@functools.lru_cache(maxsize=256)
def _table(processes: tuple[Process, ...]) -> DecisionTable:
    rules = (rule for process in processes for rule in _rules(process))
    return compile_table((*base_rules(), *rules))


def _rules(process: Process) -> Iterator[Rule]:
    draft = step_object(process.id, DRAFT)
    for applicant in process.applicants:
        for action in _APPLICANT_ACTIONS:
            yield _rule(applicant, draft, action, Separation.NONE)
        for step in process.steps:
            target = step_object(process.id, step.id)
            yield _rule(applicant, target, Action.APPLICATION_WITHDRAW, Separation.NONE)
    for step in process.steps:
        yield from _step_rules(process, step)


def _step_rules(process: Process, step: Step) -> Iterator[Rule]:
    for action in step.actions:
        target = step_object(process.id, step.id)
        yield _rule(step.role, target, Action(f"application.{action}"), Separation.DISTINCT)
        for role in takers(step):
            taken = escalated_object(process.id, step.id, role)
            yield _rule(role, taken, Action(f"application.{action}"), Separation.DISTINCT)


def takers(step: Step) -> tuple[str, ...]:
    """List the roles that may have to take over a step: those it escalates to, and whoever is above in their place."""
    wanted = (
        [rung.to for rung in step.deadline.escalate if rung.action == "take_over"] if step.deadline else []
    )
    lowest = min((LADDER.index(role) for role in wanted), default=len(LADDER))
    return LADDER[lowest:]


def _rule(role: str, target: str, action: Action, separation: Separation) -> Rule:
    return Rule(Role(role), target, action, Reach.SUBTREE, separation)
