"""Public notices: shown to everybody for their days, then the application goes on by itself."""

from collections.abc import Mapping
from typing import Any

import pytest

from authz.actions import Role
from authz.context import ANONYMOUS, Actor
from schema.application_migrations.operations import MigrateApplications, migrate_applications
from schema.applications.jobs import sweep_notices
from schema.applications.operations import WithdrawApplication, withdraw_application
from schema.applications.tables import Application
from schema.frame.errors import DomainErrors
from schema.frame.identifiers import encode_id
from schema.frame.operation import Transaction
from tenants.database import Database
from tests.builders.applications import Officials, appoint_all, log_routine, pass_steps, review, submitted
from tests.builders.district import STREETS, District, key, make_district
from tests.builders.looks import application_now, moves_of
from tests.builders.schemes import publish_own
from tests.clients import ask, ask_public

NAMING = "      - {id: naming,"
NOTICE = "      - {id: notice, name: 公示, kind: notice, role: commission, actions: [return, reject], notice_days: 5}\n"
NOTICES = "{ publicNotices { totalCount edges { node { code name title ancestors from until } } } }"

TIMELINE = """
    query($id: ID!) { node(id: $id) { ... on Application { transitions { actionLabel roleName actor { id } } } } }
"""


class Square:
    """A district under a scheme with a notice of five days, and a unit that reached it."""

    def __init__(self, district: District, officials: Officials, application: Application) -> None:
        self.district = district
        self.officials = officials
        self.application = application

    async def sweep(self) -> int:
        context = self.district.context(Actor("system", name="系统"))
        async with context.begin() as session:
            tx = Transaction(session, context, context.clock(), context.today())
            ended = await sweep_notices(tx, tx.today)
            await tx.records.write()
            return ended

    async def shown(self) -> list[Mapping[str, Any]]:
        found = (await ask_public(self.district.context(ANONYMOUS), NOTICES))["publicNotices"]
        assert found["totalCount"] == len(found["edges"])
        return [edge["node"] for edge in found["edges"]]

    async def step(self) -> str | None:
        return (await application_now(self.district, self.application)).step


@pytest.fixture
async def square(database: Database) -> Square:
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(district, (NAMING, NOTICE + NAMING))
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    application = await submitted(district, officials, "B1")
    await pass_steps(officials, application, ("forward", "intake", "street", "commission"))
    return Square(district, officials, application)


async def test_the_public_sees_unit_title_and_days_and_nothing_else(square: Square) -> None:
    assert await square.step() == "notice"
    assert await square.shown() == [
        {
            "code": "B1",
            "name": "通惠苑1栋",
            "title": "无疫楼栋",
            "ancestors": ["綦江区", "文龙街道", "七桥社区", "通惠苑"],
            "from": "2022-11-20",
            "until": "2022-11-25",
        }
    ]


async def test_it_goes_on_by_itself_after_the_last_day_and_only_once(square: Square) -> None:
    square.district.clock.forward(5)
    assert await square.sweep() == 0
    assert len(await square.shown()) == 1
    square.district.clock.forward(1)
    assert await square.shown() == []
    assert [await square.sweep(), await square.sweep()] == [1, 0]
    assert await square.step() == "naming"
    last = (await moves_of(square.district, square.application))[-1]
    assert (last.action, last.actor_id, last.role, last.from_step) == ("elapse", None, "system", "notice")
    from_api = await ask(
        square.officials.street, TIMELINE, id=encode_id("Application", square.application.id)
    )
    assert from_api.data is not None
    assert from_api.data["node"]["transitions"][-1] == {
        "actionLabel": "公示期满",
        "roleName": "系统",
        "actor": None,
    }
    await log_routine(square.officials.applicant, await square.district.unit("B1"))
    await review(square.officials.headquarters, square.application, "name")
    assert (await application_now(square.district, square.application)).status == "approved"


async def test_nobody_passes_it_on_by_hand(square: Square) -> None:
    for decision in ("forward", "endorse", "name"):
        with pytest.raises(DomainErrors) as refused:
            await review(square.officials.headquarters, square.application, decision)
        assert [error.code for error in refused.value.errors] == ["STEP_NOT_OPEN"]
    assert await square.step() == "notice"


async def test_the_steps_role_returns_it_meanwhile(square: Square) -> None:
    """Whoever endorsed it does not return it: a colleague does. The notice ends with it."""
    with pytest.raises(DomainErrors) as refused:
        await review(square.officials.commission, square.application, "return", "有举报")
    assert [error.code for error in refused.value.errors] == ["ALREADY_ACTED"]
    colleague = await square.district.official(Role.COMMISSION, "500110")
    await review(colleague, square.application, "return", "有举报")
    assert await square.shown() == []
    square.district.clock.forward(10)
    assert await square.sweep() == 0
    assert await square.step() == "draft"


async def test_withdrawing_ends_it(square: Square) -> None:
    now = await application_now(square.district, square.application)
    command = WithdrawApplication(
        idempotency_key=key(), application_id=now.id, expected_revision=now.revision
    )
    await withdraw_application(square.officials.applicant, command)
    assert await square.shown() == []
    square.district.clock.forward(10)
    assert await square.sweep() == 0


async def test_taken_along_to_a_version_it_runs_anew(square: Square) -> None:
    longer = NOTICE.replace("notice_days: 5", "notice_days: 9")
    await publish_own(square.district, (NAMING, longer + NAMING))
    square.district.clock.forward(2)
    command = MigrateApplications(idempotency_key=key(), from_version=2, to_version=3)
    await migrate_applications(square.officials.commission, command)
    (notice,) = await square.shown()
    assert (notice["from"], notice["until"]) == ("2022-11-22", "2022-12-01")
