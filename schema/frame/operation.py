"""The frame of every use case: one transaction, one claimed idempotency key, one audit entry.

    @operation("application.submit", Application)
    async def submit_application(tx: Transaction, command: SubmitApplication) -> Application: ...

The decorated function is called with an OperationContext. A call repeated with the same key and input returns
the entity the first call made; the same key with other input is refused.
"""

import dataclasses
import functools
import hashlib
import json
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from authz.actions import ANY, Action
from authz.context import Grant, OperationContext
from authz.table import DecisionTable
from schema.frame.errors import DomainError, DomainErrors, ErrorCode
from schema.frame.races import may_pass, refusal_of
from schema.frame.records import Records
from schema.frame.refusals import granted
from tenants import idempotency
from tenants.audit import AuditEntry
from tenants.base import TenantScoped, new_id
from tenants.bulk import Closing, Row
from tenants.database import Session
from tenants.idempotency import IdempotencyKey
from tenants.jobs import Payload, enqueue
from tenants.outbox import OutboxMessage

log = structlog.get_logger(__name__)

KEY_LIMIT = 100
ATTEMPTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """Base of every operation's input. `idempotency_key` is the client's, 1 to 100 characters.

    With `check_only` all is done and undone: refused is what would be refused, nothing is made.
    """

    idempotency_key: str
    check_only: bool = False


C_contra = TypeVar("C_contra", bound=Command, contravariant=True)
T = TypeVar("T")
E = TypeVar("E", bound=TenantScoped)
E_co = TypeVar("E_co", bound=TenantScoped, covariant=True)


