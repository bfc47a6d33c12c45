"""The chart speaks of settings the platform knows, and means by each what the platform means."""

from typing import Any

import pytest
from pydantic import ValidationError

from api.settings import Settings
from tests.helm.chart import Chart, Manifest

SECRETS = {
    "DATABASE_URL": "postgresql+asyncpg://owner@database/wuyi",
    "RUNTIME_DATABASE_URL": "postgresql+asyncpg://wuyi_runtime@database/wuyi",
    "PLATFORM_DATABASE_URL": "postgresql+asyncpg://wuyi_platform@database/wuyi",
    "DIRECT_DATABASE_URL": "postgresql+asyncpg://wuyi_runtime@primary/wuyi",
    "WUYI_SECRET": "s" * 64,
    "WUYI_METRICS_TOKEN": "m" * 64,
    "WUYI_SMTP_PASSWORD": "p" * 20,
    "WUYI_EVIDENCE__S3_SECRET_ACCESS_KEY": "e" * 40,
}
"""What stands in the secret under the chart's default keys."""


def environment(manifests: list[Manifest], component: str) -> dict[str, str]:
    """Gather what a component's container finds in its environment."""
    config = next(found for found in manifests if found["kind"] == "ConfigMap")["data"]
    deployment = next(
        found
        for found in manifests
        if found["kind"] == "Deployment"
        and found["metadata"]["labels"]["app.kubernetes.io/component"] == component
    )
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    assert len(container["envFrom"]) == 1
    secrets = {
        variable["name"]: SECRETS[variable["valueFrom"]["secretKeyRef"]["key"]]
        for variable in container["env"]
    }
    return config | secrets


def settings(
    chart: Chart, monkeypatch: pytest.MonkeyPatch, values: dict[str, Any], component: str
) -> Settings:
    """Read the settings as that component would."""
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment(chart.render(values), component).items():
        monkeypatch.setenv(name, value)
    return Settings()


@pytest.mark.parametrize("component", ["api", "worker"])
def test_a_component_starts_from_what_it_is_given(
    chart: Chart, monkeypatch: pytest.MonkeyPatch, component: str
) -> None:
    """In particular without the owner's DATABASE_URL."""
    read = settings(chart, monkeypatch, {}, component)
    assert read.runtime_database_url == SECRETS["RUNTIME_DATABASE_URL"]
    assert read.platform_database_url == SECRETS["PLATFORM_DATABASE_URL"]
    assert read.secret.get_secret_value() == SECRETS["WUYI_SECRET"]
    assert read.metrics_token is not None
    assert read.metrics_token.get_secret_value() == SECRETS["WUYI_METRICS_TOKEN"]
    assert (read.host, read.port) == ("0.0.0.0", 8000)  # noqa: S104 - inside a pod


