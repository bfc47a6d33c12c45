"""The object store behind its one door: a folder, and a store that speaks S3."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pydantic import ValidationError

from api.object_store import EvidenceSettings
from schema.evidence.ports import EvidenceStore
from schema.frame.errors import DomainError

TENANT, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
HASH = "ab" * 32
KEY = {"s3_access_key_id": "wuyi", "s3_secret_access_key": "a secret of the tests"}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """Run a server that speaks S3, with a bucket in it."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    client = boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id=KEY["s3_access_key_id"],
        aws_secret_access_key=KEY["s3_secret_access_key"],
    )
    client.create_bucket(Bucket="wuyi-evidence")
    client.close()
    yield address
    server.stop()


@pytest.fixture(params=["folder", "s3", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    if request.param == "s3":
        address = request.getfixturevalue("s3")
        settings = EvidenceSettings(url="s3://wuyi-evidence/prefix", s3_endpoint=address, **KEY)
    else:
        url = "memory:" if request.param == "memory" else f"file:{tmp_path}/deep/evidence"
        settings = EvidenceSettings(url=url)
    return settings.store()


async def test_content_comes_back_and_goes(store: EvidenceStore) -> None:
    content = bytes(range(256)) * 8_000
    assert await store.stored_at(TENANT, HASH) is None
    await store.put(TENANT, HASH, content)
    await store.put(TENANT, HASH, content)
    assert b"".join([piece async for piece in await store.read(TENANT, HASH)]) == content
    (found,) = await store.list(TENANT)
    assert found.sha256 == HASH
    assert found.stored_at == await store.stored_at(TENANT, HASH)
    assert await store.list(OTHER) == []
    await store.delete(TENANT, HASH)
    assert await store.list(TENANT) == []


async def test_what_is_not_there_is_no_outage(store: EvidenceStore) -> None:
    """On each kind of store: deleted twice it is gone, read it is unknown; what lies beside it stays."""
    await store.put(TENANT, "cd" * 32, b"beside")
    with pytest.raises(DomainError, match="NOT_FOUND"):
        await store.read(TENANT, HASH)
    await store.put(TENANT, HASH, b"content")
    for _ in range(2):
        await store.delete(TENANT, HASH)
        assert [each.sha256 for each in await store.list(TENANT)] == ["cd" * 32]
    with pytest.raises(DomainError, match="NOT_FOUND"):
        await store.read(TENANT, HASH)


async def test_a_store_nobody_answers_at_is_unavailable() -> None:
    settings = EvidenceSettings(url="s3://wuyi-evidence", s3_endpoint="http://127.0.0.1:1", **KEY)
    with pytest.raises(DomainError, match="STORE_UNAVAILABLE"):
        await settings.store().put(TENANT, HASH, b"content")


async def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DomainError, match="STORE_UNAVAILABLE"):
        await EvidenceSettings(url=f"file:{tmp_path}/file/evidence").store().put(TENANT, HASH, b"content")


def test_nothing_is_made_before_it_is_needed(tmp_path: Path) -> None:
    EvidenceSettings(url=f"file:{tmp_path}/evidence").store()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given",
    [
        {"url": "/var/lib/wuyi"},
        {"url": "ftp://host/files"},
        {"url": "s3://UPPER"},
        {"url": "s3://wuyi", "s3_endpoint": "minio:9000"},
        {"url": "s3://wuyi", "s3_access_key_id": "wuyi"},
        {"url": "s3://wuyi", "bucket": "wuyi"},
        {"file_bytes": 0},
    ],
    ids=str,
)
def test_settings_that_cannot_work_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EvidenceSettings.model_validate(given)


def test_secrets_do_not_show() -> None:
    assert KEY["s3_secret_access_key"] not in repr(EvidenceSettings(url="s3://wuyi", **KEY))
