"""Settings of the platform, read from the environment once and passed down: nothing below api reads it."""

import secrets
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.bounds import Bounds
from api.object_store import EvidenceSettings

SECRET_LENGTH = 32


class Settings(BaseSettings):
    """What a deployment may choose. Variables are named WUYI_…, nested ones WUYI_BOUNDS__DEPTH."""

    model_config = SettingsConfigDict(
        env_prefix="WUYI_", env_nested_delimiter="__", extra="ignore", frozen=True, populate_by_name=True
    )

    runtime_database_url: str = Field(
        "", validation_alias="RUNTIME_DATABASE_URL", description="asyncpg URL that signs in as wuyi_runtime."
    )
    platform_database_url: str = Field(
        "",
        validation_alias="PLATFORM_DATABASE_URL",
        description="asyncpg URL that signs in as wuyi_platform.",
    )
    direct_database_url: str | None = Field(
        None,
        validation_alias="DIRECT_DATABASE_URL",
        description="asyncpg URL of wuyi_runtime past any pooler, to be told of changes; default: as above.",
    )
    prepared_statements: bool | None = Field(
        None,
        description="Whether connections prepare statements by name, which poolers of transactions seldom let through; "
        "default: unless DIRECT_DATABASE_URL is set.",
    )
    pool_size: int = Field(10, ge=1, description="Connections of each of the three pools, at most.")
    statement_timeout_ms: int = Field(8_000, ge=100, description="PostgreSQL ends a statement after this.")

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65_535, description="Port to listen on.")
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="Where browsers reach the platform; https makes cookies Secure and adds HSTS.",
    )
    trusted_hosts: list[str] = Field(["*"], description="Host headers that are answered, e.g. *.example.cn.")
    trusted_proxies: str = Field(
        "127.0.0.1", description="Addresses whose X-Forwarded-* headers are believed."
    )
    shutdown_seconds: int = Field(20, ge=0, description="How long running requests may finish after a stop.")

    secret: SecretStr = Field(
        SecretStr(""), description="Signs cursors; at least 32 characters, the same on every instance."
    )
    development: bool = Field(
        False, description="Suggest names in validation errors, show exception messages in logs."
    )
    default_tenant: str | None = Field(
        None, description="Slug served at /graphql when neither host nor token names a tenant."
    )

    evidence: EvidenceSettings = EvidenceSettings()
    bounds: Bounds = Bounds()
    head_seconds: float = Field(
        10.0, gt=0, description="A request's line and headers have so long to come; then 408 and the end."
    )
    body_seconds: float = Field(60.0, gt=0, description="So long has its body.")
    head_bytes: int = Field(32_768, ge=1_024, description="Largest line and headers of a request; then 431.")
    body_bytes: int = Field(1_048_576, ge=1_024, description="Largest request body.")
    response_bytes: int = Field(10_000_000, ge=1_024, description="Largest GraphQL response.")
    request_seconds: float = Field(10.0, gt=0, description="An operation is cancelled after this.")
    waiting_requests: int = Field(
        200,
        ge=0,
        description="Operations that may wait for one of the connections; more are refused with 503.",
    )
    waiting_seconds: float = Field(5.0, gt=0, description="How long each may wait before it is refused.")
    answer_cache_bytes: int = Field(
        33_554_432,
        ge=0,
        description="Answers of the public and official schemas that are kept, about; 0 keeps none.",
    )
    document_cache_bytes: int = Field(
        262_144, ge=0, description="Source text whose parsed documents are kept, per schema."
    )

    log_format: Literal["console", "json"] = "json"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: SecretStr | None = Field(None, description="Bearer token /metrics asks for, if set.")

    worker_seconds: float = Field(2.0, gt=0, description="Pause of the worker between two rounds.")
    worker_slots: int = Field(
        4,
        ge=1,
        le=50,
        description="Tenants for which a worker does jobs at once; half as many for slow jobs.",
    )
    worker_port: int | None = Field(
        None, ge=0, le=65_535, description="Port of a worker's own /metrics and /healthz; none unless set."
    )
    lease_seconds: float = Field(
        30.0, gt=0, description="A job whose worker was not heard of for so long is taken by another."
    )
    job_timeout_ms: int = Field(
        60_000, ge=100, description="PostgreSQL ends a statement of a job after this."
    )
    smtp_host: str | None = Field(
        None, description="Mail server; without one, notifications stay in the inbox."
    )
    smtp_port: int = Field(587, ge=1, le=65_535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the connection is encrypted."
    )
    smtp_username: str | None = Field(None, description="Name to sign in to the mail server with, if any.")
    smtp_password: SecretStr | None = Field(None, description="Password to sign in with, if any.")
    smtp_seconds: float = Field(20.0, gt=0, description="The mail server has so long to answer.")
    mail_from: str = Field("wuyi@localhost", description="Address mail comes from.")
    idempotency_days: int = Field(30, ge=1, description="How long an idempotency key is remembered.")

    @model_validator(mode="before")
    @classmethod
    def _development_secret(cls, values: dict[str, object]) -> dict[str, object]:
        """Make a secret for this process when developing, so that nothing has to be configured."""
        if values.get("development") in (True, "1", "true", "True") and not values.get("secret"):
            return values | {"secret": secrets.token_urlsafe(SECRET_LENGTH)}
        return values

    @model_validator(mode="after")
    def _require_secret(self) -> Self:
        if len(self.secret.get_secret_value()) < SECRET_LENGTH:
            raise ValueError(f"WUYI_SECRET must have at least {SECRET_LENGTH} characters")
        return self

    @model_validator(mode="after")
    def _require_database(self) -> Self:
        if not (self.runtime_database_url and self.platform_database_url):
            raise ValueError("RUNTIME_DATABASE_URL and PLATFORM_DATABASE_URL must be set")
        return self

    @property
    def keeps_statements(self) -> bool:
        """Tell whether statements are prepared by name: not where a pooler lies before the database, unless told."""
        if self.prepared_statements is not None:
            return self.prepared_statements
        return self.direct_database_url is None

    @property
    def secure(self) -> bool:
        """Tell whether browsers reach us over https."""
        return self.public_url.startswith("https://")
