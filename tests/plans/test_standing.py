"""A name stands in SQL as the rule says, on every day around the end of its validity."""

import itertools
from datetime import date, timedelta

import pytest

from schema.designations.operations import standing_on
from schema.designations.readable import is_held, is_in_force, standing
from schema.designations.rules import Standing
from schema.designations.tables import Designation
from schema.plans.parameters import Parameters
from schema.plans.rows import TableRow
from tenants.database import Database

DAY = date(2022, 11, 20)
DAYS = (None, *(DAY + timedelta(days=days) for days in range(-400, 401, 16)), DAY, DAY - timedelta(days=1))


@pytest.mark.parametrize("status", list(Standing))
async def test_sql_tells_what_the_rule_tells(database: Database, status: Standing) -> None:
    row = TableRow("d", {}, itertools.count(), Parameters())
    told = f"{standing(row)}, {is_in_force(row)}, {is_held(row)}".replace("$2::date", "'2022-11-20'::date")
    assert database.readers is not None
    for valid_until in DAYS:
        until = f"'{valid_until}'" if valid_until else "null"
        values = f"select '{status}' as status, {until}::date as valid_until"
        found = await database.readers.read(
            f"select convert_to(concat_ws(' ', {told}), 'UTF8') from ({values}) d", []
        )
        name = Designation(status=status.value, valid_until=valid_until)
        expected = standing_on(name, DAY)
        assert found == f"{expected} {'ft'[expected.in_force]} {'ft'[status.held]}".encode()
