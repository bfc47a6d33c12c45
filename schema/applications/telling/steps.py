"""What the version an application is pinned to calls its steps."""

import json
from collections.abc import Sequence
from uuid import UUID

from schema.applications.graphql.timeline import SYSTEM, FormAnswer, end_of, step_label
from schema.applications.guards import LABELS
from schema.applications.loading import process_of
from schema.applications.readable import APPLICATION
from schema.guidelines.graphql import Process, ProcessStep, role_name
from schema.guidelines.readable import VERSIONS
from schema.guidelines.repository import Edition
from schema.guidelines.rules.format import Process as ProcessPart
from schema.guidelines.rules.lookup import find_step
from schema.plans.calls import Reading, Row
from schema.plans.declarations import Kind, Readable, Scalar, Told
from schema.plans.rendering import quoted

Way = tuple[Edition, ProcessPart]
_LABELS = quoted(json.dumps(LABELS, ensure_ascii=False))


def way(reading: Reading, version: str, process: str) -> Way:
    """Give the version an application is pinned to, and the process it goes by."""
    fact = reading.known[VERSIONS.name]

    def find(editions: dict[UUID, Edition]) -> Way:
        edition = editions[UUID(version)]
        return edition, process_of(edition, process)

    found: Way = fact.make(("way", version, process), find)
    return found


def pinned(application: Row) -> tuple[str, str]:
    """Write the facts a way is found by."""
    return application("guideline_version_id"), application("process")


def _label(reading: Reading, version: str, process: str, step: str | None, status: str) -> str:
    return step_label(way(reading, version, process)[1], step, status)


def _process(reading: Reading, version: str, process: str) -> Process:
    edition, part = way(reading, version, process)
    fact = reading.known[VERSIONS.name]
    made: Process = fact.make(("process", version, process), lambda _: Process.of(part, edition.guideline))
    return made


def _step(reading: Reading, version: str, process: str, step: str | None) -> ProcessStep | None:
    edition, part = way(reading, version, process)
    found = find_step(part, step)
    return ProcessStep.of(found, edition.guideline) if found else None


def _role(
    reading: Reading, version: str, process: str, role: str, level: str | None, actor: str | None
) -> str:
    return SYSTEM if actor is None else role_name(role, way(reading, version, process)[0].guideline, level)


def _answers(_: Reading, answers: Sequence[dict[str, str]]) -> list[FormAnswer]:
    return FormAnswer.of(list(answers))


def _left(row: Row) -> tuple[str, ...]:
    return *pinned(row.joined(APPLICATION)), row("from_step"), "'draft'"


def _entered(reading: Reading, version: str, process: str, step: str | None, action: str) -> str:
    return _label(reading, version, process, step, end_of(action) if step is None else "returned")


STEPS = (
    Readable(
        "Application",
        {
            "stepName": Told(_label, lambda row: (*pinned(row), row("step"), row("status")), (VERSIONS,)),
            "process": Told(_process, pinned, (VERSIONS,)),
            "step": Told(_step, lambda row: (*pinned(row), row("step")), (VERSIONS,), nullable=True),
        },
    ),
    Readable(
        "Deadline",
        {
            "stepName": Told(
                _label,
                lambda row: (*pinned(row.joined(APPLICATION)), row("step"), "'draft'"),
                (VERSIONS,),
            )
        },
    ),
    Readable(
        "Transition",
        {
            "actionLabel": Scalar(
                Kind.TEXT, lambda row: f"({_LABELS}::jsonb ->> {row('action')})", certain=False
            ),
            "fromStepName": Told(_label, _left, (VERSIONS,)),
            "roleName": Told(
                _role,
                lambda row: (*pinned(row.joined(APPLICATION)), row("role"), row("level"), row("actor_id")),
                (VERSIONS,),
            ),
            "toStepName": Told(
                _entered,
                lambda row: (*pinned(row.joined(APPLICATION)), row("to_step"), row("action")),
                (VERSIONS,),
            ),
            "answers": Told(_answers, lambda row: (row("answers"),)),
        },
    ),
)
