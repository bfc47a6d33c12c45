"""Image and compose file, as far as they can be judged without an engine."""

import fnmatch
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from api.cli.configuration import URL_VARIABLES
from api.object_store import EvidenceSettings
from api.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_dockerfile_passes_hadolint() -> None:
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert program is not None
    done = subprocess.run(  # noqa: S603 - a linter we installed
        [program, "--no-color", str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_compose_file_keeps_to_its_specification() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run(  # noqa: S603 - own interpreter
        [*check, str(ROOT / "compose.yaml")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_image_copies_what_exists_and_what_the_ignore_file_lets_in() -> None:
    let_in = [
        line[1:].rstrip("/")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    copied = [
        source.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert copied
    assert [source for source in copied if not (ROOT / source).exists()] == []
    assert [source for source in copied if not any(fnmatch.fnmatch(source, known) for known in let_in)] == []
    assert sorted(let_in) == sorted(copied)


def test_image_runs_as_a_numbered_user_and_installs_by_hash() -> None:
    assert re.search(r"^USER [1-9][0-9]*:[1-9][0-9]*$", DOCKERFILE, re.MULTILINE)
    from_outside = re.findall(r"pip[^\n&]* install (?!--no-deps)[^&]*-r", DOCKERFILE)
    assert len(from_outside) == 2
    assert all("--require-hashes" in line for line in from_outside)


def test_compose_gives_the_owner_to_the_migration_only() -> None:
    services = COMPOSE["services"]
    for name in ("api", "worker"):
        assert "DATABASE_URL" not in services[name]["environment"]
        assert {"RUNTIME_DATABASE_URL", "PLATFORM_DATABASE_URL"} <= services[name]["environment"].keys()
    assert services["migrate"]["environment"].keys() == {"DATABASE_URL"}


def test_compose_speaks_of_settings_the_platform_knows() -> None:
    prefix = str(Settings.model_config["env_prefix"])
    fields = Settings.model_fields.items()
    known = {str(field.validation_alias or f"{prefix}{name}").upper() for name, field in fields}
    known |= set(URL_VARIABLES)
    known |= {f"{prefix}EVIDENCE__{name}".upper() for name in EvidenceSettings.model_fields}
    image = set(re.findall(r"\b(WUYI_\w+)=", DOCKERFILE))
    used = {
        name
        for service in ("api", "worker", "migrate")
        for name in COMPOSE["services"][service]["environment"]
    }
    assert image | used <= known


def test_compose_holds_no_password() -> None:
    """Every one comes from the environment, and a missing one is an error."""
    written = (ROOT / "compose.yaml").read_text()
    for name in ("POSTGRES_PASSWORD", "RUNTIME_PASSWORD", "PLATFORM_PASSWORD", "WUYI_SECRET"):
        assert re.findall(rf"\$\{{{name}(?!:\?)", written) == []
        assert f"${{{name}:?" in written


def test_ci_script_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
