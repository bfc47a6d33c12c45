"""Petitions in the API: the count for all who see the unit, the roll only for those who keep it."""

import asyncio
import uuid
from datetime import datetime
from typing import Annotated

import strawberry

from authz.actions import Action
from authz.context import OperationContext
from schema.frame.added_fields import edge
from schema.frame.connections import list_connection
from schema.frame.context import Info, RequestContext
from schema.frame.identifiers import encode_id
from schema.frame.node import Node, fetches
from schema.frame.pagination import After, Before, Connection, First, Last, Paging
from schema.frame.payloads import AllowedAction
from schema.guidelines.graphql import current_of
from schema.guidelines.repository import editions_by_ids
from schema.guidelines.rules.format import Guideline, PetitionCheck
from schema.petitions import repository
from schema.petitions.guards import ACTIONS, refusals
from schema.petitions.rules import Answer, Tally, quorum_of, rule_for
from schema.petitions.tables import Petition as PetitionTable
from schema.petitions.tables import PetitionEntry as PetitionEntryTable
from schema.residents import repository as residents
from schema.residents.graphql import Household
from schema.units import repository as units
from schema.units.graphql import Unit
from schema.units.tables import Unit as UnitTable

strawberry.enum(Answer, name="PetitionAnswer", description="What a household of the roll answered.")


@strawberry.type
class PetitionEntry(Node):
    """One household of the roll and its answer; never shown to neighbours (open question 5)."""

    household_uuid: strawberry.Private[uuid.UUID]
    petition_uuid: strawberry.Private[uuid.UUID]
    answer: Answer = strawberry.field(description="The answer on record.")
    recorded_at: datetime | None = strawberry.field(description="When it was recorded; null while pending.")
    evidence: str | None = strawberry.field(
        description="What is said to show that the dwelling is vacant; null for other answers."
    )
    vacancy_refusal: str | None = strawberry.field(
        description="Why its claimed vacancy was not confirmed; null once it answered anew."
    )

    @classmethod
    def of(cls, row: PetitionEntryTable) -> "PetitionEntry":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("PetitionEntry", row.id)),
            household_uuid=row.household_id,
            answer=Answer(row.answer),
            petition_uuid=row.petition_id,
            recorded_at=row.recorded_at,
            evidence=row.evidence,
            vacancy_refusal=row.vacancy_refusal,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        """The unit whose petition it is: that of the household, or one above it."""
        petition = await info.context.load(repository.by_ids, self.petition_uuid)
        row = await info.context.load(units.by_ids, petition.unit_id) if petition is not None else None
        if row is None:
            raise LookupError("foreign keys keep the petition of an entry, and its unit")
        return Unit.of(row)

    @strawberry.field
    async def household(self, info: Info) -> Household:
        """The household."""
        row = await info.context.load(residents.households_by_ids, self.household_uuid)
        if row is None:
            raise LookupError("the roll's foreign key keeps its households")
        return Household.of(row)


@strawberry.type
class Petition(Node):
    """The joint petition of a unit: how far it is, counted over its roll, frozen or living (B-k)."""

    uuid: strawberry.Private[uuid.UUID]
    unit_path: strawberry.Private[str]
    closed: strawberry.Private[bool]
    given: strawberry.Private[int]
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")
    opened_at: datetime = strawberry.field(description="When it opened and the roll was copied.")
    roll: int = strawberry.field(description="Households on the roll.")
    living: bool = strawberry.field(
        description="Whether households that move in or out enter and leave the roll; else it is as `openedAt`."
    )
    signed: int = strawberry.field(
        description="Signed: in person, and remotely or by proxy where that is taken."
    )
    vacant: int = strawberry.field(description="Confirmed vacant: out of the denominator unless kept in it.")
    vacancy_claimed: int = strawberry.field(description="Claimed vacant, not yet confirmed.")
    refused: int = strawberry.field(description="Refused to sign.")
    absent: int = strawberry.field(description="Temporarily absent: in the denominator unless excluded.")
    pending: int = strawberry.field(description="Not yet answered.")
    denominator: int = strawberry.field(description="Households that count by the guideline's rule.")
    missing: int = strawberry.field(description="How many more signatures the guideline asks.")
    complete: bool = strawberry.field(description="Whether enough signed; never true of an empty roll.")

    @classmethod
    def of(
        cls, row: PetitionTable, unit_path: str, answers: Tally, rule: PetitionCheck, *, closed: bool
    ) -> "Petition":
        """Render a row with its count by a guideline's rule; `closed` if it takes no answers any more."""
        tally, percent = answers.under(rule), rule.percent
        return cls(
            id=strawberry.ID(encode_id("Petition", row.id)),
            uuid=row.id,
            unit_path=unit_path,
            closed=closed,
            given=answers.signed,
            revision=row.revision,
            opened_at=row.opened_at,
            roll=answers.roll,
            living=rule.roll == "living",
            signed=tally.signed,
            vacant=answers.vacant,
            vacancy_claimed=tally.vacancy_claimed,
            refused=tally.refused,
            absent=answers.absent,
            pending=tally.pending,
            denominator=tally.denominator,
            missing=tally.missing(percent),
            complete=tally.complete(percent),
        )

    @strawberry.field
    def actions(self, info: Info) -> list[AllowedAction]:
        """What the viewer may do with it now, or why not."""
        return petition_actions(info.context.operations, self)

    @strawberry.field
    async def entries(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        answers: Annotated[
            list[Answer] | None, strawberry.argument(description="Only with one of these answers.")
        ] = None,
    ) -> Connection[PetitionEntry] | None:
        """The roll, in order of registration; null for those who do not keep it."""
        if not _may_read_roll(info.context, self.unit_path):
            return None
        wanted = [answer.value for answer in answers] if answers is not None else None
        return await list_connection(
            info.context,
            Paging("petitionEntries", first, after, last, before),
            PetitionEntry.of,
            read=lambda session, page: repository.list_entries(session, self.uuid, wanted, page),
            count=lambda session: repository.count_entries(session, self.uuid, wanted),
        )


