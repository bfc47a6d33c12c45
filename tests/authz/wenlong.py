"""The built-in guideline of 文龙街道, and one with offices at two levels, as the tests of permissions use them."""

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check
from schema.guidelines.rules.format import Guideline
from tests.builders.commands import SCHEME


def wenlong() -> Guideline:
    """Give the template."""
    return load_template("wenlong").guideline


def two_commands() -> Guideline:
    """Give the scheme in which the town's headquarters reviews and the city's names."""
    guideline = check(SCHEME).guideline
    assert guideline is not None
    return guideline
