"""Joins the nouns into the three schemas: official, public and platform."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from schema.api_clients.mutations import ApiClientMutation
from schema.api_clients.queries import ApiClientQuery
from schema.appeals import graphql as appeals
from schema.appeals.mutations import AppealMutation
from schema.appeals.queries import AppealQuery
from schema.application_migrations.mutations import ApplicationMigrationMutation
from schema.applications.graphql import unit_fields
from schema.applications.mutations import ApplicationMutation
from schema.applications.queries import ApplicationQuery
from schema.batches.graphql import actions as batch_actions
from schema.batches.mutations import BatchMutation
from schema.batches.queries import BatchQuery
from schema.calendar_changes.mutations import CalendarMutation
from schema.calendars.queries import CalendarQuery
from schema.complaints import graphql as complaints
from schema.complaints.mutations import ComplaintMutation
from schema.consequences import graphql as consequences
from schema.criteria.graphql import criteria
from schema.criteria.mutations import CriterionMutation
from schema.delegations.mutations import DelegationMutation
from schema.delegations.queries import DelegationQuery
from schema.designations.graphql import below, names, papers
from schema.designations.mutations import DesignationMutation
from schema.designations.queries import CoverageQuery, DesignationQuery
from schema.districts.graphql import actions as district_actions
from schema.districts.mutations import PlatformMutation
from schema.districts.queries import PlatformQuery, TenantQuery
from schema.event_reports.graphql import previews as event_previews
from schema.event_reports.mutations import ConsequenceMutation
from schema.event_reports.queries import PreviewQuery
from schema.events.queries import EventQuery
from schema.evidence import graphql as evidence
from schema.evidence.mutations import EvidenceMutation
from schema.figures import graphql as figures
from schema.figures.mutations import FigureMutation
from schema.findings import graphql as findings
from schema.findings.mutations import FindingMutation
from schema.findings.queries import SupervisionQuery
from schema.frame.added_fields import attach
from schema.frame.dates import bound_dates
from schema.frame.descriptions import describe
from schema.frame.enums import write_by_lookup
from schema.frame.node import NodeQuery
from schema.guideline_drafts.graphql import versions as guideline_versions
from schema.guideline_drafts.mutations import PublishingMutation
from schema.guideline_drafts.queries import GuidelineDraftQuery
from schema.guidelines.graphql import differences
from schema.guidelines.queries import GuidelineDifferenceQuery, GuidelineQuery, GuidelineVersionQuery
from schema.household_moves.mutations import ResidentMutation
from schema.inspections import graphql as inspections
from schema.inspections.mutations import InspectionMutation
from schema.jobs.mutations import JobMutation
from schema.jobs.queries import JobQuery
from schema.key_areas.mutations import AreaMutation
from schema.key_areas.queries import AreaQuery
from schema.name_lists import graphql as name_lists
from schema.name_lists.mutations import NameListMutation
from schema.notifications import graphql as notifications
from schema.notifications.mutations import NotificationMutation
from schema.notifications.queries import NotificationQuery
from schema.official_changes import graphql as official_changes
from schema.official_changes.mutations import OfficialChangeMutation
from schema.official_changes.queries import OfficialChangeQuery
from schema.officials.mutations import OfficialMutation
from schema.officials.queries import OfficialQuery
from schema.petition_answers.mutations import PetitionMutation
from schema.petitions import graphql as petitions
from schema.residents import graphql as residents
from schema.reviews import graphql as reviews
from schema.reviews.mutations import ReviewMutation
from schema.rule_changes import graphql as rule_changes
from schema.rule_changes.mutations import RuleChangeMutation
from schema.sessions.mutations import SessionMutation
from schema.simulations.mutations import SimulationMutation
from schema.simulations.queries import SimulationQuery, SimulationRunQuery
from schema.statuses.queries import PublicQuery
from schema.supervision.graphql import designations as supervised
from schema.supervision.graphql import due
from schema.supervision.mutations import SupervisionMutation, VoidingMutation
from schema.unit_changes.mutations import UnitChangeMutation
from schema.unit_changes.queries import UnitChangeQuery
from schema.unit_eligibilities import graphql as eligibilities
from schema.unit_logs.mutations import UnitLogMutation
from schema.unit_standings import graphql as standings
from schema.units.mutations import UnitMutation
from schema.units.queries import UnitQuery
from schema.worklists.queries import WorklistQuery

attach(
    (
        batch_actions,
        name_lists,
        complaints,
        eligibilities,
        below,
        names,
        papers,
        standings,
        criteria,
        district_actions,
        figures,
        residents,
        petitions,
        unit_fields,
        inspections,
        reviews,
        findings,
        appeals,
        due,
        supervised,
        consequences,
        event_previews,
        differences,
        evidence,
        notifications,
        guideline_versions,
        rule_changes,
        official_changes,
    )
)


@strawberry.type
class Query(
    ApplicationQuery,
    WorklistQuery,
    AreaQuery,
    BatchQuery,
    CalendarQuery,
    CoverageQuery,
    DelegationQuery,
    DesignationQuery,
    EventQuery,
    GuidelineDifferenceQuery,
    GuidelineDraftQuery,
    GuidelineQuery,
    GuidelineVersionQuery,
    JobQuery,
    NodeQuery,
    NotificationQuery,
    OfficialQuery,
    OfficialChangeQuery,
    ApiClientQuery,
    PreviewQuery,
    SimulationQuery,
    SimulationRunQuery,
    SupervisionQuery,
    AppealQuery,
    TenantQuery,
    UnitChangeQuery,
    UnitQuery,
):
    """What signed-in officials may ask, each in their area."""


@strawberry.type
class Mutation(
    ApplicationMutation,
    CalendarMutation,
    ApplicationMigrationMutation,
    RuleChangeMutation,
    AreaMutation,
    BatchMutation,
    ComplaintMutation,
    DelegationMutation,
    ConsequenceMutation,
    CriterionMutation,
    EvidenceMutation,
    DesignationMutation,
    FigureMutation,
    InspectionMutation,
    JobMutation,
    NameListMutation,
    NotificationMutation,
    OfficialMutation,
    OfficialChangeMutation,
    ApiClientMutation,
    PetitionMutation,
    PublishingMutation,
    ResidentMutation,
    ReviewMutation,
    SessionMutation,
    SupervisionMutation,
    VoidingMutation,
    FindingMutation,
    AppealMutation,
    SimulationMutation,
    UnitChangeMutation,
    UnitLogMutation,
    UnitMutation,
):
    """What signed-in officials may do; each call is one transaction and answers with its refusals as data."""


def _schema(query: type, mutation: type | None) -> strawberry.Schema:
    config = StrawberryConfig(auto_camel_case=True, disable_field_suggestions=True)
    made = strawberry.Schema(query=query, mutation=mutation, config=config)
    return bound_dates(write_by_lookup(describe(made)))


official_schema = _schema(Query, Mutation)
public_schema = _schema(PublicQuery, None)
platform_schema = _schema(PlatformQuery, PlatformMutation)
