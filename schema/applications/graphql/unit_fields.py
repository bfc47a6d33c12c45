"""What applications add to units: the one under way, what may be begun, and how the unit stands to its criteria."""

import asyncio
from collections.abc import Collection
from datetime import date

import strawberry

from authz.actions import Action
from authz.context import OperationContext
from schema.applications import repository
from schema.applications.graphql.applications import Application
from schema.applications.guards.applicants import roles_held
from schema.applications.guards.beginnings import unit_actions
from schema.applications.loading import dossiers_of
from schema.criteria.graphql import (
    CriterionResult,
    ScoreTotal,
    evaluate_live,
    results_of,
    score_of,
)
from schema.criteria.loading.live import LiveEvaluation
from schema.designations import repository as designations
from schema.designations.operations import held_of, revoked_on
from schema.designations.rules import Held
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.payloads import AllowedAction
from schema.guidelines.graphql import current_of
from schema.guidelines.repository import Edition
from schema.guidelines.rules import process_for
from schema.officials import repository as officials
from schema.petitions import repository as petitions
from schema.units import repository as units
from schema.units.graphql import Unit


@edge(Unit)
async def open_application(unit: strawberry.Parent[Unit], info: Info) -> Application | None:
    """The application under way; null if none, or outside the viewer's area."""
    if not info.context.may(Action.APPLICATION_READ, unit.path):
        return None
    row = await info.context.load(repository.open_by_units, unit.uuid)
    return Application.of(row) if row else None


@edge(Unit)
async def actions(unit: strawberry.Parent[Unit], info: Info) -> list[AllowedAction]:
    """What the viewer may begin in the unit, or why not; what is under way there shows in the area only."""
    context = info.context
    held, under_way, petition, history, edition = await asyncio.gather(
        context.load(designations.held_by_units, unit.uuid),
        context.load(repository.open_by_units, unit.uuid),
        context.load(petitions.open_by_units, unit.uuid),
        context.load(designations.of_unit, unit.uuid),
        current_of(context),
    )
    process = process_for(edition.guideline, unit.kind_id)
    over = None
    if process is not None and process.fallback:
        over = await context.load(officials.terms_over, unit.path)
    return begun(
        context.operations,
        edition,
        unit.kind_id,
        unit.path,
        named=held_of(held),
        lost=revoked_on(history or []),
        under_way=under_way is not None,
        petitioned=petition is not None,
        held=roles_held(over, context.operations.now_among(over or ())),
    )


def begun(
    context: OperationContext,
    edition: Edition,
    kind: str,
    path: str,
    *,
    named: Held | None,
    lost: date | None,
    under_way: bool,
    petitioned: bool,
    held: Collection[str],
) -> list[AllowedAction]:
    """Tell what a caller may begin in the unit at a path, or why not; what is under way shows in the area only."""
    seen = context.decide(Action.APPLICATION_READ, path).allowed
    offers = unit_actions(
        context,
        edition,
        kind,
        path,
        named=named,
        lost=lost,
        under_way=seen and under_way,
        petitioned=seen and petitioned,
        held=held,
    )
    return [AllowedAction.of(name, label, refused) for name, label, refused in offers]


@edge(Unit)
async def criteria(unit: strawberry.Parent[Unit], info: Info) -> list[CriterionResult] | None:
    """Each criterion as it stands today, failures first; null outside the viewer's area.

    The open application's guideline version binds, else the published one.
    """
    live = await _live_of(info.context, unit)
    return results_of(live, unit.kind_id) if live else None


@edge(Unit)
async def score(unit: strawberry.Parent[Unit], info: Info) -> ScoreTotal | None:
    """The score sheet as it stands today; null where nothing is scored, or outside the viewer's area."""
    live = await _live_of(info.context, unit)
    return score_of(live) if live else None


async def _live_of(context: RequestContext, unit: Unit) -> LiveEvaluation | None:
    place = await context.load(units.by_ids, unit.uuid)
    if place is None or not context.may(Action.APPLICATION_READ, unit.path):
        return None
    application = await context.load(repository.open_by_units, unit.uuid)
    dossier = await context.load(dossiers_of, application) if application else None
    edition = dossier.edition if dossier else await current_of(context)
    tier = application.tier if application else None
    return await evaluate_live(context, place, edition, tier)
