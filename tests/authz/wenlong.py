"""The built-in guideline of 文龙街道, as the tests of permissions use it."""

import functools
from pathlib import Path

import yaml

import schema.guidelines
from schema.guidelines.format import Guideline


@functools.cache
def wenlong() -> Guideline:
    """Load the template."""
    file = Path(schema.guidelines.__file__).parent / "templates" / "wenlong.yaml"
    return Guideline.model_validate(yaml.safe_load(file.read_text("utf-8")))
