"""Titles over time and who watches over those who bear one: tiers, derived titles, duties, supervision."""

from enum import StrEnum

import strawberry

from schema.guidelines.graphql.criteria import UnitKind
from schema.guidelines.graphql.lists import LogKind
from schema.guidelines.rules import format as parts
from schema.guidelines.rules import log_kinds, unit_kind


@strawberry.type
class Tier:
    """A title on top of the base title, e.g. a demonstration unit."""

    id: str = strawberry.field(description="Code of the tier.")
    name: str = strawberry.field(description="Its name in zh-CN.")
    title: str = strawberry.field(description="The title a unit of this tier bears.")
    unit_kinds: list[UnitKind] = strawberry.field(description="Kinds of units that may apply for it.")
    after_days_held: int = strawberry.field(description="Days the base title has to be held before applying.")

    @classmethod
    def of(cls, part: parts.Tier, guideline: parts.Guideline) -> "Tier":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            name=part.name,
            title=part.title,
            unit_kinds=_kinds(part.unit_kinds, guideline),
            after_days_held=part.after_days_held,
        )


@strawberry.type
class DerivedTitle:
    """A title nobody applies for: a unit bears it while enough units below bear theirs."""

    id: str = strawberry.field(description="The source's id.")
    title: str = strawberry.field(description="The title.")
    unit_kind: UnitKind = strawberry.field(description="The kind of unit that bears it.")
    counted: list[UnitKind] = strawberry.field(
        description="The kinds of units below that are counted, at any depth."
    )
    percent: int = strawberry.field(description="The share of them that has to be titled.")

    @classmethod
    def of(cls, part: parts.DerivedTitle, guideline: parts.Guideline) -> "DerivedTitle":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            title=part.title,
            unit_kind=UnitKind.of(unit_kind(guideline, part.unit_kind)),
            counted=_kinds(part.of, guideline),
            percent=part.percent,
        )


@strawberry.enum
class MissedDuty(StrEnum):
    """What a missed duty does to the name, until the work is done."""

    SUSPEND = "suspend"
    WARN = "warn"


@strawberry.type
class Duty:
    """Work a unit that bears its name does again and again."""

    id: str = strawberry.field(description="The source's id.")
    title: str = strawberry.field(description="What is to be done, in zh-CN.")
    unit_kinds: list[UnitKind] = strawberry.field(description="Kinds of units it is asked of.")
    log: LogKind = strawberry.field(description="The kind of work that shows it was done.")
    every_days: int = strawberry.field(description="Days from one time to the next at most.")
    times: int = strawberry.field(description="How often within these days at least.")
    grace_days: int = strawberry.field(description="Days more before it tells on the name.")
    on_miss: MissedDuty = strawberry.field(description="What missing it does to the name.")

    @classmethod
    def of(cls, part: parts.Duty, guideline: parts.Guideline) -> "Duty":
        """Render a part of a guideline."""
        return cls(
            id=part.id,
            title=part.title,
            unit_kinds=_kinds(part.unit_kinds, guideline),
            log=LogKind(id=part.log, name=log_kinds(guideline)[part.log]),
            every_days=part.every_days,
            times=part.times,
            grace_days=part.grace_days,
            on_miss=MissedDuty(part.on_miss),
        )


@strawberry.type
class PeriodicAssessment:
    """How often titled units of some kinds are assessed again."""

    unit_kinds: list[UnitKind] = strawberry.field(description="Kinds of units.")
    every_days: int = strawberry.field(description="Days from one assessment to the next at most.")


@strawberry.type
class Supervision:
    """What follows on findings nobody puts right, and who may ask for another look."""

    periodic: list[PeriodicAssessment] = strawberry.field(description="Assessments in turn.")
    rectification_days: int = strawberry.field(description="Days to put a finding right.")
    warnings: int = strawberry.field(description="How often the name is warned, each with as many days more.")
    suspension_days: int = strawberry.field(
        description="Days the name is then suspended before it is revoked; 0: it is revoked without."
    )
    appeal_days: int = strawberry.field(description="Days within which the unit may appeal.")
    reapply_after_days: int = strawberry.field(
        description="Days after a revocation before it may apply again."
    )

    @classmethod
    def of(cls, part: parts.Supervision, guideline: parts.Guideline) -> "Supervision":
        """Render a part of a guideline."""
        return cls(
            periodic=[
                PeriodicAssessment(unit_kinds=_kinds(turn.unit_kinds, guideline), every_days=turn.every_days)
                for turn in part.periodic
            ],
            rectification_days=part.rectification_days,
            warnings=part.warnings,
            suspension_days=part.suspension_days,
            appeal_days=part.appeal_days,
            reapply_after_days=part.reapply_after_days,
        )


@strawberry.type
class Publication:
    """When the public learns of names, why they fell, and where lists of them are published."""

    after_days: int = strawberry.field(description="Days after the naming the public sees it.")
    shows_cause: bool = strawberry.field(description="Whether the public learns why a name fell.")
    lists: bool = strawberry.field(description="Whether the names of a batch are published as a list.")
    channels: list[str] = strawberry.field(description="Where lists are published.")

    @classmethod
    def of(cls, part: parts.Publication) -> "Publication":
        """Render a part of a guideline."""
        return cls(
            after_days=part.after_days,
            shows_cause=part.shows_cause,
            lists=part.lists,
            channels=list(part.channels),
        )


def _kinds(ids: tuple[str, ...], guideline: parts.Guideline) -> list[UnitKind]:
    return [UnitKind.of(unit_kind(guideline, kind)) for kind in ids]
