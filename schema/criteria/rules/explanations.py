"""Explanations: what a judgement rests on, as a tree a person can read from the top."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["met", "not_met", "not_attested", "not_asked"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A judgement and what it rests on, in zh-CN for people; no personal data.

    `inputs` are the facts it was made from, `evidence` the statements and their days, `remedy` what would
    change it: null where nothing needs to or nothing can.
    """

    title: str
    result: Outcome
    clause: str | None = None
    measured: str = ""
    required: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    remedy: str | None = None
    parts: tuple["Explanation", ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, "Explanation"]]:
        """Go through the tree from the top, each node with its depth, parts after what they belong to."""
        yield depth, self
        for part in self.parts:
            yield from part.walk(depth + 1)

    def to_data(self) -> dict[str, Any]:
        """Write the tree as plain data, for keeping."""
        return {
            "title": self.title,
            "result": self.result,
            "clause": self.clause,
            "measured": self.measured,
            "required": self.required,
            "inputs": [list(pair) for pair in self.inputs],
            "evidence": list(self.evidence),
            "remedy": self.remedy,
            "parts": [part.to_data() for part in self.parts],
        }


def explanation_from(data: Mapping[str, Any]) -> Explanation:
    """Read a kept tree back; what `to_data` wrote comes back equal."""
    return Explanation(
        title=data["title"],
        result=data["result"],
        clause=data["clause"],
        measured=data["measured"],
        required=data["required"],
        inputs=tuple((name, value) for name, value in data["inputs"]),
        evidence=tuple(data["evidence"]),
        remedy=data["remedy"],
        parts=tuple(explanation_from(part) for part in data["parts"]),
    )


def joined(results: Sequence[Outcome]) -> Outcome:
    """Join the results of parts that are all needed: against beats missing, missing beats for."""
    asked = [result for result in results if result != "not_asked"]
    if not asked:
        return "not_asked"
    return next((worst for worst in ("not_met", "not_attested") if worst in asked), "met")
