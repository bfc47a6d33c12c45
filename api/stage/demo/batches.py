"""How the batches of a demo town come to be: opened, staffed, unit by unit inspected, and closed."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from api.stage.demo.desk import Desk
from api.stage.demo.model import Candidate, DemoBatch
from api.stage.demo.papers import papers_of
from api.stage.demo.sheets import BatchPapers, InspectionPapers
from api.stage.demo.telling import Act, Fill, keep_up
from authz.actions import Role
from schema.applications.operations import assess_application, create_application, submit_application
from schema.batches.operations import appoint_acceptance_team, close_batch, open_batch
from schema.figures.operations import record_figure
from schema.frame.operation import Operation
from schema.inspections.operations import conclude_inspection, record_score_sheet
from schema.inspections.operations.rectifications import report_rectification
from schema.reviews.operations import review_application
from schema.unit_logs.operations import record_unit_log

RECTIFIED_AFTER = 4
"""Acts that would fit between a failed inspection and the report of what was put right."""


async def tell_batch(desk: Desk, batch: DemoBatch) -> None:
    """Run a batch as far as its units came."""
    papers = BatchPapers(desk, batch)
    clerk = desk.in_charge(Role.STREET, batch.town)
    name = f"{batch.town}/{batch.kind}-{batch.opened_days_ago}"

    async def run(step: str, days_ago: int, order: int, act: Operation[Any, Any], fill: Fill) -> None:
        await desk.once(clerk, desk.office_hour(days_ago, order, batch.town), f"{name}/{step}", act, fill)

    await run("open", batch.opened_days_ago, 0, open_batch, papers.open)
    await run("team", batch.opened_days_ago, 1, appoint_acceptance_team, papers.appoint)
    for candidate in batch.candidates:
        await _tell_candidate(desk, batch, candidate)
        await keep_up(desk, candidate)
    if batch.closed_days_ago is not None:
        await run("close", batch.closed_days_ago, 0, close_batch, papers.close)


async def _tell_candidate(desk: Desk, batch: DemoBatch, candidate: Candidate) -> None:
    for order, act in _acts(desk, batch, candidate):
        at = desk.office_hour(candidate.days_ago, order, candidate.unit)
        await desk.once(act.who, at, f"{candidate.unit}/{act.name}", act.operation, act.fill)


def _acts(desk: Desk, batch: DemoBatch, candidate: Candidate) -> Iterator[tuple[int, Act]]:
    """Give the acts with their place in time: an office hour each, but for a pause before rectifying."""
    acts = [
        *_applied(desk, candidate),
        *_inspected(desk, batch, candidate),
        *_decided(desk, candidate),
    ]
    yield from enumerate(acts)
    if candidate.measures:
        papers = InspectionPapers(papers_of(desk, candidate.unit), candidate)
        rectified = Act("rectify", candidate.applicant, report_rectification, papers.rectify)
        yield len(acts) + RECTIFIED_AFTER, rectified


def _applied(desk: Desk, candidate: Candidate) -> Iterator[Act]:
    papers, by = papers_of(desk, candidate.unit), candidate.applicant
    yield Act("create", by, create_application, papers.create)
    yield Act("log", by, record_unit_log, papers.disinfect)
    yield Act("test", by, record_unit_log, papers.test)
    for figure in papers.desk.guideline.figures:
        yield Act(f"count-{figure.id}", by, record_figure, partial(papers.count, figure.id))
    yield Act("assess", by, assess_application, papers.assess)
    yield Act("submit", by, submit_application, papers.submit)


def _inspected(desk: Desk, batch: DemoBatch, candidate: Candidate) -> Iterator[Act]:
    leader, *inspectors = batch.team.values()
    papers = InspectionPapers(papers_of(desk, candidate.unit), candidate)
    for inspector, sheet in zip(inspectors, candidate.sheets, strict=False):
        yield Act(f"sheet-{inspector}", inspector, record_score_sheet, partial(papers.score, sheet))
    if candidate.concluded:
        yield Act("conclude", leader, conclude_inspection, papers.conclude)


def _decided(desk: Desk, candidate: Candidate) -> Iterator[Act]:
    """Let the town name by somebody who neither inspects nor runs the batch, and the county record."""
    papers = papers_of(desk, candidate.unit)
    deciders = {
        "name": desk.in_charge(Role.STREET, candidate.unit, nth=1),
        "record": desk.in_charge(Role.COMMISSION, candidate.unit),
    }
    for decision in candidate.decisions:
        yield Act(decision, deciders[decision], review_application, partial(papers.decide, decision))
