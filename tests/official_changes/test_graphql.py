"""What clients read of officials who change: departures, roles, records, and steps that wait for nobody."""

from datetime import date, datetime
from typing import Any

from authz.actions import Role
from schema.frame.identifiers import encode_id
from schema.officials.rules import end_of
from tests.builders.applications import review
from tests.clients import ask, refused_with
from tests.official_changes.conftest import Bureau
from tests.official_changes.test_operations import end, unattended

DEPARTURE = """query($id: ID!) { officialDeparture(official: $id) {
  waiting unattended teams drafts
  roles { state grant { role unit { code } } }
  delegations { id }
  unattendedSteps { stepName role roleName unit { code } }
  reasons { code details { name value } }
  official { displayName }
} }"""
STEPS = "{ unattendedSteps { totalCount edges { node { stepName role roleName since unit { code } } } } }"
OFFICIAL = """query($id: ID!) { node(id: $id) { ... on Official {
  revision
  roles { state lastDay actions { name allowed } grant { role } }
  records { kind kindName reason validUntil by { displayName } grant { role } }
  actions { name allowed reasons { code } }
} } }"""


async def read(bureau: Bureau, document: str, **variables: Any) -> dict[str, Any]:
    result = await ask(bureau.administrator, document, **variables)
    assert refused_with(result) == []
    assert result.data is not None
    return result.data


def id_of(person: Any) -> str:
    return encode_id("Official", person.actor.id)


async def test_what_hangs_on_the_last_holder_of_a_step(bureau: Bureau) -> None:
    community = bureau.people.community
    found = (await read(bureau, DEPARTURE, id=id_of(community)))["officialDeparture"]
    assert [reason["code"] for reason in found["reasons"]] == ["STEP_UNHELD"]
    assert (found["waiting"], found["unattended"]) == (1, 1)
    (step,) = found["unattendedSteps"]
    assert (step["role"], step["unit"]) == ("COMMUNITY", {"code": "B1"})
    assert [role["state"] for role in found["roles"]] == ["HELD"]
    await bureau.district.official(Role.COMMUNITY, "C1")
    calm = (await read(bureau, DEPARTURE, id=id_of(community)))["officialDeparture"]
    assert (calm["waiting"], calm["unattended"], calm["reasons"]) == (1, 0, [])


async def test_steps_that_wait_for_nobody_are_listed_for_who_appoints(bureau: Bureau) -> None:
    people = bureau.people
    await review(people.community, bureau.application, "forward")
    await review(people.intake, bureau.application, "forward")
    assert (await read(bureau, STEPS))["unattendedSteps"]["totalCount"] == 0
    await bureau.leave(people.street)
    assert await unattended(bureau) == 1
    found = (await read(bureau, STEPS))["unattendedSteps"]
    assert found["totalCount"] == 1
    (edge,) = found["edges"]
    node = edge["node"]
    assert (node["role"], node["unit"]) == ("STREET", {"code": "B1"})
    assert node["stepName"]
    assert node["roleName"]
    assert node["since"]
    for person, code in ((people.commission, "ROLE_NOT_ALLOWED"), (people.street, "ROLE_NOT_ALLOWED")):
        assert refused_with(await ask(person, STEPS)) == [code]


async def test_an_officials_roles_and_history_are_told(bureau: Bureau) -> None:
    street = bureau.people.street
    await end(bureau, street, last_day=date(2022, 11, 25))
    node = (await read(bureau, OFFICIAL, id=id_of(street)))["node"]
    assert node["revision"] == 2
    (role,) = node["roles"]
    assert (role["state"], role["lastDay"]) == ("HELD", "2022-11-25")
    assert {action["name"]: action["allowed"] for action in role["actions"]} == {
        "END": True,
        "EXTEND": True,
        "CHANGE": True,
    }
    (record,) = node["records"]
    assert (record["kind"], record["reason"], record["by"]) == (
        "ROLE_ENDED",
        "工作调动",
        {"displayName": "人事干部"},
    )
    assert datetime.fromisoformat(record["validUntil"]) == end_of(date(2022, 11, 25), "Asia/Shanghai")
    own = (await read(bureau, OFFICIAL, id=id_of(bureau.administrator)))["node"]
    assert {action["name"] for action in own["actions"] if action["allowed"]} == {"RENAME"}
    assert not any(action["allowed"] for action in own["roles"][0]["actions"])
