"""What awaits an official, was dealt with, or waits for nobody."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import strawberry

from authz.actions import Action
from authz.context import OperationContext
from schema.applications.graphql import Application
from schema.frame.connections import list_connection
from schema.frame.context import Info, RequestContext
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.guidelines.repository import Edition
from schema.petitions.graphql import PetitionEntry
from schema.petitions.readable import SETTLING_CLAIMS
from schema.petitions.repository import claims
from schema.worklists.graphql import UnattendedStep
from schema.worklists.repository import (
    ALL,
    Narrowing,
    Tab,
    count_tab,
    count_unattended,
    editions_at_work,
    read_tab,
    read_unattended,
)
from tenants.reading import read_together


@strawberry.enum
class WorklistTab(StrEnum):
    """Tabs of an official's work: waiting for me, dealt with by me, all of my area, waiting for nobody.

    The last is the commission's and the headquarters' to look after, and empty for others.
    """

    AREA = "area"
    DONE = "done"
    PENDING = "pending"
    UNASSIGNED = "unassigned"


@strawberry.type
class WorklistCounts:
    """True counts of the tabs."""

    pending: int = strawberry.field(description="Waiting for the viewer.")
    done: int = strawberry.field(description="The viewer took part.")
    area: int = strawberry.field(description="All of the viewer's area.")
    unassigned: int = strawberry.field(
        description="Waiting for nobody; 0 unless the viewer looks after that."
    )
    overdue: int = strawberry.field(description="Of those waiting for the viewer, past their deadline.")
    escalated: int = strawberry.field(description="Of those waiting for the viewer, escalated.")
    vacancies: int = strawberry.field(
        description="Claimed vacancies that wait for the viewer to confirm or refuse them."
    )


_COUNTED: Mapping[str, tuple[Tab, Narrowing]] = {
    "pending": ("pending", ALL),
    "done": ("done", ALL),
    "area": ("area", ALL),
    "unassigned": ("unassigned", ALL),
    "overdue": ("pending", Narrowing(overdue=True)),
    "escalated": ("pending", Narrowing(escalated=True)),
}


@strawberry.type
class WorklistQuery:
    """Reading what awaits whom."""

    @strawberry.field
    async def worklist(
        self,
        info: Info,
        tab: Annotated[WorklistTab, strawberry.argument(description="Which of the lists.")],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        overdue: Annotated[bool, strawberry.argument(description="Only past their deadline.")] = False,
        escalated: Annotated[bool, strawberry.argument(description="Only escalated ones.")] = False,
    ) -> Connection[Application]:
        """The viewer's work, longest waiting first."""
        _ = info.context.official_id
        context = info.context.operations
        name: Tab = tab.value
        wanted = Narrowing(overdue, escalated)
        editions = await _editions(info.context)
        return await list_connection(
            info.context,
            Paging(f"worklist.{name}.{overdue:d}{escalated:d}", first, after, last, before),
            Application.of,
            read=lambda session, page: read_tab(session, context, editions, name, page, wanted),
            count=lambda session: count_tab(session, context, editions, name, wanted),
        )

    @strawberry.field
    async def unattended_steps(
        self, info: Info, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[UnattendedStep]:
        """Steps that wait for nobody, longest waiting first; for those who can appoint somebody."""
        _ = info.context.scopes(Action.OFFICIAL_READ)
        context = info.context.operations
        editions = await _editions(info.context)
        return await list_connection(
            info.context,
            Paging("unattendedSteps", first, after, last, before),
            UnattendedStep.of,
            read=lambda session, page: read_unattended(session, context, editions, page),
            count=lambda session: count_unattended(session, context, editions),
        )

    @strawberry.field
    async def worklist_counts(self, info: Info) -> WorklistCounts:
        """How much is on each tab."""
        _ = info.context.official_id
        context = info.context.operations
        editions, answering = await asyncio.gather(_editions(info.context), _answering(info.context))
        async with info.context.read() as session:
            *counts, vacancies = await read_together(
                session,
                *(count_tab(session, context, editions, *wanted) for wanted in _COUNTED.values()),
                claims.count_claims(session, _settling(context), context.actor.id, answering),
            )
        return WorklistCounts(**dict(zip(_COUNTED, counts, strict=True)), vacancies=vacancies)

    @strawberry.field
    async def vacancy_claims(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[PetitionEntry]:
        """Claimed vacancies that wait for the viewer to confirm or refuse them, longest waiting first."""
        _ = info.context.official_id
        context = info.context.operations
        answering = await _answering(info.context)
        return await list_connection(
            info.context,
            Paging("vacancyClaims", first, after, last, before),
            PetitionEntry.of,
            read=lambda session, page: claims.list_claims(
                session, _settling(context), context.actor.id, answering, page
            ),
            count=lambda session: claims.count_claims(
                session, _settling(context), context.actor.id, answering
            ),
        )


def _settling(context: OperationContext) -> Sequence[Sequence[str]]:
    return [context.scopes_for(action) for action in SETTLING_CLAIMS]


async def _answering(context: RequestContext) -> Collection[UUID]:
    return await context.load(claims.closed_but_answering, "") or ()


async def _editions(context: RequestContext) -> Sequence[Edition]:
    return await context.load(editions_at_work, "") or ()
