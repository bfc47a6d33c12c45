"""The public types: a unit's standing, why it lost its name, the feed of changes. No personal data."""

from datetime import date, datetime, timedelta

import strawberry

from authz.context import OperationContext
from schema.designations import repository as designations
from schema.designations.operations import standing_on
from schema.designations.repository import history
from schema.designations.repository.tallies import children_by_kind
from schema.designations.rules import Cause, Standing, public_cause, public_text
from schema.designations.tables import Designation, DesignationChange
from schema.frame.context import Info
from schema.guidelines.graphql import current_of
from schema.guidelines.repository import editions_by_ids
from schema.guidelines.rules import titled_kinds, unit_kind
from schema.statuses.graphql.told import told_of
from schema.unit_eligibilities.graphql import Eligibility, eligibility_of
from schema.units import repository as units
from schema.units.repository.identities import identities_of
from schema.units.repository.placements import successors_of
from schema.units.tables import Unit


@strawberry.type
class PublicReason:
    """Why a unit does not bear its name now."""

    code: str = strawberry.field(description="Stable code, e.g. `CASE_REPORTED`.")
    text: str = strawberry.field(description="The cause in zh-CN; holds no personal data.")
    clause: str | None = strawberry.field(description="The guideline's clause, e.g. `B-a`.")
    effective_on: date = strawberry.field(description="Local day from which it holds.")


@strawberry.type
class PublicChange:
    """Something that happened to a name of the unit."""

    change: str = strawberry.field(
        description="`named`, `renewed`, `promoted` to a tier, `warned`, `suspended`, `restored`, `expired`, "
        "`revoked`, `reinstated`, `voided`, or `rejudged`: from then on it stands under another version of the "
        "guideline."
    )
    number: str = strawberry.field(description="The number of the name.")
    reason: PublicReason = strawberry.field(description="The cause.")


@strawberry.type
class PublicCoverage:
    """How many of the units directly below can bear a name, and how many do."""

    counted: int = strawberry.field(description="Units directly below that can be titled.")
    titled: int = strawberry.field(description="Those that are.")


