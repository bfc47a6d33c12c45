"""Runs a plan: one statement, whose bytes are the answer, once its cursors are signed and what it leaves is told."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import DocumentNode, ExecutionResult
from sqlalchemy.exc import SQLAlchemyError

from schema.frame.pagination import Cursors
from schema.plans.calls import Reading
from schema.plans.knowledge import Knowledge
from schema.plans.preparing import Plan
from schema.plans.rendering import CURSOR, REFUSED, UNKNOWN
from schema.plans.selections import FellBack, NotForCaller, Stale, Unplanned
from schema.plans.splitting import DOUBT
from schema.plans.telling import tell
from tenants.readers import ReadFailedError
from tenants.reading import ReadingSession

_CURSOR, _REFUSED, _UNKNOWN, _DOUBT = CURSOR.encode(), REFUSED.encode(), UNKNOWN.encode(), DOUBT.encode()
Resolve = Callable[[DocumentNode], Awaitable[ExecutionResult]]


@dataclass(frozen=True, slots=True)
class Means:
    """What a plan is run with: what is known, and the resolvers for what it leaves."""

    knowledge: Knowledge
    resolve: Resolve


async def answer(plan: Plan, reading: Reading, means: Means) -> tuple[bytes, bool]:
    """Give the `data` of a call as JSON, and whether resolvers had a part; raise Unplanned where they have all.

    They have if anything at all goes wrong here: they know what to say of it, and where. What turns out to be known
    no more is learned anew, once.
    """
    try:
        return await _answer(plan, reading, means)
    except Stale:
        reading.made.clear()
        return await _answer(plan, reading, means)


async def _answer(plan: Plan, reading: Reading, means: Means) -> tuple[bytes, bool]:
    readers = reading.context.operations.database.database.readers
    if readers is None:
        raise FellBack("no connection to read by")
    if plan.known:
        try:
            reading.known = await means.knowledge.of(reading.context, plan.known)
        except (OSError, SQLAlchemyError) as error:
            raise FellBack(f"what it relies on cannot be read: {type(error).__name__}") from error
    values = [bind(reading) for bind in plan.binds]
    if plan.why:
        return await _in_transaction(plan, reading, values, means)
    try:
        found = await readers.read(plan.statement, values)
    except ReadFailedError as error:
        raise FellBack(f"the statement failed: {error}") from error
    data = _finished(found, plan, reading, means)
    if _DOUBT in data:
        return await _in_transaction(plan, reading, values, means)
    return data, False


async def _in_transaction(
    plan: Plan, reading: Reading, values: Sequence[Any], means: Means
) -> tuple[bytes, bool]:
    """Read in the request's transaction, where the resolvers answer what is left; put both together.

    What they always have to answer they are asked at once, so that their first statements go with the plan's.
    """
    if plan.left is None or plan.rest is None:
        return _finished(await _read(plan, reading, values), plan, reading, means), False
    asked = asyncio.ensure_future(means.resolve(plan.left)) if plan.why else None
    try:
        data = _finished(await _read(plan, reading, values), plan, reading, means)
        if asked is None and _DOUBT not in data:
            return data, False
        resolved = await (asked or means.resolve(plan.left))
    except Exception:
        if (
            asked is not None
        ):  # let resolvers that have begun end: nobody would await what they had not come to
            await asyncio.gather(asked, return_exceptions=True)
        raise
    finally:
        if asked is not None and not asked.done():
            asked.cancel()
            await asyncio.wait([asked])
    if resolved.errors:
        raise Unplanned("the resolvers refuse some of it")
    planned = orjson.loads(data.replace(_DOUBT, b"null"))
    plan.rest.merge(planned, resolved.data)
    return orjson.dumps(planned), True


async def _read(plan: Plan, reading: Reading, values: Sequence[Any]) -> bytes | None:
    try:
        async with reading.context.read() as session:
            if not isinstance(session, ReadingSession):
                raise Unplanned("no session to read with")
            found: bytes | None = await session.read_value(plan.statement, values)
    except (OSError, SQLAlchemyError) as error:
        raise FellBack(f"the statement failed: {type(error).__name__}") from error
    return found


def _finished(data: bytes | None, plan: Plan, reading: Reading, means: Means) -> bytes:
    """Tell what is to be told, and sign cursors."""
    if data is not None and _REFUSED in data:
        raise NotForCaller("it is refused")
    if data is None or _UNKNOWN in data:
        means.knowledge.forget(reading.context, plan.known)
        raise (Stale if data == _UNKNOWN else FellBack)("what the plan relied on does not hold")
    if plan.tellers:
        try:
            data = tell(data, plan.tellers, reading)
        except FellBack:
            means.knowledge.forget(reading.context, plan.known)
            raise
    return sign(data, reading.context.cursors) if plan.has_cursors else data


def sign(data: bytes, cursors: Cursors) -> bytes:
    """Put signed cursors in the places of what they are made of."""
    pieces = data.split(_CURSOR)
    pieces[1::2] = [b'"%b"' % cursors.sign(key).encode() for key in pieces[1::2]]
    return b"".join(pieces)
