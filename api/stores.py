"""Connects to where evidence is kept; loaded with the first file that is brought or asked for."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from obstore.store import LocalStore, MemoryStore, ObjectStore, S3Store

from api.object_store import EvidenceSettings

if TYPE_CHECKING:
    from obstore.store import S3Config  # known to type checkers only


def connect(settings: EvidenceSettings) -> ObjectStore:
    """Connect to the store the settings name."""
    scheme, _, rest = settings.url.partition(":")
    place = rest.removeprefix("//")
    if scheme == "file":
        return LocalStore(Path(place).absolute(), mkdir=True)
    return MemoryStore() if scheme == "memory" else _s3(settings, place)


def _s3(settings: EvidenceSettings, place: str) -> S3Store:
    bucket, _, prefix = place.partition("/")
    config: S3Config = {
        "bucket": bucket,
        "region": settings.s3_region,
        "virtual_hosted_style_request": settings.s3_endpoint is None,
    }
    if settings.s3_endpoint is not None:
        config["endpoint"] = settings.s3_endpoint
    if settings.s3_access_key_id is not None and settings.s3_secret_access_key is not None:
        config["access_key_id"] = settings.s3_access_key_id
        config["secret_access_key"] = settings.s3_secret_access_key.get_secret_value()
    insecure = bool(settings.s3_endpoint and settings.s3_endpoint.startswith("http:"))
    return S3Store(
        prefix=prefix or None,
        config=config,
        client_options={"connect_timeout": "3s", "timeout": "20s", "allow_http": insecure},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=10)},
    )
