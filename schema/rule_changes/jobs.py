"""Applying a rule change on its day: judged in slices, progress told between them, written all at once at the end."""

import asyncio
import uuid
from datetime import date
from itertools import islice

from schema.frame.background import Attempt, JobKind
from schema.frame.operation import Transaction
from schema.guidelines.repository import get_edition
from schema.rule_changes import repository
from schema.rule_changes.loading import Loaded, Target, Verdict, load_names, older_versions
from schema.rule_changes.operations import KIND, conclude, judge_late, pass_over, warn_overdue

SLICE = 250


async def apply_rule_change(attempt: Attempt) -> None:
    """Judge all names that stand by the version, on the day it was chosen for.

    One with an odd history keeps no other from being judged: it is left out, told of, and looked at by night.
    """
    async with attempt.finish() as tx:
        change = await repository.lock(tx.session, uuid.UUID(attempt.payload["rule_change"]))
        due = change.due_on if change.status == "pending" and change.treatment == "apply" else None
        if due is None or due > tx.today:
            return
        edition = await get_edition(tx.session, change.guideline_version_id)
        older = await older_versions(tx.session, edition.number)
        target = Target(edition.id, edition.guideline, tx.today)
        odd: set[uuid.UUID] = set()
        loaded = await load_names(tx.session, target, older, due, lock=True, odd=odd)
        tx.turn_has_come()
        pass_over(tx, odd)
        verdicts = await _judge(attempt, loaded) if loaded is not None else []
        await conclude(tx, change, edition, loaded, verdicts)


async def sweep_rule_changes(tx: Transaction, today: date) -> int:
    """Warn names whose assessment by a new version is overdue, and judge those that came back; tell how many."""
    return await warn_overdue(tx, today) + await judge_late(tx, today)


async def _judge(attempt: Attempt, loaded: Loaded) -> list[Verdict]:
    found, total, coming = list[Verdict](), len(loaded.names), loaded.verdicts()
    await attempt.report(0, total)
    while part := await asyncio.to_thread(lambda: list(islice(coming, SLICE))):
        found += part
        await attempt.report(len(found), total)
    return found


RULE_CHANGE = JobKind(KIND, apply_rule_change, slow=True, attempts=5)
