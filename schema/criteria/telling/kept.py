"""What Python tells of kept assessments in plans: their explanations."""

from collections.abc import Mapping
from typing import Any

from schema.criteria.graphql import ExplanationNode
from schema.plans.calls import Reading
from schema.plans.declarations import Readable, Told

Kept = Mapping[str, Any]


def _kept(_: Reading, explanation: Kept | None) -> list[ExplanationNode]:
    return ExplanationNode.kept(explanation)


READABLE = (
    Readable("Assessment", {"explanation": Told(_kept, lambda row: (row("explanation"),))}),
    Readable(
        "AssessmentResult",
        {
            "message": Told(
                lambda _, found: str(found or ""), lambda row: (f"{row('explanation')} -> 'message'",)
            ),
            "explanation": Told(_kept, lambda row: (f"{row('explanation')} -> 'tree'",)),
            "evidence": Told(
                lambda _, found: list(found or ()), lambda row: (f"{row('explanation')} -> 'evidence'",)
            ),
        },
    ),
)
