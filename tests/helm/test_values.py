"""Each value does something, is described, and is refused when it is wrong."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.helm.chart import CHART, Chart

DEFAULTS: dict[str, Any] = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA: dict[str, Any] = json.loads((CHART / "values.schema.json").read_text())
Path = tuple[str, ...]

EVERYTHING_ON: dict[str, Any] = {
    "ingress": {"enabled": True, "hosts": ["units.example"]},
    "serviceMonitor": {"enabled": True},
    "api": {"autoscaling": {"enabled": True}},
}
"""Under these values the optional objects exist; three leaves need others, see SPECIAL."""

OTHER_TEXT: dict[Path, Any] = {
    ("evidence", "url"): "s3://evidence/wuyi",
    ("evidence", "s3", "endpoint"): "http://minio:9000",
    ("mail", "from"): "other@example.cn",
    ("mail", "security"): "tls",
    ("config", "logLevel"): "ERROR",
    ("config", "preparedStatements"): True,
    ("config", "publicUrl"): "https://units.example",
    ("image", "digest"): "sha256:" + "0" * 64,
    ("image", "pullPolicy"): "Always",
    ("service", "type"): "NodePort",
    ("serviceMonitor", "interval"): "45s",
    ("serviceMonitor", "scrapeTimeout"): "5s",
    ("topologySpread", "whenUnsatisfiable"): "DoNotSchedule",
}
OTHER_LIST: dict[str, list[Any]] = {
    "imagePullSecrets": [{"name": "registry"}],
    "trustedHosts": ["units.example"],
    "tolerations": [{"key": "dedicated", "operator": "Exists"}],
    "hosts": ["other.example"],
    "tls": [{"secretName": "tls", "hosts": ["units.example"]}],
    "ingressFrom": [{"podSelector": {"matchLabels": {"app": "nginx"}}}],
    "to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}],
    "extraEgress": [{"ports": [{"port": 4317}]}],
}
SPECIAL: dict[Path, dict[str, Any]] = {
    ("api", "replicas"): {},
    **{
        ("evidence", "s3", name): {"evidence": {"url": "s3://evidence", "s3": {"accessKeyId": "wuyi"}}}
        for name in ("endpoint", "region", "accessKeyId", "secretKey")
    },
    **{
        ("mail", name): {"mail": {"host": "mail.example", "username": "wuyi"}}
        for name in ("host", "port", "security", "from", "username", "passwordKey")
    },
    ("ingress", "enabled"): {"ingress": {"hosts": ["units.example"]}},
}
"""What must hold for the leaf to show, where that is not EVERYTHING_ON."""


def leaves(values: dict[str, Any], path: Path = ()) -> Iterator[Path]:
    """Yield the path of each value that can be set."""
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key)


def at(values: dict[str, Any], path: Path) -> Any:
    """Read a value; null where there is none."""
    for key in path:
        values = values.get(key, {})
    return values


def put(values: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """Copy the values with one of them replaced."""
    changed = copy.deepcopy(values)
    inner = changed
    for key in path[:-1]:
        inner = inner.setdefault(key, {})
    inner[path[-1]] = value
    return changed


def another(path: Path) -> Any:
    """Choose a valid value that differs from the default."""
    default = at(DEFAULTS, path)
    match default:
        case bool():
            return not default
        case int():
            return default + 1
        case dict():
            return {"WUYI_CHANGED" if path[-1] == "extra" else "changed": "yes"}
        case list():
            return OTHER_LIST[path[-1]]
        case _ if path in OTHER_TEXT:
            return OTHER_TEXT[path]
        case _ if path[-1] in {"cpu", "memory"}:
            return "7m" if path[-1] == "cpu" else "7Gi"
        case _:
            return "changed"


@pytest.mark.parametrize("path", list(leaves(DEFAULTS)), ids=".".join)
def test_every_value_changes_what_is_rendered(chart: Chart, path: Path) -> None:
    base = SPECIAL.get(path, EVERYTHING_ON)
    before = at(base, path) if isinstance(at(base, path), bool) else None
    changed = put(base, path, another(path) if before is None else not before)
    assert chart.template(base) != chart.template(changed)


def objects(schema: dict[str, Any], where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema in a schema, with the place it stands at."""
    yield where, schema
    for group in ("properties", "definitions"):
        for name, inner in schema.get(group, {}).items():
            yield from objects(inner, f"{where}.{name}")
    if isinstance(schema.get("items"), dict):
        yield from objects(schema["items"], f"{where}[]")


