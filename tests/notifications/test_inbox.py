"""The inbox: who is told what, in the transaction that did it, once for however many units, and read by its owner."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authz.actions import Role
from authz.context import OperationContext
from schema.applications.tables import Application
from schema.frame.errors import DomainErrors
from schema.notifications.operations import MarkRead, mark_notifications_read
from schema.notifications.rules import Happening, Holder, Kind, address, words
from schema.reviews.operations import ReviewApplication, review_application
from tests.builders.applications import Officials, named, ready, submit
from tests.builders.district import District, key
from tests.builders.events import report
from tests.clients import ask, refused_with

INBOX = """query ($unread: Boolean!) {
  viewer { unread }
  notifications(unread: $unread, first: 50) {
    totalCount edges { node { id kind text units subject readAt unit { code } } }
  }
}"""


async def inbox(context: OperationContext, *, unread: bool = True) -> list[dict[str, Any]]:
    result = await ask(context, INBOX, unread=unread)
    assert refused_with(result) == []
    assert result.data is not None
    found = [edge["node"] for edge in result.data["notifications"]["edges"]]
    if unread:
        assert result.data["viewer"]["unread"] == len(found)
    return found


async def kinds(context: OperationContext) -> list[str]:
    return [node["kind"] for node in await inbox(context)]


def returning(application: Application) -> ReviewApplication:
    return ReviewApplication(
        idempotency_key=key(),
        application_id=application.id,
        expected_revision=application.revision,
        decision="return",
        opinion="请补正。",
    )


async def test_who_decides_next_is_told_and_nobody_else(district: District, officials: Officials) -> None:
    """Handed in, it arrives at the community; returned, the applicant is told; who acted is told nothing."""
    application = await submit(officials.applicant, await ready(district, officials, "B1"))
    (told,) = await inbox(officials.community)
    unit = await district.unit("B1")
    assert (told["kind"], told["text"], told["unit"]["code"], told["readAt"]) == (
        "application.arrived",
        f"{unit.name}的申请到了您办理的环节。",
        "B1",
        None,
    )
    assert await kinds(officials.applicant) == []
    assert await kinds(officials.street) == []
    await review_application(officials.community, returning(application))
    assert await kinds(officials.applicant) == ["application.returned"]
    assert await kinds(officials.community) == []


async def test_a_refused_operation_tells_nothing(district: District, officials: Officials) -> None:
    application = await submit(officials.applicant, await ready(district, officials, "B1"))
    with pytest.raises(DomainErrors):
        await review_application(officials.street, returning(application))
    assert await kinds(officials.applicant) == []


async def test_a_lost_name_is_told_to_those_who_answer_for_the_unit(
    district: District, officials: Officials
) -> None:
    await named(district, officials, "B1")
    assert "application.decided" in await kinds(officials.applicant)
    await report(officials.commission, (await district.unit("B1")).id, "case")
    for who in (officials.applicant, officials.community, officials.street):
        assert "name.revoked" in await kinds(who)
    other = await district.official(Role.COMMUNITY, "V1", "外村干部")
    assert await kinds(other) == []


async def test_one_marks_ones_own_as_read(district: District, officials: Officials) -> None:
    await submit(officials.applicant, await ready(district, officials, "B1"))
    await mark_notifications_read(officials.street, MarkRead(idempotency_key=key()))
    assert len(await inbox(officials.community)) == 1
    await mark_notifications_read(officials.community, MarkRead(idempotency_key=key()))
    assert await inbox(officials.community) == []
    (read,) = await inbox(officials.community, unread=False)
    assert read["readAt"] is not None


def suspended(*paths: str) -> list[Happening]:
    return [
        Happening(Kind.NAME_SUSPENDED, uuid4(), path, ("street", "building_leader"), "Designation", uuid4())
        for path in paths
    ]


def test_one_line_for_many_units() -> None:
    """A thousand names that fall at once give the street one line, with their number."""
    street, leader = uuid4(), uuid4()
    holders = [Holder(street, "street", "D.S"), Holder(leader, "building_leader", "D.S.C.B7")]
    told = address(suspended(*[f"D.S.C.B{number}" for number in range(1000)]), holders)
    assert {official: len(line.units) for (official, _), line in told.items()} == {street: 1000, leader: 1}
    assert words(Kind.NAME_SUSPENDED, "1栋", 1000) == "1栋等 1000 个单元的称号已被暂停。"


def test_an_office_is_told_and_no_other_of_its_role() -> None:
    """Written as a role at a level; without one all who hold the role are."""
    town, city = uuid4(), uuid4()
    holders = [Holder(town, "headquarters", "D.S", "town"), Holder(city, "headquarters", "D", "city")]

    def who(*roles: str) -> set[UUID]:
        news = Happening(Kind.APPLICATION_ARRIVED, uuid4(), "D.S.C", roles, "Application", uuid4())
        return {official for official, _ in address([news], holders)}

    assert who("headquarters@town", "headquarters@zone") == {town}
    assert who("headquarters@city") == {city}
    assert who("headquarters") == {town, city}
    assert who("headquarters@zone") == set()


@given(
    st.lists(st.sampled_from(["A", "A.B", "A.B.C", "A.BB", "D"]), min_size=1),
    st.sampled_from(["A", "A.B", "A.BB"]),
)
def test_a_role_is_told_of_what_lies_in_its_area(paths: list[str], scope: str) -> None:
    holders = [Holder(uuid4(), "street", scope), Holder(uuid4(), "community", scope)]
    told = address(suspended(*paths), holders)
    inside = sum(path == scope or path.startswith(scope + ".") for path in paths)
    assert sum(len(line.units) for line in told.values()) == inside
    assert len(told) == (inside > 0)
