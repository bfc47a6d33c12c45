"""Permissions a guideline gives: who may do what at which step of its processes."""

from collections.abc import Hashable, Iterator, Sequence
from threading import Lock

from cachetools import LRUCache, cached

from authz.actions import DRAFT, Action, Role, escalated_object, step_object
from authz.table import DecisionTable, Reach, Rule, Separation, base_rules, compile_table
from schema.guidelines.rules.format import Guideline, Process, Step
from schema.guidelines.rules.offices import find_office, post_of, takers

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
    rules = (rule for process in guideline.processes for rule in _rules(guideline, process))
    return tuple(dict.fromkeys(rules))


def _what_tables_rest_on(guideline: Guideline) -> Hashable:
    """Give what the permissions of a guideline are derived from; kinds only order offices."""
    return guideline.processes, guideline.offices, guideline.offices and guideline.unit_kinds


@cached(LRUCache(maxsize=256), key=_what_tables_rest_on, lock=Lock())
def decision_table(guideline: Guideline) -> DecisionTable:
    """Compile base and workflow permissions; guidelines with the same processes share one table."""
    return compile_table((*base_rules(), *workflow_rules(guideline)))


def _rules(guideline: Guideline, process: Process) -> Iterator[Rule]:
    draft = step_object(process.id, DRAFT)
    for applicant in process.applicants:
        for action in _APPLICANT_ACTIONS:
            yield _rule(applicant, draft, action, Separation.NONE)
        for step in process.steps:
            target = step_object(process.id, step.id)
            yield _rule(applicant, target, Action.APPLICATION_WITHDRAW, Separation.NONE)
    for step in process.steps:
        yield from _step_rules(guideline, process, step)


def _step_rules(guideline: Guideline, process: Process, step: Step) -> Iterator[Rule]:
    """Let the post of a step act there, and those that take it over where they did; an office at its levels alone."""
    own = (step_object(process.id, step.id), post_of(step))
    taken = ((escalated_object(process.id, step.id, post), post) for post in takers(guideline, step))
    for target, post in (own, *taken):
        office = find_office(guideline, post)
        role = post if office is None else office.role
        levels: Sequence[str | None] = (None,) if office is None else office.levels
        for action in step.actions:
            for level in levels:
                yield _rule(role, target, Action(f"application.{action}"), Separation.DISTINCT, level)


def _rule(role: str, target: str, action: Action, separation: Separation, level: str | None = None) -> Rule:
    return Rule(Role(role), target, action, Reach.SUBTREE, separation, level=level)
