"""One schema behind its door: who comes is admitted, what is kept is given, all else waits its turn and is run."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from starlette.requests import Request

from api.answers import Answer, Answers, Confirmation, Question
from api.errors import EdgeCode, EdgeError
from api.execution import Call, Executor, Outcome
from api.gate import Gate
from api.metrics import Metrics
from api.negotiation import MediaType
from api.parameters import Parameters
from authz.context import Actor

QUERY = "query"
Leave = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Admission:
    """A caller who may come in: whether nobody is signed in, and what opens and ends what resolvers are handed.

    `actor` and `confirmation` tell whose answer may be kept for others, and under what; null where none may.
    """

    anonymous: bool
    enter: Callable[[], tuple[Any, Leave]]
    actor: Actor | None = None
    confirmation: Confirmation | None = None
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
    """One schema and its door, shared by HTTP clients and the back office. `answers` are kept if it is public."""

    name: str
    executor: Executor
    admit: Admit
    metrics: Metrics
    gate: Gate
    response_bytes: int
    answers: Answers | None = None

    async def run(self, request: Request, credential: str | None, parameters: Parameters) -> Outcome:
        """Admit the caller and run the operation; raise EdgeError if it may not be run."""
        started = perf_counter()
        admission = await self.admit(request, credential)
        try:
            return await self._run(admission, request, parameters, started)
        finally:
            await admission.leave()

    async def serve(
        self,
        request: Request,
        credential: str | None,
        parameters: Parameters,
        media_type: MediaType,
        *,
        reads_only: bool,
    ) -> Served:
        """Admit the caller and give the answer, a kept one if there is one; raise EdgeError if there may be none."""
        started = perf_counter()
        admission = await self.admit(request, credential)
        try:
            question = self._question(admission, parameters, media_type)
            kept = self._kept(question, started)
            if kept is not None:
                return kept
            outcome = await self._run(admission, request, parameters, started, reads_only=reads_only)
        finally:
            await admission.leave()
        return self._served(question, outcome)

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

    def _question(
        self, admission: Admission, parameters: Parameters, media_type: MediaType
    ) -> Question | None:
        if self.answers is None or admission.actor is None:
            return None
        return self.answers.ask(admission.confirmation, admission.actor, parameters, media_type)

    def _kept(self, question: Question | None, started: float) -> Served | None:
        if self.answers is None or question is None:
            return None
        kept = self.answers.find(question)
        self.metrics.asked_of_kept(hit=kept is not None)
        if kept is None:
            return None
        self.metrics.ran(self.name, QUERY, kept.operation_name, perf_counter() - started)
        return Served(kept.body, ran=True, clean=True)

    def _served(self, question: Question | None, outcome: Outcome) -> Served:
        body = outcome.encoded
        if len(body) > self.response_bytes:
            raise EdgeError(422, EdgeCode.RESPONSE_TOO_LARGE, f"响应超过 {self.response_bytes} 字节的限制。")
        clean = outcome.ran and not outcome.codes
        operation = outcome.operation
        if (
            self.answers is not None
            and question is not None
            and clean
            and operation
            and outcome.kind == QUERY
        ):
            self.answers.keep(question, Answer(body, operation.name))
        return Served(body, outcome.ran, clean)
