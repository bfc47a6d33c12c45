"""Whoever drafts, simulates and publishes while B1, B2 and their compound X1 bear names, and the worker beside them."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.worker import Worker
from authz.actions import Role
from authz.context import OperationContext
from schema.consequences.jobs import sweep_lapses
from schema.event_reports.operations.preparing import CloseHealthEvent, ExcludeHealthEvent, ReportHealthEvent
from schema.event_reports.operations.reports import (
    close_health_event,
    exclude_health_event,
    report_health_event,
)
from schema.events.rules import Report
from schema.events.tables import HealthEvent
from schema.frame.background import Sweep
from schema.frame.identifiers import encode_id
from schema.guideline_drafts.operations import DecideStandingNames, PublishGuideline, publish_guideline
from schema.guideline_drafts.tables import GuidelineDraft
from schema.guidelines.repository.templates import load_template
from schema.guidelines.tables import GuidelineVersion
from schema.rule_changes import repository
from schema.rule_changes.jobs import RULE_CHANGE, sweep_rule_changes
from schema.rule_changes.rules import Choice, Treatment
from schema.rule_changes.tables import RuleChange
from schema.simulations.jobs import SIMULATION
from schema.simulations.operations import StartSimulation, start_simulation
from schema.simulations.repository import get as get_simulation
from schema.simulations.tables import Simulation
from schema.supervision.jobs import sweep_names
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.databases import Urls
from tests.builders.district import District, key
from tests.builders.guidelines import draft
from tests.builders.looks import standing_of
from tests.clients import ask, refused_with
from tests.consequences.titled import make_compound
from tests.jobs.desk import work

TEXT = load_template("wenlong").text
OURS = TEXT.replace("id: wenlong", "id: ours", 1)
BARE = OURS.partition("\nscenarios:")[0] + "\n"
MORE_ROUNDS = BARE.replace("within_days: 7, rounds: 1", "within_days: 7, rounds: 3")
"""Three rounds of tests a week instead of one: nobody logged so many, so nobody meets B-i any more."""
CONTACT = "check: {kind: none_of, events: [close_contact]}\n    on_loss: suspend"
SWEEPS = (
    Sweep("lapses", sweep_lapses),
    Sweep("names", sweep_names),
    Sweep("rule_changes", sweep_rule_changes),
)


def with_contacts(check: str, on_loss: str) -> str:
    """Give a scheme of one's own in which contacts count otherwise (B-b)."""
    return BARE.replace(CONTACT, f"check: {check}\n    on_loss: {on_loss}")


@dataclass(slots=True)
class Desk:
    """Everybody who changes a rule."""

    district: District
    author: OperationContext
    publisher: OperationContext
    community: OperationContext
    worker: Worker

    @property
    def today(self) -> date:
        return self.publisher.today()

    async def draft(self, source: str) -> GuidelineDraft:
        return await draft(self.author, source)

    async def simulate(self, source: str) -> Simulation:
        """Run a what-if to its end."""
        begun = await start_simulation(self.author, StartSimulation(idempotency_key=key(), source=source))
        await work(self.worker)
        async with self.author.read() as session:
            return await get_simulation(session, begun.id)

    async def publish(
        self,
        row: GuidelineDraft,
        simulation: Simulation | None = None,
        choice: Choice | None = None,
        since: date | None = None,
    ) -> GuidelineVersion:
        command = PublishGuideline(
            idempotency_key=key(),
            draft_id=row.id,
            expected_revision=row.revision,
            effective_from=since,
            simulation_id=simulation.id if simulation is not None else None,
            standing_names=choice,
        )
        return await publish_guideline(self.publisher, command)

    async def change_rules(self, source: str, choice: Choice) -> RuleChange:
        """Draft, simulate and publish a text with a choice; give what was kept of that."""
        version = await self.publish(await self.draft(source), await self.simulate(source), choice)
        return await self.change_of(version.id)

    async def apply(self, source: str, *, falling: int | None = None) -> RuleChange:
        """Change the rules for all names today, and let the worker do it."""
        choice = Choice(Treatment.APPLY, apply_on=self.today, falling=falling)
        change = await self.change_rules(source, choice)
        await work(self.worker)
        return await self.change_of(change.guideline_version_id)

    async def simulate_version(self, number: int) -> Simulation:
        """Run a what-if of a published version to its end."""
        begun = await start_simulation(self.author, StartSimulation(idempotency_key=key(), version=number))
        await work(self.worker)
        async with self.author.read() as session:
            return await get_simulation(session, begun.id)

    def deciding(
        self, choice: Choice, simulation: Simulation | None = None, *, revision: int = 1, number: int = 2
    ) -> DecideStandingNames:
        """Say what is to become of names by a version after all."""
        return DecideStandingNames(
            idempotency_key=key(),
            version=number,
            expected_revision=revision,
            standing_names=choice,
            reason="各镇街已完成宣传",
            simulation_id=simulation.id if simulation is not None else None,
        )

    async def change_of(self, version: uuid.UUID) -> RuleChange:
        async with self.publisher.read() as session:
            return (await repository.by_versions(session, [version]))[version]

    async def night(self, days: int = 1) -> None:
        """Let days go by, with all that comes round."""
        self.district.clock.forward(days)
        await work(self.worker)

    async def report(self, code: str, kind: str = "close_contact", days_ago: int = 0) -> HealthEvent:
        unit, day = await self.district.unit(code), self.today - timedelta(days=days_ago)
        report = Report(kind=kind, occurred_on=day, reported_on=day)
        command = ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=report)
        return await report_health_event(self.community, command)

    async def close(self, event: HealthEvent, on: date) -> HealthEvent:
        command = CloseHealthEvent(
            idempotency_key=key(), event_id=event.id, expected_revision=event.revision, ended_on=on
        )
        return await close_health_event(self.community, command)

    async def exclude(self, event: HealthEvent) -> None:
        command = ExcludeHealthEvent(
            idempotency_key=key(), event_id=event.id, expected_revision=event.revision, reason="假阳性"
        )
        await exclude_health_event(self.community, command)

    async def standings(self, *codes: str) -> list[str | None]:
        return [await standing_of(self.district, code) for code in codes or ("B1", "B2", "X1")]

    async def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        result = await ask(self.publisher, document, **variables)
        assert refused_with(result) == []
        assert result.data is not None
        return dict(result.data)


def gid(kind: str, row: Any) -> str:
    return encode_id(kind, row.id)


async def open_desk(database: Database, urls: Urls) -> Desk:
    district = await make_compound(database)
    worker = Worker(
        database, make_settings(urls), district.clock, kinds=[SIMULATION, RULE_CHANGE], sweeps=SWEEPS
    )
    await work(worker)
    return Desk(
        district=district,
        author=await district.official(Role.COMMISSION, "500110"),
        publisher=await district.official(Role.HEADQUARTERS, "500110"),
        community=await district.official(Role.COMMISSION, "500110"),
        worker=worker,
    )
