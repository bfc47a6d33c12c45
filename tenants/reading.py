"""A session many may read with at once: the statements that wait at the same time are one message.

Resolvers and loader batches of a request ask independently of one another. What they ask while nothing is under way
is collected until nobody asks any more, and goes together: each statement as an array of its rows in one row. A
request thus takes as many messages as its longest chain of statements has links, whatever it asks beside.
"""

import asyncio
import inspect
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Executable, Result, select
from sqlalchemy import inspect as mapping_of
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import instance_state

from tenants.bundles import Asked, Own, ask, bundle, plain

Read = Coroutine[Any, Any, Any]
T = TypeVar("T")
QUIET_TURNS = 10
"""So many turns of the event loop nobody asks, before what waits is sent: an answer awaited through loaders, gathers
and resolvers takes a few to become the next question."""


def reads_together(session: AsyncSession) -> bool:
    """Tell whether what is read at once with a session now goes in one message."""
    return isinstance(session, ReadingSession) and session.shared


async def read_together(session: AsyncSession, *reads: Read) -> list[Any]:
    """Do several reads that need nothing of one another: at once where the session can, else one by one."""
    if isinstance(session, WritingSession):
        return await session.together(*reads)
    if reads_together(session):
        return await asyncio.gather(*reads)
    try:
        return [await read for read in reads]
    finally:
        drop(reads)


def drop(reads: Iterable[Read]) -> None:
    """Close reads that were never begun, because one before them failed; those that were stay as they are."""
    for read in reads:
        if inspect.getcoroutinestate(read) == inspect.CORO_CREATED:
            read.close()


async def nothing() -> Mapping[Any, Any]:
    """Stand, among reads done together, for one that is not needed."""
    return {}


@dataclass(slots=True)
class _Question:
    """A statement somebody waits for; `asked` where it may go together with others, and all there is of plain SQL."""

    statement: Executable | None
    parameters: Any
    options: Mapping[str, Any]
    asked: Asked | None
    answer: "asyncio.Future[Result[Any]]"


