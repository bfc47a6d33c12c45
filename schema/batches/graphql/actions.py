"""What the viewer may do with a batch, or why not; whom its team needs and who may sit in it."""

import strawberry

from authz.actions import Action
from schema.batches import repository
from schema.batches.graphql import Batch
from schema.batches.rules import check_closing
from schema.batches.tables import Batch as BatchTable
from schema.frame.added_fields import edge
from schema.frame.context import Info, RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.payloads import AllowedAction
from schema.frame.refusals import refusals_of
from schema.guidelines.repository import Edition, editions_by_ids
from schema.guidelines.rules.format import Process
from schema.guidelines.rules.lookup import find_step
from schema.guidelines.rules.offices import holders_of, post_of
from schema.guidelines.rules.words import held_at
from schema.officials import repository as officials
from schema.officials.graphql import Official, find_official
from schema.units import repository as units


@edge(Batch)
async def offices(batch: strawberry.Parent[Batch], info: Info) -> list[str]:
    """The offices its team is made of, in the guideline's order; the first seats belong to them."""
    process = await _process_of(info.context, batch)
    settings = process.batches if process is not None else None
    return list(settings.offices_of(batch.kind.value)) if settings is not None else []


@edge(Batch)
async def eligible(batch: strawberry.Parent[Batch], info: Info) -> list[Official]:
    """Who may sit in its team: whoever does the inspection's step; empty for viewers who appoint none."""
    context, place = info.context, await info.context.load(units.by_ids, batch.unit_uuid)
    process = await _process_of(context, batch)
    if place is None or process is None or not context.may(Action.BATCH_APPOINT_TEAM, place.path):
        return []
    edition = await _edition_of(context, batch)
    step = find_step(process, process.batches.inspection_step) if process.batches else None
    seats = holders_of(edition.guideline, post_of(step)) if edition and step else ()
    held = await context.load(officials.terms_over, place.path) or ()
    now = context.operations.now_among(held)
    ids = dict.fromkeys(
        row.official_id
        for row in held
        if not {row.role, held_at(row.role, row.level)}.isdisjoint(seats)
        and row.valid_from <= now
        and (row.valid_until is None or row.valid_until > now)
    )
    _ = await context.load_all(officials.by_ids, ids)
    found = [await find_official(context, official_id) for official_id in ids]
    return [official for official in found if official is not None]


@edge(Batch)
async def actions(batch: strawberry.Parent[Batch], info: Info) -> list[AllowedAction]:
    """What the viewer may do with it now, or why not."""
    context, place = info.context, await info.context.load(units.by_ids, batch.unit_uuid)
    row = await context.load(repository.by_ids, batch.uuid)
    if place is None or row is None:
        return []
    pending = sum(
        entry.outcome == "pending" for entry in await context.load(repository.entries_of, batch.uuid) or ()
    )
    closing = check_closing(row, pending)
    return [
        AllowedAction.of(
            "APPOINT_ACCEPTANCE_TEAM",
            "组建验收组",
            [
                *_denials(context, Action.BATCH_APPOINT_TEAM, place.path),
                *_closed(row),
                *(await _teamless(context, batch)),
            ],
        ),
        AllowedAction.of(
            "CLOSE_BATCH",
            "关闭批次",
            [*_denials(context, Action.BATCH_CLOSE, place.path), *([closing] if closing else [])],
        ),
    ]


def _closed(row: BatchTable) -> list[DomainError]:
    closed = DomainError(ErrorCode.BATCH_CLOSED, f"第 {row.number} 批已关闭。")
    return [closed] if row.status == "closed" else []


async def _teamless(context: RequestContext, batch: Batch) -> list[DomainError]:
    """Tell that the guideline has no team for it, where it has none."""
    process = await _process_of(context, batch)
    settings = process.batches if process is not None else None
    if settings is None or settings.offices_of(batch.kind.value):
        return []
    return [DomainError(ErrorCode.INVALID_INPUT, "方案没有为本批次设验收组。")]


def _denials(context: RequestContext, action: Action, path: str) -> list[DomainError]:
    decision = context.operations.decide(action, path)
    return refusals_of(decision)


async def _process_of(context: RequestContext, batch: Batch) -> Process | None:
    edition = await _edition_of(context, batch)
    processes = edition.guideline.processes if edition is not None else ()
    return next((process for process in processes if process.id == batch.process), None)


async def _edition_of(context: RequestContext, batch: Batch) -> Edition | None:
    row = await context.load(repository.by_ids, batch.uuid)
    return await context.load(editions_by_ids, row.guideline_version_id) if row is not None else None
