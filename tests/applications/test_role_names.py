"""Roles are called what the district calls them: at steps, in histories, refusals and notes, and in words."""

import pytest

from authz.actions import Role
from schema.frame.errors import DomainError
from schema.frame.identifiers import encode_id
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check, compare, explain
from tenants.database import Database
from tests.builders.applications import create, review
from tests.builders.district import STREETS, make_district
from tests.builders.schemes import publish_own
from tests.clients import ask
from tests.designations.over_time import SCHEME, make_place

NAMES = """role_names:
  - {role: street, name: 区镇}
  - {role: headquarters, name: 市指挥部}
  - {role: property, name: 物管会}
"""
PAGE = """query($id: ID!) { node(id: $id) { ... on Application { step { roleName }
  process { steps { role roleName } } transitions { roleName } } }
  viewer { grants { roleName } } }"""


async def test_steps_histories_and_grants_say_the_districts_words(database: Database) -> None:
    """A role the district has no word for is called what the platform calls it."""
    place = await make_place(database, SCHEME.replace("criteria:\n", NAMES + "criteria:\n", 1))
    application = await place.apply("C1")
    await review(place.intake, application, "forward")
    result = await ask(place.headquarters, PAGE, id=encode_id("Application", application.id))
    assert result.errors is None, result.errors
    assert result.data is not None
    node = result.data["node"]
    assert node["step"] == {"roleName": "市指挥部"}
    assert [step["roleName"] for step in node["process"]["steps"]] == ["区镇", "市指挥部"]
    assert [move["roleName"] for move in node["transitions"]] == ["村（社区）", "区镇"]
    assert result.data["viewer"]["grants"] == [{"roleName": "市指挥部"}]


async def test_a_refusal_names_the_applicant_as_the_district_does(database: Database) -> None:
    """Open question 8."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    chain = "applicants: [property, community]"
    await publish_own(
        district, (chain, f"{chain}\n    fallback: true"), ("special_groups:", f"{NAMES}special_groups:")
    )
    community = await district.official(Role.COMMUNITY, "C1")
    await district.official(Role.PROPERTY, "X1")
    with pytest.raises(DomainError) as refused:
        await create(community, await district.unit("X1"))
    assert refused.value.message == "该单元有物管会，应由其申报。"


def test_the_words_are_told_and_ask_nothing() -> None:
    text = load_template("wenlong").text
    named = check(text.replace("special_groups:", f"{NAMES}special_groups:", 1)).guideline
    assert named is not None
    told = explain(named)
    assert "街道收件：区镇可转报、退回" in told
    assert "区疫情防控指挥部命名：市指挥部可命名" in told
    (difference,) = compare(load_template("wenlong").guideline, named)
    assert (difference.path, difference.change) == ("role_names", "equal")
