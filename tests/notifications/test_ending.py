"""A line of an inbox ends when its matter is dealt with, by whomever, in the transaction that does it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.frame import node
from schema.frame.errors import DomainErrors
from schema.frame.operation import Transaction, close
from schema.notifications.operations.delivery import settle, tell
from schema.notifications.rules import (
    AWAITING,
    MATTERS,
    OF_APPLICATIONS,
    OF_PETITIONS,
    OF_RECTIFICATIONS,
    Happening,
    Kind,
)
from schema.petition_answers.operations import ConfirmVacancy, RefuseVacancy, confirm_vacancy, refuse_vacancy
from schema.reviews.operations import review_application
from tenants.database import Database
from tests.applications.test_returns import resubmit
from tests.builders.applications import Officials, ready, submit
from tests.builders.district import District, key
from tests.clients import ask
from tests.notifications.test_inbox import returning
from tests.petition_answers.test_living import FROZEN, Hall, make_hall

INBOX = """{ viewer { unread } notifications(first: 20) { edges { node {
  kind units endedAt readAt subject subjectType } } } }"""


async def ended(context: OperationContext) -> list[tuple[str, bool]]:
    """List what an official was told, newest first, and whether it is over; what is open counts as unread."""
    result = await ask(context, INBOX)
    assert result.errors is None
    data: dict[str, Any] = result.data or {}
    lines = [edge["node"] for edge in data["notifications"]["edges"]]
    open_ones = [line for line in lines if line["endedAt"] is None and line["readAt"] is None]
    assert data["viewer"]["unread"] == len(open_ones)
    return [(line["kind"], line["endedAt"] is not None) for line in lines]


def test_every_kind_declares_what_it_is_about_and_what_that_is_over_with() -> None:
    """A new kind is told by nobody before it says both; what it is about can be read by its id."""
    assert set(MATTERS) == set(Kind)
    assert {node for matter in MATTERS.values() for node in matter.about} <= set(node._FETCHERS)
    assert all(matter.about for matter in MATTERS.values())
    assert AWAITING == OF_APPLICATIONS | OF_RECTIFICATIONS | OF_PETITIONS


async def test_what_a_kind_is_not_about_is_not_told(district: District, officials: Officials) -> None:
    unit = await district.unit("B1")
    news = Happening(Kind.APPLICATION_ARRIVED, unit.id, unit.path, ("community",), "Unit", unit.id)
    with pytest.raises(LookupError, match=r"application\.arrived is not about Unit"):
        await _write(officials.street, [news])
    assert await ended(officials.community) == []


async def test_an_application_that_moves_on_is_nobodys_task_any_more(
    district: District, officials: Officials
) -> None:
    """Of whoever acted and of the colleague who did not; what is asked of the applicant ends with the next round."""
    colleague = await district.official(Role.COMMUNITY, "C1", "社区另一人")
    application = await submit(officials.applicant, await ready(district, officials, "B1"))
    for each in (officials.community, colleague):
        assert await ended(each) == [("application.arrived", False)]
    await review_application(officials.community, returning(application))
    for each in (officials.community, colleague):
        assert await ended(each) == [("application.arrived", True)]
    assert await ended(officials.applicant) == [("application.returned", False)]
    await resubmit(district, officials, application)
    assert await ended(officials.applicant) == [("application.returned", True)]
    assert await ended(colleague) == [("application.arrived", False), ("application.arrived", True)]


async def test_a_refused_deed_ends_nothing(district: District, officials: Officials) -> None:
    application = await submit(officials.applicant, await ready(district, officials, "B1"))
    with pytest.raises(DomainErrors):
        await review_application(officials.street, returning(application))
    assert await ended(officials.community) == [("application.arrived", False)]


async def test_question_5_claims_end_with_the_last_of_them(database: Database) -> None:
    """A refused one is the task of who keeps the roll until the household has answered anew."""
    hall: Hall = await make_hall(database, FROZEN)
    leader = await hall.district.official(Role.BUILDING_LEADER, "H1")
    first, second = (await hall.households("signed"))[0], (await hall.households("pending"))[0]
    await hall.claim(first, leader)
    petition = await hall.claim(second, leader)
    assert await ended(hall.community) == [("vacancy.claimed", False)] * 2
    petition = await refuse_vacancy(
        hall.community,
        RefuseVacancy(
            idempotency_key=key(),
            petition_id=petition.id,
            household_id=first.id,
            expected_revision=petition.revision,
            reason="窗内有灯",
        ),
    )
    assert await ended(hall.community) == [("vacancy.claimed", False)] * 2
    assert await ended(leader) == [("vacancy.refused", False)]
    confirming = ConfirmVacancy(
        idempotency_key=key(),
        petition_id=petition.id,
        household_id=second.id,
        expected_revision=petition.revision,
    )
    await confirm_vacancy(hall.community, confirming)
    assert await ended(hall.community) == [("vacancy.claimed", True)] * 2
    assert await ended(leader) == [("vacancy.refused", False)]
    await hall.sign(first)
    assert await ended(leader) == [("vacancy.refused", True)]


async def test_a_line_of_several_ends_with_the_last_of_them(district: District, officials: Officials) -> None:
    """And only by what was told as such: another kind, or a stranger's matter, ends nothing."""
    first, second, stranger = (uuid4() for _ in range(3))
    units = [await district.unit(code) for code in ("B1", "B2")]
    told = [
        Happening(Kind.APPLICATION_ARRIVED, unit.id, unit.path, ("community",), "Application", subject)
        for unit, subject in zip(units, (first, second), strict=True)
    ]
    await _write(officials.street, told)
    arrived = frozenset({Kind.APPLICATION_ARRIVED})
    for kinds_over, subject, over in (
        (arrived, stranger, False),
        (OF_PETITIONS, first, False),
        (arrived, first, False),
        (arrived, first, False),
        (arrived, second, True),
    ):
        await _write(officials.street, [], (kinds_over, subject))
        assert await ended(officials.community) == [("application.arrived", over)]


async def _write(
    actor: OperationContext, told: Sequence[Happening], *settled: tuple[frozenset[Kind], UUID]
) -> None:
    async with actor.begin() as session:
        tx = Transaction(session, actor, actor.clock(), actor.today())
        for happening in told:
            tell(tx, happening)
        for kinds_over, subject in settled:
            settle(tx, kinds_over, subject)
        await close(tx)


async def test_what_is_told_while_the_same_is_settled_stays(district: District, officials: Officials) -> None:
    unit, subject = await district.unit("B1"), uuid4()
    news = Happening(Kind.APPLICATION_ARRIVED, unit.id, unit.path, ("community",), "Application", subject)
    await _write(officials.street, [news])
    await _write(officials.street, [news], (OF_APPLICATIONS, subject))
    assert await ended(officials.community) == [("application.arrived", False), ("application.arrived", True)]
