"""Worklists: which applications wait for an official, which they dealt with, which lie in their area, which wait
for nobody.

One predicate serves lists and counts. Who may act on which step comes from the decision tables of the guideline
versions that open applications are pinned to; where, from the official's grants.
"""

import uuid
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cachetools import LRUCache
from sqlalchemy import ColumnElement, Select, and_, exists, false, func, literal, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from authz.actions import Action, Role, step_of
from authz.context import Grant, OperationContext
from authz.tables import Membership, Official
from schema.applications.repository import open_versions
from schema.applications.rules import STEP_ACTIONS
from schema.applications.tables import Application, Transition
from schema.deadlines.tables import Escalation, StepDeadline
from schema.frame.keyset import counting, cut, page_of
from schema.frame.pagination import Page, Slice
from schema.guidelines.guards import decision_table
from schema.guidelines.repository import Edition, editions_by_ids
from schema.guidelines.rules.offices import posts_by_role
from schema.units.repository import covers, within
from schema.units.tables import Unit
from tenants.database import Session

Tab = Literal["pending", "done", "area", "unassigned"]
DECIDING = tuple(Action(f"application.{action}") for action in sorted(STEP_ACTIONS))


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What of a tab is asked for: only what is overdue, only what was escalated."""

    overdue: bool = False
    escalated: bool = False


ALL = Narrowing()
_STATEMENTS: LRUCache[Hashable, Select[Any]] = LRUCache(maxsize=1_024)
OfficialId = ColumnElement[Any] | InstrumentedAttribute[uuid.UUID]


async def open_editions(session: Session) -> Sequence[Edition]:
    """Read the guideline versions open applications are pinned to."""
    versions = await open_versions(session)
    editions = await editions_by_ids(session, list(versions))
    return [editions[version] for version in versions]


async def editions_at_work(session: Session, keys: list[str]) -> Mapping[str, Sequence[Edition]]:
    """Read them once for a whole request (loader batch)."""
    return dict.fromkeys(keys, await open_editions(session))


async def read_tab(
    session: Session,
    context: OperationContext,
    editions: Sequence[Edition],
    tab: Tab,
    page: Page,
    narrowing: Narrowing = ALL,
) -> Slice[Application]:
    """Read a page of a tab, longest waiting first; `editions` are the open ones."""
    order = [Application.step_entered_at, Application.id]
    wanted = _kept(
        session,
        context,
        editions,
        (tab, narrowing, page),
        lambda: page_of(_statement(session, context, editions, tab, narrowing), order, page),
    )
    return cut((await session.scalars(wanted)).all(), order, page)


async def count_tab(
    session: Session,
    context: OperationContext,
    editions: Sequence[Edition],
    tab: Tab,
    narrowing: Narrowing = ALL,
) -> int:
    """Count a whole tab; `editions` are the open ones."""
    if tab == "unassigned" and not context.scopes_for(Action.APPLICATION_OVERSEE):
        return 0
    wanted = _kept(
        session,
        context,
        editions,
        (tab, narrowing),
        lambda: counting(_statement(session, context, editions, tab, narrowing)),
    )
    return int(await session.scalar(wanted) or 0)


async def read_unattended(
    session: Session, context: OperationContext, editions: Sequence[Edition], page: Page
) -> Slice[Application]:
    """Read a page of what waits for nobody where the caller sees who holds which role, longest waiting first."""
    order = [Application.step_entered_at, Application.id]
    wanted = page_of(_unattended(session, context, editions), order, page)
    return cut((await session.scalars(wanted)).all(), order, page)


async def count_unattended(session: Session, context: OperationContext, editions: Sequence[Edition]) -> int:
    """Count what waits for nobody where the caller sees who holds which role."""
    return int(await session.scalar(counting(_unattended(session, context, editions))) or 0)


async def waiting_for(
    session: Session, editions: Sequence[Edition], official_id: uuid.UUID, now: datetime
) -> int:
    """Count the open applications an official could act on now."""
    theirs = _waits_for_somebody(editions, now, Membership.official_id == official_id)
    return int(await session.scalar(counting(_open(session).where(theirs))) or 0)


async def orphaned_by(
    session: Session,
    editions: Sequence[Edition],
    official_id: uuid.UUID,
    now: datetime,
    memberships: Collection[uuid.UUID] | None = None,
) -> Sequence[tuple[Application, Unit]]:
    """Read the open applications on which nobody else could act, or nobody without some roles; oldest first."""
    theirs = Membership.official_id == official_id
    if memberships is not None:
        theirs = Membership.id.in_(memberships)
    rows = await session.execute(
        _open(session)
        .add_columns(Unit)
        .where(_waits_for_somebody(editions, now, theirs), ~_waits_for_somebody(editions, now, not_(theirs)))
        .order_by(Application.step_entered_at, Application.id)
    )
    return [(row[0], row[1]) for row in rows]


def _open(session: Session) -> Select[Application]:
    return (
        select(Application)
        .join(Unit, (Unit.tenant_id == Application.tenant_id) & (Unit.id == Application.unit_id))
        .where(Application.tenant_id == session.info["tenant_id"], Application.step.is_not(None))
    )


def _unattended(
    session: Session, context: OperationContext, editions: Sequence[Edition]
) -> Select[Application]:
    seen = within(Unit.path, context.scopes_for(Action.OFFICIAL_READ))
    return _open(session).where(seen, ~_waits_for_somebody(editions, context.clock()))


def _kept(
    session: Session,
    context: OperationContext,
    editions: Sequence[Edition],
    asked: tuple[Tab, *tuple[Hashable, ...]],
    make: Callable[[], Select[Any]],
) -> Select[Any]:
    """Make a statement once for a caller with these grants on a day; whom work waits for hangs on the moment."""
    if asked[0] == "unassigned":
        return make()
    who, versions = context.actor, tuple(edition.id for edition in editions)
    key = (session.info["tenant_id"], who.id, who.grants, versions, context.today(), asked)
    statement = _STATEMENTS.get(key)
    if statement is None:
        statement = _STATEMENTS[key] = make()
    return statement


def _statement(
    session: Session,
    context: OperationContext,
    editions: Sequence[Edition],
    tab: Tab,
    narrowing: Narrowing,
) -> Select[Application]:
    statement = (
        select(Application)
        .join(Unit, (Unit.tenant_id == Application.tenant_id) & (Unit.id == Application.unit_id))
        .where(Application.tenant_id == session.info["tenant_id"])
        .where(_in_tab(context, editions, tab))
    )
    if narrowing.overdue:
        statement = statement.where(_running(StepDeadline.due_on < context.today()))
    if narrowing.escalated:
        statement = statement.where(_climbed())
    return statement


def _in_tab(context: OperationContext, editions: Sequence[Edition], tab: Tab) -> ColumnElement[bool]:
    if tab == "area":
        return within(Unit.path, context.scopes_for(Action.APPLICATION_READ))
    if tab == "done":
        return _moved_by(context.actor.id)
    if tab == "pending":
        return _waits_for(context, editions)
    overseen = within(Unit.path, context.scopes_for(Action.APPLICATION_OVERSEE))
    return and_(overseen, Application.step.is_not(None), ~_waits_for_somebody(editions, context.clock()))


def _waits_for(context: OperationContext, editions: Sequence[Edition]) -> ColumnElement[bool]:
    clauses = [
        and_(
            Application.guideline_version_id == edition.id,
            within(Unit.path, [grant.scope_path]),
            _open_to(edition, grant.role, grant.level, _persons(context, grant)),
        )
        for edition in editions
        for grant in context.actor.grants
    ]
    return and_(_at_work(editions, context.actor.grants), or_(false(), *clauses))


def _at_work(editions: Sequence[Edition], grants: Iterable[Grant]) -> ColumnElement[bool]:
    """Say that an application stands at a step where one of the grants has anything to do: what an index can find."""
    tables = [decision_table(edition.guideline) for edition in editions]
    targets = {
        target
        for table in tables
        for grant in grants
        for action in (*DECIDING, Action.APPLICATION_SUBMIT)
        for target in table.targets_allowed(grant.role, action, level=grant.level)
    }
    processes = {process.id for edition in editions for process in edition.guideline.processes}
    steps = {step_of(target) for target in targets}
    return and_(Application.process.in_(sorted(processes)), Application.step.in_(sorted(steps)))


def _persons(context: OperationContext, grant: Grant) -> list[OfficialId]:
    """Name those whose history counts: the caller, and whom they stand in for."""
    own = [context.actor.id] if grant.on_behalf_of is None else [context.actor.id, grant.on_behalf_of]
    return [literal(person) for person in own]


def _waits_for_somebody(
    editions: Sequence[Edition], now: datetime, *whose: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Say that some official could act: holds a role of the step over the unit and is not barred by the history.

    `whose` says which of the roles held count; all if nothing is said.
    """
    holder = Membership.official_id == Official.id
    clauses = [
        and_(
            Application.guideline_version_id == edition.id,
            select(literal(1))
            .select_from(Membership)
            .join(Official, and_(Official.tenant_id == Membership.tenant_id, holder))
            .where(
                Membership.tenant_id == Application.tenant_id,
                Membership.role == role,
                *at_level,
                covers(Membership.scope_path, Unit.path),
                Membership.valid_from <= now,
                or_(Membership.valid_until.is_(None), Membership.valid_until > now),
                Official.disabled_at.is_(None),
                _open_to(edition, role, level, [Membership.official_id]),
                *whose,
            )
            .correlate(Application, Unit)
            .exists(),
        )
        for edition in editions
        for role in Role
        if role in _seated(edition)
        for level, at_level in _levels(edition, role)
    ]
    return or_(false(), *clauses)


