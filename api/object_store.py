"""Where evidence is kept: a folder of this machine unless an address of an S3-compatible store is given."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self

from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store
from pydantic import BaseModel, Field, SecretStr, model_validator

from schema.evidence.ports import EvidenceStore
from schema.evidence.rules.files import Limits

if TYPE_CHECKING:
    from obstore.store import S3Config  # known to type checkers only


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
        """Give the store; it is connected to when it is first needed."""
        scheme, _, rest = self.url.partition(":")
        connect: dict[str, Callable[[], ObjectStore]] = {
            "file": lambda: LocalStore(Path(rest.removeprefix("//")).absolute(), mkdir=True),
            "memory": MemoryStore,
            "s3": lambda: self._s3(rest.removeprefix("//")),
        }
        return EvidenceStore(connect[scheme])

    def _s3(self, place: str) -> S3Store:
        bucket, _, prefix = place.partition("/")
        config: S3Config = {
            "bucket": bucket,
            "region": self.s3_region,
            "virtual_hosted_style_request": self.s3_endpoint is None,
        }
        if self.s3_endpoint is not None:
            config["endpoint"] = self.s3_endpoint
        if self.s3_access_key_id is not None and self.s3_secret_access_key is not None:
            config["access_key_id"] = self.s3_access_key_id
            config["secret_access_key"] = self.s3_secret_access_key.get_secret_value()
        insecure = bool(self.s3_endpoint and self.s3_endpoint.startswith("http:"))
        return S3Store(
            prefix=prefix or None,
            config=config,
            client_options={"connect_timeout": "3s", "timeout": "20s", "allow_http": insecure},
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
        )
