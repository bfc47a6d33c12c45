"""A line of an inbox ends when its matter is dealt with, by whomever, in the transaction that does it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from authz.actions import Role
from authz.context import OperationContext
from schema.frame.errors import DomainErrors
from schema.frame.operation import Transaction, close
from schema.notifications.operations.delivery import settle, tell
from schema.notifications.rules import (
    AWAITING,
    OF_APPLICATIONS,
    OF_PETITIONS,
    OF_RECTIFICATIONS,
    Happening,
    Kind,
)
from schema.petition_answers.operations import ConfirmVacancy, confirm_vacancy, refuse_vacancy
from schema.reviews.operations import review_application
from tenants.database import Database
from tests.builders.applications import Officials, ready, submit
from tests.builders.district import District
from tests.clients import ask
from tests.notifications.test_inbox import kinds, returning
from tests.petition_answers.test_vacancies import refusal
from tests.petitions.neighbourhood import Neighbourhood, make_neighbourhood, next_key

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


def test_all_that_awaits_a_deed_is_ended_by_one() -> None:
    assert AWAITING == OF_APPLICATIONS | OF_RECTIFICATIONS | OF_PETITIONS


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
    await submit(officials.applicant, application)
    assert await ended(officials.applicant) == [("application.returned", True)]
    assert await ended(colleague) == [("application.arrived", False), ("application.arrived", True)]


async def test_a_refused_deed_ends_nothing(district: District, officials: Officials) -> None:
    application = await submit(officials.applicant, await ready(district, officials, "B1"))
    with pytest.raises(DomainErrors):
        await review_application(officials.street, returning(application))
    assert await ended(officials.community) == [("application.arrived", False)]


async def test_question_5_claims_end_with_the_last_of_them(database: Database) -> None:
    place = await make_neighbourhood(database)
    petition = await place.record(await place.open(), place.claimed(0), place.claimed(1))
    assert await kinds(place.community) == ["vacancy.claimed"]
    petition = await refuse_vacancy(place.community, refusal(place, petition))
    assert await kinds(place.community) == ["vacancy.claimed"]
    confirming = ConfirmVacancy(
        idempotency_key=next_key(),
        petition_id=petition.id,
        household_id=place.households[1].id,
        expected_revision=petition.revision,
    )
    await confirm_vacancy(place.community, confirming)
    assert await ended(place.community) == [("vacancy.claimed", True)]
    assert await _of(place, "vacancy.refused") == [False]
    await place.record(petition, place.signed(0))
    assert await _of(place, "vacancy.refused") == [True]


async def _of(place: Neighbourhood, kind: str) -> list[bool]:
    return [over for told, over in await ended(place.leader) if told == kind]


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
