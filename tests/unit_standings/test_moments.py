"""Time travel: how a unit stood on a day, as it was known at a moment; both times, one of them, none (B-M4)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.errors import DomainError
from tenants.database import Database
from tests.builders.district import District
from tests.builders.events import close, correct, exclude, report
from tests.clients import ask
from tests.consequences.titled import make_compound

DOCUMENT = """
query($code: String!, $asOf: Date, $knownAt: DateTime) {
  unit(code: $code, asOf: $asOf, knownAt: $knownAt) {
    standing { asOf titled standing number clause cause causeText eligibleFrom
    history { fromOn titled standing clause } } } }
"""


@pytest.fixture
async def district(database: Database) -> District:
    return await make_compound(database)


@pytest.fixture
async def street(district: District) -> OperationContext:
    return await district.official(Role.STREET, "S1")


async def look(
    actor: OperationContext, code: str, days_ago: int | None = None, known_at: datetime | None = None
) -> Any:
    """Ask how a unit stood."""
    as_of = str(actor.today() - timedelta(days=days_ago)) if days_ago is not None else None
    at = known_at.isoformat() if known_at is not None else None
    result = await ask(actor, DOCUMENT, code=code, asOf=as_of, knownAt=at)
    if result.errors:
        error = result.errors[0].original_error
        assert isinstance(error, DomainError)
        return error.code.value, ".".join(error.field)
    assert result.data is not None
    unit = result.data["unit"]
    return unit and unit["standing"]


async def test_a_false_positive_shows_only_while_it_was_believed(
    district: District, street: OperationContext
) -> None:
    """Lost on the report, as it was known; never lost, as it is known now."""
    commission = await district.official(Role.COMMISSION, "500110")
    before = district.clock()
    district.clock.forward(5)
    event = await report(street, (await district.unit("B1")).id, "case")
    district.clock.forward(2)
    believed = district.clock()
    district.clock.forward(2)
    await exclude(commission, event)
    now = await look(street, "B1")
    assert (now["titled"], now["standing"], now["cause"]) == (True, "ACTIVE", "NAMED")
    assert (await look(street, "B1", 4))["titled"] is True
    then = await look(street, "B1", 4, believed)
    assert (then["titled"], then["standing"], then["clause"], then["cause"]) == (
        False,
        "REVOKED",
        "B-a",
        "CASE_REPORTED",
    )
    assert then["eligibleFrom"] == str(event.reported_on + timedelta(days=8)), "open question 1"
    assert now["eligibleFrom"] is None
    assert then["number"] == now["number"]
    assert (await look(street, "B1", 5, believed))["titled"] is True
    known_only = await look(street, "B1", None, believed)
    assert (known_only["titled"], known_only["asOf"]) == (False, str(street.today() - timedelta(days=2)))
    assert (await look(street, "B1", 9, before))["titled"] is True
    assert [each["standing"] for each in then["history"]] == ["ACTIVE", "REVOKED"]
    assert [each["standing"] for each in now["history"]] == ["ACTIVE"]


async def test_what_came_to_light_late_was_so_before_it_was_known(
    district: District, street: OperationContext
) -> None:
    """A contact of ten to five days ago, told today: suspended then, as is known now; not as was known then."""
    district.clock.forward(12)
    then = district.clock()
    district.clock.forward(8)
    unit = await district.unit("B1")
    event = await report(street, unit.id, "close_contact", days_ago=10)
    await close(street, event, days_ago=5)
    assert (await look(street, "B1", 8))["clause"] == "B-b"
    assert [each["standing"] for each in (await look(street, "B1"))["history"]] == [
        "ACTIVE",
        "SUSPENDED",
        "ACTIVE",
    ]
    assert (await look(street, "B1", 8, then))["titled"] is True
    assert (await look(street, "B1", 11))["titled"] is True
    assert (await look(street, "B1", 5))["titled"] is True


async def test_a_corrected_place_moves_the_past(district: District, street: OperationContext) -> None:
    event = await report(street, (await district.unit("B1")).id, "case")
    mistaken = district.clock()
    district.clock.forward(1)
    await correct(street, event, unit_id=(await district.unit("B2")).id)
    for code, then, now in (("B1", False, True), ("B2", True, False), ("X1", False, False)):
        assert (await look(street, code, 1, mistaken))["titled"] is then
        assert (await look(street, code, 1))["titled"] is now


async def test_before_the_beginning_and_in_the_future(district: District, street: OperationContext) -> None:
    """Nothing was named then; units not yet recorded were not known; the future is not told."""
    yesterday = await look(street, "B1", 1)
    assert (yesterday["titled"], yesterday["standing"], yesterday["number"], yesterday["history"]) == (
        False,
        None,
        None,
        [],
    )
    assert (await look(street, "B9"))["standing"] is None
    assert await look(street, "B1", None, district.clock() - timedelta(days=1)) is None
    assert await look(street, "B1", -1) == ("TIME_IN_FUTURE", "asOf")
    assert await look(street, "B1", None, district.clock() + timedelta(days=1)) == (
        "TIME_IN_FUTURE",
        "knownAt",
    )
    naive = district.clock().replace(tzinfo=None)
    assert await look(street, "B1", None, naive) == ("INVALID_INPUT", "knownAt")
