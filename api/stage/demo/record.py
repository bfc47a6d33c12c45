"""`demo.json`: where the demo is and who may sign in, for tools; the only place the API keys are kept."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.stage.demo.credentials import OPERATOR, OPERATOR_PASSWORD
from api.stage.demo.model import DemoDistrict, DemoOfficial
from api.stage.demo.seeding import demo_districts

NAME = "demo.json"


def describe(url: str, keys: Mapping[str, str]) -> dict[str, Any]:
    """Describe the running demo with all addresses, sign-ins and keys."""
    return {
        "url": url,
        "graphql": f"{url}/graphql",
        "platform": {
            "graphql": f"{url}/platform/graphql",
            "username": OPERATOR,
            "password": OPERATOR_PASSWORD,
        },
        "tenants": [_tenant(url, plan, keys[plan.district.slug]) for plan in demo_districts()],
    }


def write(directory: Path, description: Mapping[str, Any]) -> None:
    """Put the description in the data folder, whole or not at all, for its owner's eyes."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = directory / f".{NAME}"
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(description, file, ensure_ascii=False, indent=2)
    unfinished.replace(directory / NAME)


def known_keys(directory: Path) -> dict[str, str]:
    """Read the API keys of an earlier run; none if there was none or its file is damaged."""
    try:
        earlier = json.loads((directory / NAME).read_text())
        return {tenant["slug"]: tenant["api_key"] for tenant in earlier["tenants"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _tenant(url: str, plan: DemoDistrict, key: str) -> dict[str, Any]:
    slug = plan.district.slug
    return {
        "slug": slug,
        "name": plan.district.name,
        "graphql": f"{url}/t/{slug}/graphql",
        "public_graphql": f"{url}/t/{slug}/public/graphql",
        "admin": f"{url}/t/{slug}/admin",
        "officials": [_official(row, plan.password) for row in (plan.administrator, *plan.officials)],
        "api_key": key,
    }


def _official(official: DemoOfficial, password: str) -> dict[str, Any]:
    return {
        "role": official.role.value,
        "username": official.username,
        "password": password,
        "name": official.display_name,
        "units": list(official.units),
    }
