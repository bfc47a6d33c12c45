"""What a client sends of health events: the same inputs preview what would follow and let it happen."""

from datetime import date
from typing import Annotated

import strawberry

from schema.event_reports.operations.preparing import (
    CloseHealthEvent,
    CorrectHealthEvent,
    EventCommand,
    ExcludeHealthEvent,
    ReportHealthEvent,
    UpgradeHealthEvent,
)
from schema.events.graphql import HealthEventKind, PersonControl
from schema.frame.inputs import Choice, CommandInput, IdOf, To, fills


@strawberry.input
class ReportHealthEventInput(CommandInput[ReportHealthEvent], gathering="report"):
    """What happened in a unit. Name no person: give the reporting system's record instead."""

    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began; not in the future.")
    reported_on: date | None = strawberry.field(
        default=None, description="Local day it was reported; today unless told."
    )
    in_central_quarantine: bool = strawberry.field(
        default=False,
        description="Whether the person is in central quarantine: an infection, contact or returnee.",
    )
    control: PersonControl | None = strawberry.field(
        default=None,
        description="How the person is controlled, of contacts, returnees, suspected cases and fever.",
    )
    risk_level: str | None = strawberry.field(
        default=None, description="Of a risk zone: its level, an id of the guideline's `riskLevels`."
    )
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    area: Annotated[strawberry.ID, IdOf("KeyArea")] | None = strawberry.field(
        default=None,
        description="Of a returnee: the key area, listed on the day of departure or arrival; tells the class.",
    )
    left_area_on: date | None = strawberry.field(
        default=None, description="Local day the returnee left the area; not after `occurredOn`."
    )
    responsible_unit: Annotated[strawberry.ID, IdOf("Unit")] | None = strawberry.field(
        default=None,
        description="The unit that answers for it, wherever it comes to lie; `unit` unless told.",
    )
    source: str = strawberry.field(default="manual", description="Where the report comes from.")
    external_id: str | None = strawberry.field(
        default=None, description="The record's id there, once a source."
    )
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )

    @fills("reported_on")
    def reported(self, today: date) -> date:
        """Take a report without its day as today's."""
        return self.reported_on or today


@strawberry.input
class CloseHealthEventInput(CommandInput[CloseHealthEvent]):
    """The end of a state: contact released, quarantine over, zone lifted."""

    health_event: Annotated[strawberry.ID, IdOf("HealthEvent"), To("event_id")] = strawberry.field(
        description="An event whose state goes on."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    ended_on: date = strawberry.field(description="Local day it ended; not in the future.")
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )


@strawberry.input
class CorrectHealthEventInput(CommandInput[CorrectHealthEvent], gathering="correction"):
    """An event as it should have been told, whole. What was known before stays on record."""

    health_event: Annotated[strawberry.ID, IdOf("HealthEvent"), To("event_id")] = strawberry.field(
        description="The event."
    )
    expected_revision: int = strawberry.field(description="The revision the correction rests on.")
    unit: Annotated[strawberry.ID, IdOf("Unit")] = strawberry.field(description="The lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began.")
    reported_on: date = strawberry.field(description="Local day it was reported.")
    ended_on: date | None = strawberry.field(default=None, description="Local day a state ended.")
    in_central_quarantine: bool = strawberry.field(
        default=False, description="Whether the person is in central quarantine."
    )
    control: PersonControl | None = strawberry.field(
        default=None,
        description="How the person is controlled, of contacts, returnees, suspected cases and fever.",
    )
    risk_level: str | None = strawberry.field(default=None, description="Of a risk zone: its level.")
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    area: Annotated[strawberry.ID, IdOf("KeyArea")] | None = strawberry.field(
        default=strawberry.UNSET,
        description="Of a returnee: the key area; left out, it stands as it was told, and null takes it away.",
    )
    left_area_on: date | None = strawberry.field(
        default=None, description="Local day the returnee left the area, if `area` is given."
    )
    reason: str = strawberry.field(description="What was wrong; at most 200 characters, no personal data.")
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )

    @fills("area_told")
    def told(self, _: date) -> bool:
        """Tell an area that is taken away from one that is not spoken of."""
        return self.area is not strawberry.UNSET


@strawberry.input
class ExcludeHealthEventInput(CommandInput[ExcludeHealthEvent]):
    """An event that proved false, e.g. a false positive."""

    health_event: Annotated[strawberry.ID, IdOf("HealthEvent"), To("event_id")] = strawberry.field(
        description="The event."
    )
    expected_revision: int = strawberry.field(description="The revision the exclusion rests on.")
    reason: str = strawberry.field(
        description="How it proved false; at most 200 characters, no personal data."
    )
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )


@strawberry.input
class UpgradeHealthEventInput(
    CommandInput[UpgradeHealthEvent],
    gathering="report",
    leaving=("area_id", "left_area_on", "risk_level"),
):
    """That somebody who was a contact, in quarantine, a returnee, suspected or feverish is infected."""

    health_event: Annotated[strawberry.ID, IdOf("HealthEvent"), To("event_id")] = strawberry.field(
        description="What they were: an event that goes on, or an infection without symptoms."
    )
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    kind: HealthEventKind = strawberry.field(description="CASE or ASYMPTOMATIC; of the latter only CASE.")
    occurred_on: date = strawberry.field(description="Local day of the infection; what they were ends on it.")
    reported_on: date | None = strawberry.field(
        default=None, description="Local day it was reported; today unless told."
    )
    in_central_quarantine: bool = strawberry.field(
        default=False, description="Whether the person was in central quarantine when it was found."
    )
    control: PersonControl | None = strawberry.field(
        default=None, description="CENTRAL, the same told otherwise."
    )
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    source: str = strawberry.field(default="manual", description="Where the report comes from.")
    external_id: str | None = strawberry.field(
        default=None, description="The record's id there, if it has one of its own."
    )
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )

    @fills("reported_on")
    def reported(self, today: date) -> date:
        """Take a report without its day as today's."""
        return self.reported_on or today


@strawberry.input
class PreviewHealthEventInput(Choice[EventCommand]):
    """What would be sent, exactly one of these; its key and token are not looked at."""

    report: ReportHealthEventInput | None = strawberry.field(default=None, description="A report.")
    closing: CloseHealthEventInput | None = strawberry.field(default=None, description="The end of a state.")
    correction: CorrectHealthEventInput | None = strawberry.field(default=None, description="A correction.")
    exclusion: ExcludeHealthEventInput | None = strawberry.field(default=None, description="An exclusion.")
    upgrade: UpgradeHealthEventInput | None = strawberry.field(default=None, description="An infection.")
