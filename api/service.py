"""One schema behind its door: who comes is admitted, what is kept is given, all else waits its turn and is run."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from time import perf_counter
from typing import Any, NamedTuple

import orjson

from api.answers import Answer, Answers, Confirmation, Question, permissions_of
from api.arrivals import Arrival
from api.errors import EdgeCode, EdgeError
from api.execution import Call, Executor, Outcome
from api.gate import Gate
from api.metrics import Metrics
from api.parameters import Parameters
from api.served import Served
from authz.context import Actor, WatchedClock

QUERY = "query"
Leave = Callable[[], Awaitable[None]]


class Entered(NamedTuple):
    """What resolvers are handed, what ends what was opened for them, and the clock they have."""

    context: Any
    leave: Leave | None = None
    clock: WatchedClock | None = None


@dataclass(slots=True)
class Admission:
    """A caller who may come in: whether nobody is signed in, and what opens what resolvers are handed.

    `actor` and `confirmation` tell whose answer may be kept, and under what; null where none may.
    """

    anonymous: bool
    enter: Callable[[], Entered]
    actor: Actor | None = None
    confirmation: Confirmation | None = None
    _entered: Entered | None = None

    @property
    def entered(self) -> Entered:
        """Give what resolvers are handed; it is made when it is first asked for."""
        if self._entered is None:
            self._entered = self.enter()
        return self._entered

    @property
    def password_due(self) -> bool:
        """Tell whether the caller has yet to choose a password, and may do nothing else."""
        return self.actor is not None and self.actor.password_due

    @property
    def context(self) -> Any:
        """Give what resolvers are handed."""
        return self.entered.context

    async def leave(self) -> None:
        """End what was opened."""
        if self._entered is not None and self._entered.leave is not None:
            await self._entered.leave()


Admit = Callable[[Arrival, str | None], Awaitable[Admission]]
"""Finds out who calls and in which tenant from where a request came to and a credential, or refuses."""


def _knows_nobody(_arrival: Arrival, _credential: str | None) -> None:
    """Leave it to the door to find out."""


@dataclass(frozen=True, slots=True)
class Door:
    """Admits callers; who is recognised need not wait for it."""

    admit: Admit
    recognise: Callable[[Arrival, str | None], Admission | None] = _knows_nobody


@dataclass(frozen=True, slots=True)
class GraphQLService:
    """One schema and its door, shared by HTTP clients and the back office.

    `answers` are kept. They are for one caller alone if it is `personal`, else for all who may do the same.
    """

    name: str
    executor: Executor
    door: Door
    metrics: Metrics
    gate: Gate
    response_bytes: int
    answers: Answers | None = None
    personal: bool = False

    def __post_init__(self) -> None:
        """Have its plans counted."""
        self.metrics.plans(self.name, self.executor.planner)

    async def run(self, arrival: Arrival, credential: str | None, parameters: Parameters) -> dict[str, Any]:
        """Admit the caller and give the answer as an object; raise EdgeError if there may be none."""
        started = perf_counter()
        admission = await self.door.admit(arrival, credential)
        question = self._question(admission, parameters)
        kept = self._kept(question, started)
        if kept is not None:
            answer: dict[str, Any] = orjson.loads(kept.body)
            return answer
        call = Call(
            parameters,
            admission.context,
            arrival.trace_id,
            admission.anonymous,
            password_due=admission.password_due,
        )
        return (await self._read_anew(admission, call, question, started)).decoded

    def serve(
        self, arrival: Arrival, credential: str | None, parameters: Parameters, *, reads_only: bool
    ) -> Served | Coroutine[Any, Any, Served | Outcome]:
        """Admit the caller and give the answer: at once where it is kept, else by what is to be awaited.

        Raise EdgeError if there may be none.
        """
        started = perf_counter()
        admission = self.door.recognise(arrival, credential)
        if admission is None:
            return self._serve_admitted(arrival, credential, parameters, started, reads_only=reads_only)
        return self._serve(admission, arrival, parameters, started, reads_only=reads_only)

    async def _serve_admitted(
        self,
        arrival: Arrival,
        credential: str | None,
        parameters: Parameters,
        started: float,
        *,
        reads_only: bool,
    ) -> Served | Outcome:
        admission = await self.door.admit(arrival, credential)
        served = self._serve(admission, arrival, parameters, started, reads_only=reads_only)
        return served if isinstance(served, Served) else await served

    def _serve(
        self,
        admission: Admission,
        arrival: Arrival,
        parameters: Parameters,
        started: float,
        *,
        reads_only: bool,
    ) -> Served | Coroutine[Any, Any, Outcome]:
        question = self._question(admission, parameters)
        kept = self._kept(question, started)
        if kept is not None:
            return kept
        call = Call(
            parameters,
            admission.context,
            arrival.trace_id,
            admission.anonymous,
            reads_only,
            admission.password_due,
        )
        return self._read_anew(admission, call, question, started)

    async def _read_anew(
        self, admission: Admission, call: Call, question: Question | None, started: float
    ) -> Outcome:
        """Run a call in its turn, end what was opened for it, and keep the answer if it may be kept."""
        try:
            async with self.gate:
                outcome = await self.executor.run(call)
        finally:
            await admission.leave()
        self.metrics.operation(self.name, outcome, perf_counter() - started)
        if question is not None:
            self._keep(question, admission, outcome)
        return outcome

    def served(self, outcome: Outcome) -> Served:
        """Make an outcome an answer; raise EdgeError if it is too large for one."""
        body = outcome.encoded
        if len(body) > self.response_bytes:
            raise EdgeError(422, EdgeCode.RESPONSE_TOO_LARGE, f"响应超过 {self.response_bytes} 字节的限制。")
        return Served(body, outcome.ran, outcome.ran and not outcome.codes)

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
        return kept.served

    def _keep(self, question: Question, admission: Admission, outcome: Outcome) -> None:
        """Keep the answer to a query that has no errors, rests on no instant and may be given to everybody."""
        clock, operation = admission.entered.clock, outcome.operation
        if self.answers is None or clock is None or clock.asked or operation is None:
            return
        if outcome.ran and outcome.kind == QUERY and not outcome.codes:
            body = outcome.encoded
            if len(body) <= self.response_bytes:
                self.answers.keep(question, Answer(body, operation.name, clock.until))
