"""The guideline through GraphQL, as an official's client asks for it."""

import uuid
from pathlib import Path
from typing import Any, get_args

import pytest
from strawberry.types import ExecutionResult

from authz.actions import Role
from authz.context import ANONYMOUS, OperationContext
from schema.frame.context import RequestContext
from schema.frame.errors import DomainError, ErrorCode
from schema.frame.pagination import Cursors
from schema.guidelines.graphql import ReviewDecision, StepKind, current_of, role_name
from schema.guidelines.graphql.titles import DerivedTitle, Duty, Supervision, Tier
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check, criteria_for
from schema.guidelines.rules.format import Step, StepAction
from schema.root import official_schema
from tenants.database import Database
from tests.guidelines.scheme import STRICTER, Scheme, make_scheme

WHOLE = """{
  guideline {
    id title source issuedOn number digest publishedAt
    unitKinds { id name title pilotTitle parents households }
    specialGroups { id name }
    riskLevels { id name abolishedOn }
    criteria {
      id title guidance appliesTo { id } machineChecked attested attestMethod attestItems attestValidDays
      surveyThresholdPercent surveyMinimumSample route riskLevels onlyWhere section
    }
    scoreSheet { total passMark sections { id title maximum parent } }
    processes {
      id name unitKinds { id } applicants byBatch
      batches {
        inspectionStep windowDays inspectors allowedDivergence rectificationDays lateRectification
        teams { batches offices }
      }
      steps { id name kind role roleName actions opinionRequired }
    }
    tiers { id } derivedTitles { id } duties { id } supervision { rectificationDays warnings periodic { everyDays } }
    practices { id title realisedBy }
    proposals
  }
}"""
SCHEMES = Path(__file__).parent / "schemes"
DRAFT = """mutation ($input: DraftGuidelineInput!) {
  draftGuideline(input: $input) {
    draft { id revision warnings { path line message fix } }
    errors { code field message fix details { name value } }
  }
}"""
PUBLISH = """mutation ($input: PublishGuidelineInput!) {
  publishGuideline(input: $input) {
    guideline { number }
    version { status effectiveFrom author { displayName } publisher { displayName } }
    warnings { path line message fix }
    errors { code field message fix details { name value } }
  }
}"""


async def ask(context: OperationContext, document: str, **variables: Any) -> ExecutionResult:
    request = RequestContext(operations=context, cursors=Cursors("secret"))
    result = await official_schema.execute(document, variable_values=variables, context_value=request)
    assert isinstance(result, ExecutionResult)
    return result


async def publish(scheme: Scheme, source: str) -> dict[str, Any]:
    """Draft and publish a text; give both payloads as one."""
    written = {"idempotencyKey": uuid.uuid4().hex, "source": source}
    drafted: dict[str, Any] = (await answer(scheme.author, DRAFT, input=written))["draftGuideline"]
    assert drafted["errors"] == []
    given = {
        "idempotencyKey": uuid.uuid4().hex,
        "draft": drafted["draft"]["id"],
        "expectedRevision": drafted["draft"]["revision"],
    }
    published: dict[str, Any] = (await answer(scheme.publisher, PUBLISH, input=given))["publishGuideline"]
    return {"draft": drafted["draft"], **published}


async def answer(context: OperationContext, document: str, **variables: Any) -> dict[str, Any]:
    result = await ask(context, document, **variables)
    assert result.errors is None
    assert result.data is not None
    return result.data


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PLATFORM_OPERATOR])
async def test_every_official_reads_the_guideline(scheme: Scheme, role: Role) -> None:
    """B-k is shown with its title, B-W1 with who signs an opinion."""
    shown = (await answer(scheme.context(role), WHOLE))["guideline"]
    wenlong = load_template("wenlong")
    assert (shown["id"], shown["number"], shown["digest"]) == ("wenlong", 1, wenlong.digest)
    assert [item["id"] for item in shown["criteria"]] == [item.id for item in wenlong.guideline.criteria]
    petition = next(item for item in shown["criteria"] if item["id"] == "B-k")
    assert (petition["machineChecked"], petition["attested"]) == (True, False)
    review = shown["processes"][0]["steps"][2]
    assert (review["role"], review["roleName"], review["opinionRequired"]) == ("STREET", "街道（镇）", True)
    assert review["actions"] == ["ENDORSE", "RETURN", "REJECT"]
    assert len(shown["practices"]) == 11


