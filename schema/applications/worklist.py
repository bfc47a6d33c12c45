"""Worklists: which applications wait for an official, which they dealt with, which lie in their area.

One predicate serves lists and counts. Who may act on which step comes from the decision tables of the guideline
versions that open applications are pinned to; where, from the official's grants.
"""

import uuid
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from authz.actions import Action
from authz.context import OperationContext
from schema.applications.repository import open_versions
from schema.applications.rules import STEP_ACTIONS
from schema.applications.tables import Application, Transition
from schema.guidelines.permissions import decision_table
from schema.guidelines.repository import Edition, get_edition
from schema.keyset import count_rows, read_page
from schema.pagination import Page, Slice
from schema.units.repository import within
from schema.units.tables import Unit

Tab = Literal["pending", "done", "area"]
DECIDING = tuple(Action(f"application.{action}") for action in sorted(STEP_ACTIONS))


async def read_tab(
    session: AsyncSession, context: OperationContext, tab: Tab, page: Page
) -> Slice[Application]:
    """Read a page of a tab, longest waiting first."""
    statement = await _statement(session, context, tab)
    return await read_page(session, statement, [Application.step_entered_at, Application.id], page)


async def count_tab(session: AsyncSession, context: OperationContext, tab: Tab) -> int:
    """Count a whole tab."""
    return await count_rows(session, await _statement(session, context, tab))


async def _statement(session: AsyncSession, context: OperationContext, tab: Tab) -> Select[Application]:
    tenant_id = session.info["tenant_id"]
    statement = (
        select(Application)
        .join(Unit, (Unit.tenant_id == Application.tenant_id) & (Unit.id == Application.unit_id))
        .where(Application.tenant_id == tenant_id)
    )
    if tab == "area":
        return statement.where(within(Unit.path, context.scopes_for(Action.APPLICATION_READ)))
    if tab == "done":
        return statement.where(_moved_by(context.actor.id))
    editions = [await get_edition(session, version) for version in await open_versions(session)]
    return statement.where(_waits_for(context, editions))


def _waits_for(context: OperationContext, editions: Sequence[Edition]) -> ColumnElement[bool]:
    clauses = []
    for edition in editions:
        table = decision_table(edition.guideline)
        strict = [p.id for p in edition.guideline.processes if p.separation == "application"]
        for grant in context.actor.grants:
            targets = frozenset[str]().union(*(table.targets_allowed(grant.role, act) for act in DECIDING))
            drafts = table.targets_allowed(grant.role, Action.APPLICATION_SUBMIT)
            clauses.append(
                and_(
                    Application.guideline_version_id == edition.id,
                    within(Unit.path, [grant.scope_path]),
                    or_(
                        _at(drafts),
                        and_(_at(targets), ~_acted(context.actor.id, strict)),
                    ),
                )
            )
    return or_(false(), *clauses)


def _at(targets: frozenset[str]) -> ColumnElement[bool]:
    return func.concat(Application.process, "/", func.coalesce(Application.step, "-")).in_(sorted(targets))


def _acted(actor_id: uuid.UUID | None, strict: Sequence[str]) -> ColumnElement[bool]:
    """Say in SQL what rules.prior_actors says: submitted in any round, or decided in the running one."""
    move = aliased(Transition)
    return exists().where(
        move.tenant_id == Application.tenant_id,
        move.application_id == Application.id,
        move.actor_id == actor_id,
        or_(
            move.action == "submit",
            and_(
                move.action.in_(sorted(STEP_ACTIONS)),
                or_(move.round == Application.round, Application.process.in_(strict)),
            ),
        ),
    )


def _moved_by(actor_id: uuid.UUID | None) -> ColumnElement[bool]:
    move = aliased(Transition)
    return exists().where(
        move.tenant_id == Application.tenant_id,
        move.application_id == Application.id,
        move.actor_id == actor_id,
    )
