"""How many statements a report takes: few, and as many in a large district as in a small one."""

import pytest

from authz.actions import Role
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.builders.district import District, key
from tests.builders.statements import statements_of
from tests.clients import ask
from tests.consequences.titled import make_compound, standings

REPORT = """mutation($input: ReportHealthEventInput!) { reportHealthEvent(input: $input) {
  healthEvent { id } errors { code message }
  consequences { change { change cause clause } designation { number status } } } }"""
AT_MOST = 20
"""Those of the deed and of its answer, the two that begin and end each aside."""


async def report(district: District, code: str, kind: str) -> int:
    """Report through the API; tell how many statements that took."""
    street = await district.official(Role.STREET, "S1")
    unit = encode_id("Unit", (await district.unit(code)).id)
    today = street.today().isoformat()
    given = {"unit": unit, "kind": kind, "occurredOn": today, "reportedOn": today, "idempotencyKey": key()}
    with statements_of(district.database) as sent:
        result = await ask(street, REPORT, input=given)
    assert result.errors is None, result.errors
    assert result.data is not None
    assert result.data["reportHealthEvent"]["errors"] == []
    sent.require_at_most(AT_MOST)
    return len(sent)


@pytest.mark.parametrize("kind", ["CASE", "CLOSE_CONTACT", "RISK_ZONE"])
async def test_a_report_that_takes_names_takes_few_statements(database: Database, kind: str) -> None:
    """Also where it takes several names, each with history, feed, holds, counters and notifications."""
    district = await make_compound(database)
    await report(district, "X1", kind)
    assert (await standings(district, "X1"))["X1"] in {"revoked", "suspended"}


async def test_a_report_where_no_name_is_borne_takes_fewer(database: Database) -> None:
    """It reads that there is none, and writes the event alone."""
    district = await make_compound(database)
    assert await report(district, "B9", "CASE") < await report(district, "B1", "CASE")
