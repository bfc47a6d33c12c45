"""A district whose titles are derived, raised to a tier, valid for a time and shown to the public later."""

from dataclasses import dataclass

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.operations import (
    AssessApplication,
    CreateApplication,
    assess_application,
    create_application,
)
from schema.applications.tables import Application
from schema.criteria.operations import AttestationEntry
from schema.districts.rules import District as NewDistrict
from schema.units.tables import Unit
from tenants.database import Database
from tests.builders.applications import review, submit
from tests.builders.district import District, found_district, fresh_slug, key

SCHEME = """
format: 1
id: overtime
title: 无疫社区创建方案
source: 某区，2022年11月
issued_on: 2022-11-20
unit_kinds:
  - {id: district, name: 区, parents: []}
  - {id: street, name: 街道, parents: [district]}
  - {id: community, name: 社区, parents: [street], title: 无疫社区}
criteria:
  - id: S-a
    title: 无风险区
    guidance: 没有风险区。
    applies_to: [community]
    check: {kind: none_of, events: [risk_zone], ancestors: true}
    on_loss: suspend
  - id: S-b
    title: 近七天无病例
    guidance: 没有病例。
    applies_to: [community]
    check: {kind: window, events: [case], days: 7}
    on_loss: revoke
  - id: S-z
    title: 经验可推广
    guidance: 有成文的经验材料。
    applies_to: [community]
    tier: model
    attest: {method: statement}
processes:
  - id: S-W1
    name: 申报命名
    unit_kinds: [community]
    applicants: [community]
    steps:
      - {id: intake, name: 街道收件, kind: forward, role: street, actions: [forward, return]}
      - {id: naming, name: 命名, kind: decide, role: headquarters, actions: [name, return, reject]}
  - id: S-W2
    name: 申报示范
    unit_kinds: [community]
    tier: model
    applicants: [community]
    steps:
      - {id: intake, name: 街道收件, kind: forward, role: street, actions: [forward, return]}
      - {id: naming, name: 命名, kind: decide, role: headquarters, actions: [name, return, reject]}
naming: {prefix: WY}
derived_titles:
  - {id: S-2.1, unit_kind: street, title: 无疫街道, of: [community]}
  - {id: S-2.2, unit_kind: district, title: 无疫区, of: [street], percent: 50}
tiers:
  - {id: model, name: 示范, unit_kinds: [community], title: 无疫示范社区, after_days_held: 10}
validity:
  - {unit_kinds: [community], days: 30, renewal_opens_days: 10}
benefits:
  - {id: award, name: 以奖代补, unit_kinds: [community], after_days_held: 5}
  - {id: visits, name: 学习参观, unit_kinds: [community], tier: model, on_suspension: keep}
publication: {after_days: 3, shows_cause: false}
"""
PLACES = (
    ("S1", "甲街道", "street", "500110"),
    ("S2", "乙街道", "street", "500110"),
    ("C1", "一社区", "community", "S1"),
    ("C2", "二社区", "community", "S1"),
    ("C3", "三社区", "community", "S2"),
)


@dataclass(slots=True)
class Place:
    """The district and the people every application meets."""

    district: District
    intake: OperationContext
    headquarters: OperationContext
    applicants: dict[str, OperationContext]

    async def apply(
        self, code: str, tier: str | None = None, *, attested: tuple[str, ...] = ()
    ) -> Application:
        """Open, assess and hand in an application."""
        applicant, unit = await self.applicant(code), await self.district.unit(code)
        command = CreateApplication(idempotency_key=key(), unit_id=unit.id, tier=tier)
        draft = await create_application(applicant, command)
        clauses = (*attested, *(("S-z",) if tier else ()))
        stated = tuple(AttestationEntry(criterion=clause, met=True) for clause in clauses)
        assessed = await assess_application(
            applicant,
            AssessApplication(
                idempotency_key=key(),
                application_id=draft.id,
                expected_revision=draft.revision,
                attestations=stated,
            ),
        )
        return await submit(applicant, assessed)

    async def name(self, code: str, tier: str | None = None) -> Application:
        """Bring a unit to its name, its renewal or its tier."""
        application = await self.apply(code, tier)
        await self.decide(application)
        return application

    async def reassess(self, application: Application) -> Application:
        """Assess a returned application again, as it stands now."""
        unit_id = application.unit_id
        async with self.intake.read() as session:
            now = await session.get_one(Application, (self.intake.tenant.id, application.id))
            code = (await session.get_one(Unit, (self.intake.tenant.id, unit_id))).code
        command = AssessApplication(
            idempotency_key=key(), application_id=now.id, expected_revision=now.revision, attestations=()
        )
        return await assess_application(await self.applicant(code), command)

    async def decide(self, application: Application) -> None:
        """Pass an application on and name the unit."""
        await review(self.intake, application, "forward")
        await review(self.headquarters, application, "name")

    async def applicant(self, code: str) -> OperationContext:
        """Give the community's own official."""
        if code not in self.applicants:
            self.applicants[code] = await self.district.official(Role.COMMUNITY, code)
        return self.applicants[code]


async def make_place(database: Database, source: str = SCHEME) -> Place:
    """Bring the district on board with its streets and communities."""
    new = NewDistrict(slug=fresh_slug(), name="某区", guideline=source, division_code="500110")
    district = await found_district(database, new)
    await district.import_units(*PLACES)
    return Place(
        district,
        await district.official(Role.STREET, "500110"),
        await district.official(Role.HEADQUARTERS, "500110"),
        {},
    )
