"""Lets names run out, answers duties missed and made up, and follows what that does above, in few statements."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from schema.consequences.rules import AffectedUnit, broken_by_child
from schema.criteria.loading import load_children
from schema.criteria.rules import run_check
from schema.criteria.rules.facts import ChildFact, UnitFacts
from schema.designations import repository as designations
from schema.designations.operations import change_designation
from schema.designations.operations.changing import Change as NameChange
from schema.designations.operations.derivation import settle_title
from schema.designations.operations.settling import Settled, settle_designations
from schema.designations.rules import Cause, Change, Standing, derived_title, next_state
from schema.findings import repository as findings
from schema.findings.operations import ground_of
from schema.findings.rules import FindingStatus, Rung, next_rung
from schema.frame.operation import Transaction
from schema.guidelines.repository import editions_by_ids, find_current_edition
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import ChildrenCheck, Duty, Guideline
from schema.notifications.operations.delivery import tell
from schema.notifications.rules import Happening, Kind
from schema.supervision.repository import names as borne
from schema.supervision.repository.names import Borne
from schema.units import repository as units

RECTIFIERS = ("building_leader", "property", "community")
"""Roles that put right what was found, and are told when it is overdue."""
CHILDREN = "children"
"""The ground of a name whose units below lost theirs as days went by; lifted when they suffice again."""

AT_ONCE = 25_000
"""How many names a statement changes at most: what is kept of them in memory, and how long it takes, has a bound."""

Guidelines = Mapping[uuid.UUID, Guideline]
Below = tuple[uuid.UUID | None, str]
"""A unit that lost its name, as those above see it: the unit directly above, and its kind."""


async def guidelines_borne(tx: Transaction) -> Guidelines:
    """Read the versions names are borne under."""
    editions = await editions_by_ids(tx.session, list(await borne.versions_borne(tx.session)))
    return {version: edition.guideline for version, edition in editions.items()}


async def let_run_out(tx: Transaction, today: date) -> list[Below]:
    """Let names expire whose last day has passed; each ends the day after it, however late this is noticed."""
    lost: list[Below] = []
    while names := await borne.lock_run_out(tx.session, today, AT_ONCE):
        await settle_designations(
            tx,
            [
                settlement_of(
                    name,
                    Change.EXPIRED,
                    Cause.VALIDITY_ENDED,
                    None,
                    (name.valid_until or today) + timedelta(1),
                )
                for name in names
            ],
        )
        lost += [(name.parent_id, name.kind) for name in names]
    return lost


async def answer_duties(tx: Transaction, guidelines: Guidelines, today: date) -> tuple[list[Below], int]:
    """Warn or suspend for duties missed, and lift that where they were made up; give who fell, and how many changed."""
    fallen: list[Below] = []
    changed = 0
    for version, guideline in guidelines.items():
        for duty in guideline.duties:
            idle = await borne.idle_units(
                tx.session, duty.unit_kinds, duty.log, borne.latest_day(duty, today)
            )
            changed += await _lift(tx, version, duty, frozenset(idle), today)
            missed = await _answer(tx, version, duty, idle, today)
            changed += len(missed)
            if duty.on_miss == "suspend":
                fallen += missed
    return fallen, changed


async def _lift(
    tx: Transaction, version: uuid.UUID, duty: Duty, idle: frozenset[uuid.UUID], today: date
) -> int:
    """Lift what names are down for where the work was done since; tell how many."""
    ground = ground_of_duty(duty)
    down = await borne.lock_down_for(tx.session, ground, version)
    done = [name for name in down if name.unit_id not in idle]
    await settle_designations(
        tx,
        [settlement_of(name, Change.RESTORED, Cause.DUTY_DONE, duty.id, today, ground) for name in done],
    )
    return len(done)


async def _answer(
    tx: Transaction, version: uuid.UUID, duty: Duty, idle: Sequence[uuid.UUID], today: date
) -> list[Below]:
    """Warn or suspend where the work was not done; give the units whose names that changed."""
    ground, found = ground_of_duty(duty), list[Below]()
    change = Change.WARNED if duty.on_miss == "warn" else Change.SUSPENDED
    for start in range(0, len(idle), AT_ONCE):
        names = await borne.lock_missed(
            tx.session, version, duty, ground, today, idle[start : start + AT_ONCE]
        )
        await settle_designations(
            tx, [settlement_of(name, change, Cause.DUTY_MISSED, duty.id, today, ground) for name in names]
        )
        found += [(name.parent_id, name.kind) for name in names]
    return found


def ground_of_duty(duty: Duty) -> str:
    """Name the ground of a name that is down for a duty."""
    return f"duty:{duty.id}"


async def climb_ladder(tx: Transaction, guidelines: Guidelines, today: date) -> tuple[list[Below], int]:
    """Warn, suspend or revoke for findings nobody put right in time; give who fell, and how many were answered."""
    fallen, overdue = list[Below](), await findings.lock_overdue(tx.session, today)
    for finding in overdue:
        unit = await units.lock(tx.session, finding.unit_id)
        name = (await designations.lock_held_by_units(tx.session, [unit.id])).get(unit.id)
        if name is None or name.id != finding.designation_id:
            finding.status = FindingStatus.LAPSED
            continue
        terms = guidelines[name.guideline_version_id].supervision
        climb = next_rung(terms, Rung(finding.warnings, finding.suspended, finding.due_on), today)
        if climb is None:
            continue
        befallen = NameChange(
            climb.change, Cause.FINDING_NOT_RECTIFIED, finding.clause, ground=ground_of(finding)
        )
        await change_designation(tx, name, unit, befallen)
        if climb.rung is None:
            finding.status = FindingStatus.LAPSED
        else:
            finding.warnings, finding.suspended = climb.rung.warnings, climb.rung.suspended
            finding.due_on = climb.rung.due_on
            kind, subject = Kind.RECTIFICATION_OVERDUE, ("SupervisionFinding", finding.id)
            tell(tx, Happening(kind, unit.id, unit.path, RECTIFIERS, *subject))
        if climb.change != "warned":
            fallen.append((unit.parent_id, unit.kind))
        await tx.session.flush()
    return fallen, len(overdue)


async def follow_upwards(tx: Transaction, lost: Sequence[Below], guidelines: Guidelines, today: date) -> int:
    """Let names fall by names lost below, level by level (open question 21); tell how many."""
    fallen, lost = 0, list(lost)
    while lost:
        below = {parent: kind for parent, kind in lost if parent is not None}
        parents = await borne.lock_of_units(tx.session, list(below))
        children = await load_children(tx.session, [name.unit_id for name in parents], today)
        settled, lost = [], []
        for name in parents:
            unit = AffectedUnit(name.unit_id, name.parent_id, name.kind, "above", Standing.ACTIVE)
            loss = broken_by_child(guidelines[name.version], below[name.unit_id], unit)
            facts = children.get(name.unit_id, {})
            if loss is None or CHILDREN in name.state.suspended_for:
                continue
            if loss.change == "recompute" and _suffice(guidelines[name.version], name, facts, today):
                continue
            change = Change.REVOKED if loss.change == "revoke" else Change.SUSPENDED
            settled.append(settlement_of(name, change, Cause.CHILD_NAME_LOST, loss.clause, today, CHILDREN))
            lost.append((name.parent_id, name.kind))
        await settle_designations(tx, settled)
        fallen += len(settled)
    return fallen


async def give_back(tx: Transaction, guidelines: Guidelines, today: date) -> int:
    """Give back names that were suspended for those below and now have enough of them, from the bottom up."""
    restored = 0
    while True:
        names = await borne.lock_down_for(tx.session, CHILDREN)
        children = await load_children(tx.session, [name.unit_id for name in names], today)
        settled = [
            settlement_of(name, Change.RESTORED, Cause.RE_EVALUATED, None, today, CHILDREN)
            for name in names
            if _suffice(guidelines[name.version], name, children.get(name.unit_id, {}), today)
        ]
        if not settled:
            return restored
        await settle_designations(tx, settled)
        restored += len(settled)


async def end_dropped(tx: Transaction, today: date) -> list[Below]:
    """End the derived titles the guideline in force no longer has; if it has them again, they are given anew."""
    edition = await find_current_edition(tx.session, today)
    if edition is None:
        return []
    kept = {rule.unit_kind for rule in edition.guideline.derived_titles}
    lost: list[Below] = []
    while names := await borne.lock_dropped(tx.session, kept, AT_ONCE):
        ended = [settlement_of(name, Change.EXPIRED, Cause.TITLE_DROPPED, None, today) for name in names]
        await settle_designations(tx, ended)
        lost += [(name.parent_id, name.kind) for name in names]
    return lost


async def settle_derived(tx: Transaction, today: date) -> int:
    """Settle every derived title: units may have come, or a rule, since the last name below changed."""
    edition = await find_current_edition(tx.session, today)
    if edition is None:
        return 0
    rules = {rule.unit_kind: rule for rule in edition.guideline.derived_titles}
    settled = 0
    for unit in await borne.units_of_kinds(tx.session, rules) if rules else ():
        rule = derived_title(edition.guideline, unit.kind)
        if rule is not None:
            settled += await settle_title(tx, unit, edition, rule)
    return settled


def failing_clause(
    guideline: Guideline, name: Borne, children: Mapping[uuid.UUID, ChildFact], today: date
) -> str | None:
    """Name the first clause about the units directly below that a name's unit does not meet, if there is one."""
    facts = UnitFacts(today, name.kind, children=tuple(children.values()))
    return next(
        (
            criterion.id
            for criterion in criteria_for(guideline, name.kind)
            if isinstance(criterion.check, ChildrenCheck) and not run_check(criterion.check, facts).passed
        ),
        None,
    )


def _suffice(guideline: Guideline, name: Borne, children: Mapping[uuid.UUID, ChildFact], today: date) -> bool:
    return failing_clause(guideline, name, children, today) is None


def settlement_of(
    name: Borne, change: Change, cause: Cause, clause: str | None, on: date, ground: str = CHILDREN
) -> Settled:
    """Say what befalls a name, for the day `on`."""
    return Settled(
        designation_id=name.id,
        number=name.number,
        unit_code=name.code,
        state=next_state(name.state, change, ground),
        change=change.value,
        cause=cause,
        clause=clause,
        event_id=None,
        effective_on=on,
        ground=ground,
    )