async def test_the_town_scheme_shows_its_sheet(scheme: Scheme) -> None:
    """T-3.2M, T-3.3l: branches and conditions are told; the sheet gives 100 points."""
    town = load_template("town").text.replace(
        "  - {id: town,", "  - {id: street, name: 街道, parents: [district]}\n  - {id: town,"
    )
    assert (await publish(scheme, town))["errors"] == []
    shown = (await answer(scheme.context(), WHOLE))["guideline"]
    assert (shown["scoreSheet"]["total"], len(shown["scoreSheet"]["sections"])) == (100, 8)
    criteria = {item["id"]: item for item in shown["criteria"]}
    assert (criteria["T-3.2M"]["riskLevels"], criteria["T-3.3l"]["onlyWhere"]) == (
        ["mid"],
        "辖区内有医疗机构",
    )
    assert shown["processes"][0]["byBatch"] is True
    batches = shown["processes"][0]["batches"]
    assert (batches["inspectors"], batches["allowedDivergence"], batches["rectificationDays"]) == (2, 5, 15)
    assert [(team["batches"], len(team["offices"])) for team in batches["teams"]] == [
        (["PILOT"], 8),
        (["REGULAR", "URGENT"], 7),
    ]


@pytest.mark.parametrize("document", [WHOLE, "{ guidelineVersions { number } }"])
async def test_nobody_else_reads_it(scheme: Scheme, document: str) -> None:
    """The refusal twin: a caller who is not signed in, and one whose role has no right in a tenant."""
    for context, code in (
        (scheme.district.context(ANONYMOUS), ErrorCode.UNAUTHENTICATED),
        (scheme.context(Role.PLATFORM_OPERATOR), ErrorCode.ROLE_NOT_ALLOWED),
    ):
        result = await ask(context, document)
        assert result.data is None
        assert result.errors is not None
        error = result.errors[0].original_error
        assert isinstance(error, DomainError)
        assert error.code is code


async def test_publishing_shows_the_version_and_its_warnings(scheme: Scheme) -> None:
    """B-e: the linter's warning reaches whoever publishes."""
    payload = await publish(scheme, STRICTER)
    assert (payload["guideline"], payload["errors"]) == ({"number": 2}, [])
    assert payload["version"] == {
        "status": "IN_FORCE",
        "effectiveFrom": "2026-03-01",
        "author": {"displayName": "author同志"},
        "publisher": {"displayName": "publisher同志"},
    }
    for warnings in (payload["warnings"], payload["draft"]["warnings"]):
        (warning,) = warnings
        assert (warning["path"], "B-e" in warning["message"]) == ("criteria[4].applies_to", True)
    versions = await answer(scheme.context(), "{ guidelineVersions { number status guideline } }")
    assert [(row["number"], row["status"]) for row in versions["guidelineVersions"]] == [
        (2, "IN_FORCE"),
        (1, "SUPERSEDED"),
    ]


async def test_drafting_a_fault_shows_where_it_is(scheme: Scheme) -> None:
    source = {"idempotencyKey": "fault", "source": STRICTER.replace("days: 14", "days: 0")}
    payload = (await answer(scheme.author, DRAFT, input=source))["draftGuideline"]
    assert payload["draft"] is None
    (error,) = payload["errors"]
    assert (error["code"], error["field"]) == ("GUIDELINE_INVALID", ["source"])
    details = {detail["name"]: detail["value"] for detail in error["details"]}
    assert details["path"] == "criteria[0].check.days"
    assert (
        STRICTER.replace("days: 14", "days: 0").splitlines()[int(details["line"]) - 1].count("days: 0") == 1
    )
    assert len(await scheme.rows()) == 1


async def test_a_request_reads_the_published_version_once(scheme: Scheme) -> None:
    request = RequestContext(operations=scheme.context(), cursors=Cursors("secret"))
    assert await current_of(request) is await current_of(request)


