"""What is told of versions by who drafts and publishes them, and what may be done with one."""

import strawberry

from authz.actions import Action
from schema.frame.added_fields import edge
from schema.frame.context import Info
from schema.frame.payloads import AllowedAction
from schema.guideline_drafts import guards, repository
from schema.guideline_drafts.graphql.drafts import DraftSimulation
from schema.guidelines import repository as guidelines
from schema.guidelines.graphql import GuidelineVersionSummary, calendar_of
from schema.officials.graphql import Official, find_official
from schema.rule_changes.guards import choosing_refusals
from schema.rule_changes.repository import by_versions
from schema.simulations.repository import latest_of_version


@edge(GuidelineVersionSummary)
async def author(version: strawberry.Parent[GuidelineVersionSummary], info: Info) -> Official | None:
    """Who wrote it; null for one that was adopted when the district came on board."""
    draft = await info.context.load(repository.by_versions, version.row.id)
    return await find_official(info.context, draft.written_by) if draft is not None else None


@edge(GuidelineVersionSummary)
async def publisher(version: strawberry.Parent[GuidelineVersionSummary], info: Info) -> Official | None:
    """Who published it, never its author; null for one that was adopted when the district came on board."""
    draft = await info.context.load(repository.by_versions, version.row.id)
    return await find_official(info.context, draft.closed_by) if draft and draft.closed_by else None


@edge(GuidelineVersionSummary)
async def simulation(
    version: strawberry.Parent[GuidelineVersionSummary], info: Info
) -> DraftSimulation | None:
    """The last simulation of the version, for choosing anew what becomes of standing names; null if there is none."""
    if not info.context.operations.scopes_for(Action.SIMULATION_RUN):
        return None
    today = info.context.operations.today()
    async with info.context.read() as session:
        row = await latest_of_version(session, version.row.id)
        edition = await guidelines.edition_of(session, version.row)
        guideline = edition.guideline
        refusals = (
            await guards.simulation_refusals(session, guideline, row, today, edition)
            if row is not None
            else []
        )
    return DraftSimulation.of(row, refusals, guideline.confirm_above) if row is not None else None


@edge(GuidelineVersionSummary)
async def actions(version: strawberry.Parent[GuidelineVersionSummary], info: Info) -> list[AllowedAction]:
    """What the viewer may do with it, or why not."""
    context = info.context.operations
    calendar, today = await calendar_of(info.context), context.today()
    draft = await info.context.load(repository.by_versions, version.row.id)
    chosen = await info.context.load(by_versions, version.row.id)
    async with info.context.read() as session:
        standing = await guards.withdrawal_refusals(session, calendar, version.row, today)
    decide = [
        *guards.may(context, Action.RULE_CHANGE_DECIDE, draft),
        *guards.ended(calendar, version.row, today),
        *choosing_refusals(chosen, today),
    ]
    return [
        AllowedAction.of("WITHDRAW", "撤回", [*guards.may(context, Action.GUIDELINE_WITHDRAW), *standing]),
        AllowedAction.of("DECIDE_NAMES", "重新选择对已有名称的处理", decide),
    ]
