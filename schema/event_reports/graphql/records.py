"""What a client sends of a reporting system's records."""

from dataclasses import replace
from datetime import date
from typing import Annotated

import strawberry

from schema.event_reports.operations.importing import ImportHealthEvents
from schema.events.graphql import HealthEventKind, PersonControl
from schema.events.rules.imports import ImportedEvent
from schema.frame.inputs import AsCode, CommandInput, Input, fills
from schema.frame.text import tidy


@strawberry.input
class ImportedEventInput(Input[ImportedEvent], gathering="report", leaving=("area_id", "source")):
    """A record of a reporting system."""

    external_id: str = strawberry.field(description="The record's id there, once a source.")
    unit_code: Annotated[str, AsCode()] = strawberry.field(description="Code of the lowest unit known.")
    kind: HealthEventKind = strawberry.field(description="What happened.")
    occurred_on: date = strawberry.field(description="Local day it happened or began; not in the future.")
    reported_on: date = strawberry.field(description="Local day it was reported.")
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
    area_code: str | None = strawberry.field(
        default=None,
        description="Of a returnee: division code of the key area, as it is listed on the day of departure or arrival.",
    )
    left_area_on: date | None = strawberry.field(
        default=None, description="Local day the returnee left the area."
    )


@strawberry.input
class ImportHealthEventsInput(CommandInput[ImportHealthEvents], leaving=("preview",)):
    """Records of one source: all or nothing, at most 1,000. Those taken over already are left as they are."""

    source: str = strawberry.field(description="Where the records come from.")
    events: list[ImportedEventInput] = strawberry.field(description="The records.")

    @fills("events")
    def records(self, today: date) -> tuple[ImportedEvent, ...]:
        """Read the records, all of which come from this source."""
        rows = [row.read(today, ("events", str(index))) for index, row in enumerate(self.events)]
        return tuple(replace(row, report=replace(row.report, source=tidy(self.source))) for row in rows)
