"""Where an open application stands under another version: back at will, never past what was not done."""

import pytest

from schema.application_migrations.rules import StepMapping, landing_step, mapping_faults
from schema.applications.rules import DRAFT_STEP, State, submit
from schema.frame.errors import DomainError, ErrorCode
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules.format import Process

WENLONG = load_template("wenlong").guideline
OLD = WENLONG.processes[0]
STEPS = [step.id for step in OLD.steps]


def process(*steps: str) -> Process:
    """Give a process with these steps: known ones as they are, others like the street's review."""
    known = {step.id: step for step in OLD.steps}
    review = known["street_review"]
    return OLD.model_copy(
        update={
            "steps": tuple(
                known.get(step) or review.model_copy(update={"id": step, "name": step}) for step in steps
            )
        }
    )


@pytest.mark.parametrize("step", [DRAFT_STEP, *STEPS])
def test_nothing_changes_where_nothing_changed(step: str) -> None:
    assert landing_step(OLD, OLD, step, ()) == step


def test_a_renamed_step_is_found_by_its_mapping() -> None:
    new = process(*("first_review" if step == "street_review" else step for step in STEPS))
    mapping = (StepMapping(OLD.id, "street_review", "first_review"),)
    assert landing_step(OLD, new, "street_review", mapping) == "first_review"
    assert landing_step(OLD, new, "commission_review", mapping) == "commission_review"


def refusal(new: Process | None, step: str, *mapping: StepMapping) -> DomainError:
    with pytest.raises(DomainError) as caught:
        landing_step(OLD, new, step, mapping)
    return caught.value


def test_a_step_that_is_gone_is_refused_without_a_mapping() -> None:
    error = refusal(process(*STEPS[:2], *STEPS[3:]), "street_review")
    assert (error.code, error.details) == (ErrorCode.STEP_NOT_MAPPED, {"step": "street_review"})


def test_a_new_step_is_not_skipped_but_may_be_entered() -> None:
    new = process(*STEPS[:3], "second_review", *STEPS[3:])
    assert "second_review" in refusal(new, "commission_review").message
    back = StepMapping(OLD.id, "commission_review", "second_review")
    assert landing_step(OLD, new, "commission_review", (back,)) == "second_review"
    assert landing_step(OLD, new, "street_review", ()) == "street_review"


def test_nobody_is_taken_forward_to_the_naming() -> None:
    error = refusal(OLD, "street_intake", StepMapping(OLD.id, "street_intake", "naming"))
    assert error.code is ErrorCode.STEP_NOT_MAPPED
    assert "街道初审" in error.message


def test_what_is_decided_is_not_decided_again() -> None:
    """Open question 20: a name that only waits for its filing does not go back before the naming."""
    filing = OLD.steps[-1].model_copy(update={"id": "filing", "kind": "record", "actions": ("record",)})
    old = OLD.model_copy(update={"steps": (*OLD.steps, filing)})
    assert landing_step(old, old, "filing", ()) == "filing"
    with pytest.raises(DomainError, match="不能回到命名之前"):
        landing_step(old, old, "filing", (StepMapping(OLD.id, "filing", "street_review"),))


def test_a_kind_without_a_process_stays() -> None:
    assert refusal(None, "street_review").code is ErrorCode.NO_PROCESS_FOR_KIND


def test_every_wrong_entry_of_a_mapping_is_told() -> None:
    wrong = (
        StepMapping("B-W9", "naming", "naming"),
        StepMapping("B-W1", "nowhere", "naming"),
        StepMapping("B-W1", "naming", "nowhere"),
        StepMapping("B-W1", "naming", "naming"),
    )
    assert [error.field for error in mapping_faults(WENLONG, WENLONG, wrong)] == [
        ("mapping", "0", "process"),
        ("mapping", "1", "fromStep"),
        ("mapping", "2", "toStep"),
        ("mapping", "3", "fromStep"),
    ]
    assert list(mapping_faults(WENLONG, WENLONG, (StepMapping("B-W1", "naming", "street_review"),))) == []


def test_a_returned_application_does_not_land_at_a_step_that_is_gone() -> None:
    again = OLD.model_copy(update={"resubmit_to": "returning_step"})
    state = State("returned", DRAFT_STEP, 1, returned_from="street_review")
    assert submit(again, state).step == "street_review"
    fewer = again.model_copy(update={"steps": (again.steps[0], again.steps[-1])})
    assert submit(fewer, state).step == fewer.steps[0].id
