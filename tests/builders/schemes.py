"""Schemes of a district's own: the wenlong template with some of its lines replaced, published under another id."""

import re

from schema.guidelines.repository.templates import load_template
from tests.builders.district import District
from tests.builders.guidelines import publish


def rewritten(changes: tuple[tuple[str, str], ...]) -> str:
    """Write the template under an id of its own with each first `old` replaced by `new`."""
    source = re.sub("^id: wenlong$", "id: own", load_template("wenlong").text, flags=re.MULTILINE)
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


async def publish_own(district: District, *changes: tuple[str, str]) -> None:
    """Publish such a scheme; applications opened from now on go by it."""
    await publish(district, rewritten(changes))
