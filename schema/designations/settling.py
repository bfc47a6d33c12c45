"""Changing how many names stand at once: a fixed number of statements, however many they are."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from schema.designations import repository
from schema.designations.rules import EVALUATION, Cause, State
from schema.operation import Transaction
from tenants.base import new_id
from tenants.outbox import add_messages


@dataclass(frozen=True, slots=True)
class Settled:
    """A designation the caller has locked, how it stands from now on, and why; see Change."""

    designation_id: uuid.UUID
    number: str
    unit_code: str
    state: State
    change: str
    cause: Cause
    clause: str | None
    event_id: uuid.UUID | None
    effective_on: date


async def settle_designations(tx: Transaction, settled: Sequence[Settled]) -> None:
    """Let names stand as settled; the history of each and the feed tell why."""
    if not settled:
        return
    together: dict[tuple[State, date | None], list[uuid.UUID]] = defaultdict(list)
    for each in settled:
        ended_on = None if each.state.standing.held else each.effective_on
        together[each.state, ended_on].append(each.designation_id)
    for (state, ended_on), ids in together.items():
        await repository.set_state(tx.session, ids, state, ended_on)
    ordinals = await repository.next_ordinals(tx.session, [each.designation_id for each in settled])
    tenant = {"tenant_id": tx.session.info["tenant_id"]}
    changes = [
        tenant | {"id": new_id(), **_change(tx, each, ordinals[each.designation_id])} for each in settled
    ]
    await repository.add_changes(tx.session, changes)
    messages = [
        tenant
        | {
            "id": new_id(),
            "created_at": tx.now,
            "topic": f"designation.{each.change}",
            "payload": _message(each),
        }
        for each in settled
    ]
    await add_messages(tx.session, messages)


def _change(tx: Transaction, each: Settled, ordinal: int) -> dict[str, Any]:
    return {
        "designation_id": each.designation_id,
        "ordinal": ordinal,
        "change": each.change,
        "cause": each.cause.value,
        "clause": each.clause,
        "ground": EVALUATION if each.change in {"suspended", "restored"} else None,
        "event_id": each.event_id,
        "actor_id": tx.context.actor.id,
        "role": tx.role,
        "effective_on": each.effective_on,
        "at": tx.now,
    }


def _message(each: Settled) -> dict[str, Any]:
    return {
        "code": each.unit_code,
        "number": each.number,
        "status": each.state.standing.value,
        "cause": each.cause.value,
        "clause": each.clause,
        "effectiveOn": each.effective_on.isoformat(),
    }
