"""Where an application stands under another version of the guideline. Pure.

It may go back, never past a step that was not done for it, and never to the other side of the naming.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from schema.applications.rules import DRAFT_STEP
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.rules.format import Guideline, Process
from schema.guidelines.rules.lookup import find_step


@dataclass(frozen=True, slots=True)
class StepMapping:
    """A step of a process of the old version, and the step of the new one that takes its place."""

    process: str
    from_step: str
    to_step: str


def mapping_faults(old: Guideline, new: Guideline, mapping: Sequence[StepMapping]) -> Iterator[DomainError]:
    """Tell every entry that names what is not there, or the same step twice."""
    steps = {process.id: {step.id for step in process.steps} for process in old.processes}
    targets = {step.id for process in new.processes for step in process.steps}
    seen: set[tuple[str, str]] = set()
    for index, entry in enumerate(mapping):
        field = ("mapping", str(index))
        if entry.process not in steps:
            yield _fault(f"原版方案没有流程 {entry.process[:48]}。", (*field, "process"))
        elif entry.from_step not in steps[entry.process]:
            yield _fault(f"原版流程 {entry.process} 没有环节 {entry.from_step[:48]}。", (*field, "fromStep"))
        if entry.to_step not in targets:
            yield _fault(f"新版方案没有环节 {entry.to_step[:48]}。", (*field, "toStep"))
        if (entry.process, entry.from_step) in seen:
            yield _fault(f"环节 {entry.from_step[:48]} 有两处对应。", (*field, "fromStep"))
        seen.add((entry.process, entry.from_step))


def landing_step(old: Process, new: Process | None, step: str, mapping: Sequence[StepMapping]) -> str:
    """Find the step an open application enters under the new version, or refuse with what stands in the way.

    A step that is not mapped is looked for under its own id; a draft stays a draft.
    """
    if new is None:
        raise DomainError(ErrorCode.NO_PROCESS_FOR_KIND, "新版方案没有该类单元的申报流程。")
    if step == DRAFT_STEP:
        return step
    renamed = {entry.from_step: entry.to_step for entry in mapping if entry.process == old.id}
    target = renamed.get(step, step)
    entered = find_step(new, target)
    if entered is None:
        raise _not_mapped(f"新版流程“{new.name}”没有与“{_step_name(old, step)}”对应的环节。", step)
    _require_nothing_skipped(old, new, step, target, renamed)
    return target


def _require_nothing_skipped(
    old: Process, new: Process, step: str, target: str, renamed: Mapping[str, str]
) -> None:
    before = old.steps[: [each.id for each in old.steps].index(step)]
    done = {renamed.get(each.id, each.id) for each in before}
    passed = new.steps[: [each.id for each in new.steps].index(target)]
    skipped = [each.name for each in passed if each.id not in done]
    if skipped:
        raise _not_mapped(f"将越过未办理的环节：{'、'.join(skipped)}。", step)
    named = any(each.kind == "decide" for each in before)
    if named != any(each.kind == "decide" for each in passed):
        raise _not_mapped("命名决定已经作出，不能回到命名之前的环节。", step)


def _step_name(process: Process, step: str) -> str:
    found = find_step(process, step)
    return found.name if found is not None else step


def _not_mapped(message: str, step: str) -> DomainError:
    return DomainError(ErrorCode.STEP_NOT_MAPPED, message, field=("mapping",), details={"step": step})


def _fault(message: str, field: tuple[str, ...]) -> DomainError:
    return DomainError(ErrorCode.INVALID_INPUT, message, field=field)
