"""A version of the guideline as a whole, and which is in force."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar, cast

import strawberry

from schema.frame.context import RequestContext
from schema.guidelines import repository
from schema.guidelines.graphql.criteria import Criterion, UnitKind
from schema.guidelines.graphql.lists import (
    Benchmark,
    DatedValue,
    EventClass,
    Figure,
    LogKind,
    Practice,
    RiskLevel,
    ScoreSheet,
    SpecialGroup,
)
from schema.guidelines.graphql.offices import Office, post_name, role_name
from schema.guidelines.graphql.processes import Process
from schema.guidelines.graphql.titles import DerivedTitle, Duty, Publication, Supervision, Tier
from schema.guidelines.repository import Edition
from schema.guidelines.rules import format as parts
from schema.guidelines.rules import log_kinds

T = TypeVar("T")


@strawberry.type
class Guideline:
    """A published version of the tenant's guideline, whole."""

    id: str = strawberry.field(description="The scheme's id, e.g. `wenlong`.")
    title: str = strawberry.field(description="Its title in zh-CN.")
    source: str = strawberry.field(description="Who issued the document it follows, and when.")
    issued_on: date = strawberry.field(description="The document's date.")
    number: int = strawberry.field(description="The version's number in this tenant, from 1.")
    digest: str = strawberry.field(description="SHA-256 of its content in hex: what identifies it.")
    published_at: datetime = strawberry.field(description="When it was published.")
    unit_kinds: list[UnitKind] = strawberry.field(description="Kinds of units, from the root down.")
    offices: list[Office] = strawberry.field(description="Roles by the level they are held at; mostly none.")
    special_groups: list[SpecialGroup] = strawberry.field(description="The code list of special groups.")
    risk_levels: list[RiskLevel] = strawberry.field(description="The risk vocabulary; empty if unused.")
    event_classes: list[EventClass] = strawberry.field(description="Its own classes of events and people.")
    log_kinds: list[LogKind] = strawberry.field(description="Kinds of work that are logged.")
    figures: list[Figure] = strawberry.field(description="Shares that are recorded for units.")
    benchmarks: list[Benchmark] = strawberry.field(description="Dated figures others are held against.")
    criteria: list[Criterion] = strawberry.field(description="All criteria, in the source's order.")
    score_sheet: ScoreSheet | None = strawberry.field(
        description="The score sheet; null if it is pass or fail."
    )
    processes: list[Process] = strawberry.field(description="The ways of an application.")
    tiers: list[Tier] = strawberry.field(description="Titles on top of the base title.")
    derived_titles: list[DerivedTitle] = strawberry.field(description="Titles nobody applies for.")
    duties: list[Duty] = strawberry.field(description="Work asked of those who bear a title.")
    supervision: Supervision = strawberry.field(description="How those who bear a title are watched over.")
    publication: Publication = strawberry.field(description="What the public learns, when and where.")
    dated_values: list[DatedValue] = strawberry.field(description="Numbers that are others from a day on.")
    practices: list[Practice] = strawberry.field(description="What else the source asks, and how it is met.")
    proposals: list[str] = strawberry.field(description="Values the source does not give, to be confirmed.")

    @classmethod
    def of(cls, edition: Edition) -> "Guideline":
        """Render a version."""
        content = edition.guideline
        return cls(
            id=content.id,
            title=content.title,
            source=content.source,
            issued_on=content.issued_on,
            number=edition.number,
            digest=edition.digest,
            published_at=edition.published_at,
            unit_kinds=[UnitKind.of(kind) for kind in content.unit_kinds],
            offices=[Office.of(office, content) for office in content.offices],
            special_groups=[SpecialGroup.of(group) for group in content.special_groups],
            risk_levels=[RiskLevel.of(level) for level in content.risk_levels],
            event_classes=[EventClass.of(each) for each in content.event_classes],
            log_kinds=[LogKind(id=code, name=name) for code, name in log_kinds(content).items()],
            figures=[Figure.of(each) for each in content.figures],
            benchmarks=[Benchmark.of(each) for each in content.benchmarks],
            criteria=[Criterion.of(criterion, content) for criterion in content.criteria],
            score_sheet=ScoreSheet.of(content.score_sheet) if content.score_sheet else None,
            processes=[Process.of(process, content) for process in content.processes],
            tiers=[Tier.of(tier, content) for tier in content.tiers],
            derived_titles=[DerivedTitle.of(title, content) for title in content.derived_titles],
            duties=[Duty.of(duty, content) for duty in content.duties],
            supervision=Supervision.of(content.supervision, content),
            publication=Publication.of(content.publication),
            dated_values=[
                DatedValue(since=each.since, path=each.path, value=each.value)
                for each in content.dated_values
            ],
            practices=[Practice.of(practice) for practice in content.practices],
            proposals=list(content.proposals),
        )


def by_current(context: RequestContext, render: Callable[[Edition], T]) -> T:
    """Render by the version in force today: at once where this request has read it, else when it has.

    What a resolver returns, GraphQL awaits if need be; so a row of a list waits only where it must.
    """
    edition = context.have(repository.current_editions, context.operations.today())
    if edition is not None:
        return render(edition)

    async def later() -> T:
        return render(await current_of(context))

    return cast("T", later())


def by_role(context: RequestContext, role: str, level: str | None = None, office: str | None = None) -> str:
    """Say a role as the guideline in force today does; at once where this request has read it, else when it has.

    An office is said by its id, or by the level its role is held at.
    """

    def say(guideline: parts.Guideline | None) -> str:
        return post_name(role, office, guideline) if office else role_name(role, guideline, level)

    edition = context.have(repository.current_editions, context.operations.today())
    if edition is not None:
        return say(edition.guideline)

    async def later() -> str:
        found = await context.load(repository.current_editions, context.operations.today())
        return say(found.guideline if found is not None else None)

    return cast("str", later())


async def current_of(context: RequestContext, on: date | None = None) -> Edition:
    """Read the version in force on a day (today unless told), once in a request; refuse with NOT_FOUND."""
    day = on if on is not None else context.operations.today()
    edition = await context.load(repository.current_editions, day)
    if edition is None:
        raise repository.not_in_force(day)
    return edition
