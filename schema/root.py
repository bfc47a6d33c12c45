"""Joins the nouns into the three schemas: official, public and platform."""

import strawberry
from strawberry.schema.config import StrawberryConfig

import schema.batches.graphql.actions
import schema.complaints.graphql
import schema.criteria.graphql
import schema.designations.graphql
import schema.districts.offers
import schema.events.graphql
import schema.figures.graphql
import schema.inspections.graphql
import schema.petitions.graphql
import schema.residents.graphql
import schema.reviews.graphql
import schema.supervision.offers  # noqa: F401 - imported for the fields they add to types below them
from schema.applications.mutations import ApplicationMutation
from schema.applications.queries import ApplicationQuery
from schema.batches.graphql import BatchQuery
from schema.batches.mutations import BatchMutation
from schema.calendars.graphql import CalendarQuery
from schema.complaints.mutations import ComplaintMutation
from schema.consequences.graphql import PreviewQuery
from schema.criteria.mutations import CriterionMutation
from schema.delegations.graphql import DelegationMutation, DelegationQuery
from schema.designations.graphql.coverage import CoverageQuery
from schema.designations.mutations import DesignationMutation
from schema.designations.queries import DesignationQuery
from schema.districts.graphql import PlatformQuery
from schema.districts.mutations import PlatformMutation
from schema.districts.summary import TenantQuery
from schema.event_reports.mutations import ConsequenceMutation
from schema.events.graphql import EventQuery
from schema.evidence.mutations import EvidenceMutation
from schema.figures.mutations import FigureMutation
from schema.frame.descriptions import describe
from schema.frame.node import NodeQuery
from schema.guideline_drafts.graphql import GuidelineDraftQuery
from schema.guideline_drafts.mutations import PublishingMutation
from schema.guidelines.graphql import GuidelineQuery, GuidelineVersionQuery
from schema.guidelines.graphql.differences import GuidelineDifferenceQuery
from schema.household_moves.mutations import ResidentMutation
from schema.inspections.mutations import InspectionMutation
from schema.jobs.graphql import JobQuery
from schema.jobs.mutations import JobMutation
from schema.key_areas.graphql import AreaQuery
from schema.key_areas.mutations import AreaMutation
from schema.notifications.graphql import NotificationQuery
from schema.notifications.mutations import NotificationMutation
from schema.officials.graphql import OfficialQuery
from schema.officials.mutations import OfficialMutation
from schema.petition_answers.mutations import PetitionMutation
from schema.reviews.mutations import ReviewMutation
from schema.sessions.mutations import SessionMutation
from schema.simulations.graphql import SimulationRunQuery
from schema.simulations.mutations import SimulationMutation
from schema.simulations.suppositions import SimulationQuery
from schema.statuses.queries import PublicQuery
from schema.supervision.mutations import SupervisionMutation
from schema.supervision.queries import SupervisionQuery
from schema.unit_changes.graphql import UnitChangeQuery
from schema.unit_changes.mutations import UnitChangeMutation
from schema.units.graphql import UnitQuery
from schema.units.mutations import UnitMutation


@strawberry.type
class Query(
    ApplicationQuery,
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
    PreviewQuery,
    SimulationQuery,
    SimulationRunQuery,
    SupervisionQuery,
    TenantQuery,
    UnitChangeQuery,
    UnitQuery,
):
    """What signed-in officials may ask, each in their area."""


@strawberry.type
class Mutation(
    ApplicationMutation,
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
    NotificationMutation,
    OfficialMutation,
    PetitionMutation,
    PublishingMutation,
    ResidentMutation,
    ReviewMutation,
    SessionMutation,
    SupervisionMutation,
    SimulationMutation,
    UnitChangeMutation,
    UnitMutation,
):
    """What signed-in officials may do; each call is one transaction and answers with its refusals as data."""


def _schema(query: type, mutation: type | None) -> strawberry.Schema:
    config = StrawberryConfig(auto_camel_case=True, disable_field_suggestions=True)
    return describe(strawberry.Schema(query=query, mutation=mutation, config=config))


official_schema = _schema(Query, Mutation)
public_schema = _schema(PublicQuery, None)
platform_schema = _schema(PlatformQuery, PlatformMutation)
