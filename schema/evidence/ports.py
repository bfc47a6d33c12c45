"""Where the content of evidence lies: an object store, a local folder or one that speaks S3.

Content is addressed by tenant and SHA-256, so that the same file is kept once and a tenant's never meets
another's. Nothing is ever handed out but through this platform: no public address, no signed one.
"""

import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pkgutil import resolve_name
from typing import TYPE_CHECKING

import structlog

from schema.frame.errors import DomainError, ErrorCode

if TYPE_CHECKING:
    from obstore.store import ObjectStore  # loaded by who connects

log = structlog.get_logger(__name__)

_FAILURE = "obstore.exceptions:BaseError"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A piece of content as the store lists it."""

    sha256: str
    stored_at: datetime


@dataclass(frozen=True)
class EvidenceStore:
    """Keeps and gives back content; `connect` is called once it is first needed.

    Every failure of the store is refused with STORE_UNAVAILABLE; that something is not there is none.
    """

    connect: "Callable[[], ObjectStore]"

    @cached_property
    def objects(self) -> "ObjectStore":
        """Connect to the store, once."""
        return self.connect()

    async def put(self, tenant_id: uuid.UUID, sha256: str, content: bytes) -> None:
        """Keep content, whole or not at all; again if it is there already, which renews its time."""
        with _reaching():
            await self.objects.put_async(_path(tenant_id, sha256), content)

    async def stored_at(self, tenant_id: uuid.UUID, sha256: str) -> datetime | None:
        """Tell when content was last put; None if it is not there."""
        with _reaching():
            try:
                return (await self.objects.head_async(_path(tenant_id, sha256)))["last_modified"]
            except FileNotFoundError:
                return None

    async def read(self, tenant_id: uuid.UUID, sha256: str) -> AsyncIterator[bytes]:
        """Open content and give it piece by piece; what is missing is NOT_FOUND before the first piece, no outage."""
        with _reaching():
            try:
                found = await self.objects.get_async(_path(tenant_id, sha256))
            except FileNotFoundError as error:
                log.error("evidence content missing", tenant=str(tenant_id), sha256=sha256)
                missing = "材料的内容已不在材料库中。"
                raise DomainError(ErrorCode.NOT_FOUND, missing, field=("file",)) from error
        return _pieces(found.stream())

    async def list(self, tenant_id: uuid.UUID) -> list[StoredObject]:
        """List a tenant's content."""
        found: list[StoredObject] = []
        with _reaching():
            async for batch in self.objects.list(f"evidence/{tenant_id}"):
                found += [
                    StoredObject(entry["path"].rpartition("/")[2], entry["last_modified"]) for entry in batch
                ]
        return found

    async def delete(self, tenant_id: uuid.UUID, sha256: str) -> None:
        """Delete content no file refers to; what is gone already is as it should be, on every store."""
        with _reaching(), suppress(FileNotFoundError):
            await self.objects.delete_async(_path(tenant_id, sha256))


def _path(tenant_id: uuid.UUID, sha256: str) -> str:
    return f"evidence/{tenant_id}/{sha256[:2]}/{sha256}"


async def _pieces(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for piece in stream:
        yield bytes(piece)


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except (resolve_name(_FAILURE), OSError) as error:
        refusal = DomainError(ErrorCode.STORE_UNAVAILABLE, "材料库暂不可用，未保存任何内容。")
        raise refusal from error
