"""How the stories of a demo district come to be: applications act by act, then what befell some names."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.stage.demo.desk import Desk
from api.stage.demo.model import Candidate, Mishap, Story
from api.stage.demo.papers import Papers, papers_of
from api.stage.demo.signatures import Signatures
from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import (
    assess_application,
    create_application,
    submit_application,
    withdraw_application,
)
from schema.event_reports.operations.reports import report_health_event
from schema.frame.operation import Operation
from schema.guidelines.rules import criteria_for, process_for
from schema.petition_answers.operations import confirm_vacancy, open_petition, record_petition_answers
from schema.reviews.operations import review_application
from schema.unit_logs.operations import record_unit_log

Fill = Callable[[OperationContext, str], Awaitable[Any]]
OUTSTANDING = 2


@dataclass(frozen=True, slots=True)
class Act:
    """One act of an official: which operation, and how its command is filled in."""

    name: str
    who: str
    operation: Operation[Any, Any]
    fill: Fill


async def tell_story(desk: Desk, story: Story) -> None:
    """Take an application as far as the story goes, some acts a day."""
    for order, act in enumerate(_acts(desk, story)):
        at = desk.office_hour(story.days_ago, order, story.unit)
        await desk.once(act.who, at, f"{story.unit}/{act.name}", act.operation, act.fill)


async def tell_mishap(desk: Desk, mishap: Mishap) -> None:
    """Report a mishap from the street."""
    street = desk.in_charge(Role.STREET, mishap.unit)
    fill = partial(papers_of(desk, mishap.unit).report, mishap.kind)
    at = desk.office_hour(mishap.days_ago, 1, mishap.unit)
    await desk.once(street, at, f"{mishap.unit}/{mishap.kind}", report_health_event, fill)


async def keep_up(desk: Desk, story: Story | Candidate) -> None:
    """Let the routine go on in a unit that bears its name: a disinfection and a test round of late."""
    if "name" in story.decisions:
        papers, at = papers_of(desk, story.unit), desk.office_hour(1, 0, story.unit)
        await desk.once(story.applicant, at, f"{story.unit}/late-log", record_unit_log, papers.disinfect)
        await desk.once(story.applicant, at, f"{story.unit}/late-test", record_unit_log, papers.test)


def _acts(desk: Desk, story: Story) -> Iterator[Act]:
    papers, by_applicant = papers_of(desk, story.unit), partial(_by, story.applicant)
    yield by_applicant("create", create_application, papers.create)
    if _asks_for_petition(desk, papers.kind):
        yield from _petition(desk, story, papers)
        if not story.submitted:
            return
    yield by_applicant("log", record_unit_log, papers.disinfect)
    yield by_applicant("test", record_unit_log, papers.test)
    yield by_applicant("assess", assess_application, papers.assess)
    if story.submitted:
        yield by_applicant("submit", submit_application, papers.submit)
    yield from _decisions(desk, story, papers)
    if story.withdrawn:
        yield by_applicant("withdraw", withdraw_application, papers.withdraw)


def _petition(desk: Desk, story: Story, papers: Papers) -> Iterator[Act]:
    signatures = Signatures(papers.unit_id, 0 if story.submitted else OUTSTANDING)
    yield _by(story.applicant, "petition", open_petition, signatures.open)
    yield _by(story.applicant, "signatures", record_petition_answers, signatures.gather)
    if any(place.vacant for place in desk.plan.places if place.code == story.unit):
        community = desk.in_charge(Role.COMMUNITY, story.unit)
        yield _by(community, "vacancy", confirm_vacancy, signatures.confirm_vacancy)


def _decisions(desk: Desk, story: Story, papers: Papers) -> Iterator[Act]:
    """Let each step's role decide; where two steps belong to one role, two people do (four eyes)."""
    process = process_for(desk.guideline, papers.kind)
    steps = process.steps if process is not None else ()
    for order, (step, decision) in enumerate(zip(steps, story.decisions, strict=False)):
        before = sum(earlier.role == step.role for earlier in steps[:order])
        who = desk.in_charge(Role(step.role), story.unit, nth=before)
        yield _by(who, f"decision-{order}", review_application, partial(papers.decide, decision))


def _by(who: str, name: str, operation: Operation[Any, Any], fill: Fill) -> Act:
    return Act(name, who, operation, fill)


def _asks_for_petition(desk: Desk, kind: str) -> bool:
    checks = [row.check for row in criteria_for(desk.guideline, kind)]
    return any(check is not None and check.kind == "petition" for check in checks)
