"""Households and residents in the API: masked, and only for those who work with the roster."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

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
from schema.frame.refusals import refusals_of
from schema.guidelines.graphql import SpecialGroup, current_of
from schema.residents import repository
from schema.residents.rules import departed_refusal, mask_identity_number, mask_name, mask_telephone
from schema.residents.tables import Household as HouseholdTable
from schema.residents.tables import Resident as ResidentTable
from schema.units import repository as units
from schema.units.graphql import Unit


@strawberry.enum
class Occupancy(StrEnum):
    """How a dwelling is used."""

    COLLECTIVE = "collective"
    OCCUPIED = "occupied"
    VACANT = "vacant"


@strawberry.enum
class ResidentDocument(StrEnum):
    """What shows who a person is.

    IDENTITY_CARD 居民身份证; RESIDENCE_PERMIT 港澳台居民居住证; HK_MACAO_PERMIT 港澳居民来往内地通行证; TAIWAN_PERMIT
    台湾居民来往大陆通行证; PERMANENT_RESIDENCE 外国人永久居留身份证, of 18 characters or of 15 as before;
    PASSPORT, with who issued it; NEWBORN, a child in its first year that has no number yet.
    """

    HK_MACAO_PERMIT = "hk_macao_permit"
    IDENTITY_CARD = "identity_card"
    NEWBORN = "newborn"
    PASSPORT = "passport"
    PERMANENT_RESIDENCE = "permanent_residence"
    RESIDENCE_PERMIT = "residence_permit"
    TAIWAN_PERMIT = "taiwan_permit"


@strawberry.type
class Resident(Node):
    """A person of a household, masked."""

    group_ids: strawberry.Private[list[str] | None]
    household_uuid: strawberry.Private[UUID]
    masked_name: str = strawberry.field(description="First character of the name, the rest as `*`.")
    document: ResidentDocument = strawberry.field(description="What shows who the person is.")
    issuer: str | None = strawberry.field(description="Three-letter code of who issued the passport.")
    masked_identity_number: str = strawberry.field(
        description="First and last character of the number; empty for a newborn without one."
    )
    masked_telephone: str | None = strawberry.field(description="First three and last two digits.")
    born_year: int = strawberry.field(description="Year of birth.")
    needs_recorded_on: date | None = strawberry.field(
        description="When the needs were last taken down (B-o)."
    )
    under_guardianship: bool = strawberry.field(
        description="Whether an adult has a guardian, who signs in the person's place."
    )
    arrived_on: date | None = strawberry.field(
        description="First day in this household; null where nobody noted it."
    )
    departed_on: date | None = strawberry.field(
        description="First day no longer in this household; null while here."
    )

    @classmethod
    def of(cls, row: ResidentTable) -> "Resident":
        """Render a row, masked."""
        return cls(
            id=strawberry.ID(encode_id("Resident", row.id)),
            group_ids=row.special_groups,
            household_uuid=row.household_id,
            masked_name=mask_name(row.name),
            document=ResidentDocument(row.document),
            issuer=row.issuer,
            masked_identity_number=mask_identity_number(row.identity_number),
            masked_telephone=mask_telephone(row.telephone) if row.telephone else None,
            born_year=row.born_on.year,
            needs_recorded_on=row.needs_recorded_on,
            under_guardianship=row.under_guardianship,
            arrived_on=row.arrived_on,
            departed_on=row.departed_on,
        )

    @strawberry.field
    async def household(self, info: Info) -> "Household":
        """The household the person lives in, or lived in until `departedOn`."""
        row = await info.context.load(repository.households_by_ids, self.household_uuid)
        if row is None:
            raise LookupError("the resident's foreign key keeps the household")
        return Household.of(row)

    @strawberry.field
    async def special_groups(self, info: Info) -> list[SpecialGroup] | None:
        """The special groups the person belongs to; null when not yet asked (B-o)."""
        if self.group_ids is None:
            return None
        guideline = (await current_of(info.context)).guideline
        return [SpecialGroup.of(group) for group in guideline.special_groups if group.id in self.group_ids]


@strawberry.type
class Household(Node):
    """A dwelling 户."""

    uuid: strawberry.Private[UUID]
    unit_uuid: strawberry.Private[UUID]
    code: str = strawberry.field(description="Door number, unique in the unit.")
    floor: int | None = strawberry.field(description="Floor, if the building has floors.")
    occupancy: Occupancy = strawberry.field(description="How the dwelling is used.")
    verified_on: date | None = strawberry.field(description="When somebody last checked the entry (B-g).")
    departed_on: date | None = strawberry.field(description="When it moved out; null while it is here.")
    revision: int = strawberry.field(description="Counts changes; send it back as `expectedRevision`.")

    @classmethod
    def of(cls, row: HouseholdTable) -> "Household":
        """Render a row."""
        return cls(
            id=strawberry.ID(encode_id("Household", row.id)),
            uuid=row.id,
            unit_uuid=row.unit_id,
            code=row.code,
            floor=row.floor,
            occupancy=Occupancy(row.occupancy),
            verified_on=row.verified_on,
            departed_on=row.departed_on,
            revision=row.revision,
        )

    @strawberry.field
    async def unit(self, info: Info) -> Unit:
        """The unit it is registered in: a building, an entrance, a group."""
        row = await info.context.load(units.by_ids, self.unit_uuid)
        if row is None:
            raise LookupError("the household's foreign key keeps its unit")
        return Unit.of(row)

    @strawberry.field
    async def residents(
        self,
        info: Info,
        as_of: Annotated[
            date | None,
            strawberry.argument(description="Who lived here on a local day, as far as it was noted."),
        ] = None,
    ) -> list[Resident]:
        """The people who live here, masked."""
        if as_of is not None:
            rows = await info.context.load(repository.residents_on, (self.uuid, as_of))
        else:
            rows = await info.context.load(repository.residents_by_household, self.uuid)
        return [Resident.of(row) for row in rows or ()]

    @strawberry.field
    async def resident_count(self, info: Info) -> int:
        """How many people live here."""
        return await info.context.load(repository.count_residents, self.uuid) or 0

    @strawberry.field
    async def actions(self, info: Info) -> list[AllowedAction]:
        """What the viewer may do with it, or why not."""
        unit = await info.context.load(units.by_ids, self.unit_uuid)
        path = unit.path if unit else ""
        return household_actions(info.context.operations, path, departed=self.departed_on is not None)


def household_actions(context: OperationContext, path: str, *, departed: bool) -> list[AllowedAction]:
    """Tell what the viewer may do with a household of the unit at a path, or why not."""
    refused = refusals_of(context.decide(Action.HOUSEHOLD_REGISTER, path))
    refused += [departed_refusal()] if departed else []
    return [AllowedAction.of(name, label, refused) for name, label in _HOUSEHOLD_ACTIONS.items()]


_HOUSEHOLD_ACTIONS = {
    "CLOSE": "登记迁出",
    "CORRECT": "更正住户",
    "ADD_RESIDENT": "登记成员",
    "CORRECT_RESIDENT": "更正成员",
    "MOVE_RESIDENT": "成员迁往他户",
    "REMOVE_RESIDENT": "成员离开",
}


@fetches("Household")
async def find_household(context: RequestContext, household_id: UUID) -> Household | None:
    """Read a household for those who work with its unit's roster."""
    row = await context.load(repository.households_by_ids, household_id)
    unit = await context.load(units.by_ids, row.unit_id) if row else None
    return Household.of(row) if row and unit and context.may(Action.HOUSEHOLD_READ, unit.path) else None


@fetches("Resident")
async def find_resident(context: RequestContext, resident_id: UUID) -> Resident | None:
    """Read a resident, masked, of a household the viewer may see."""
    row = await context.load(repository.residents_by_ids, resident_id)
    return Resident.of(row) if row and await find_household(context, row.household_id) else None


@edge(Unit)
async def households(
    unit: strawberry.Parent[Unit],
    info: Info,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
    code: Annotated[str | None, strawberry.argument(description="Only with this door number.")] = None,
) -> Connection[Household] | None:
    """The households of the unit and below, masked; null for those who do not work with its roster."""
    if not info.context.may(Action.HOUSEHOLD_READ, unit.path):
        return None
    return await list_connection(
        info.context,
        Paging("households", first, after, last, before),
        Household.of,
        read=lambda session, page: repository.list_households(session, unit.path, page, code),
        count=lambda session: repository.count_households(session, unit.path, code),
    )