async def test_criteria_with_a_shared_id_differ_by_kind(scheme: Scheme) -> None:
    """B-f is shown twice, for a compound and for a village or community."""
    shown = (await answer(scheme.context(), WHOLE))["guideline"]["criteria"]
    kinds = [[kind["id"] for kind in item["appliesTo"]] for item in shown if item["id"] == "B-f"]
    assert kinds == [["compound"], ["village", "community"]]
    for kind in ("compound", "village"):
        ids = [item.id for item in criteria_for(load_template("wenlong").guideline, kind)]
        assert len(ids) == len(set(ids))


def test_enums_follow_the_format() -> None:
    """Every action and step kind of the format has its GraphQL value, every role its name."""
    assert {StepKind(kind) for kind in get_args(Step.model_fields["kind"].annotation)} == set(StepKind)
    assert {ReviewDecision(action) for action in get_args(StepAction)} == set(ReviewDecision)
    assert len({role_name(role) for role in Role}) == len(Role)


DIFF = """query ($source: String!) {
  guidelineDiff(source: $source) {
    number bound
    differences { path change open refused message base adopted }
    errors { code details { name value } }
  }
}"""


async def test_a_diff_is_against_the_template_that_was_adopted(scheme: Scheme) -> None:
    await scheme.publish(STRICTER)
    source = STRICTER.replace("days: 14, basis", "days: 5, basis")
    shown = (await answer(scheme.context(Role.STREET), DIFF, source=source))["guidelineDiff"]
    assert (shown["number"], shown["bound"], shown["errors"]) == (1, True, [])
    (difference,) = shown["differences"]
    assert (difference["path"], difference["change"]) == ("criteria[B-a].check.days", "LOOSER")
    assert (difference["base"], difference["adopted"], difference["refused"]) == ("8", "5", True)


async def test_a_scheme_of_ones_own_is_compared_with_the_published_version(scheme: Scheme) -> None:
    await scheme.publish(STRICTER)
    source = STRICTER.replace("days: 14, basis", "days: 5, basis").replace("id: wenlong", "id: ours", 1)
    shown = (await answer(scheme.context(), DIFF, source=source))["guidelineDiff"]
    assert (shown["number"], shown["bound"]) == (2, False)
    assert [(one["path"], one["change"], one["refused"]) for one in shown["differences"]] == [
        ("id", "EQUAL", False),
        ("criteria[B-a].check.days", "LOOSER", False),
    ]


async def test_a_diff_of_a_broken_text_lists_its_faults(scheme: Scheme) -> None:
    broken = STRICTER.replace("days: 14, basis", "days: 0, basis")
    shown = (await answer(scheme.context(), DIFF, source=broken))["guidelineDiff"]
    assert (shown["number"], shown["differences"]) == (None, [])
    assert [error["code"] for error in shown["errors"]] == ["GUIDELINE_INVALID"]


async def test_nobody_compares_without_a_role(scheme: Scheme) -> None:
    result = await ask(scheme.district.context(ANONYMOUS), DIFF, source=STRICTER)
    assert result.errors is not None
    assert result.data is None


def test_titles_and_duties_are_told_with_the_names_of_their_units() -> None:
    """What comes after the naming: tiers, derived titles, duties, supervision."""
    model, towers = (
        check((SCHEMES / f"{name}.yaml").read_text(encoding="utf-8")).guideline
        for name in ("model_city", "office_towers")
    )
    assert model is not None
    assert towers is not None
    (tier,) = [Tier.of(part, model) for part in model.tiers]
    assert (tier.title, tier.after_days_held, [kind.id for kind in tier.unit_kinds]) == (
        *("无疫示范社区", 10),
        ["community"],
    )
    _, city = [DerivedTitle.of(part, model) for part in model.derived_titles]
    assert (city.title, city.percent, city.counted[0].id, city.unit_kind.id) == (
        "无疫城市",
        50,
        "street",
        "city",
    )
    (duty,) = [Duty.of(part, towers) for part in towers.duties]
    assert (duty.log.name, duty.every_days, duty.grace_days, duty.on_miss) == ("消杀", 7, 2, "warn")
    rules = Supervision.of(towers.supervision, towers)
    assert (rules.rectification_days, rules.warnings, rules.periodic) == (15, 1, [])