def test_every_value_is_described_and_nothing_else_is_allowed() -> None:
    for where, schema in objects(SCHEMA, "values"):
        if not where.endswith("[]") or schema.get("type") == "object":
            assert schema.get("description", "").endswith("."), where
        if schema.get("type") == "object":
            free = schema["additionalProperties"] == {"type": "string"}
            assert schema["additionalProperties"] is False or free, where


def test_every_value_of_the_schema_has_a_default() -> None:
    def named(schema: dict[str, Any]) -> set[Path]:
        found: set[Path] = set()
        for name, inner in schema.get("properties", {}).items():
            reference = inner.get("allOf", [{}])[0].get("$ref", "").rpartition("/")[2]
            target = SCHEMA["definitions"].get(reference, inner)
            below = named(target) if target.get("type") == "object" else set()
            found |= {(name, *rest) for rest in below} or {(name,)}
        return found

    optional = {("limits", "cpu")}  # a container without a limit may use what is idle
    assert {path for path in named(SCHEMA) if path[-2:] not in optional} == set(leaves(DEFAULTS))


REFUSALS = [
    (("image", "pullPolicy"), "Sometimes", "Never"),
    (("image", "repository"), "", "registry.internal/wuyi"),
    (("image", "tag"), "not a tag", "1.2.3"),
    (("image", "digest"), "sha256:abc", "sha256:" + "f" * 64),
    (("secret", "existingSecret"), "", "units"),
    (("secret", "url"), "postgresql://owner:secret@host/db", None),
    (("secret", "keys", "runtime"), "a key", "runtime-url"),
    (("secret", "keys", "signing"), "", "signing"),
    (("config", "publicUrl"), "units.example", "https://units.example"),
    (("config", "trustedHosts"), [], ["*"]),
    (("config", "defaultTenant"), "Qijiang", "qijiang"),
    (("config", "logLevel"), "info", "INFO"),
    (("config", "poolSize"), 0, 1),
    (("config", "extra"), {"WUYI_SECRET": "in the open"}, {"WUYI_BOUNDS__DEPTH": "9"}),
    (("config", "extra"), {"DATABASE_URL": "postgresql://"}, {"WUYI_DEVELOPMENT": "false"}),
    (("api", "replicas"), -1, 0),
    (("api", "replicas"), "2", 2),
    (("api", "replica"), 2, None),
    (("api", "autoscaling", "cpuPercent"), 101, 100),
    (("api", "resources", "requests", "memory"), "lots", "1Gi"),
    (("api", "resources", "requests", "cpu"), "0.5 cores", "500m"),
    (("api", "tolerations"), [{"key": "a", "operator": "Like"}], [{"key": "a", "operator": "Exists"}]),
    (("worker", "podAnnotations"), {"a": 1}, {"a": "1"}),
    (("migration", "activeDeadlineSeconds"), 5, 30),
    (("service", "type"), "ExternalName", "ClusterIP"),
    (("service", "port"), 70000, 8080),
    (("ingress", "enabled"), True, False),
    (("ingress", "hosts"), ["http://units.example/"], ["units.example"]),
    (("ingress", "tls"), [{"hosts": ["a.example"]}], [{"secretName": "t", "hosts": ["a.example"]}]),
    (("networkPolicy", "database", "to"), [{}], [{"ipBlock": {"cidr": "10.0.0.0/8"}}]),
    (("networkPolicy", "ingressFrom"), [{"namespace": "x"}], [{"namespaceSelector": {}}]),
    (("serviceMonitor", "interval"), "often", "15s"),
    (("podSecurity", "runAsUser"), 0, 1),
    (("topologySpread", "whenUnsatisfiable"), "Never", "DoNotSchedule"),
    (("password",), "secret", None),
]


@pytest.mark.parametrize(
    ("path", "wrong", "right"), REFUSALS, ids=[f"{'.'.join(p)}={json.dumps(w)}" for p, w, _ in REFUSALS]
)
def test_wrong_values_are_refused_and_right_ones_accepted(
    chart: Chart, path: Path, wrong: Any, right: Any
) -> None:
    """`right` null means that the value does not exist at all: leaving it out is what is accepted."""
    refusal = chart.refusal(put({}, path, wrong))
    assert "values don't meet the specifications of the schema" in refusal
    assert any(
        name in refusal for name in (path[-1], *path[:-1][-1:], *(wrong if isinstance(wrong, dict) else ()))
    )
    chart.template({} if right is None else put({}, path, right))


def test_fewest_pods_may_not_exceed_the_most(chart: Chart) -> None:
    scaling = {"enabled": True, "minReplicas": 5, "maxReplicas": 4}
    assert "maxReplicas" in chart.refusal({"api": {"autoscaling": scaling}})
    chart.template({"api": {"autoscaling": scaling | {"maxReplicas": 5}}})
