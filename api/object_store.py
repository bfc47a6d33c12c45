"""Where evidence is kept: a folder of this machine unless an address of an S3-compatible store is given."""

from pkgutil import resolve_name
from typing import Self

from pydantic import BaseModel, Field, SecretStr, model_validator

from schema.evidence.ports import EvidenceStore
from schema.evidence.rules.checked import Limits

_CONNECT = "api.stores:connect"


class EvidenceSettings(BaseModel, frozen=True, extra="forbid"):
    """The store of evidence and the limits of a file. Variables are named WUYI_EVIDENCE__…"""

    url: str = Field(
        "file:.wuyi/evidence",
        pattern=r"^(file:.+|s3://[a-z0-9][a-z0-9.-]+(/.*)?|memory:)$",
        description="file:<folder>, s3://<bucket>/<prefix>, or memory: (lost with the process).",
    )
    s3_endpoint: str | None = Field(
        None, pattern="^https?://", description="Address of a store that speaks S3; none: that of the region."
    )
    s3_region: str = Field("us-east-1", description="Region of the bucket; any word where there are none.")
    s3_access_key_id: str | None = Field(None, description="Who we are there; none: as the machine says.")
    s3_secret_access_key: SecretStr | None = Field(None, description="Its secret.")
    file_bytes: int = Field(10_485_760, ge=1_024, description="Largest file.")
    pixels: int = Field(40_000_000, ge=10_000, description="Largest picture.")
    pages: int = Field(100, ge=1, description="Longest PDF.")

    @model_validator(mode="after")
    def _require_both(self) -> Self:
        if (self.s3_access_key_id is None) != (self.s3_secret_access_key is None):
            raise ValueError("s3_access_key_id and s3_secret_access_key are given together or not at all")
        return self

    @property
    def limits(self) -> Limits:
        """Give the limits of a file."""
        return Limits(self.file_bytes, self.pixels, self.pages)

    def store(self) -> EvidenceStore:
        """Give the store; it is connected to, and what speaks to it loaded, when it is first needed."""
        return EvidenceStore(lambda: resolve_name(_CONNECT)(self))
