"""What identifies a guideline: the SHA-256 of its content in canonical form; and the text it can be written as."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import yaml

from schema.guidelines.rules.format import Guideline


def content_of(guideline: Guideline) -> dict[str, Any]:
    """Give the guideline as data, defaults written out: a later release's defaults do not change it."""
    return guideline.model_dump(mode="json")


def digest_of(content: Mapping[str, Any]) -> str:
    """Digest content in 64 hex digits, whatever the order of its keys."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def digest(guideline: Guideline) -> str:
    """Digest a guideline in 64 hex digits: equal for equal content, however the file was laid out."""
    return digest_of(content_of(guideline))


def to_text(guideline: Guideline) -> str:
    """Write a guideline as YAML text that reads as the same guideline; what is as by default is left out."""
    content = guideline.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
