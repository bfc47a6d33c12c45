"""The built-in guideline of 文龙街道, as the tests of permissions use it."""

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules.format import Guideline


def wenlong() -> Guideline:
    """Give the template."""
    return load_template("wenlong").guideline
