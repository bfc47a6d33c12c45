"""Programs of third parties: registered with a key, and the key made void."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from authz.actions import Action
from authz.context import WHOLE_DISTRICT, OperationContext
from authz.credentials import CredentialKind, issue
from authz.tables import ApiClient
from schema.api_clients import repository
from schema.frame.errors import DomainError, ErrorCode, refuse
from schema.frame.operation import Command, Transaction, operation
from schema.frame.text import text_fault
from schema.officials.rules import NAME_LIMIT
from tenants.base import new_id

CLIENT_SCOPES = frozenset({"status:read"})


@dataclass(frozen=True, kw_only=True, slots=True)
class CreateApiClient(Command):
    """Register a third-party program, which is to have a key."""

    name: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterApiClient(CreateApiClient):
    """Register a third-party program. `digest` is that of the key made for it."""

    digest: bytes = field(repr=False, metadata={"secret": True})


@dataclass(frozen=True, kw_only=True, slots=True)
class RevokeApiClient(Command):
    """Void a program's key for good."""

    client_id: uuid.UUID


async def create_api_client(
    context: OperationContext, command: CreateApiClient
) -> tuple[ApiClient, str | None]:
    """Register a program and make its key. The key is given once: a repeated call gives none."""
    key, credential = issue(CredentialKind.CLIENT, context.tenant.id)
    registered = RegisterApiClient(**asdict(command), digest=credential.digest)
    client = await register_api_client(context, registered)
    return client, key if client.digest == credential.digest else None


@operation("api_client.create", ApiClient)
async def register_api_client(tx: Transaction, command: RegisterApiClient) -> ApiClient:
    """Register a program with the digest of its key."""
    tx.authorize(Action.CLIENT_MANAGE, WHOLE_DISTRICT)
    refuse(_client_faults(command))
    if await repository.client_by_name(tx.session, command.name) is not None:
        raise DomainError(ErrorCode.DUPLICATE_NAME, "已有同名的接口客户端。", field=("name",))
    client = ApiClient(
        id=new_id(),
        name=command.name,
        digest=command.digest,
        scopes=sorted(set(command.scopes)),
        created_at=tx.now,
    )
    tx.session.add(client)
    return client


def _client_faults(command: CreateApiClient) -> Iterator[DomainError]:
    name = text_fault(command.name, field=("name",), label="名称", maximum=NAME_LIMIT, lines=False)
    if name is not None:
        yield name
    if not command.scopes or not CLIENT_SCOPES.issuperset(command.scopes):
        yield DomainError(
            ErrorCode.INVALID_INPUT,
            "请至少选择一个权限范围，且只用所列范围。",
            field=("scopes",),
            details={"allowed": " ".join(sorted(CLIENT_SCOPES))},
        )


@operation("api_client.revoke", ApiClient)
async def revoke_api_client(tx: Transaction, command: RevokeApiClient) -> ApiClient:
    """Void a program's key at once; one voided before stays as it is."""
    tx.authorize(Action.CLIENT_MANAGE, WHOLE_DISTRICT)
    client = await repository.lock_client(tx.session, command.client_id)
    client.revoked_at = client.revoked_at or tx.now
    return client
