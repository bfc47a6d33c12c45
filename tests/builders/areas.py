"""The list of key areas as a test wants it."""

from datetime import date

from authz.context import OperationContext
from schema.key_areas.operations import EndKeyArea, ListKeyArea, end_key_area, list_key_area
from schema.key_areas.rules import AreaEntry
from schema.key_areas.tables import KeyArea
from tests.builders.district import key


async def list_area(
    actor: OperationContext,
    name: str = "某市某区",
    *,
    code: str | None = None,
    level: str | None = None,
    listed_from: date | None = None,
    listed_until: date | None = None,
) -> KeyArea:
    """Put an area on the list, from today unless told."""
    entry = AreaEntry(name, listed_from or actor.today(), "市疾控中心", code, level, listed_until)
    return await list_key_area(actor, ListKeyArea(idempotency_key=key(), entry=entry))


async def end_area(actor: OperationContext, area: KeyArea, listed_until: date) -> KeyArea:
    """Take an area off the list after a day."""
    command = EndKeyArea(
        idempotency_key=key(),
        area_id=area.id,
        expected_revision=area.revision,
        listed_until=listed_until,
    )
    return await end_key_area(actor, command)
