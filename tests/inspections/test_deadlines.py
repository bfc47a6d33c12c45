"""What a missed deadline of rectification leads to, on the database and in the API (T-P8)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.context import OperationContext
from schema.applications.tables import Application
from schema.frame.background import SYSTEM
from schema.frame.errors import ErrorCode
from schema.frame.identifiers import encode_id
from schema.frame.operation import Transaction, close
from schema.guidelines.repository.templates import load_template
from schema.inspections.jobs import sweep_rectifications
from tenants.database import Database
from tests.builders.applications import assess, submit
from tests.builders.guidelines import publish
from tests.builders.ledger import changed, read_ledger
from tests.builders.looks import told
from tests.builders.refusals import refusals
from tests.builders.town import Town, make_town
from tests.clients import ask

DEADLINES = """
query($id: ID!) {
  application(id: $id) {
    rectifications { item dueOn doneOn overdue state lateness }
    actions { name allowed reasons { code fix details { name value } } }
  }
}"""


@pytest.fixture
async def town(database: Database) -> Town:
    return await make_town(database)


async def failed(town: Town) -> tuple[OperationContext, Application]:
    """Fail V1 in the first batch, which closes."""
    first = await town.appoint(await town.open())
    applicant, application = await town.submitted("V1")
    await town.inspected(application, lost=20)
    await town.close(first)
    return applicant, application


async def shown(actor: OperationContext, application: Application) -> dict[str, Any]:
    result = await ask(actor, DEADLINES, id=encode_id("Application", application.id))
    assert result.errors is None
    assert result.data is not None
    found: dict[str, Any] = result.data["application"]
    return found


async def sweep(town: Town) -> int:
    """Let the night pass."""
    context = town.district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        overdue = await sweep_rectifications(tx, tx.today)
        await close(tx)
        return overdue


def reasons(found: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Give why the application cannot be handed in: codes with their figures."""
    (submit,) = [action for action in found["actions"] if action["name"] == "SUBMIT"]
    return {
        reason["code"]: {one["name"]: one["value"] for one in reason["details"]}
        for reason in submit["reasons"]
    }


async def test_t_p8_whoever_is_late_loses_the_batch_that_was_open_meanwhile(
    town: Town, owner: AsyncEngine
) -> None:
    """T-P8: overdue is shown, then waited for; the batch after that inspects again."""
    applicant, application = await failed(town)
    town.district.clock.forward(17)
    second = await town.appoint(await town.open())
    assert [await sweep(town), await sweep(town)] == [len(await town.wanting(application)), 0]
    assert (await told(applicant)).count("rectification.overdue") == 1
    overdue = await shown(applicant, application)
    assert {item["state"] for item in overdue["rectifications"]} == {"OVERDUE"}
    assert all(item["overdue"] for item in overdue["rectifications"])
    assert all("已逾期 2 天" in item["lateness"] for item in overdue["rectifications"])
    assert reasons(overdue)["RECTIFICATION_OPEN"] == {
        "missing": str(len(overdue["rectifications"])),
        "overdue": str(len(overdue["rectifications"])),
        "dueOn": "2022-12-05",
    }
    await town.rectify(applicant, application)
    late = await shown(applicant, application)
    assert {item["state"] for item in late["rectifications"]} == {"DONE_LATE"}
    assert all("2022-12-07 之后新开的批次" in item["lateness"] for item in late["rectifications"])
    assert reasons(late)["RECTIFICATION_LATE"] == {"doneOn": "2022-12-07"}
    again = await assess(applicant, await town.application(application), await town.district.unit("V1"))
    before = await read_ledger(owner, town.district.tenant.id)
    assert [error.code for error in await refusals(submit(applicant, again))] == [
        ErrorCode.RECTIFICATION_LATE
    ]
    assert changed(before, await read_ledger(owner, town.district.tenant.id)) == set()
    assert await sweep(town) == 0
    await town.close(second)
    town.district.clock.forward(1)
    await town.appoint(await town.open())
    await town.again(applicant, application)
    assert (await town.inspected(application)).status == "passed"


async def test_t_p8_whoever_is_in_time_enters_the_batch_that_is_open(town: Town) -> None:
    """T-P8: the twin: reported on the very day of the deadline."""
    applicant, application = await failed(town)
    town.district.clock.forward(15)
    assert await sweep(town) == 0
    await town.appoint(await town.open())
    await town.rectify(applicant, application)
    found = await shown(applicant, application)
    assert {item["state"] for item in found["rectifications"]} == {"DONE"}
    assert all(item["lateness"] is None for item in found["rectifications"])
    await town.again(applicant, application)
    assert (await town.inspected(application)).status == "passed"


async def test_t_p8_a_district_may_forgive_lateness(town: Town) -> None:
    """T-P8: `late_rectification` is the district's choice; what is under way stays with its own version."""
    source = load_template("town").text.replace(
        "late_rectification: later_batch", "late_rectification: admit"
    )
    await publish(town.district, source)
    applicant, application = await failed(town)
    town.district.clock.forward(17)
    await town.appoint(await town.open())
    await town.rectify(applicant, application)
    found = await shown(applicant, application)
    assert all("仍可参加下一批次" in item["lateness"] for item in found["rectifications"])
    await town.again(applicant, application)
    assert (await town.inspected(application)).status == "passed"


async def test_question_14_the_pass_mark_is_that_of_the_day_it_was_concluded_on(town: Town) -> None:
    """The town chose 85 points, and 90 from the third day on: who was concluded before keeps the mark of that day."""
    since = town.clerk.today() + timedelta(days=3)
    change = f"dated_values:\n  - {{since: {since}, path: score_sheet.pass_mark, value: 90}}\nnaming:"
    source = load_template("town").text.partition("\nscenarios:")[0].replace("\nnaming:", f"\n{change}")
    await publish(town.district, f"{source}\n")
    applicant, application = await failed(town)
    town.district.clock.forward(5)
    await town.appoint(await town.open())
    await town.rectify(applicant, application)
    await town.again(applicant, application)
    assert (await town.inspected(application, lost=12)).status == "failed", "88 points"
    marks = "query($id: ID!) { application(id: $id) { inspections { points passMark } } }"
    result = await ask(applicant, marks, id=encode_id("Application", application.id))
    assert result.data == {
        "application": {"inspections": [{"points": 80.0, "passMark": 85}, {"points": 88.0, "passMark": 90}]}
    }, result.errors
