"""The coverage figure of a town through the API, day by day, as names are given and lost (T-P10)."""

from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.guidelines.repository.templates import load_template
from tenants.database import Database
from tests.builders.events import report
from tests.builders.guidelines import publish
from tests.builders.looks import name_of
from tests.builders.town import Town, make_town
from tests.clients import ask

COVERAGE = """
query($kind: String, $asOf: Date) {
  coverage(kind: $kind, asOf: $asOf) {
    asOf kinds titled total percent targetPercent targetBy reached
  }
}"""


@pytest.fixture
async def town(database: Database) -> Town:
    """A town of three villages and a community."""
    town = await make_town(database)
    await town.district.import_units(("C1", "河街社区", "community", "T1"))
    return town


async def coverage(viewer: OperationContext, **narrowed: str) -> dict[str, Any]:
    result = await ask(viewer, COVERAGE, **narrowed)
    assert result.errors is None, result.errors
    assert result.data is not None
    found: dict[str, Any] = result.data["coverage"]
    return found


async def figures(viewer: OperationContext, **narrowed: str) -> tuple[int, int, int]:
    found = await coverage(viewer, **narrowed)
    return found["titled"], found["total"], found["percent"]


async def publish_revoking(town: Town) -> None:
    """Let the district choose that a case takes the names given from now on."""
    source = load_template("town").text.replace("    on_loss: suspend", "    on_loss: revoke", 1)
    await publish(town.district, source)


async def test_t_p10_the_share_of_villages_and_communities_grows_day_by_day(town: Town) -> None:
    """T-P10: 0 of 4, then 1, 2, 3 and 4: 0, 25, 50, 75, 100 %; the past stays as it was."""
    county, clock = town.commission, town.district.clock
    assert await figures(county) == (0, 4, 0)
    await town.appoint(await town.open())
    days = [county.today().isoformat()]
    for code in ("V1", "V2", "V3", "C1"):
        clock.forward(1)
        days.append(county.today().isoformat())
        await town.named(code)
    found = [await figures(county, asOf=day) for day in days]
    assert found == [(0, 4, 0), (1, 4, 25), (2, 4, 50), (3, 4, 75), (4, 4, 100)]
    today = await coverage(county)
    assert today == {
        "asOf": days[-1],
        "kinds": ["village", "community"],
        "titled": 4,
        "total": 4,
        "percent": 100,
        "targetPercent": 100,
        "targetBy": "2022-12-31",
        "reached": True,
    }
    assert (await coverage(county, asOf=days[-2]))["reached"] is False
    assert await figures(county, kind="village") == (3, 3, 100)
    assert await figures(county, kind="community") == (1, 1, 100)


async def test_t_p10_a_lost_name_counts_no_longer_and_a_compound_never(town: Town) -> None:
    """T-P10, T-P9: a suspended name counts on, a revoked one does not; percentages are rounded down."""
    await town.district.import_units(("X1", "河街小区", "compound", "C1"))
    await town.appoint(await town.open())
    await town.named("V2")
    await publish_revoking(town)
    await town.named("V1")
    before = town.commission.today().isoformat()
    assert await figures(town.commission) == (2, 4, 50)
    town.district.clock.forward(1)
    for code, standing in (("V2", "suspended"), ("V1", "revoked")):
        assert await figures(town.commission) == (2, 4, 50)
        await report(town.clerk, (await town.district.unit(code)).id, "case")
        name = await name_of(town.district, code)
        assert name is not None
        assert name.status == standing
    assert await figures(town.commission) == (1, 4, 25)
    assert await figures(town.commission, asOf=before) == (2, 4, 50)
    assert await figures(town.commission, kind="village") == (1, 3, 33)
    compound = await coverage(town.commission, kind="compound")
    assert (compound["titled"], compound["total"], compound["percent"]) == (0, 1, 0)
    assert (compound["targetPercent"], compound["reached"]) == (None, None)


async def test_t_p10_everybody_counts_their_own_area(town: Town) -> None:
    """T-P10: a village's official sees one of one, the town's clerk the town."""
    await town.appoint(await town.open())
    await town.named("V1")
    village = await town.district.official(Role.COMMUNITY, "V1")
    assert await figures(village) == (1, 1, 100)
    assert await figures(town.clerk) == (1, 4, 25)


@pytest.mark.parametrize(
    ("narrowed", "code", "field"),
    [
        ({"kind": "town"}, "UNKNOWN_KIND", ["kind"]),
        ({"asOf": "2022-11-21"}, "INVALID_INPUT", ["asOf"]),
    ],
)
async def test_t_p10_what_cannot_be_counted_is_refused(
    town: Town, narrowed: dict[str, str], code: str, field: list[str]
) -> None:
    """T-P10: a kind without a title, a day to come; the twin is today's figure."""
    result = await ask(town.commission, COVERAGE, **narrowed)
    assert result.errors is not None
    error = result.errors[0].original_error
    assert (getattr(error, "code", None), list(getattr(error, "field", ()))) == (code, field)
    assert await figures(town.commission, asOf="2022-11-20") == (0, 4, 0)
