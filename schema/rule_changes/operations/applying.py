"""Judging the names that stand by a version, all in one transaction and a fixed number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from uuid import UUID

import structlog

from schema.consequences.operations.settling import carry_out
from schema.designations import repository as designations
from schema.designations.operations.news import tell_change
from schema.designations.operations.settling import Settled, settle_designations
from schema.designations.rules import Cause, Change, next_state
from schema.frame.operation import Transaction
from schema.guidelines.repository import Edition, editions_by_ids
from schema.rule_changes import repository
from schema.rule_changes.loading import Loaded, Target, Verdict, load_names, older_versions
from schema.rule_changes.rules import Count, Judged, add_up, counts_from, falling_in, returning_in
from schema.rule_changes.tables import RuleChange
from schema.supervision.operations import follow_upwards, guidelines_borne

log = structlog.get_logger(__name__)


async def settle(tx: Transaction, loaded: Loaded, verdicts: Sequence[Verdict]) -> None:
    """Let names stand under the version they were judged by, and let befall them what was found."""
    target = loaded.target
    await designations.move_to_version(tx.session, [each.name.id for each in verdicts], target.version)
    await settle_designations(tx, [_rejudged(each, target.on) for each in verdicts])
    await carry_out(tx, loaded.plan, loaded.line)
    settled: list[Settled] = []
    for verdict in verdicts:
        settled += _befallen(verdict, target.on)
        for each in verdict.befallen:
            tell_change(tx, each.change, verdict.name.id, verdict.name.unit_id, verdict.path)
    await settle_designations(tx, settled)
    lost = [(each.name.parent_id, each.name.kind) for each in verdicts if each.is_lost]
    if lost:
        await follow_upwards(tx, lost, await guidelines_borne(tx), target.on)


async def conclude(
    tx: Transaction, change: RuleChange, edition: Edition, loaded: Loaded | None, verdicts: Sequence[Verdict]
) -> None:
    """Apply a rule change on its day; hold it where more names fall than whoever chose could see."""
    counts = add_up(loaded.judged(verdicts)) if loaded is not None else []
    falling = falling_in(counts)
    change.tally = kept(counts)
    tx.note(number=edition.number, judged=len(verdicts), falling=falling, returning=returning_in(counts))
    if falling > max(edition.guideline.confirm_above, change.expected or 0):
        change.status = "held"
        return
    if loaded is not None:
        await settle(tx, loaded, verdicts)
    change.status, change.closed_at = "applied", tx.now
    announce(tx, edition, counts)


async def judge_late(tx: Transaction, today: date) -> int:
    """Judge names that came back after a rule change had reached the others, by the last that was applied.

    One with an odd history keeps no other from being judged: it is left out, told of, and looked at the next night.
    """
    applied = await repository.list_open(tx.session, "apply", ["applied"])
    if not applied:
        return 0
    editions = await editions_by_ids(tx.session, [each.guideline_version_id for each in applied])
    change = max(applied, key=lambda each: editions[each.guideline_version_id].number)
    edition = editions[change.guideline_version_id]
    older = await older_versions(tx.session, edition.number)
    until = (change.due_on or today) - timedelta(days=1)
    target = Target(edition.id, edition.guideline, today)
    odd: set[UUID] = set()
    loaded = await load_names(tx.session, target, older, until, lock=True, odd=odd)
    pass_over(tx, odd)
    if loaded is None:
        return 0
    verdicts = list(loaded.verdicts())
    await settle(tx, loaded, verdicts)
    await count_in(tx, change, loaded.judged(verdicts))
    return len(verdicts)


def pass_over(tx: Transaction, odd: Collection[UUID]) -> None:
    """Tell of units that were left out, since the history of their name is odd."""
    if odd:
        log.warning("rule_change.left_out", ids=sorted(str(each) for each in odd))
        tx.leave_out("units", len(odd))


async def count_in(tx: Transaction, change: RuleChange, judged: Sequence[Judged]) -> None:
    """Count names in that were judged one by one."""
    row = await repository.lock(tx.session, change.id)
    await tx.session.refresh(row)
    row.tally = kept(add_up(judged, counts_from(row.tally)))
    await tx.session.flush()


def kept(counts: Sequence[Count]) -> list[dict[str, object]]:
    """Write counts as they are kept."""
    return [asdict(count) | {"cause": count.cause.value} for count in counts]


def announce(tx: Transaction, edition: Edition, counts: Sequence[Count]) -> None:
    """Tell the world that a rule change was applied: how many names it reached, and how many fell or came back."""
    judged = sum(count.names for count in counts)
    figures = {"judged": judged, "falling": falling_in(counts), "returning": returning_in(counts)}
    tx.publish("rule_change.applied", {"number": edition.number, **figures})


def _rejudged(verdict: Verdict, on: date) -> Settled:
    name = verdict.name
    return Settled(
        designation_id=name.id,
        number=name.number,
        unit_code=name.code,
        state=name.state,
        change=Change.REJUDGED.value,
        cause=Cause.RULE_CHANGED,
        clause=None,
        event_id=None,
        effective_on=on,
        former_version=name.version,
    )


def _befallen(verdict: Verdict, on: date) -> list[Settled]:
    state, found = verdict.state, list[Settled]()
    for each in verdict.befallen:
        state = next_state(state, each.change, each.ground)
        found.append(
            Settled(
                designation_id=verdict.name.id,
                number=verdict.name.number,
                unit_code=verdict.name.code,
                state=state,
                change=each.change.value,
                cause=each.cause,
                clause=each.clause,
                event_id=None,
                effective_on=on,
                ground=each.ground,
            )
        )
    return found
