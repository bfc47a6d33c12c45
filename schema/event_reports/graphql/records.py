"""What a client sends of a reporting system's records."""

from datetime import date

import strawberry

from schema.event_reports.operations.importing import ImportHealthEvents
from schema.events.graphql import HealthEventKind
from schema.events.rules import Report
from schema.events.rules.imports import ImportedEvent


@strawberry.input
class ImportedEventInput:
    """A record of a reporting system."""

    external_id: str = strawberry.field(description="The record's id there, once a source.")
    unit_code: str = strawberry.field(description="Code of the lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began; not in the future.")
    reported_on: date = strawberry.field(description="Local day it was reported.")
    in_central_quarantine: bool = strawberry.field(
        default=False, description="Whether the person is in central quarantine."
    )
    risk_level: str | None = strawberry.field(default=None, description="Of a risk zone: its level.")
    event_class: str | None = strawberry.field(
        default=None, description="A class of the guideline's `eventClasses` that counts as the kind."
    )
    area_code: str | None = strawberry.field(
        default=None,
        description="Of a returnee: division code of the key area, as it is listed on the day of departure or arrival.",
    )
    left_area_on: date | None = strawberry.field(
        default=None, description="Local day the returnee left the area."
    )


@strawberry.input
class ImportHealthEventsInput:
    """Records of one source: all or nothing, at most 1,000. Those taken over already are left as they are."""

    idempotency_key: str = strawberry.field(description="The client's key: a repeated call acts once.")
    source: str = strawberry.field(description="Where the records come from.")
    events: list[ImportedEventInput] = strawberry.field(description="The records.")

    def command(self) -> ImportHealthEvents:
        """Read the input."""
        return ImportHealthEvents(
            idempotency_key=self.idempotency_key,
            source=self.source,
            events=tuple(
                ImportedEvent(
                    row.unit_code,
                    Report(
                        kind=row.kind.value,
                        occurred_on=row.occurred_on,
                        reported_on=row.reported_on,
                        in_central_quarantine=row.in_central_quarantine,
                        risk_level=row.risk_level,
                        event_class=row.event_class,
                        left_area_on=row.left_area_on,
                        source=self.source,
                        external_id=row.external_id,
                    ),
                    row.area_code,
                )
                for row in self.events
            ),
        )