def _seated(edition: Edition) -> frozenset[str]:
    """List the roles that have anything to do in the processes of a version."""
    return frozenset(posts_by_role(edition.guideline))


def _levels(edition: Edition, role: Role) -> list[tuple[str, tuple[ColumnElement[bool], ...]]]:
    """List the levels of a role that differ in a version, each with what says that it is held there."""
    levels = sorted(decision_table(edition.guideline).levels_of(role))
    if not levels:
        return [("", ())]
    place = aliased(Unit)
    held = exists().where(place.tenant_id == Membership.tenant_id, place.id == Membership.unit_id)
    others = held.where(place.kind.not_in(levels)).correlate(Membership)
    at = ((level, (held.where(place.kind == level).correlate(Membership),)) for level in levels)
    return [("", (others,)), *at]


def _open_to(edition: Edition, role: Role, level: str, persons: Sequence[OfficialId]) -> ColumnElement[bool]:
    """Say that a role at a level may do something at the step, or an official in it may, having taken no part."""
    table = decision_table(edition.guideline)
    strict = [process.id for process in edition.guideline.processes if process.separation == "application"]
    drafts = table.targets_allowed(role, Action.APPLICATION_SUBMIT, level=level)
    targets = frozenset[str]().union(*(table.targets_allowed(role, act, level=level) for act in DECIDING))
    taken = frozenset(target for target in targets if "@" in target)
    decides = or_(_at(targets - taken), _taken(taken)) if taken else _at(targets)
    return or_(_at(drafts), and_(decides, ~_acted(persons, strict)))


