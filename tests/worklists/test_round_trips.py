"""Pages that list work cost a few messages, as many for a full page as for a row: criteria are judged once for all."""

from typing import Any

import pytest

from admin_ui.pages.application.page import APPLICATION
from admin_ui.pages.worklist.page import WORKLIST
from authz.actions import Role
from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, ready, submitted
from tests.builders.district import STREETS, District, make_district
from tests.builders.statements import statements_of
from tests.clients import ask

AT_MOST = 8
"""A request begins and ends its transaction in a message each: ten in all."""
TOP = {"overdue": False, "escalated": False, "first": 20}


async def _costs(
    database: Database, caller: OperationContext, document: str, **variables: Any
) -> tuple[int, dict[str, Any]]:
    with statements_of(database) as sent:
        result = await ask(caller, document, **variables)
    assert result.errors is None, result.errors
    assert result.data is not None
    return len(sent), result.data


@pytest.fixture(scope="module")
async def place(database: Database) -> tuple[District, Officials]:
    district = await make_district(database)
    alike = [(f"N{number}", f"新村{number}号", "building", "C1") for number in range(18)]
    await district.import_units(*STREETS, *alike)
    return district, await appoint_all(district, Role.BUILDING_LEADER, "C1")


async def test_a_worklist_costs_as_much_for_eighteen_rows_as_for_one(
    database: Database, place: tuple[District, Officials]
) -> None:
    district, officials = place
    costs: dict[str, list[int]] = {"PENDING": [], "AREA": [], "DONE": []}
    done = 0
    for rows in (1, 5, 18):
        for number in range(done, rows):
            await submitted(district, officials, f"N{number}")
        done = rows
        for tab, found in costs.items():
            who = officials.applicant if tab == "DONE" else officials.community
            await _costs(
                database, who, WORKLIST.document, tab=tab, **TOP
            )  # reads editions, once in a process
            cost, data = await _costs(database, who, WORKLIST.document, tab=tab, **TOP)
            assert len(data["worklist"]["edges"]) == rows
            found.append(cost)
    for tab, (one, *others) in costs.items():
        assert one <= AT_MOST, tab
        assert others == [one, one], tab


async def test_an_application_costs_as_much_with_a_long_roll_as_with_a_short_one(database: Database) -> None:
    district = await make_district(database)
    await district.import_units(*STREETS)
    costs = []
    for code, households in (("B1", 2), ("B2", 16)):
        officials = await appoint_all(district, Role.BUILDING_LEADER, code)
        application = await ready(district, officials, code, households)
        asked = {"id": encode_id("Application", application.id), "first": 100}
        for _ in range(2):
            cost, data = await _costs(database, officials.applicant, APPLICATION.document, **asked)
        assert len(data["application"]["petition"]["entries"]["edges"]) == households
        costs.append(cost)
    assert costs[0] <= AT_MOST
    assert costs == [costs[0]] * 2


UNITS = "{ units(first: 20) { edges { node { code kind { name } ancestors { name } actions { name allowed } } } } }"
VIEWER = "{ viewer { official { displayName } unread grants { roleName unit { name } } } }"


async def test_a_list_page_is_a_message_for_its_rows_and_one_for_what_belongs_to_them(
    database: Database, place: tuple[District, Officials]
) -> None:
    _, officials = place
    await _costs(database, officials.community, UNITS)
    cost, data = await _costs(database, officials.community, UNITS)
    assert len(data["units"]["edges"]) > 10
    assert cost <= 3
    cost, data = await _costs(database, officials.community, VIEWER)
    assert data["viewer"]["grants"][0]["unit"]["name"] == "七桥社区"
    assert cost <= 2
