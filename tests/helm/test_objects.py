"""Every object the chart renders is one that Kubernetes accepts and that keeps to the rules of the house."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helm.chart import Chart, Manifest

VALUES = sorted((Path(__file__).parent / "values").glob("*.yaml"), key=lambda file: file.stem)
OLDEST, NEWEST = "1.30", "1.37"
PROMETHEUS = "monitoring.coreos.com/v1"


@pytest.fixture(params=VALUES, ids=lambda file: file.stem)
def values(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Give one committed set of values after the other."""
    loaded: dict[str, Any] = yaml.safe_load(request.param.read_text())
    return loaded


def pods(manifests: list[Manifest]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each pod the objects make, with its component."""
    for manifest in manifests:
        template = manifest if manifest["kind"] == "Pod" else manifest.get("spec", {}).get("template")
        if template:
            yield template["metadata"]["labels"]["app.kubernetes.io/component"], template["spec"]


def of_kind(manifests: list[Manifest], kind: str) -> list[Manifest]:
    """List the objects of one kind."""
    return [manifest for manifest in manifests if manifest["kind"] == kind]


def test_chart_passes_helm_lint(chart: Chart, values: dict[str, Any]) -> None:
    code, text = chart.run("lint", "--strict", values=values)
    assert code == 0, text


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_objects_are_valid(chart: Chart, values: dict[str, Any], version: str, tmp_path: Path) -> None:
    """Kubernetes' own schemas, strict: an unknown field is an error. The operator's kind is checked below."""
    builtin = [found for found in chart.render(values) if found["apiVersion"] != PROMETHEUS]
    file = tmp_path / "objects.yaml"
    file.write_text(yaml.safe_dump_all(builtin))
    program = [
        sys.executable,
        "-m",
        "kubernetes_validate",
        "--strict",
        "--kubernetes-version",
        version,
        str(file),
    ]
    checked = subprocess.run(program, capture_output=True, text=True, check=False)  # noqa: S603 - own interpreter
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("INFO") == len(builtin) > 0


def test_validation_can_fail(chart: Chart, tmp_path: Path) -> None:
    broken = of_kind(chart.render(), "Deployment")[0]
    broken["spec"]["template"]["spec"]["runAsRoot"] = False
    file = tmp_path / "objects.yaml"
    file.write_text(yaml.safe_dump(broken))
    program = [sys.executable, "-m", "kubernetes_validate", "--strict", "-k", NEWEST, str(file)]
    checked = subprocess.run(program, capture_output=True, text=True, check=False)  # noqa: S603 - own interpreter
    assert checked.returncode != 0
    assert "runAsRoot" in checked.stdout + checked.stderr


def test_names_and_kinds_are_unique(chart: Chart, values: dict[str, Any]) -> None:
    named = [(found["kind"], found["metadata"]["name"]) for found in chart.render(values)]
    assert len(named) == len(set(named))
    assert all(len(name) <= 63 for _, name in named)


def test_long_names_are_cut_to_what_kubernetes_allows(chart: Chart) -> None:
    for found in chart.render({"fullnameOverride": "a" * 53}):
        assert len(found["metadata"]["name"]) <= 63


def test_pods_have_no_privileges(chart: Chart, values: dict[str, Any]) -> None:
    found = list(pods(chart.render(values)))
    assert {component for component, _ in found} == {"api", "worker", "migration", "test"}
    for _, pod in found:
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
        for container in pod["containers"]:
            context = container["securityContext"]
            assert context["readOnlyRootFilesystem"] is True
            assert context["allowPrivilegeEscalation"] is False
            assert context["capabilities"] == {"drop": ["ALL"]}
            assert container["resources"]["limits"]["memory"]


def test_only_the_migration_gets_the_owner(chart: Chart, values: dict[str, Any]) -> None:
    """What serves tenants cannot become the role that owns the tables."""
    secret = values.get("secret", {}).get("existingSecret", "wuyi")
    serving = {"RUNTIME_DATABASE_URL", "PLATFORM_DATABASE_URL", "WUYI_SECRET", "WUYI_METRICS_TOKEN"}
    expected = {
        "api": serving,
        "worker": serving,
        "migration": {"DATABASE_URL"},
        "test": set(),
    }
    for component, pod in pods(chart.render(values)):
        references = {
            variable["name"]: variable["valueFrom"]["secretKeyRef"]
            for variable in pod["containers"][0].get("env", [])
        }
        assert references.keys() == expected[component]
        assert all(reference["name"] == secret for reference in references.values())


def test_chart_holds_no_secret(chart: Chart, values: dict[str, Any]) -> None:
    assert of_kind(chart.render(values), "Secret") == []


def test_migration_needs_nothing_of_the_release(chart: Chart, values: dict[str, Any]) -> None:
    """A pre-install hook runs before the account and the config map exist."""
    job = of_kind(chart.render(values), "Job")[0]
    assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
    pod = job["spec"]["template"]["spec"]
    assert "serviceAccountName" not in pod
    assert "envFrom" not in pod["containers"][0]
    assert pod["containers"][0]["args"] == ["db", "upgrade"]


def test_selectors_find_their_pods(chart: Chart, values: dict[str, Any]) -> None:
    """Service, budget, policies, monitor and spread select by labels that the pods (or the service) bear."""
    manifests = chart.render(values)
    labels = [
        found["metadata"]["labels"]
        if found["kind"] == "Pod"
        else found["spec"]["template"]["metadata"]["labels"]
        for found in manifests
        if found["kind"] in {"Deployment", "Job", "Pod"}
    ]
    service = of_kind(manifests, "Service")[0]
    selectors = [service["spec"]["selector"]]
    for kind in ("Deployment", "PodDisruptionBudget"):
        selectors += [found["spec"]["selector"]["matchLabels"] for found in of_kind(manifests, kind)]
    selectors += [
        found["spec"]["podSelector"]["matchLabels"] for found in of_kind(manifests, "NetworkPolicy")
    ]
    for _, pod in pods(manifests):
        selectors += [
            spread["labelSelector"]["matchLabels"] for spread in pod.get("topologySpreadConstraints", [])
        ]
    for selector in selectors:
        assert sum(selector.items() <= borne.items() for borne in labels) == 1, selector
    for monitor in of_kind(manifests, "ServiceMonitor"):
        assert monitor["spec"]["selector"]["matchLabels"].items() <= service["metadata"]["labels"].items()
        assert monitor["spec"]["endpoints"][0]["port"] == service["spec"]["ports"][0]["name"]


def test_api_is_probed_where_it_answers(chart: Chart) -> None:
    api = dict(pods(chart.render()))["api"]["containers"][0]
    assert api["livenessProbe"]["httpGet"]["path"] == api["startupProbe"]["httpGet"]["path"] == "/healthz"
    assert api["readinessProbe"]["httpGet"]["path"] == "/readyz"
    settings = of_kind(chart.render(), "ConfigMap")[0]["data"]
    assert settings["WUYI_PORT"] == str(api["ports"][0]["containerPort"])


def test_service_leads_to_the_api(chart: Chart, values: dict[str, Any]) -> None:
    manifests = chart.render(values)
    service = of_kind(manifests, "Service")[0]["spec"]
    api = next(
        found for found in of_kind(manifests, "Deployment") if found["metadata"]["name"].endswith("-api")
    )
    template = api["spec"]["template"]
    assert service["selector"].items() <= template["metadata"]["labels"].items()
    named = {port["name"] for port in template["spec"]["containers"][0]["ports"]}
    assert {port["targetPort"] for port in service["ports"]} <= named


def test_probes_are_answered_when_hosts_are_restricted(chart: Chart) -> None:
    """Kubernetes would ask by the pod's address, which no list of trusted hosts can name."""
    config = {"publicUrl": "https://units.example", "trustedHosts": ["units.example"]}
    components = dict(pods(chart.render({"config": config})))
    api = components["api"]["containers"][0]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert api[probe]["httpGet"]["httpHeaders"] == [{"name": "Host", "value": "units.example"}]
    assert components["test"]["containers"][0]["command"][-1] == "units.example"


def test_restricted_ingress_still_lets_helm_test_in(chart: Chart) -> None:
    peers = [{"podSelector": {"matchLabels": {"app": "nginx"}}}]
    policies = of_kind(chart.render({"networkPolicy": {"ingressFrom": peers}}), "NetworkPolicy")
    api = next(found for found in policies if found["metadata"]["name"].endswith("-api"))
    allowed = api["spec"]["ingress"][0]["from"]
    assert allowed[0] == peers[0]
    assert allowed[1]["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "test"
    assert all(not found["spec"].get("ingress") for found in policies if found is not api)


def test_autoscaling_takes_the_number_of_pods_over(chart: Chart) -> None:
    fixed, scaled = chart.render(), chart.render({"api": {"autoscaling": {"enabled": True}}})
    assert of_kind(fixed, "Deployment")[0]["spec"]["replicas"] == 2
    assert of_kind(fixed, "HorizontalPodAutoscaler") == []
    assert "replicas" not in of_kind(scaled, "Deployment")[0]["spec"]
    assert len(of_kind(scaled, "HorizontalPodAutoscaler")) == 1


def test_a_change_of_settings_restarts_the_pods(chart: Chart) -> None:
    def checksum(values: dict[str, Any]) -> str:
        api = of_kind(chart.render(values), "Deployment")[0]
        digest: str = api["spec"]["template"]["metadata"]["annotations"]["checksum/config"]
        return digest

    assert checksum({}) == checksum({"worker": {"replicas": 2}})
    assert checksum({}) != checksum({"config": {"logLevel": "DEBUG"}})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, "http://rel-wuyi.units:80"),
        ({"ingress": {"enabled": True, "hosts": ["units.example"]}}, "http://units.example"),
        (
            {
                "ingress": {
                    "enabled": True,
                    "hosts": ["units.example"],
                    "tls": [{"secretName": "tls", "hosts": ["units.example"]}],
                }
            },
            "https://units.example",
        ),
        ({"config": {"publicUrl": "https://wufei.example"}}, "https://wufei.example"),
    ],
)
def test_public_url_follows_the_way_in(chart: Chart, values: dict[str, Any], expected: str) -> None:
    assert of_kind(chart.render(values), "ConfigMap")[0]["data"]["WUYI_PUBLIC_URL"] == expected


def test_pods_have_time_to_finish_their_requests(chart: Chart) -> None:
    for _, pod in pods(of_kind(chart.render({"config": {"shutdownSeconds": 60}}), "Deployment")):
        assert pod["terminationGracePeriodSeconds"] >= 65


def test_kubernetes_adds_no_variables(chart: Chart, values: dict[str, Any]) -> None:
    """A service called `wuyi` would otherwise give every pod WUYI_PORT=tcp://…, our setting's name."""
    assert all(pod["enableServiceLinks"] is False for _, pod in pods(chart.render(values)))