@dataclass(slots=True)
class Transaction:
    """The open transaction of one operation: session, caller, one instant and one local day."""

    session: Session
    context: OperationContext
    now: datetime
    today: date
    role: str | None = None
    level: str | None = None
    on_behalf_of: uuid.UUID | None = None
    detail: dict[str, Any] = dataclasses.field(default_factory=dict)
    told: list[Any] = dataclasses.field(default_factory=list)
    to_follow: list[Any] = dataclasses.field(default_factory=list)
    left_out: dict[str, int] = dataclasses.field(default_factory=dict)
    befallen: list[Any] = dataclasses.field(default_factory=list)
    checks: list[Callable[[], None]] = dataclasses.field(default_factory=list)
    records: Records = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing to be kept."""
        self.records = Records(self.session)

    @property
    def actor_id(self) -> uuid.UUID:
        """Identify the caller; anonymous callers have no operations."""
        if self.context.actor.id is None:
            raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
        return self.context.actor.id

    def turn_has_come(self) -> None:
        """Date what follows by now: call it once the locks are held, so that who waited comes last."""
        self.now = self.context.clock()

    def authorize(
        self,
        action: Action,
        scope_path: str,
        *,
        target: str = ANY,
        prior_actors: frozenset[uuid.UUID] = frozenset(),
        table: DecisionTable | None = None,
    ) -> Grant:
        """Return the grant that allows the action, or refuse with the failing reason."""
        decision = self.context.decide(
            action, scope_path, target=target, prior_actors=prior_actors, table=table
        )
        grant = granted(decision)
        self.act_in(grant)
        return grant

    def act_in(self, grant: Grant | None) -> None:
        """Keep in which role the deed is done, held at which level, and whom the actor stands in for."""
        self.role = grant.role if grant is not None else None
        self.level = (grant.level or None) if grant is not None else None
        self.on_behalf_of = grant.on_behalf_of if grant is not None else None

    def publish(self, topic: str, payload: dict[str, Any], *, on: date | None = None) -> None:
        """Write an event to the outbox; it leaves only if this transaction commits, and not before the day `on`.

        The beginning of the day is kept though it be past: whether it has come is told by the worker's clock alone,
        for all messages of a name alike.
        """
        at = self._beginning(on) if on is not None else None
        message: Row = {
            "id": new_id(),
            "created_at": self.now,
            "topic": topic,
            "payload": payload,
            "publish_at": at,
        }
        self.records.extend(OutboxMessage, [message])

    def instant_of(self, day: date) -> datetime | None:
        """Tell when a local day begins; None if it has begun."""
        return self._beginning(day) if day > self.today else None

    def _beginning(self, day: date) -> datetime:
        return datetime.combine(day, time.min, ZoneInfo(self.context.tenant.time_zone))

    async def enqueue(
        self, kind: str, payload: Payload, *, key: str | None = None, due_at: datetime | None = None
    ) -> bool:
        """Have a job done later, if this transaction commits; False if there is one with this key already."""
        return await enqueue(self.session, kind, payload, self.now, key=key, due_at=due_at)

    def note(self, **detail: str | int | None) -> None:
        """Add to the audit entry of this operation: ids, codes and counts, never personal data."""
        self.detail.update(detail)

    def leave_out(self, what: str, number: int) -> None:
        """Note that so many could not be looked at and wait for the next time: audited, and counted by the worker."""
        self.left_out[what] = self.left_out.get(what, 0) + number
        self.note(**{f"{what}LeftOut": self.left_out[what]})


_FOLLOWING: list[Callable[[Transaction], Awaitable[None]]] = []
_BEFORE_COMMIT: list[Callable[[Transaction], Awaitable[None]]] = []


def following(act: Callable[[Transaction], Awaitable[None]]) -> Callable[[Transaction], Awaitable[None]]:
    """Have what follows of a deed done by a noun above it, in its transaction, before all else is done at its end."""
    _FOLLOWING.append(act)
    return act


def before_commit(act: Callable[[Transaction], Awaitable[None]]) -> Callable[[Transaction], Awaitable[None]]:
    """Have something done at the end of each transaction of an operation or job, while it can still fail.

    Upper nouns come first: what they do may be told by lower ones. Their modules are loaded later.
    """
    _BEFORE_COMMIT.insert(0, act)
    return act


async def close(tx: Transaction, entry: AuditEntry | None = None, closing: Closing | None = None) -> None:
    """Do what is to be done before the commit, then write all that waits, the audit entry with it, in one go."""
    await _follow(tx)
    for check in tx.checks:
        check()
    if entry is not None:
        tx.records.append(entry)
    await tx.records.write(closing)


async def _follow(tx: Transaction) -> None:
    for act in (*_FOLLOWING, *_BEFORE_COMMIT):
        await act(tx)


class _Undone(Exception):  # noqa: N818 - nothing went wrong
    """Leaves a transaction so that nothing of it is kept."""


async def rehearse(
    context: OperationContext, work: Callable[[Transaction], Awaitable[Callable[[], Awaitable[T]]]]
) -> T:
    """Do something with all that follows at the end of an operation, look at what came of it, and undo it.

    `work` does it and gives the look. It is refused with what the deed would be refused with.
    """

    async def attempt() -> T:
        found: list[T] = []
        try:
            async with context.begin() as session:
                tx = Transaction(session, context, context.clock(), context.today())
                look = await work(tx)
                await _follow(tx)
                found.append(await look())
                raise _Undone
        except _Undone:
            return found[0]

    return await _settle_races(attempt)


class Operation(Protocol[C_contra, E_co]):
    """A use case as its callers see it."""

    async def __call__(self, context: OperationContext, command: C_contra) -> E_co:
        """Run the operation in one transaction and return the entity it made or changed."""


def require_revision(actual: int, expected: int) -> None:
    """Refuse a write that was based on an older state of the row."""
    if actual != expected:
        raise DomainError(
            ErrorCode.STALE_REVISION,
            f"内容已更新到第 {actual} 版，您提交的是第 {expected} 版。",
            field=("expectedRevision",),
            details={"actual": actual, "expected": expected},
        )


def operation(
    name: str, entity: type[E], *, while_password_due: bool = False
) -> Callable[[Callable[[Transaction, C_contra], Awaitable[E]]], Operation[C_contra, E]]:
    """Frame a use case called `name` whose result is a row of `entity`.

    Who has yet to choose a password may do nothing but what is open `while_password_due`. A command that is to be
    checked only raises DomainErrors either way, those of none where it would be done.
    """

    def frame(use_case: Callable[[Transaction, C_contra], Awaitable[E]]) -> Operation[C_contra, E]:
        @functools.wraps(use_case)
        async def run(context: OperationContext, command: C_contra) -> E:
            if context.actor.id is None:
                raise DomainError(ErrorCode.UNAUTHENTICATED, "尚未登录。")
            if context.actor.password_due and not while_password_due:
                raise DomainError(ErrorCode.PASSWORD_CHANGE_REQUIRED, "请先把一次性密码改为自己的密码。")
            candidate = _candidate(context, name, command)
            if command.check_only:
                raise await _settle_races(lambda: check(context, command))
            result = await _settle_races(lambda: attempt(context, command, candidate))
            log.info("operation", name=name, entity=str(result.id), tenant=context.tenant.slug)
            return result

        async def attempt(context: OperationContext, command: C_contra, candidate: IdempotencyKey) -> E:
            async with context.begin() as session:
                earlier = await idempotency.claim(session, candidate)
                if earlier is not None:
                    return await _replay(session, earlier, candidate, entity)
                tx = Transaction(session, context, candidate.created_at, context.today())
                result = await use_case(tx, command)
                await session.flush()
                entry = audit_entry(tx, name, entity, result.id)
                await close(tx, entry, idempotency.completion(candidate, result.id))
            return result

        async def check(context: OperationContext, command: C_contra) -> DomainErrors:
            try:
                async with context.begin() as session:
                    tx = Transaction(session, context, context.clock(), context.today())
                    await use_case(tx, command)
                    await session.flush()
                    await close(tx)
                    raise _Undone
            except _Undone:
                return DomainErrors([])

        return run

    return frame


async def _settle_races(attempt: Callable[[], Awaitable[T]]) -> T:
    """Run a transaction; again if a deadlock undid it, refused if somebody else was faster."""
    remaining = ATTEMPTS
    while True:
        remaining -= 1
        try:
            return await attempt()
        except (IntegrityError, StaleDataError) as error:
            refusal = refusal_of(error)
            if refusal is None:
                raise
            raise refusal from None
        except DBAPIError as error:
            if not (remaining and may_pass(error)):
                raise


async def _replay(session: Session, earlier: IdempotencyKey, candidate: IdempotencyKey, entity: type[E]) -> E:
    if earlier.input_digest != candidate.input_digest or earlier.operation != candidate.operation:
        raise DomainError(
            ErrorCode.IDEMPOTENCY_KEY_REUSED, "该幂等键已用于其他内容。", field=("idempotencyKey",)
        )
    made = await session.get(entity, (earlier.tenant_id, earlier.result_id))
    if made is None:
        raise DomainError(ErrorCode.NOT_FOUND, "首次办理的结果已不存在。")
    return made


def _candidate(context: OperationContext, name: str, command: Command) -> IdempotencyKey:
    key = command.idempotency_key
    if not (1 <= len(key) <= KEY_LIMIT and key.isprintable()):
        message = f"幂等键须为1至{KEY_LIMIT}个可见字符。"
        raise DomainError(ErrorCode.INVALID_INPUT, message, field=("idempotencyKey",))
    return IdempotencyKey(
        actor_id=context.actor.id,
        key=command.idempotency_key,
        operation=name,
        input_digest=_digest(name, command),
        created_at=context.clock(),
    )


def _digest(name: str, command: Command) -> bytes:
    """Digest the operation's input; fields marked `secret` (passwords) stay out."""
    values = {
        field.name: getattr(command, field.name)
        for field in dataclasses.fields(command)
        if field.name not in {"idempotency_key", "check_only"} and not field.metadata.get("secret")
    }
    canonical = json.dumps([name, values], default=_plain, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest()


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value)


def audit_entry(tx: Transaction, name: str, entity: type[TenantScoped], entity_id: uuid.UUID) -> AuditEntry:
    """Make the entry that tells who did what in a transaction."""
    actor = tx.context.actor
    return AuditEntry(
        at=tx.now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        role=tx.role,
        on_behalf_of=tx.on_behalf_of,
        action=name,
        entity_type=entity.__name__,
        entity_id=entity_id,
        trace_id=tx.context.trace_id,
        detail=tx.detail,
    )
