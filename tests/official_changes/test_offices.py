"""Who leaves an office: nobody stands in who holds the role at another level; the names are those of the offices."""

from typing import Any

import pytest
from sqlalchemy import update

from authz.actions import Role
from authz.context import OperationContext
from authz.tables import Membership
from schema.frame.errors import DomainError, DomainErrors
from schema.frame.identifiers import encode_id
from schema.official_changes.rules import colleagues, needed_posts, sits_at
from tenants.database import Database
from tests.authz.wenlong import two_commands
from tests.builders.commands import City, make_city
from tests.builders.ledger import changed
from tests.clients import ask, refused_with
from tests.guidelines.scheme import WENLONG
from tests.official_changes.conftest import Desk
from tests.official_changes.test_operations import change, end, told

DEPARTURE = """query($id: ID!) { officialDeparture(official: $id) {
  unattended reasons { code message details { name value } } roles { grant { roleName } }
  unattendedSteps { roleName stepName }
} }"""
GRANTS = "query($id: ID!) { node(id: $id) { ... on Official { grants { roleName } } } }"
UNATTENDED = "{ unattendedSteps { edges { node { role roleName unit { code } } } } }"


@pytest.fixture
async def city(database: Database) -> City:
    return await make_city(database)


@pytest.fixture
async def desk(city: City, owner: Any) -> Desk:
    administrator = await city.district.official(Role.TENANT_ADMINISTRATOR, city.district.root)
    return Desk(city.district, administrator, owner)


async def refusal(desk: Desk, deed: Any) -> DomainError:
    """Do what is refused for one reason; nothing is written."""
    before = await desk.ledger()
    with pytest.raises((DomainError, DomainErrors)) as caught:
        await deed()
    assert changed(before, await desk.ledger()) == set()
    error = caught.value
    (one,) = error.errors if isinstance(error, DomainErrors) else (error,)
    return one


async def read(desk: Desk, document: str, **variables: Any) -> Any:
    result = await ask(desk.administrator, document, **variables)
    assert refused_with(result) == []
    return result.data


def departed(desk: Desk, person: OperationContext) -> Any:
    return read(desk, DEPARTURE, id=encode_id("Official", person.actor.id))


async def test_the_city_does_not_stand_in_where_the_last_of_a_town_goes(city: City, desk: Desk) -> None:
    """Ended, disabled or moved to the city: refused by the office's name while the city's two stay; then not."""
    for deed in (
        lambda: end(desk, city.town),
        lambda: desk.leave(city.town),
        lambda: change(desk, city.town, Role.HEADQUARTERS, city.district.root),
    ):
        error = await refusal(desk, deed)
        assert error.code == "STEP_UNHELD"
        assert error.message == "除其本人外，1 个单元没有人在区镇指挥部任职，其区镇指挥部审核将无人办理。"
        assert error.details == {"role": "headquarters", "office": "town_command", "units": 1}
    found = (await departed(desk, city.town))["officialDeparture"]
    assert [each["code"] for each in found["reasons"]] == ["STEP_UNHELD"]
    assert {"name": "office", "value": "town_command"} in found["reasons"][0]["details"]
    assert found["roles"] == [{"grant": {"roleName": "区镇指挥部"}}]
    colleague = await city.district.official(Role.HEADQUARTERS, "TA")
    assert (await departed(desk, city.town))["officialDeparture"]["reasons"] == []
    await end(desk, city.town)
    assert "work.passed" in await told(colleague)
    assert "work.passed" not in await told(city.first)
    assert "work.passed" not in await told(city.zone)


async def test_towns_do_not_stand_in_for_the_city(city: City, desk: Desk) -> None:
    """One of the city's two may go, and the other is told; the last may not, though each enterprise has a town."""
    await desk.leave(city.first)
    assert "work.passed" in await told(city.second)
    assert "work.passed" not in await told(city.town)
    error = await refusal(desk, lambda: desk.leave(city.second))
    assert error.message == "除其本人外，2 个单元没有人在市指挥部任职，其市指挥部命名将无人办理。"
    await city.district.official(Role.HEADQUARTERS, city.district.root)
    await desk.leave(city.second)


async def test_a_successor_takes_the_seat_in_the_office(city: City, desk: Desk) -> None:
    """Somebody of the city's command becomes the town's, too: the town's step goes on with them."""
    await city.applied()
    name = (await desk.row(city.first)).username
    await desk.leave(city.town, successor=name)
    found = await read(desk, GRANTS, id=encode_id("Official", city.first.actor.id))
    assert [each["roleName"] for each in found["node"]["grants"]] == ["市指挥部", "区镇指挥部"]
    assert (await waiting(desk)) == []


async def waiting(desk: Desk) -> list[Any]:
    data = await read(desk, UNATTENDED)
    return [edge["node"] for edge in data["unattendedSteps"]["edges"]]


async def test_steps_nobody_waits_for_say_the_office(city: City, desk: Desk) -> None:
    """Both enterprises' town steps; one town's command is gone at once, as if its term had run out."""
    await city.applied("QY2")
    assert await waiting(desk) == []
    await run_out(city, city.zone)
    told_of = {"role": "HEADQUARTERS", "roleName": "区镇指挥部", "unit": {"code": city.play.code("QY2")}}
    assert await waiting(desk) == [told_of]
    await city.district.official(Role.HEADQUARTERS, "ZB")
    assert await waiting(desk) == []


async def run_out(city: City, person: OperationContext) -> None:
    (grant,) = person.actor.grants
    async with city.district.database.of(city.district.tenant).begin() as session:
        await session.execute(
            update(Membership)
            .where(Membership.tenant_id == city.district.tenant.id, Membership.id == grant.membership_id)
            .values(valid_until=city.district.clock.now)
        )


def test_posts_of_several_versions_are_joined_by_who_sits_there() -> None:
    """A version with offices beside one without: the role as a whole, and each office; the same holders, one post."""
    parted = two_commands()
    posts = needed_posts([parted, WENLONG.guideline, parted])
    offices = {post.name: post.holders for post in posts if post.office is not None}
    assert offices == {
        "区镇指挥部": {"headquarters@town", "headquarters@zone"},
        "市指挥部": {"headquarters@city"},
    }
    assert [post.name for post in sits_at(posts, "headquarters", "town")] == ["区镇指挥部", "疫情防控指挥部"]
    (street,) = sits_at(posts, "street", "town")
    assert (street.name, "专班核实" in street.steps, len(street.steps) > 1) == ("区镇工作专班", True, True)
    assert street.kinds > {"enterprise"}


def test_colleagues_sit_at_the_same_post() -> None:
    posts = needed_posts([two_commands()])
    assert colleagues(posts, "headquarters", "zone") == ("headquarters@town", "headquarters@zone")
    assert colleagues(posts, "headquarters", "city") == ("headquarters@city",)
    assert colleagues(posts, "headquarters", "enterprise") == ("headquarters@enterprise",)
    assert colleagues(posts, "street", "town") == ("street",)
    assert colleagues(posts, "community", "town") == ("community",)
