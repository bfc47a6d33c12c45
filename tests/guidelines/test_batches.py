"""Faults of batches in a guideline: each is found where it stands, and the town's own scheme has none."""

import pytest

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check

TOWN = load_template("town").text


@pytest.mark.parametrize(
    ("before", "after", "path"),
    [
        ("intake: batch", "intake: rolling", "processes[0].intake"),
        (
            "inspection_step: inspection",
            "inspection_step: acceptance",
            "processes[0].batches.inspection_step",
        ),
        ("allowed_divergence: 5", "allowed_divergence: 101", "processes[0].batches.allowed_divergence"),
        ("batches: [regular, urgent]", "batches: [regular]", "processes[0].batches.teams"),
        ("batches: [regular, urgent]", "batches: [regular, urgent, pilot]", "processes[0].batches.teams"),
        ("社会事务办, 派出所", "卫生院, 派出所", "processes[0].batches.teams[0].offices"),
        (
            "unit_kinds: [village, community], percent",
            "unit_kinds: [village, town], percent",
            "coverage_target.unit_kinds[1]",
        ),
        (
            "unit_kinds: [village, community], percent",
            "unit_kinds: [hamlet], percent",
            "coverage_target.unit_kinds[0]",
        ),
    ],
)
def test_a_fault_of_batches_is_found(before: str, after: str, path: str) -> None:
    """T-P4, T-P5, T-P10."""
    assert before in TOWN
    assert path in [fault.path for fault in check(TOWN.replace(before, after, 1)).errors]
    assert check(TOWN).errors == ()
