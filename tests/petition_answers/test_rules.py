"""What becomes of a name whose living roll changes (open questions 4 and 5)."""

import pytest

from schema.designations.rules import Change
from schema.guidelines.rules.format import Criterion
from schema.petition_answers.rules import due_change
from schema.petitions.rules import Tally

FEW, ENOUGH = Tally(roll=4, signed=2, pending=2), Tally(roll=4, signed=3, pending=1)


@pytest.mark.parametrize(
    ("on_loss", "falls"),
    [("warn", Change.WARNED), ("suspend", Change.SUSPENDED), ("revoke", Change.REVOKED), ("none", None)],
)
def test_too_few_signatures_cost_what_the_criterion_says(on_loss: str, falls: Change | None) -> None:
    """Once, and until enough have signed again."""
    check = {"kind": "petition", "percent": 75, "roll": "living"}
    told = {"id": "S-a", "title": "联名", "guidance": "每户。", "applies_to": ["hall"], "check": check}
    criterion = Criterion.model_validate({**told, "on_loss": on_loss})
    assert due_change(criterion, FEW, down=False) == falls
    assert due_change(criterion, ENOUGH, down=False) is None
    if on_loss in {"warn", "suspend"}:
        assert due_change(criterion, FEW, down=True) is None
        assert due_change(criterion, ENOUGH, down=True) == Change.RESTORED
