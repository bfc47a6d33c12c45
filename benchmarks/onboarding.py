"""Brings the district of a benchmark on board; its database is thrown away afterwards."""

import uuid
from datetime import datetime

from schema.districts.operations import Administrator, onboard_district
from schema.districts.rules import District
from tenants.database import Database, TenantInfo
from tenants.register import info_of


async def onboard(
    database: Database, now: datetime, scheme: str | None = None, *, slug: str = "bench"
) -> TenantInfo:
    """Bring a district on board under a scheme of its own, by default under the wenlong template."""
    administrator = Administrator(
        username="admin",
        display_name="管理员",
        password="a benchmark's own password",  # noqa: S106 - of a database thrown away
    )
    template = "wenlong" if scheme is None else None
    district = District(slug=slug, name="区", template=template, guideline=scheme, division_code="500110")
    return info_of(await onboard_district(database, uuid.uuid4(), district, administrator, now))
