"""One schema behind its door: who comes is admitted, what is kept is given, all else waits its turn and is run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import orjson
from starlette.requests import Request

from api.answers import Answer, Answers, Confirmation, Question, permissions_of
from api.errors import EdgeCode, EdgeError
from api.execution import Call, Executor, Outcome
from api.gate import Gate
from api.metrics import Metrics
from api.parameters import Parameters
from authz.context import Actor, WatchedClock

QUERY = "query"
Leave = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Admission:
    """A caller who may come in: whether nobody is signed in, and what opens and ends what resolvers are handed.

    `actor` and `confirmation` tell whose answer may be kept, and under what; null where none may. `clock` is the one
    resolvers are handed.
    """

    anonymous: bool
    enter: Callable[[], tuple[Any, Leave]]
    actor: Actor | None = None
    confirmation: Confirmation | None = None
    clock: WatchedClock | None = None
    _entered: tuple[Any, Leave] | None = None

    @property
    def context(self) -> Any:
        """Give what resolvers are handed; it is made when it is first asked for."""
        if self._entered is None:
            self._entered = self.enter()
        return self._entered[0]

    async def leave(self) -> None:
        """End what was opened."""
        if self._entered is not None:
            await self._entered[1]()


Admit = Callable[[Request, str | None], Awaitable[Admission]]
"""Finds out who calls and in which tenant from the request and a credential, or refuses."""


@dataclass(frozen=True, slots=True)
class Served:
    """An answer as bytes. `ran` is false when the document or its variables were at fault; `clean` has no errors."""

    body: bytes
    ran: bool
    clean: bool


@dataclass(frozen=True, slots=True)
class GraphQLService:
    """One schema and its door, shared by HTTP clients and the back office.

    `answers` are kept. They are for one caller alone if it is `personal`, else for all who may do the same.
    """

    name: str
    executor: Executor
    admit: Admit
    metrics: Metrics
    gate: Gate
    response_bytes: int
    answers: Answers | None = None
    personal: bool = False

    async def run(self, request: Request, credential: str | None, parameters: Parameters) -> dict[str, Any]:
        """Admit the caller and give the answer as an object; raise EdgeError if there may be none."""
        started = perf_counter()
        admission = await self.admit(request, credential)
        try:
            question = self._question(admission, parameters)
            kept = self._kept(question, started)
            if kept is not None:
                answer: dict[str, Any] = orjson.loads(kept.body)
                return answer
            outcome = await self._run(admission, request, parameters, started)
        finally:
            await admission.leave()
        self._keep(question, admission, outcome)
        return outcome.decoded

    async def serve(
        self,
        request: Request,
        credential: str | None,
        parameters: Parameters,
        *,
        reads_only: bool,
    ) -> Served:
        """Admit the caller and give the answer, a kept one if there is one; raise EdgeError if there may be none."""
        started = perf_counter()
        admission = await self.admit(request, credential)
        try:
            question = self._question(admission, parameters)
            kept = self._kept(question, started)
            if kept is not None:
                return kept
            outcome = await self._run(admission, request, parameters, started, reads_only=reads_only)
        finally:
            await admission.leave()
        if len(outcome.encoded) > self.response_bytes:
            raise EdgeError(422, EdgeCode.RESPONSE_TOO_LARGE, f"响应超过 {self.response_bytes} 字节的限制。")
        self._keep(question, admission, outcome)
        return Served(outcome.encoded, outcome.ran, outcome.ran and not outcome.codes)

    async def _run(
        self,
        admission: Admission,
        request: Request,
        parameters: Parameters,
        started: float,
        *,
        reads_only: bool = False,
    ) -> Outcome:
        call = Call(parameters, admission.context, request.state.trace_id, admission.anonymous, reads_only)
        async with self.gate:
            outcome = await self.executor.run(call)
        seconds = perf_counter() - started
        self.metrics.operation(self.name, outcome, seconds, planned=self.executor.planner.kept)
        return outcome

    def _question(self, admission: Admission, parameters: Parameters) -> Question | None:
        actor = admission.actor
        if self.answers is None or actor is None:
            return None
        who = (self.name, actor if self.personal else permissions_of(actor))
        return self.answers.ask(admission.confirmation, who, parameters)

    def _kept(self, question: Question | None, started: float) -> Served | None:
        if self.answers is None or question is None:
            return None
        kept = self.answers.find(question)
        self.metrics.asked_of_kept(hit=kept is not None)
        if kept is None:
            return None
        self.metrics.ran(self.name, QUERY, kept.operation_name, perf_counter() - started)
        return Served(kept.body, ran=True, clean=True)

    def _keep(self, question: Question | None, admission: Admission, outcome: Outcome) -> None:
        """Keep the answer to a query that has no errors and rests on no instant."""
        clock, operation = admission.clock, outcome.operation
        if self.answers is None or question is None or clock is None or clock.asked or operation is None:
            return
        if outcome.ran and outcome.kind == QUERY and not outcome.codes:
            self.answers.keep(question, Answer(outcome.encoded, operation.name, clock.until))
