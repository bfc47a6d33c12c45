"""Runs a plan: one statement, whose bytes are the answer, once its cursors are signed."""

from sqlalchemy.exc import SQLAlchemyError

from schema.frame.pagination import Cursors
from schema.plans.declarations import Reading
from schema.plans.knowledge import Knowledge
from schema.plans.preparing import Plan
from schema.plans.rendering import CURSOR, REFUSED, UNKNOWN
from schema.plans.selections import FellBack, NotForCaller
from tenants.readers import ReadFailedError

_CURSOR, _REFUSED, _UNKNOWN = CURSOR.encode(), REFUSED.encode(), UNKNOWN.encode()


async def answer(plan: Plan, reading: Reading, knowledge: Knowledge) -> bytes:
    """Give the `data` of a call as JSON; raise Unplanned where the resolvers have to answer.

    They have to if anything at all goes wrong here: they know what to say of it, and where.
    """
    readers = reading.context.operations.database.database.readers
    if readers is None:
        raise FellBack("no connection to read by")
    if plan.known:
        try:
            reading.known = await knowledge.of(reading.context, plan.known)
        except (OSError, SQLAlchemyError) as error:
            raise FellBack(f"what it relies on cannot be read: {type(error).__name__}") from error
    values = [bind(reading) for bind in plan.binds]
    try:
        data = await readers.read(plan.statement, values)
    except ReadFailedError as error:
        raise FellBack(f"the statement failed: {error}") from error
    if data is not None and _REFUSED in data:
        raise NotForCaller("it is refused")
    if data is None or _UNKNOWN in data:
        knowledge.forget(reading.context, plan.known)
        raise FellBack("what the plan relied on does not hold")
    return sign(data, reading.context.cursors) if plan.has_cursors else data


def sign(data: bytes, cursors: Cursors) -> bytes:
    """Put signed cursors in the places of what they are made of."""
    pieces = data.split(_CURSOR)
    pieces[1::2] = [b'"%b"' % cursors.sign(key).encode() for key in pieces[1::2]]
    return b"".join(pieces)