def petition_actions(context: OperationContext, petition: Petition) -> list[AllowedAction]:
    """Tell what a caller may do with a petition now, or why not."""
    return [
        AllowedAction.of(
            name,
            label,
            refusals(
                context,
                name,
                petition.unit_path,
                closed=petition.closed,
                claimed=petition.vacancy_claimed,
                signed=petition.given,
            ),
        )
        for name, (_, label) in ACTIONS.items()
    ]


def _may_read_roll(context: RequestContext, path: str) -> bool:
    """The roll shows households, so both rights are needed."""
    return context.may(Action.PETITION_READ_ROLL, path) and context.may(Action.HOUSEHOLD_READ, path)


async def render(
    context: RequestContext, row: PetitionTable, *, guideline: Guideline | None = None, fresh: bool = False
) -> Petition:
    """Render a petition by the rule of `guideline`, else of the one in force.

    `fresh` counts anew what a mutation of this request just changed.
    """
    tally, unit, binding = await asyncio.gather(
        _counted(context, row, fresh=fresh),
        context.load(units.by_ids, row.unit_id),
        _binding(context, guideline),
    )
    if unit is None:
        raise LookupError("the petition's foreign key keeps its unit")
    closed = row.closed_at is not None and not await is_living(context, row, unit.kind)
    return Petition.of(row, unit.path, tally, rule_for(binding.criteria, unit.kind), closed=closed)


async def _counted(context: RequestContext, row: PetitionTable, *, fresh: bool) -> Tally:
    if not fresh:
        return await context.load(repository.tallies_of, row.id) or Tally(0)
    async with context.read() as session:
        return (await repository.tallies_of(session, [row.id]))[row.id]


async def _binding(context: RequestContext, guideline: Guideline | None) -> Guideline:
    return guideline or (await current_of(context)).guideline


async def is_living(context: RequestContext, row: PetitionTable, kind: str) -> bool:
    """Tell whether a closed petition still takes answers: a name rests on its living roll."""
    held = await _held_by(context, row.unit_id, kind)
    return held is not None and held[0] == row.id


async def _held_by(
    context: RequestContext, unit_id: uuid.UUID, kind: str
) -> tuple[uuid.UUID, Guideline] | None:
    """Find the petition on whose living roll the unit's name rests, with the guideline the name was given by."""
    resting = await context.load(repository.resting_of, unit_id)
    edition = await context.load(editions_by_ids, resting.version) if resting is not None else None
    if resting is None or edition is None or quorum_of(edition.guideline.criteria, kind) is None:
        return None
    return resting.petition_id, edition.guideline


async def petition_of(
    context: RequestContext, unit_id: uuid.UUID, unit_path: str, guideline: Guideline | None = None
) -> Petition | None:
    """Read the open petition of the unit at `unit_path`, if the viewer may see the unit; see `render`."""
    if not context.may(Action.UNIT_READ, unit_path):
        return None
    row = await context.load(repository.open_by_units, unit_id)
    return await render(context, row, guideline=guideline) if row else None


async def petition_as_signed(
    context: RequestContext, petition_id: uuid.UUID, unit: UnitTable, guideline: Guideline, signed: Tally
) -> Petition | None:
    """Read a petition as it was when its application ended, if the viewer may see the unit; it takes no answers."""
    if not context.may(Action.UNIT_READ, unit.path):
        return None
    row = await context.load(repository.by_ids, petition_id)
    if row is None:
        raise LookupError("the foreign key of a closing keeps its petition")
    return Petition.of(row, unit.path, signed, rule_for(guideline.criteria, unit.kind), closed=True)


@fetches("Petition")
async def find_petition(context: RequestContext, petition_id: uuid.UUID) -> Petition | None:
    """Read a petition, open or closed, of a unit the viewer may see."""
    row = await context.load(repository.by_ids, petition_id)
    unit = await context.load(units.by_ids, row.unit_id) if row else None
    seen = unit is not None and context.may(Action.UNIT_READ, unit.path)
    return await render(context, row) if row and seen else None


@fetches("PetitionEntry")
async def find_entry(context: RequestContext, entry_id: uuid.UUID) -> PetitionEntry | None:
    """Read an entry of a roll the viewer keeps."""
    entry = await context.load(repository.entries_by_ids, entry_id)
    petition = await context.load(repository.by_ids, entry.petition_id) if entry else None
    unit = await context.load(units.by_ids, petition.unit_id) if petition else None
    return PetitionEntry.of(entry) if entry and unit and _may_read_roll(context, unit.path) else None


@edge(Unit)
async def petition(unit: strawberry.Parent[Unit], info: Info) -> Petition | None:
    """The unit's petition that takes answers: the open one, else the one on whose living roll its name rests.

    Null if there is neither or outside the viewer's area.
    """
    context = info.context
    opened = await petition_of(context, unit.uuid, unit.path)
    if opened is not None or not context.may(Action.UNIT_READ, unit.path):
        return opened
    held = await _held_by(context, unit.uuid, unit.kind_id)
    row = await context.load(repository.by_ids, held[0]) if held is not None else None
    return await render(context, row, guideline=held[1]) if row is not None and held is not None else None
