"""Schemes of a district's own: the wenlong template with some of its lines replaced, published under another id."""

import re

from authz.actions import Role
from schema.guidelines.operations import PublishGuideline, publish_guideline
from schema.guidelines.templates import load_template
from tests.builders.district import District, key


def own_scheme(*changes: tuple[str, str]) -> str:
    """Write the template with each first `old` replaced by `new`."""
    source = re.sub("^id: wenlong$", "id: own", load_template("wenlong").text, flags=re.MULTILINE)
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new, 1)
    return source


async def publish_own(district: District, *changes: tuple[str, str]) -> None:
    """Publish such a scheme; applications opened from now on go by it."""
    administrator = await district.official(Role.TENANT_ADMINISTRATOR, "500110")
    command = PublishGuideline(idempotency_key=key(), source=own_scheme(*changes))
    await publish_guideline(administrator, command)