@strawberry.type
class UnitStatus:
    """Whether a unit bears its name, since when, and if not any more, why."""

    row: strawberry.Private[Unit]
    held: strawberry.Private[Designation | None]
    today: strawberry.Private[date]
    code: str = strawberry.field(description="The unit's code.")
    name: str = strawberry.field(description="The unit's name.")
    kind: str = strawberry.field(description="The unit's kind, e.g. `building`.")
    closed_on: date | None = strawberry.field(
        description="Local day the unit was split or merged, and its name ended; null while it exists."
    )
    as_of: datetime = strawberry.field(description="The instant this was read.")

    @classmethod
    def of(cls, row: Unit, held: Designation | None, context: OperationContext) -> "UnitStatus":
        """Render a unit with the name it bears, as far as the public may know of it today."""
        today = context.today()
        shown = held if held is not None and held.public_from <= today else None
        return cls(
            row=row,
            held=shown,
            today=today,
            code=row.code,
            name=row.name,
            kind=row.kind,
            closed_on=row.closed_on,
            as_of=context.as_of(),
        )

    @strawberry.field
    async def kind_name(self, info: Info) -> str:
        """The unit's kind in zh-CN."""
        return unit_kind((await current_of(info.context)).guideline, self.kind).name

    @strawberry.field
    async def ancestors(self, info: Info) -> list[str]:
        """Names of the units above, from the root down: 1号楼 alone says nothing of where it is."""
        paths = units.ancestor_paths(self.row.path)
        above = [await info.context.load(units.by_paths, path) for path in paths]
        return [unit.name for unit in above if unit]

    @strawberry.field
    async def former_codes(self, info: Info) -> list[str]:
        """The codes it had before, the latest first; each leads here as long as no other unit has it."""
        rows = await info.context.load(identities_of, self.row.id) or ()
        return [row.code for row in rows if row.changed == "code"]

    @strawberry.field
    async def former_names(self, info: Info) -> list[str]:
        """What it was called before, the latest first."""
        rows = await info.context.load(identities_of, self.row.id) or ()
        return [row.name for row in rows if row.changed == "name"]

    @strawberry.field
    async def successors(self, info: Info) -> list[str]:
        """Codes of the units that took its place when it was split or merged: ask for their status."""
        if self.closed_on is None:
            return []
        return [unit.code for unit in await info.context.load(successors_of, self.row.id) or ()]

    @strawberry.field
    def titled(self) -> bool:
        """True while the name is in force, under a warning too; a suspended name is not."""
        return self.held is not None and standing_on(self.held, self.today).in_force

    @strawberry.field
    def warned(self) -> bool:
        """True while the name is in force under a warning."""
        return self.held is not None and standing_on(self.held, self.today) is Standing.WARNED

    @strawberry.field
    def suspended(self) -> bool:
        """True while a name is held but not in force."""
        return self.held is not None and standing_on(self.held, self.today) is Standing.SUSPENDED

    @strawberry.field
    async def voided(self, info: Info) -> bool:
        """True where the last title was given in error: it is void from the day it was given, and never held."""
        latest = await self._latest(info)
        return latest is not None and latest.status == Standing.VOIDED

    @strawberry.field
    async def certificate_edition(self, info: Info) -> int | None:
        """Which edition of the certificate is good, or was last; those before are superseded."""
        latest = await self._latest(info)
        return latest.certificate_edition if latest else None

    @strawberry.field
    async def certificate_issued_on(self, info: Info) -> date | None:
        """Local day that edition was issued."""
        latest = await self._latest(info)
        return (latest.certificate_issued_on or latest.named_on) if latest else None

    @strawberry.field
    async def title(self, info: Info) -> str | None:
        """The title held or last held, e.g. 无疫楼栋."""
        latest = await self._latest(info)
        return latest.title if latest else None

    @strawberry.field
    async def number(self, info: Info) -> str | None:
        """The number held or last held."""
        latest = await self._latest(info)
        return latest.number if latest else None

    @strawberry.field
    async def since(self, info: Info) -> date | None:
        """Local day of the naming of the title held or last held."""
        latest = await self._latest(info)
        return latest.named_on if latest else None

    @strawberry.field
    async def ended_on(self, info: Info) -> date | None:
        """Local day the last title was lost or ran out; null while one is held."""
        latest = await self._latest(info)
        return _ended_on(latest, self.today) if latest else None

    @strawberry.field
    async def valid_until(self, info: Info) -> date | None:
        """The last local day the title held, or last held, is valid; null: until it is lost."""
        latest = await self._latest(info)
        return latest.valid_until if latest else None

    @strawberry.field
    async def reason(self, info: Info) -> PublicReason | None:
        """Why the name is warned, suspended, expired or lost; null while nothing is held against it."""
        latest = await self._latest(info)
        if latest is None:
            return None
        standing = standing_on(latest, self.today)
        changes = await info.context.load(history.changes_of, latest.id) or []
        found = told_of(latest, standing, changes)
        if standing is Standing.EXPIRED and found is None:
            return _run_out(latest)
        return _reason(found, await self._told(info, latest)) if found else None

    @strawberry.field
    async def eligibility(self, info: Info) -> Eligibility | None:
        """From when it may bear its name again; null while one is in force, and before the public knew of one."""
        latest = await self._latest(info)
        found = await eligibility_of(info, self.row.id, latest)
        if latest is None or found is None:
            return None
        return Eligibility.of(found, told=await self._told(info, latest))

    @strawberry.field
    async def history(self, info: Info) -> list[PublicChange]:
        """Everything that happened to the unit's names, newest first, at most 50."""
        rows = await self._names(info)
        histories = await info.context.load_all(history.changes_of, [row.id for row in rows])
        found = []
        for row, changes in zip(rows, histories, strict=True):
            told = await self._told(info, row)
            found += [
                PublicChange(change=change.change, number=row.number, reason=_reason(change, told))
                for change in reversed(changes or [])
            ]
        return found[:50]

    @strawberry.field
    async def coverage(self, info: Info) -> PublicCoverage:
        """How far the units directly below have come."""
        counts = await info.context.load(children_by_kind, (self.row.id, self.today)) or {}
        kinds = titled_kinds((await current_of(info.context)).guideline)
        chosen = [pair for kind, pair in counts.items() if kind in kinds]
        return PublicCoverage(counted=sum(total for total, _ in chosen), titled=sum(got for _, got in chosen))

    @strawberry.field
    async def parent_code(self, info: Info) -> str | None:
        """Code of the unit directly above; null for the root."""
        if self.row.parent_id is None:
            return None
        parent = await info.context.load(units.by_ids, self.row.parent_id)
        return parent.code if parent else None

    async def _latest(self, info: Info) -> Designation | None:
        if self.held is not None:
            return self.held
        rows = await self._names(info)
        return rows[0] if rows else None

    async def _names(self, info: Info) -> list[Designation]:
        """List the names the unit ever bore that the public may know of, newest first."""
        rows = await info.context.load(designations.of_unit, self.row.id) or []
        return [row for row in rows if row.public_from <= self.today]

    async def _told(self, info: Info, name: Designation) -> bool:
        """Tell whether the public learns why, under the guideline the name was given by."""
        edition = await info.context.load(editions_by_ids, name.guideline_version_id)
        return edition is not None and edition.guideline.publication.shows_cause


def _reason(change: DesignationChange, told: bool) -> PublicReason:
    cause, clause = public_cause(change.change, Cause(change.cause), change.clause, told=told)
    return PublicReason(code=cause, text=public_text(cause), clause=clause, effective_on=change.effective_on)


def _run_out(name: Designation) -> PublicReason | None:
    """Say that the validity has run out, before that is recorded."""
    ended, cause = _ended_on(name, date.max), Cause.VALIDITY_ENDED
    return (
        PublicReason(code=cause, text=public_text(cause), clause=None, effective_on=ended) if ended else None
    )


def _ended_on(name: Designation, today: date) -> date | None:
    if name.ended_on is not None or name.valid_until is None or today <= name.valid_until:
        return name.ended_on
    return name.valid_until + timedelta(days=1)
