"""The versions of the guideline: for which days each was published, and how it stands today."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import strawberry

from schema.frame.context import Info, RequestContext
from schema.guidelines import repository
from schema.guidelines.graphql.guideline import Guideline
from schema.guidelines.repository import Calendar, Edition
from schema.guidelines.rules import Term, explain, in_force, spans, to_text
from schema.guidelines.tables import GuidelineVersion, GuidelineWithdrawal


@strawberry.enum
class VersionStatus(StrEnum):
    """How a version stands: in force today, to come, replaced by another or past its term, withdrawn."""

    IN_FORCE = "in_force"
    SCHEDULED = "scheduled"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@strawberry.type
class GuidelineSpan:
    """Local days on which a version is in force, both included."""

    first: date = strawberry.field(description="The first day.")
    last: date | None = strawberry.field(description="The last day; null while no other is to take over.")


@strawberry.type(name="GuidelineWithdrawal")
class Withdrawal:
    """The end of a version before its time."""

    reason: str = strawberry.field(description="Why it was withdrawn.")
    effective_on: date = strawberry.field(description="The first local day it no longer counts.")
    withdrawn_at: datetime = strawberry.field(description="When it was withdrawn.")

    @classmethod
    def of(cls, row: GuidelineWithdrawal) -> "Withdrawal":
        """Render a row."""
        return cls(reason=row.reason, effective_on=row.effective_on, withdrawn_at=row.withdrawn_at)


@strawberry.type
class GuidelineVersionSummary:
    """A version of the tenant's guideline. Its content never changes."""

    row: strawberry.Private[GuidelineVersion]
    number: int = strawberry.field(description="Counts versions from 1.")
    guideline: str = strawberry.field(description="The scheme's id, e.g. `wenlong`.")
    digest: str = strawberry.field(description="SHA-256 of its content in hex.")
    status: VersionStatus = strawberry.field(description="How it stands today.")
    published_at: datetime = strawberry.field(description="When it was published.")
    effective_from: date = strawberry.field(description="The first local day it was published for.")
    effective_until: date | None = strawberry.field(description="The last; null for good.")
    in_force: list[GuidelineSpan] = strawberry.field(
        description="The days it was, is and will be in force: of versions for one day the latest to begin counts."
    )
    withdrawal: Withdrawal | None = strawberry.field(description="Its withdrawal; null unless withdrawn.")

    @classmethod
    def of(cls, row: GuidelineVersion, calendar: Calendar, today: date) -> "GuidelineVersionSummary":
        """Render a row as it stands in the calendar of all."""
        terms = calendar.terms
        began = min(term.effective_from for term in terms)
        days = [span for span in spans(terms, began) if span.number == row.number]
        withdrawal = calendar.withdrawals.get(row.id)
        return cls(
            row=row,
            number=row.number,
            guideline=row.template,
            digest=row.digest,
            status=_status(calendar.term(row), terms, today),
            published_at=row.published_at,
            effective_from=row.effective_from,
            effective_until=row.effective_until,
            in_force=[GuidelineSpan(first=span.first, last=span.last) for span in days],
            withdrawal=Withdrawal.of(withdrawal) if withdrawal is not None else None,
        )

    @strawberry.field
    async def content(self, info: Info) -> Guideline:
        """The version whole."""
        return Guideline.of(await edition_by_id(info.context, self.row.id))

    @strawberry.field
    async def explanation(self, info: Info) -> str:
        """What it says in plain zh-CN words, line by line."""
        return explain((await edition_by_id(info.context, self.row.id)).guideline)

    @strawberry.field
    async def text(self, info: Info) -> str:
        """It as YAML text: what a draft can begin from, with the same digest."""
        return to_text((await edition_by_id(info.context, self.row.id)).guideline)


def _status(term: Term, terms: list[Term], today: date) -> VersionStatus:
    if term.withdrawn_on is not None:
        return VersionStatus.WITHDRAWN
    if in_force(terms, today) == term.number:
        return VersionStatus.IN_FORCE
    return VersionStatus.SCHEDULED if term.effective_from > today else VersionStatus.SUPERSEDED


async def edition_by_id(context: RequestContext, version_id: UUID) -> Edition:
    """Read a version that is there, together with others of this request."""
    edition = await context.load(repository.editions_by_ids, version_id)
    if edition is None:
        raise LookupError(f"no guideline version {version_id}")
    return edition


async def calendar_of(context: RequestContext) -> Calendar:
    """Read the calendar of versions, once in a request."""
    return await context.load(repository.calendars, "all") or Calendar((), {})


async def version_of(context: RequestContext, number: int) -> GuidelineVersionSummary | None:
    """Find a version by its number."""
    calendar = await calendar_of(context)
    row = next((row for row in calendar.versions if row.number == number), None)
    return GuidelineVersionSummary.of(row, calendar, context.operations.today()) if row else None
