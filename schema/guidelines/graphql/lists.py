"""The lists of a guideline: special groups, risk levels, score sections, practices."""

from datetime import date
from decimal import Decimal

import strawberry

from schema.guidelines.rules import format as parts


@strawberry.type
class SpecialGroup:
    """A group of people with special needs 特殊人群 (B-o)."""

    id: str = strawberry.field(description="Code of the group.")
    name: str = strawberry.field(description="Its name in zh-CN.")

    @classmethod
    def of(cls, part: parts.CodedName) -> "SpecialGroup":
        """Render a part of a guideline."""
        return cls(id=part.id, name=part.name)


@strawberry.type
class RiskLevel:
    """A level of the official risk vocabulary."""

    id: str = strawberry.field(description="Code of the level.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    abolished_on: date | None = strawberry.field(description="The day it ceased to exist; null if in force.")
    without_zone: bool = strawberry.field(description="Whether it holds wherever there is no risk zone.")

    @classmethod
    def of(cls, part: parts.RiskLevel) -> "RiskLevel":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            abolished_on=part.abolished_on,
            without_zone=part.without_zone,
        )


@strawberry.type
class LogKind:
    """A kind of routine work that is logged: one every guideline has, or one of its own."""

    id: str = strawberry.field(description="Code of the kind, e.g. `disinfection`.")
    name: str = strawberry.field(description="Its name in zh-CN.")


@strawberry.type
class EventClass:
    """A class of events or people of the guideline's own."""

    id: str = strawberry.field(description="Code of the class.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    counts_as: str = strawberry.field(description="The kind of events it counts as, e.g. `close_contact`.")
    controls: list[str] = strawberry.field(
        description="Controls under which people of it do no harm where a criterion allows that; empty: `central`."
    )
    area_levels: list[str] = strawberry.field(
        description="Returnees from key areas at one of these risk levels belong to it by themselves."
    )

    @classmethod
    def of(cls, part: parts.EventClass) -> "EventClass":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            counts_as=part.counts_as,
            controls=list(part.controls),
            area_levels=list(part.area_levels),
        )


@strawberry.type
class Figure:
    """A share that is recorded for units."""

    id: str = strawberry.field(description="Code of the figure.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    excludes: str | None = strawberry.field(description="Whom its denominator may leave out.")
    counts_residents: bool = strawberry.field(
        description="Whether its denominator has at least all on the roster on the last day of its period."
    )

    @classmethod
    def of(cls, part: parts.Figure) -> "Figure":
        """Render a part of a guideline."""
        return cls(
            id=part.id, name=part.name, excludes=part.excludes, counts_residents=part.counts == "residents"
        )


@strawberry.type
class BenchmarkValue:
    """What a benchmark says from a day on."""

    since: date = strawberry.field(description="The first day it holds.")
    percent: Decimal = strawberry.field(description="The share, in percent.")
    source: str = strawberry.field(description="Who published it, of what.")


@strawberry.type
class Benchmark:
    """A dated figure others are held against, e.g. the county's average."""

    id: str = strawberry.field(description="Code of the benchmark.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    values: list[BenchmarkValue] = strawberry.field(description="Its values, oldest first.")

    @classmethod
    def of(cls, part: parts.Benchmark) -> "Benchmark":
        """Render a part of a guideline."""
        values = [
            BenchmarkValue(since=each.since, percent=each.percent, source=each.source) for each in part.values
        ]
        return cls(id=part.id, name=part.name, values=values)


@strawberry.type
class ScoreSection:
    """A section of a score sheet."""

    id: str = strawberry.field(description="Its number in the source, e.g. `3.1`.")
    title: str = strawberry.field(description="Its title in zh-CN.")
    maximum: int = strawberry.field(description="The points it gives at most.")
    minimum: int | None = strawberry.field(description="The least points of it, whatever the total.")
    parent: str | None = strawberry.field(description="The section it is a part of.")


@strawberry.type
class ScoreSheet:
    """A score sheet: points by section, and what suffices."""

    total: int = strawberry.field(description="The points of all top sections.")
    pass_mark: int = strawberry.field(description="The points that suffice.")
    sections: list[ScoreSection] = strawberry.field(description="Sections, each before its parts.")

    @classmethod
    def of(cls, part: parts.ScoreSheet) -> "ScoreSheet":
        """Render a part of a guideline."""
        return cls(
            total=part.total,
            pass_mark=part.pass_mark,
            sections=[
                ScoreSection(
                    id=entry.id,
                    title=entry.title,
                    maximum=entry.maximum,
                    minimum=entry.minimum,
                    parent=entry.parent,
                )
                for entry in part.sections
            ],
        )


@strawberry.type
class DatedValue:
    """A number of the guideline that is another from a day on."""

    since: date = strawberry.field(description="The first day it holds.")
    path: str = strawberry.field(description="Which number, e.g. `criteria[B-i].check.rounds`.")
    value: int | None = strawberry.field(description="What it is then; null where nothing is asked.")


@strawberry.type
class Practice:
    """A requirement of the source that is neither criterion nor step."""

    id: str = strawberry.field(description="The source's id.")
    title: str = strawberry.field(description="What it asks, in a few words.")
    realised_by: str = strawberry.field(description="What the platform does of it.")

    @classmethod
    def of(cls, part: parts.Practice) -> "Practice":
        """Render a part of a guideline."""
        return cls(id=part.id, title=part.title, realised_by=part.realised_by)