def _taken(targets: frozenset[str]) -> ColumnElement[bool]:
    """Say that the step was taken over by an office, or a role, that may then act at it."""
    post = func.coalesce(Escalation.office, Escalation.role)
    at = func.concat(Application.process, "/", Application.step, "@", post)
    return _climbed(Escalation.action == "take_over", at.in_(sorted(targets)))


def _climbed(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a rung of the running clock was climbed."""
    of_clock = and_(Escalation.tenant_id == StepDeadline.tenant_id, Escalation.deadline_id == StepDeadline.id)
    return _running(of_clock, *which)


def _running(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that the clock of the open step runs, and more of it."""
    return (
        exists()
        .where(
            StepDeadline.tenant_id == Application.tenant_id,
            StepDeadline.application_id == Application.id,
            StepDeadline.status == "running",
            *which,
        )
        .correlate(Application)
    )


def _at(targets: frozenset[str]) -> ColumnElement[bool]:
    return func.concat(Application.process, "/", func.coalesce(Application.step, "-")).in_(sorted(targets))


def _acted(persons: Sequence[OfficialId], strict: Sequence[str]) -> ColumnElement[bool]:
    """Say in SQL what rules.prior_actors says: submitted in any round, or decided in the running one."""
    move = aliased(Transition)
    took_part = exists().where(
        move.tenant_id == Application.tenant_id,
        move.application_id == Application.id,
        or_(*[person.in_([move.actor_id, move.on_behalf_of]) for person in persons]),
        or_(
            move.action == "submit",
            and_(
                move.action.in_(sorted(STEP_ACTIONS)),
                or_(move.round == Application.round, Application.process.in_(strict)),
            ),
        ),
    )
    return took_part.correlate(Application, Membership)


def _moved_by(actor_id: uuid.UUID | None) -> ColumnElement[bool]:
    move = aliased(Transition)
    return exists().where(
        move.tenant_id == Application.tenant_id,
        move.application_id == Application.id,
        or_(move.actor_id == actor_id, move.on_behalf_of == actor_id),
    )
