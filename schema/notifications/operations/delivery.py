"""Telling officials what an operation did, in its own transaction and in a few statements, whatever it did.

An operation calls `tell` as things happen; what was told is addressed once, when the operation is done. So a case in a
street with thousands of buildings gives the street one line, with their number.
"""

import uuid

from schema.frame.operation import Transaction, before_commit
from schema.notifications.repository import ending
from schema.notifications.rules import AWAITING, MATTERS, Happening, Holder, Kind, Settled, above, address
from schema.notifications.tables import Notification
from schema.officials import repository as officials
from tenants.base import new_id
from tenants.bulk import Row
from tenants.jobs import Job

MAIL = "notification.mail"


def tell(tx: Transaction, happening: Happening) -> None:
    """Have something told when the operation is done; what the kind is not declared to be about is an error."""
    if happening.subject_type not in MATTERS[happening.kind].about:
        raise LookupError(f"{happening.kind} is not about {happening.subject_type}")
    tx.told.append(happening)


def settle(tx: Transaction, kinds: frozenset[Kind], subject_id: uuid.UUID) -> None:
    """Have what was told of a matter end with the operation that deals with it, for everybody it was told."""
    tx.told.append(Settled(kinds, subject_id))


@before_commit
async def deliver(tx: Transaction) -> None:
    """Write what there is to tell into the inboxes it concerns, and ask for mail where it is wanted.

    What is settled ends with the same statement that writes this: lines of now are not among what ends.
    """
    settled = [each for each in tx.told if isinstance(each, Settled)]
    if settled:
        pairs = sorted({(kind.value, each.subject_id) for each in settled for kind in each.kinds})
        tx.records.change(ending(pairs, tx.now))
    happenings = [each for each in tx.told if isinstance(each, Happening)]
    tx.told.clear()
    if not happenings:
        return
    roles = {subject.partition("@")[0] for each in happenings for subject in each.roles}
    paths = {path for each in happenings for path in (*above(each.path), each.path)}
    holders = await officials.list_holders(tx.session, roles, paths, tx.now)
    told = address(
        happenings, [Holder(official, role, path, level) for official, role, path, level, _ in holders]
    )
    reached = {official for official, *_, by_mail in holders if by_mail}
    persons = {person for each in happenings for person in each.persons}
    if persons:
        able = await officials.reachable(tx.session, persons)
        reached |= {person for person, by_mail in able.items() if by_mail}
        told = {line: what for line, what in told.items() if line[0] not in persons or line[0] in able}
    rows: list[Row] = [
        {
            "id": new_id(),
            "official_id": official,
            "kind": kind.value,
            "unit_id": line.happening.unit_id,
            "units": len(line.units),
            "subject_type": line.happening.subject_type,
            "subject_id": line.happening.subject_id,
            "subjects": sorted(map(str, line.subjects))
            if kind in AWAITING and len(line.subjects) > 1
            else None,
            "created_at": tx.now,
        }
        for (official, kind), line in told.items()
        if official != tx.context.actor.id
    ]
    tx.records.extend(Notification, rows)
    tx.records.extend(Job, [_mail(tx, row["id"]) for row in rows if row["official_id"] in reached])


def _mail(tx: Transaction, notification_id: uuid.UUID) -> Row:
    """Ask for a notification to go out by mail."""
    return {
        "id": new_id(),
        "kind": MAIL,
        "key": str(notification_id),
        "payload": {"notification": str(notification_id)},
        "state": "waiting",
        "attempts": 0,
        "done": 0,
        "created_at": tx.now,
        "due_at": tx.now,
    }
