"""Settings: from the environment, checked once; every one of them is read somewhere."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from api.bounds import Bounds
from api.settings import SECRET_LENGTH, Settings

SECRET = "s" * SECRET_LENGTH


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for role in ("runtime", "platform"):
        monkeypatch.setenv(f"{role.upper()}_DATABASE_URL", f"postgresql+asyncpg://wuyi_{role}@db/wuyi")
    monkeypatch.setenv("WUYI_SECRET", SECRET)


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DIRECT_DATABASE_URL": "postgresql+asyncpg://wuyi_runtime@primary/wuyi",
        "WUYI_BOUNDS__DEPTH": "9",
        "WUYI_PUBLIC_URL": "https://wuyi.example.cn",
        "WUYI_TRUSTED_HOSTS": '["*.example.cn"]',
        "WUYI_UNKNOWN": "ignored",
    }.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.runtime_database_url == "postgresql+asyncpg://wuyi_runtime@db/wuyi"
    assert settings.platform_database_url == "postgresql+asyncpg://wuyi_platform@db/wuyi"
    assert settings.direct_database_url == "postgresql+asyncpg://wuyi_runtime@primary/wuyi"
    assert settings.bounds == Bounds(depth=9)
    assert settings.trusted_hosts == ["*.example.cn"]
    assert settings.secure


def test_the_defaults_are_the_anchors() -> None:
    settings = Settings()
    assert settings.bounds.model_dump() == {
        "document_bytes": 15_000,
        "tokens": 2_000,
        "depth": 12,
        "aliases": 30,
        "root_fields": 20,
        "mutations": 4,
        "breadth": 200,
        "directives_per_node": 5,
        "directives": 50,
        "cost": 20_000,
    }
    assert (settings.body_bytes, settings.response_bytes, settings.request_seconds) == (2**20, 10**7, 10)


@pytest.mark.parametrize("secret", ["", "short", "s" * (SECRET_LENGTH - 1)])
def test_a_weak_secret_is_refused_except_when_developing(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    monkeypatch.setenv("WUYI_SECRET", secret)
    with pytest.raises(ValidationError, match="WUYI_SECRET"):
        Settings()
    if not secret:
        monkeypatch.setenv("WUYI_DEVELOPMENT", "true")
        assert Settings().secret.get_secret_value() != Settings().secret.get_secret_value()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RUNTIME_DATABASE_URL", None),
        ("PLATFORM_DATABASE_URL", None),
        ("WUYI_PORT", "70000"),
        ("WUYI_BOUNDS__DEPTH", "0"),
        ("WUYI_BOUNDS__DEEPTH", "3"),
        ("WUYI_LOG_LEVEL", "LOUD"),
    ],
)
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WUYI_METRICS_TOKEN", "m" * 20)
    assert SECRET not in repr(Settings())
    assert "m" * 20 not in repr(Settings())


def test_every_setting_is_read() -> None:
    folder = Path(__file__).parents[2] / "api"
    code = "\n".join(path.read_text() for path in folder.rglob("*.py"))
    read = set(re.findall(r"(?:settings|self)\.(\w+)", code))
    assert set(Settings.model_fields) - read == set()
    bounds = set(re.findall(r"bounds\.(\w+)", code))
    assert set(Bounds.model_fields) - bounds == set()