class ReadingSession(AsyncSession):
    """A session for reading that coroutines share. Rows that came together with others belong to no session."""

    shared = True
    """Whether coroutines may ask at once."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._waiting: list[_Question] = []
        self._sender: asyncio.Task[None] | None = None

    async def execute(self, statement: Executable, params: Any = None, **options: Any) -> Result[Any]:
        """Answer a statement, together with those that others wait for now."""
        asked = None if options else ask(statement, self.get_bind().dialect, params)
        return await self._ask(statement, params, options, asked)

    async def _ask(
        self, statement: Executable | None, params: Any, options: Mapping[str, Any], asked: Asked | None
    ) -> Result[Any]:
        question = _Question(statement, params, options, asked, asyncio.get_running_loop().create_future())
        self._waiting.append(question)
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())
        return await question.answer

    async def scalars(self, statement: Executable, params: Any = None, **options: Any) -> Any:
        """Answer with the first column of each row."""
        return (await self.execute(statement, params, **options)).scalars()

    async def scalar(self, statement: Executable, params: Any = None, **options: Any) -> Any:
        """Answer with the first column of the first row; None without a row."""
        return (await self.execute(statement, params, **options)).scalar()

    async def get(self, entity: type[T], ident: Any, **options: Any) -> T | None:  # type: ignore[override]
        """Read a row by its key, given in the order of the key's columns."""
        keys = mapping_of(entity).primary_key
        values = ident if isinstance(ident, tuple) else (ident,)
        wanted = select(entity).where(*[key == value for key, value in zip(keys, values, strict=True)])
        found: T | None = await self.scalar(wanted, **options)
        return found

    async def read_value(self, text: str, values: Sequence[Any]) -> Any:
        """Give the one value of a select that is SQL already, together with what others wait for now."""
        return (await self._ask(None, None, {}, plain(text, values))).scalar_one()

    async def close(self) -> None:
        """Give up what still waits, and close."""
        sender = self._sender
        if sender is not None:
            sender.cancel()
            await asyncio.wait([sender])
        self._give_up()
        await super().close()

    async def _send(self) -> None:
        """Send message after message until nobody waits any more."""
        try:
            while await self._quiet() and self._waiting:
                await self._answer(self._next())
        finally:
            self._give_up()

    def _give_up(self) -> None:
        """Let go who still waits."""
        self._sender = None
        for question in self._waiting:
            question.answer.cancel()
        self._waiting.clear()

    async def _quiet(self) -> bool:
        """Wait until nobody has asked for some turns."""
        seen, turns = len(self._waiting), 0
        while turns < QUIET_TURNS:
            await asyncio.sleep(0)
            turns = turns + 1 if len(self._waiting) == seen else 0
            seen = len(self._waiting)
        return True

    def _next(self) -> Sequence[_Question]:
        """Take what goes in the next message: all that can be bundled, or one that cannot."""
        wanted = [question for question in self._waiting if not question.answer.done()]
        bundled = [question for question in wanted if question.asked is not None]
        chosen = bundled or wanted[:1]
        self._waiting = [question for question in wanted if question not in chosen]
        return chosen

    def _owner(self) -> Own | None:
        """Give what makes rows the session's own; here they belong to none."""
        return None

    async def _answer(self, questions: Sequence[_Question]) -> None:
        try:
            results = await self._results(questions)
        except asyncio.CancelledError:
            for question in questions:
                question.answer.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - whoever asked gets it
            for question in questions:
                if not question.answer.done():
                    question.answer.set_exception(error)
            return
        for question, result in zip(questions, results, strict=True):
            if not question.answer.done():
                question.answer.set_result(result)

    async def _results(self, questions: Sequence[_Question]) -> Sequence[Result[Any]]:
        if len(questions) == 1:
            (one,) = questions
            if one.statement is not None:
                return [await super().execute(one.statement, one.parameters, **one.options)]
        asked = [question.asked for question in questions if question.asked is not None]
        text, values = bundle(asked)
        rows, owner = (await (await self.connection()).exec_driver_sql(text, values)).one(), self._owner()
        return [each.read(found, owner) for each, found in zip(asked, rows, strict=True)]


class WritingSession(ReadingSession):
    """A session for writing: one at a time asks, but for reads that are done together. All rows are its own."""

    shared = False

    async def together(self, *reads: Read) -> list[Any]:
        """Do reads at once, each to its end, whatever becomes of the others; what waits to be written goes first."""
        if self.shared:
            return await asyncio.gather(*reads)
        try:
            await self.flush()
        except BaseException:
            drop(reads)
            raise
        self.shared = True
        try:
            found = await asyncio.gather(*reads, return_exceptions=True)
        finally:
            self.shared = False
        for each in found:
            if isinstance(each, BaseException):
                raise each
        return found

    async def execute(self, statement: Executable, params: Any = None, **options: Any) -> Result[Any]:
        """Answer a statement, by itself or with those that are done together."""
        if self.shared:
            return await super().execute(statement, params, **options)
        return await AsyncSession.execute(self, statement, params, **options)

    async def get(self, entity: type[T], ident: Any, **options: Any) -> T | None:  # type: ignore[override]
        """Read a row by its key; one that the session has is not read again."""
        if self.shared:
            return await super().get(entity, ident, **options)
        return await AsyncSession.get(self, entity, ident, **options)

    def _owner(self) -> Own | None:
        """Give what makes rows the session's own."""
        return self._own

    def _own(self, entity: Any) -> Any:
        """Make a row that came together with others the session's own; one it has stays as it is."""
        if entity is None:
            return None
        key = instance_state(entity).key
        known = None if key is None else self.sync_session.identity_map.get(key)
        if known is not None:
            return known
        self.add(entity)
        return entity
