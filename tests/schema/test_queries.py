"""Every query field of the official schema, tried by those who may not and by one who may."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.frame.node import _FETCHERS
from schema.root import official_schema
from tenants.database import Database
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask, refused_with
from tests.schema.leaks import Property, property_of
from tests.schema.offices import ask_offices
from tests.schema.queries import NODES, QUERIES, Query
from tests.schema.roster import ask_roster
from tests.schema.selection import answered, everything, output_fields, root_document
from tests.schema.titles import ask_titles
from tests.schema.town import ask_for_files, ask_town
from tests.schema.way import ask_way

pytestmark = pytest.mark.long

SCHEMA = official_schema._schema
CALLERS = ("anonymous", "nobody", "bystander", "outsider")
EXEMPT = {
    ("Appeal", "decidedAt"): "the appeal of the stage is open; tests/supervision",
    ("Appeal", "opinion"): "the same",
    ("SupervisionFinding", "opinion"): "the finding of the stage is open; tests/supervision",
    ("SupervisionFinding", "verifiedOn"): "the same",
    ("Unit", "closedOn"): "no unit of the stage was split or merged; tests/units",
    **{
        ("PreviewedName", name): "the move of the sample touches no name; tests/boundaries"
        for name in ("cause", "causeText", "change", "clause", "code", "number")
    },
    **{("UnitChangePreview", name): "the same" for name in ("closed", "errors", "names", "opened")},
    ("Unit", "openedOn"): "the same",
    ("Unit", "predecessors"): "the same",
    ("Unit", "successors"): "the same",
    ("Designation", "reassessmentDueOn"): "no version of the stage asks for it; tests/rule_changes",
    ("Unit", "reassessmentsDue"): "the same",
    ("RuleChange", "withinDays"): "the same",
    ("GuidelineDraft", "simulation"): "no draft of the stage was simulated; tests/rule_changes",
    ("GuidelineVersionSummary", "simulation"): "the same",
    ("RuleChangeDecision", "withinDays"): "no version of the stage asks for it; tests/rule_changes",
    ("StandingNamesPreview", "errors"): "the sample has no faults",
    ("DraftSimulation", "confirmAbove"): "no draft of the stage was simulated; tests/rule_changes",
    ("DraftSimulation", "reasons"): "the same",
    ("DraftSimulation", "run"): "the same",
    ("Unit", "assessmentsDue"): "wenlong sets no schedule of assessments; tests/supervision",
    ("AssessmentResult", "evidence"): "no file of the stage counted; tests/evidence",
    ("Contact", "email"): "nobody on the stage gave an address; tests/notifications/test_mail.py",
    ("Criterion", "surveyBenchmark"): "neither template holds a survey against one; tests/guidelines/schemes",
    ("EventClass", "areaLevels"): "the stage's class is of contacts; tests/areas/test_returnees.py",
    (
        "HealthEvent",
        "aroseFrom",
    ): "nobody on the stage was found infected; tests/event_reports/test_upgrading.py",
    ("HealthEvent", "became"): "the same",
    **{
        ("ImportedRow", name): "answers of mutations alone; tests/event_reports/test_repeated.py"
        for name in ("differences", "externalId", "healthEvent", "outcome")
    },
    **{("RecordDifference", name): "the same" for name in ("field", "known", "sent")},
    ("HealthEventPreview", "errors"): "the event of the sample has no faults",
    ("Household", "departedOn"): "no household of the stage moved out; tests/rolls",
    ("Notification", "readAt"): "nobody on the stage has read any; tests/notifications/test_inbox.py",
    ("PreviewedChange", "eligibleFrom"): "a lost name has none; tests/consequences/test_previews.py",
    ("Review", "onBehalfOf"): "nobody on the stage stands in; tests/officials/test_delegations.py",
    ("SimulationRun", "unit"): "the run of the stage supposes a guideline; tests/simulations",
    ("Transition", "onBehalfOf"): "nobody on the stage stands in; tests/officials/test_delegations.py",
    ("Simulation", "errors"): "the samples have no faults",
    ("GuidelineDiff", "errors"): "the text of the sample has no faults",
    ("Criterion", "scoreMaximum"): "neither template gives points of its own to a criterion",
    ("ScoreSection", "minimum"): "the town's sheet asks no minimum of a section",
    ("ScoreSectionTotal", "minimum"): "the same",
    ("ScoreTotal", "voidBy"): "nothing voids the score on the stage",
    ("InspectionSheet", "missing"): "the sheets of the stage are whole",
    ("ApiClient", "revokedAt"): "no key of the stage is void",
    ("DesignationChange", "onBehalfOf"): "nobody on the stage stands in for another",
    ("Rectification", "lateness"): "no deadline of the stage has passed; tests/inspections/test_deadlines.py",
    ("OfficialDeparture", "reasons"): "a colleague holds the same role; tests/official_changes",
    ("OfficialDeparture", "unattendedSteps"): "the same",
    **{
        ("UnattendedStep", name): "everything on the stage waits for somebody; tests/official_changes"
        for name in ("role", "roleName", "since", "stepName", "unit")
    },
    ("UnattendedStepConnection", "edges"): "the same",
    ("UnattendedStepEdge", "cursor"): "the same",
    ("UnattendedStepEdge", "node"): "the same",
    ("Cadence", "everyDays"): "intake of the town opens on days of the month; tests/guidelines/schemes",
    ("Cadence", "firstOn"): "the same",
    ("Criterion", "scorePerOccurrence"): "neither template takes points for each occurrence",
    **{("DatedValue", name): "neither template dates a value" for name in ("path", "since", "value")},
    ("Guideline", "datedValues"): "the same; tests/guidelines/test_dated.py",
    ("EventClass", "controls"): "neither template names controls; tests/guidelines/schemes",
    ("HealthEvent", "control"): "nobody of the stage is controlled so; tests/events",
    ("HealthEventRevision", "control"): "the same",
    ("DesignationCertificate", "reason"): "none of the stage was issued anew; tests/designations",
    (
        "DesignationChange",
        "note",
    ): "no name of the stage was declared void; tests/supervision/test_voiding.py",
    ("PlaqueMove", "reason"): "no plaque of the stage was replaced; tests/designations/test_plaques.py",
}
"""Fields nobody gets an answer from on the stage, with the reason."""
NOTHING_THERE = {"unattendedSteps"}
"""Everything on the stage waits for somebody; tests/official_changes leave an application to nobody."""
EITHER_WAY = {("Delegation", "revokedAt")}
"""Answered only if the tests of mutations came first: they take back the delegation of the stage."""


@pytest.fixture(scope="module")
async def own(stage: Stage, owner: AsyncEngine) -> Property:
    return await property_of(stage, owner)


def document(sample: Query, *, depth: int = 2) -> str:
    return root_document(SCHEMA, "query", sample.field, depth=depth, only=sample.only)


def is_empty(found: Any) -> bool:
    """Tell a list without rows, in whatever form lists come."""
    if isinstance(found, dict) and "edges" in found:
        return found["edges"] == [] and found["totalCount"] == 0
    if isinstance(found, dict):
        return not any(value for name, value in found.items() if name != "__typename")
    return bool(found == [])


def test_every_query_has_a_sample() -> None:
    assert SCHEMA.query_type is not None
    assert {sample.field for sample in QUERIES} == SCHEMA.query_type.fields.keys()


def test_every_node_can_be_looked_up() -> None:
    """Relay: whatever has a global id is found by it."""
    implementors = {kind.name for kind in SCHEMA.get_implementations(SCHEMA.type_map["Node"]).objects}  # type: ignore[arg-type]
    assert {sample.only.split()[3] for sample in NODES} == implementors
    assert _FETCHERS.keys() == implementors


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("sample", QUERIES, ids=lambda sample: sample.name)
async def test_who_may_not_gets_nothing(
    stage: Stage, owner: AsyncEngine, own: Property, sample: Query, caller: str
) -> None:
    before = await read_ledger(owner, stage.district.tenant.id, stage.other.tenant.id)
    result = await ask(stage.callers[caller], document(sample), **sample.variables(stage))
    outcome = getattr(sample, caller)
    found = (result.data or {}).get("result")
    match outcome:
        case "null":
            assert refused_with(result) == []
            assert found is None
        case "empty":
            assert refused_with(result) == []
            assert is_empty(found), found
        case "own":
            assert refused_with(result) == []
            assert found is not None
        case _:
            assert refused_with(result) == [outcome]
            assert found is None
    if caller == "outsider":
        assert own.found_in(result.data) == []
        assert own.found_in([str(error) for error in result.errors or ()]) == []
    else:
        assert own.persons_in(result.data) == []
    assert not changed(before, await read_ledger(owner, stage.district.tenant.id, stage.other.tenant.id))


@pytest.mark.parametrize("sample", QUERIES, ids=lambda sample: sample.name)
async def test_who_may_gets_an_answer(stage: Stage, own: Property, sample: Query) -> None:
    """The twin: the same document answers, and even then no resident is named in full."""
    result = await ask(stage.callers[sample.who], document(sample), **sample.variables(stage))
    assert refused_with(result) == []
    found = (result.data or {})["result"]
    assert found is not None
    assert not is_empty(found) or sample.field in NOTHING_THERE
    assert own.persons_in(found) == []
    if sample.field not in NOTHING_THERE | {
        "appointableRoles",
        "calendar",
        "coverage",
        "guideline",
        "guidelineDiff",
        "guidelineVersion",
        "guidelineVersions",
        "previewStandingNames",
        "previewUnitCodes",
        "tenant",
        "validateGuideline",
        "worklistCounts",
    }:
        assert own.found_in(found), "the search for leaks finds nothing where something is"


async def test_every_field_is_answered_to_somebody(
    database: Database, stage: Stage, town_stage: Stage
) -> None:
    """Over all samples each field of each type has a value at least once: none is left untried."""
    found = set()
    for sample in QUERIES:
        depth = 3 if sample.field == "application" else 2
        result = await ask(
            stage.callers[sample.who], document(sample, depth=depth), **sample.variables(stage)
        )
        found |= answered(result.data)
    found |= answered(await ask_town(database))
    found |= answered(await ask_for_files(database))
    found |= answered(await ask_titles(database))
    found |= answered(await ask_way(database))
    found |= answered(await ask_offices(database))
    found |= answered(await ask_roster(database))
    commission = town_stage.callers["commission"]
    for only in (
        f"{{ guideline {everything(SCHEMA, 'Guideline')} }}",
        f"{{ coverage {everything(SCHEMA, 'TitleCoverage')} }}",
        f"{{ batches {{ edges {{ node {everything(SCHEMA, 'Batch')} }} }} }}",
        f"{{ applications {{ edges {{ node {everything(SCHEMA, 'Application', depth=3)} }} }} }}",
    ):
        found |= answered((await ask(commission, only)).data)
    clerk = f"{{ batches {{ edges {{ node {everything(SCHEMA, 'Batch')} }} }} }}"
    found |= answered((await ask(town_stage.callers["clerk"], clerk)).data)
    payloads = {name for name in SCHEMA.type_map if name.endswith("Payload")}
    written = payloads | {
        "OperationError",
        "ErrorDetail",
        "Namesake",
        "Consequence",
        "GuidelineWarning",
        "ApplicationOutlook",
        "ApplicationRelocation",
    }
    missing = output_fields(SCHEMA, without=written) - found
    assert sorted((missing ^ EXEMPT.keys()) - EITHER_WAY) == []


async def test_what_lies_above_shows_its_place_only(stage: Stage) -> None:
    """A unit's breadcrumb leads out of the viewer's area: there only what the public sees is to be seen."""
    only = everything(SCHEMA, "Unit", depth=1)
    shown = f"query($id: ID!) {{ unit(id: $id) {{ ancestors {only} }} }}"
    result = await ask(stage.callers["bystander"], shown, id=stage.ids["B21"])
    assert refused_with(result) == []
    assert result.data is not None
    root, street, community = result.data["unit"]["ancestors"]
    assert (root["code"], street["code"], community["code"]) == ("500110", "S2", "C2")
    assert is_empty(root["children"])
    assert [edge["node"]["code"] for edge in community["children"]["edges"]] == ["B21"]
    for place in (root, street, community):
        for field in ("assessments", "criteria", "households", "logs", "openApplication", "petition"):
            assert place[field] is None, field
        assert not any(action["allowed"] for action in place["actions"])


async def test_what_is_under_way_above_does_not_show(stage: Stage) -> None:
    """C1 has an open application: its own officials are told so, a leader below it is not."""
    shown = "actions { name reasons { code } }"
    document = f"query($id: ID!) {{ unit(id: $id) {{ {shown} parent {{ {shown} }} }} }}"
    leader = await stage.district.official(Role.BUILDING_LEADER, "B6")
    own = await ask(leader, document, id=stage.ids["B6"])
    assert own.data is not None
    assert "PETITION_OPEN_ALREADY" in str(own.data["unit"]["actions"])
    above = str(own.data["unit"]["parent"])
    assert "OUTSIDE_AREA" in above
    assert "APPLICATION_OPEN_ALREADY" not in above
    community = await ask(stage.callers["community"], document, id=stage.ids["C1"])
    assert "APPLICATION_OPEN_ALREADY" in str((community.data or {})["unit"]["actions"])
