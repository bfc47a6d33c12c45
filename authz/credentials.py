"""Opaque bearer credentials: random, shown once, kept only as a digest.

    wys_<tenant>_<secret>   an official's session
    wyk_<tenant>_<secret>   an API client's key
    wyo_<secret>            a platform operator's session

The tenant stands in the credential, so a caller needs no other word on which district is meant.
"""

import hashlib
import re
import secrets
import uuid
from dataclasses import dataclass
from enum import StrEnum

_SECRET_BYTES = 32
_FORM = re.compile(r"(?:(wys|wyk)_([0-9a-f]{32})|(wyo))_([0-9A-Za-z_-]{43})")


class CredentialKind(StrEnum):
    """Whose credential it is, by its prefix."""

    CLIENT = "wyk"
    OFFICIAL = "wys"
    OPERATOR = "wyo"


@dataclass(frozen=True, slots=True)
class Credential:
    """What is kept of a credential, its secret left out. `tenant_id` is null for operators."""

    kind: CredentialKind
    tenant_id: uuid.UUID | None
    digest: bytes


def issue(kind: CredentialKind, tenant_id: uuid.UUID | None = None) -> tuple[str, Credential]:
    """Make a credential; the text goes to its holder and nowhere else."""
    if (tenant_id is None) != (kind is CredentialKind.OPERATOR):
        raise ValueError("all but an operator's credentials belong to a tenant")
    owner = [] if tenant_id is None else [tenant_id.hex]
    text = "_".join([kind, *owner, secrets.token_urlsafe(_SECRET_BYTES)])
    return text, Credential(kind, tenant_id, digest_of(text))


def parse(text: str) -> Credential | None:
    """Read a presented credential; None if it has no form of ours. Says nothing of its validity."""
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    tenant = form[2] and uuid.UUID(form[2])
    return Credential(CredentialKind(form[1] or form[3]), tenant or None, digest_of(text))


def digest_of(text: str) -> bytes:
    """Digest a credential: what is kept of it is of no use to whoever reads it."""
    return hashlib.sha256(text.encode()).digest()
