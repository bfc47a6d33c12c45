"""A district in which some buildings and their compound bear names."""

from authz.actions import Role
from tenants.database import Database
from tests.builders.applications import appoint_all, named, pass_steps, ready, submit
from tests.builders.copies import copy_district
from tests.builders.district import STREETS, District, make_district
from tests.builders.guidelines import publish
from tests.builders.looks import standing_of

MANY = tuple((f"N{number}", f"新村{number}号", "building", "C1") for number in range(1, 7))


_MODELS: dict[tuple[str, str | None], District] = {}


async def make_compound(database: Database, source: str | None = None) -> District:
    """Make a district in which B1, B2 and their compound X1 bear names; they are given them once in a database."""
    model = (str(database.runtime.url), source)
    if model not in _MODELS:
        _MODELS[model] = await _play(database, source)
    return await copy_district(_MODELS[model])


async def _play(database: Database, source: str | None) -> District:
    district = await make_district(database)
    if source is not None:
        await publish(district, source)
    await district.import_units(*STREETS, *MANY)
    for code in ("B1", "B2"):
        await named(district, await appoint_all(district, Role.BUILDING_LEADER, code), code)
    officials = await appoint_all(district, Role.PROPERTY, "X1")
    await pass_steps(
        officials, await submit(officials.applicant, await ready(district, officials, "X1", households=0))
    )
    return district


async def standings(district: District, *codes: str) -> dict[str, str | None]:
    """Tell how the names of some units stand."""
    return {code: await standing_of(district, code) for code in codes}