@pytest.mark.parametrize("missing", ["RUNTIME_DATABASE_URL", "PLATFORM_DATABASE_URL"])
def test_a_role_without_a_url_and_no_owner_is_refused(
    chart: Chart, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    settings(chart, monkeypatch, {}, "api")
    monkeypatch.delenv(missing)
    with pytest.raises(ValidationError, match="DATABASE_URL must be set"):
        Settings()


@pytest.mark.parametrize(
    ("value", "given", "name"),
    [
        ("publicUrl", "https://units.example", "public_url"),
        ("trustedHosts", ["units.example", "*.units.example"], "trusted_hosts"),
        ("trustedProxies", "10.0.0.0/8", "trusted_proxies"),
        ("defaultTenant", "qijiang", "default_tenant"),
        ("logLevel", "ERROR", "log_level"),
        ("poolSize", 7, "pool_size"),
        ("preparedStatements", True, "prepared_statements"),
        ("preparedStatements", False, "prepared_statements"),
        ("statementTimeoutMs", 7_000_000 // 100, "statement_timeout_ms"),
        ("requestSeconds", 7, "request_seconds"),
        ("shutdownSeconds", 7, "shutdown_seconds"),
        ("workerSeconds", 7, "worker_seconds"),
        ("idempotencyDays", 7, "idempotency_days"),
    ],
)
def test_each_value_becomes_its_setting(
    chart: Chart, monkeypatch: pytest.MonkeyPatch, value: str, given: Any, name: str
) -> None:
    assert getattr(settings(chart, monkeypatch, {"config": {value: given}}, "api"), name) == given


def test_past_a_pooler_changes_are_told_of_and_nothing_is_prepared_by_name(
    chart: Chart, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = settings(chart, monkeypatch, {}, "api")
    assert (plain.direct_database_url, plain.keeps_statements) == (None, True)
    pooled: dict[str, Any] = {"secret": {"keys": {"direct": "DIRECT_DATABASE_URL"}}}
    for component in ("api", "worker"):
        read = settings(chart, monkeypatch, pooled, component)
        assert read.direct_database_url == SECRETS["DIRECT_DATABASE_URL"]
        assert read.keeps_statements is False
    recent = settings(chart, monkeypatch, pooled | {"config": {"preparedStatements": True}}, "api")
    assert recent.keeps_statements is True


def test_further_settings_reach_their_place(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(chart, monkeypatch, {"config": {"extra": {"WUYI_BOUNDS__DEPTH": "9"}}}, "api")
    assert read.bounds.depth == 9


def test_a_mail_server_is_what_the_worker_reads(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {
        "host": "mail.example",
        "port": 465,
        "security": "tls",
        "from": "wuyi@example.cn",
        "username": "wuyi",
    }
    read = settings(chart, monkeypatch, {"mail": given}, "worker")
    assert (read.smtp_host, read.smtp_port, read.smtp_security) == ("mail.example", 465, "tls")
    assert (read.mail_from, read.smtp_username) == ("wuyi@example.cn", "wuyi")
    assert read.smtp_password is not None
    assert read.smtp_password.get_secret_value() == SECRETS["WUYI_SMTP_PASSWORD"]


def test_without_a_mail_server_there_is_no_password(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    read = settings(chart, monkeypatch, {}, "worker")
    assert (read.smtp_host, read.smtp_password) == (None, None)


def test_a_bucket_is_what_the_platform_reads(chart: Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket = {"endpoint": "http://minio:9000", "region": "cn", "accessKeyId": "wuyi"}
    read = settings(chart, monkeypatch, {"evidence": {"url": "s3://evidence/wuyi", "s3": bucket}}, "worker")
    assert read.evidence.url == "s3://evidence/wuyi"
    assert (read.evidence.s3_endpoint, read.evidence.s3_region) == ("http://minio:9000", "cn")
    assert read.evidence.s3_access_key_id == "wuyi"
    assert read.evidence.s3_secret_access_key is not None
    assert read.evidence.s3_secret_access_key.get_secret_value() == "e" * 40


@pytest.mark.parametrize("component", ["api", "worker"])
def test_a_claim_is_mounted_where_the_image_keeps_evidence(chart: Chart, component: str) -> None:
    manifests = chart.render({"evidence": {"existingClaim": "files"}})
    (pod,) = [
        one["spec"]["template"]["spec"]
        for one in manifests
        if one["kind"] == "Deployment" and one["metadata"]["name"].endswith(component)
    ]
    assert {"name": "evidence", "persistentVolumeClaim": {"claimName": "files"}} in pod["volumes"]
    mount = {"name": "evidence", "mountPath": "/var/lib/wuyi/evidence"}
    assert mount in pod["containers"][0]["volumeMounts"]


def test_every_variable_is_a_setting(chart: Chart) -> None:
    """A misspelt variable would be ignored without a word."""
    prefix = str(Settings.model_config["env_prefix"])
    known = {
        str(field.validation_alias or f"{prefix}{name}").upper()
        for name, field in Settings.model_fields.items()
    }
    assert environment(chart.render({"config": {"defaultTenant": "qijiang"}}), "api").keys() <= known


@pytest.mark.parametrize(
    "name",
    [
        "trusted_hosts",
        "trusted_proxies",
        "log_format",
        "log_level",
        "pool_size",
        "statement_timeout_ms",
        "request_seconds",
        "shutdown_seconds",
        "worker_seconds",
        "idempotency_days",
    ],
)
def test_defaults_are_the_platform_s_own(chart: Chart, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert getattr(settings(chart, monkeypatch, {}, "api"), name) == Settings.model_fields[name].default
