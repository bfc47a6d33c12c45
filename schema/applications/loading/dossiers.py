"""An application with all that a decision on it rests on, and the one answer to "may this be done now?"."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from authz.actions import DRAFT, Action, escalated_object, step_object
from authz.context import Decision, OperationContext
from schema.applications import repository
from schema.applications.rules import State, prior_actors
from schema.applications.tables import Application, Transition
from schema.deadlines import repository as deadlines
from schema.guidelines.guards import decision_table
from schema.guidelines.repository import Edition, editions_by_ids, get_edition
from schema.guidelines.rules.format import Process
from schema.guidelines.rules.lookup import find_step
from schema.units import repository as units
from schema.units.tables import Unit
from tenants.database import Session
from tenants.reading import nothing, read_together

POSITIVE = frozenset({"submit", "forward", "endorse", "name"})
"""Actions that say "the standard is met", so the checks must hold when they are done."""


@dataclass(frozen=True, slots=True, eq=False)
class Dossier:
    """An application, its unit, the guideline version and process that bind it, and its history.

    `taken_over` are the roles and offices above that may act at the open step, too, because its deadline passed.
    """

    application: Application
    unit: Unit
    edition: Edition
    process: Process
    history: Sequence[Transition]
    taken_over: frozenset[str] = frozenset()

    @property
    def state(self) -> State:
        """Where the application stands."""
        returned = [move.from_step for move in self.history if move.action == "return"]
        return State(
            status=self.application.status,  # type: ignore[arg-type]  # a CHECK constraint keeps it in range
            step=self.application.step,
            round=self.application.round,
            returned_from=returned[-1] if returned else None,
        )

    @property
    def prior_actors(self) -> frozenset[uuid.UUID]:
        """Those who may not decide at the present step any more."""
        return prior_actors(self.process, self.history, "endorse")

    @property
    def may_be_in_batch(self) -> bool:
        """Tell whether it went through a batch, now or under the version it came from."""
        return self.process.batches is not None or any(move.action == "migrate" for move in self.history)

    def decide(self, context: OperationContext, action: str) -> Decision:
        """Ask the decision table of the pinned version whether the caller may do the action at this step."""
        step = self.application.step or DRAFT
        decision = self._decide(context, action, step_object(self.process.id, step))
        for post in sorted(self.taken_over):
            if decision.allowed:
                break
            taken = self._decide(context, action, escalated_object(self.process.id, step, post))
            if taken.allowed or (taken.denial or 0) > (decision.denial or 0):
                decision = taken
        return decision

    def _decide(self, context: OperationContext, action: str, target: str) -> Decision:
        return context.decide(
            Action(f"application.{action}"),
            self.unit.path,
            target=target,
            prior_actors=self.prior_actors,
            table=decision_table(self.edition.guideline),
        )

    def rechecks(self, action: str) -> bool:
        """Tell whether the criteria must hold for the action at this step (open question 1)."""
        return rechecks(self.process, self.application.step, action)


def rechecks(process: Process, step_id: str | None, action: str) -> bool:
    """Tell whether the criteria must hold for an action at a step of a process.

    For a naming they always must, whatever a version says that was published before the linter refused it.
    """
    if action not in POSITIVE:
        return False
    if action == "name":
        return True
    step = find_step(process, step_id)
    return step is None or step.rechecks


async def dossier_of(session: Session, application: Application, unit: Unit) -> Dossier:
    """Read what else belongs to an application whose unit is at hand."""
    edition = await get_edition(session, application.guideline_version_id)
    process = process_of(edition, application.process)
    clocked = may_be_taken_over(process, application.step)
    taken, histories = await read_together(
        session,
        deadlines.taken_over(session, [application.id]) if clocked else nothing(),
        repository.history_of(session, [application.id]),
    )
    history = histories.get(application.id, ())
    return Dossier(application, unit, edition, process, history, taken.get(application.id, frozenset()))


async def dossiers_of(session: Session, rows: list[Application]) -> Mapping[Application, Dossier]:
    """Read all that belongs to applications (loader batch)."""
    editions = await editions_by_ids(session, list({row.guideline_version_id for row in rows}))
    clocked = [
        row.id
        for row in rows
        if may_be_taken_over(process_of(editions[row.guideline_version_id], row.process), row.step)
    ]
    places, taken, histories = await read_together(
        session,
        units.by_ids(session, [row.unit_id for row in rows]),
        deadlines.taken_over(session, clocked) if clocked else nothing(),
        repository.history_of(session, [row.id for row in rows]),
    )
    return {
        row: Dossier(
            application=row,
            unit=places[row.unit_id],
            edition=editions[row.guideline_version_id],
            process=process_of(editions[row.guideline_version_id], row.process),
            history=histories.get(row.id, ()),
            taken_over=taken.get(row.id, frozenset()),
        )
        for row in rows
    }


def may_be_taken_over(process: Process, step_id: str | None) -> bool:
    """Tell whether roles above may come to act at a step, when its deadline passed."""
    step = find_step(process, step_id)
    deadline = step.deadline if step is not None else None
    return deadline is not None and any(rung.action == "take_over" for rung in deadline.escalate)


def process_of(edition: Edition, process_id: str) -> Process:
    """Find the process an application was opened under; its pinned version has it."""
    return next(process for process in edition.guideline.processes if process.id == process_id)
