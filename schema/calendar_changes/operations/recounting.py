"""Open clocks are counted again on a calendar that changed, in a fixed number of statements however many they are."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from schema.applications import repository as applications
from schema.calendars import repository as calendars
from schema.calendars.rules import WorkingCalendar
from schema.deadlines import repository as deadlines
from schema.deadlines.repository import Counted
from schema.deadlines.rules import consumed_in_turn, due_on, next_rung_on
from schema.deadlines.tables import Escalation, StepDeadline
from schema.frame.operation import Transaction
from schema.guidelines.repository import editions_by_ids
from schema.guidelines.rules.format import Deadline
from schema.guidelines.rules.lookup import find_step

Terms = Mapping[uuid.UUID, Deadline]


async def recount_outdated(tx: Transaction) -> int:
    """Count again the open clocks that were counted by another national calendar; tell how many, 0 if there is none.

    They may have been counted before the country's arrangement became known here, or by a process of a release before.
    """
    if not await deadlines.any_counted_otherwise(tx.session, calendars.fingerprint()):
        return 0
    await calendars.lock_calendar(tx.session, changing=True)
    calendar = await calendars.calendar_of(tx.session)
    clocks = await deadlines.lock_open(tx.session, unless_counted_by=calendar.national.fingerprint)
    moved = await _count(tx, clocks, calendar)
    open_ones = sum(clock.status != "done" for clock in clocks)
    national = calendar.national
    tx.note(calendar=national.fingerprint, knownThrough=national.known_through, clocks=open_ones, moved=moved)
    return open_ones


async def recount(tx: Transaction, calendar: WorkingCalendar) -> int:
    """Count every open clock again on a calendar that changed; tell how many are due on another day."""
    return await _count(tx, await deadlines.lock_open(tx.session), calendar)


async def _count(tx: Transaction, clocks: Sequence[StepDeadline], calendar: WorkingCalendar) -> int:
    running = [clock for clock in clocks if clock.status == "running"]
    terms = await _terms_of(tx, running)
    climbed = await deadlines.escalations_of(tx.session, [clock.id for clock in running])
    counted = list(_counted(clocks, calendar, terms, climbed))
    await deadlines.keep_counts(tx.session, counted, calendar.national.fingerprint)
    before = {clock.id: clock.due_on for clock in running}
    return sum(each.due_on != before.get(each.id) for each in counted)


async def _terms_of(tx: Transaction, running: Sequence[StepDeadline]) -> Terms:
    """Read what the guideline of each application says of the step whose clock runs."""
    known = await applications.by_ids(tx.session, [clock.application_id for clock in running])
    versions = list({application.guideline_version_id for application in known.values()})
    editions = await editions_by_ids(tx.session, versions)
    found = {}
    for clock in running:
        application = known[clock.application_id]
        processes = editions[application.guideline_version_id].guideline.processes
        process = next(each for each in processes if each.id == application.process)
        step = find_step(process, clock.step)
        if step is not None and step.deadline is not None:
            found[clock.id] = step.deadline
    return found


def _counted(
    clocks: Sequence[StepDeadline],
    calendar: WorkingCalendar,
    terms: Terms,
    climbed: Mapping[uuid.UUID, Sequence[Escalation]],
) -> Iterator[Counted]:
    for _, turns in groupby(clocks, key=lambda clock: (clock.application_id, clock.step)):
        in_turn = list(turns)
        for clock, consumed in zip(in_turn, consumed_in_turn(calendar, in_turn), strict=True):
            if clock.status == "done":
                continue
            since, deadline = clock.running_since, terms.get(clock.id)
            if since is None or deadline is None:
                yield Counted(clock.id, consumed, clock.due_on, clock.next_rung_on)
                continue
            done = {each.rung for each in climbed.get(clock.id, ())}
            yield Counted(
                clock.id,
                consumed,
                due_on(calendar, since, clock.budget, consumed),
                next_rung_on(calendar, since, consumed, deadline.escalate, done),
            )
