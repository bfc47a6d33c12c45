"""What a client sends of health events: the same inputs preview what would follow and let it happen."""

from datetime import date

import strawberry

from schema.event_reports.operations.preparing import (
    CloseHealthEvent,
    CorrectHealthEvent,
    EventCommand,
    ExcludeHealthEvent,
    ReportHealthEvent,
)
from schema.events.graphql import HealthEventKind
from schema.events.rules import Correction, Report
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import decode_id


@strawberry.input
class ReportHealthEventInput:
    """What happened in a unit. Name no person: give the reporting system's record instead."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    unit: strawberry.ID = strawberry.field(description="The lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began; not in the future.")
    reported_on: date | None = strawberry.field(
        default=None, description="Local day it was reported; today unless told."
    )
    in_central_quarantine: bool = strawberry.field(
        default=False,
        description="Whether the person is in central quarantine: an infection, contact or returnee.",
    )
    risk_level: str | None = strawberry.field(
        default=None, description="Of a risk zone: its level, an id of the guideline's `riskLevels`."
    )
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    area: strawberry.ID | None = strawberry.field(
        default=None,
        description="Of a returnee: the key area, listed on the day of departure or arrival; tells the class.",
    )
    left_area_on: date | None = strawberry.field(
        default=None, description="Local day the returnee left the area; not after `occurredOn`."
    )
    responsible_unit: strawberry.ID | None = strawberry.field(
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

    def command(self, today: date) -> ReportHealthEvent:
        """Read the input; a malformed id is refused."""
        answers = self.responsible_unit
        return ReportHealthEvent(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            unit_id=decode_id("Unit", self.unit, "unit"),
            responsible_unit_id=decode_id("Unit", answers, "responsibleUnit")
            if answers is not None
            else None,
            report=Report(
                kind=self.kind.value,
                occurred_on=self.occurred_on,
                reported_on=self.reported_on or today,
                in_central_quarantine=self.in_central_quarantine,
                risk_level=self.risk_level,
                event_class=self.event_class,
                area_id=decode_id("KeyArea", self.area, "area") if self.area is not None else None,
                left_area_on=self.left_area_on,
                source=self.source,
                external_id=self.external_id,
            ),
        )


@strawberry.input
class CloseHealthEventInput:
    """The end of a state: contact released, quarantine over, zone lifted."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    health_event: strawberry.ID = strawberry.field(description="An event whose state goes on.")
    expected_revision: int = strawberry.field(description="The revision the decision rests on.")
    ended_on: date = strawberry.field(description="Local day it ended; not in the future.")
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )

    def command(self) -> CloseHealthEvent:
        """Read the input; a malformed id is refused."""
        return CloseHealthEvent(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            event_id=decode_id("HealthEvent", self.health_event, "healthEvent"),
            expected_revision=self.expected_revision,
            ended_on=self.ended_on,
        )


@strawberry.input
class CorrectHealthEventInput:
    """An event as it should have been told, whole. What was known before stays on record."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    health_event: strawberry.ID = strawberry.field(description="The event.")
    expected_revision: int = strawberry.field(description="The revision the correction rests on.")
    unit: strawberry.ID = strawberry.field(description="The lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began.")
    reported_on: date = strawberry.field(description="Local day it was reported.")
    ended_on: date | None = strawberry.field(default=None, description="Local day a state ended.")
    in_central_quarantine: bool = strawberry.field(
        default=False, description="Whether the person is in central quarantine."
    )
    risk_level: str | None = strawberry.field(default=None, description="Of a risk zone: its level.")
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    area: strawberry.ID | None = strawberry.field(
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

    def command(self) -> CorrectHealthEvent:
        """Read the input; a malformed id is refused."""
        return CorrectHealthEvent(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            event_id=decode_id("HealthEvent", self.health_event, "healthEvent"),
            expected_revision=self.expected_revision,
            unit_id=decode_id("Unit", self.unit, "unit"),
            correction=Correction(
                kind=self.kind.value,
                occurred_on=self.occurred_on,
                reported_on=self.reported_on,
                ended_on=self.ended_on,
                in_central_quarantine=self.in_central_quarantine,
                risk_level=self.risk_level,
                event_class=self.event_class,
                area_id=decode_id("KeyArea", self.area, "area") if isinstance(self.area, str) else None,
                left_area_on=self.left_area_on,
                area_told=self.area is not strawberry.UNSET,
                reason=self.reason,
            ),
        )


@strawberry.input
class ExcludeHealthEventInput:
    """An event that proved false, e.g. a false positive."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    health_event: strawberry.ID = strawberry.field(description="The event.")
    expected_revision: int = strawberry.field(description="The revision the exclusion rests on.")
    reason: str = strawberry.field(
        description="How it proved false; at most 200 characters, no personal data."
    )
    preview: str | None = strawberry.field(
        default=None, description="The token of the preview that is hereby confirmed; a stale one is refused."
    )

    def command(self) -> ExcludeHealthEvent:
        """Read the input; a malformed id is refused."""
        return ExcludeHealthEvent(
            idempotency_key=self.idempotency_key,
            preview=self.preview,
            event_id=decode_id("HealthEvent", self.health_event, "healthEvent"),
            expected_revision=self.expected_revision,
            reason=self.reason,
        )


@strawberry.input
class PreviewHealthEventInput:
    """What would be sent, exactly one of these; its key and token are not looked at."""

    report: ReportHealthEventInput | None = strawberry.field(default=None, description="A report.")
    closing: CloseHealthEventInput | None = strawberry.field(default=None, description="The end of a state.")
    correction: CorrectHealthEventInput | None = strawberry.field(default=None, description="A correction.")
    exclusion: ExcludeHealthEventInput | None = strawberry.field(default=None, description="An exclusion.")

    def command(self, today: date) -> EventCommand:
        """Read the one that is given; refuse none and several."""
        given = [each for each in (self.report, self.closing, self.correction, self.exclusion) if each]
        if len(given) != 1:
            message = "report、closing、correction、exclusion 须给出且只给出一个。"
            raise DomainError(ErrorCode.INVALID_INPUT, message, field=("input",))
        only = given[0]
        return only.command(today) if isinstance(only, ReportHealthEventInput) else only.command()
