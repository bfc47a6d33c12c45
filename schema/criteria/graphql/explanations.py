"""Explanations and scores in the API: why a judgement is what it is."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import strawberry

from schema.criteria.rules import Explanation, SectionScore, SheetScore, explanation_from, written


@strawberry.enum
class CriterionOutcome(StrEnum):
    """What an evaluation found for a criterion."""

    MET = "met"
    NOT_ASKED = "not_asked"
    NOT_ATTESTED = "not_attested"
    NOT_MET = "not_met"


@strawberry.type
class ExplanationInput:
    """A fact a judgement was made from."""

    name: str = strawberry.field(description="What it is, in zh-CN.")
    value: str = strawberry.field(description="Its value, with its unit.")


@strawberry.type
class ExplanationNode:
    """A node of an explanation. Nodes come from the top; parts follow what they belong to, one deeper."""

    depth: int = strawberry.field(description="0 at the top.")
    title: str = strawberry.field(description="What is judged, in zh-CN.")
    result: CriterionOutcome = strawberry.field(description="The judgement.")
    clause: str | None = strawberry.field(description="The source's clause, e.g. `B-k`.")
    measured: str = strawberry.field(description="What was measured.")
    required: str = strawberry.field(description="What is required.")
    inputs: list[ExplanationInput] = strawberry.field(description="The facts it was made from.")
    evidence: list[str] = strawberry.field(description="Statements it rests on, with their days.")
    remedy: str | None = strawberry.field(description="What would change it; null where nothing needs to.")

    @classmethod
    def tree(cls, explanation: Explanation) -> "list[ExplanationNode]":
        """Render a tree."""
        return [
            cls(
                depth=depth,
                title=node.title,
                result=CriterionOutcome(node.result),
                clause=node.clause,
                measured=node.measured,
                required=node.required,
                inputs=[ExplanationInput(name=name, value=value) for name, value in node.inputs],
                evidence=list(node.evidence),
                remedy=node.remedy,
            )
            for depth, node in explanation.walk()
        ]

    @classmethod
    def kept(cls, data: Mapping[str, Any] | None) -> "list[ExplanationNode]":
        """Render a kept tree; none was kept of the oldest assessments."""
        return cls.tree(explanation_from(data)) if data else []


@strawberry.type
class ScoreSectionTotal:
    """The points of a section of the score sheet."""

    id: str = strawberry.field(description="The section's number in the source, e.g. `3.1`.")
    title: str = strawberry.field(description="Its title in zh-CN.")
    points: Decimal = strawberry.field(description="Points earned, rounded down to two decimals.")
    maximum: int = strawberry.field(description="Points at most.")
    minimum: int | None = strawberry.field(description="Points at least, whatever the total.")
    parent: str | None = strawberry.field(description="The section it is a part of.")

    @classmethod
    def of(cls, score: SectionScore) -> "ScoreSectionTotal":
        """Render a section."""
        return cls(
            id=score.section.id,
            title=score.section.title,
            points=Decimal(written(score.earned)),
            maximum=score.section.maximum,
            minimum=score.section.minimum,
            parent=score.section.parent,
        )


@strawberry.type
class ScoreTotal:
    """The score sheet filled in."""

    points: Decimal = strawberry.field(description="Points earned, rounded down to two decimals.")
    total: int = strawberry.field(description="Points of the whole sheet.")
    pass_mark: int = strawberry.field(description="Points that suffice.")
    met: bool = strawberry.field(
        description="Whether they suffice, no section is short, no hard item open and no veto broken."
    )
    void_by: list[str] = strawberry.field(description="Ids of hard items and vetoes that void the sheet.")
    sections: list[ScoreSectionTotal] = strawberry.field(description="Sections, each before its parts.")

    @classmethod
    def of(cls, score: SheetScore) -> "ScoreTotal":
        """Render a sheet."""
        return cls(
            points=Decimal(written(score.earned)),
            total=score.sheet.total,
            pass_mark=score.sheet.pass_mark,
            met=score.met,
            void_by=[item.criterion.id for item in score.void],
            sections=[ScoreSectionTotal.of(each) for top in score.sections for each in (top, *top.parts)],
        )

    @classmethod
    def kept(cls, data: Mapping[str, Any]) -> "ScoreTotal":
        """Render a sheet that was frozen (`criteria.rules.frozen`)."""
        sections = [
            ScoreSectionTotal(**{**each, "points": Decimal(each["points"])}) for each in data["sections"]
        ]
        return cls(**{**data, "points": Decimal(data["points"]), "sections": sections})
