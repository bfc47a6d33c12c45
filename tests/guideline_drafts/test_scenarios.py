"""Scenarios: run by the rules that judge for real, each expectation that fails told where it stands."""

import pytest

from schema.frame.errors import ErrorCode
from schema.guideline_drafts.rules import check_package, failed_scenarios
from schema.guidelines.repository.templates import list_templates, load_template
from schema.guidelines.rules import check
from tenants.database import Database
from tests.builders.guidelines import publish_draft
from tests.builders.refusals import refusals
from tests.guidelines.scheme import Scheme, make_scheme

WENLONG, TOWN = load_template("wenlong").text, load_template("town").text
CASE = "楼栋前一天报告病例"


@pytest.fixture
async def scheme(database: Database) -> Scheme:
    return await make_scheme(database)


@pytest.mark.parametrize("template", list_templates(), ids=lambda template: template.id)
def test_templates_come_out_as_they_expect(template: object) -> None:
    """Each kind that bears a title is tried, met and not met."""
    guideline = load_template(template.id).guideline  # type: ignore[attr-defined]
    assert list(failed_scenarios(guideline)) == []
    tried = {scenario.unit for scenario in guideline.scenarios}
    assert tried == {kind.id for kind in guideline.unit_kinds if kind.title is not None}
    assert {scenario.expect.met for scenario in guideline.scenarios} == {True, False}


def faults(source: str) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in check_package(source).errors]


@pytest.mark.parametrize(
    ("source", "old", "new", "path", "says"),
    [
        (WENLONG, "days: 8, basis", "days: 1, basis", "scenarios[1].expect", CASE),
        (WENLONG, "failing: [B-b]", "failing: [B-c]", "scenarios[3].expect.failing", "应为 B-c，实为 B-b"),
        (
            WENLONG,
            "change: revoke, clause: B-a",
            "change: suspend",
            "scenarios[0].expect.on_event",
            "实为 取消命名（B-a）",
        ),
        (WENLONG, "clause: B-a}}", "clause: B-b}}", "scenarios[0].expect.on_event", "应为 取消命名（B-b）"),
        (TOWN, "points: 85}", "points: 90}", "scenarios[3].expect.points", "应为 90 分，实为 85 分"),
        (TOWN, "pass_mark: 85", "pass_mark: 86", "scenarios[3].expect.met", "应为 达标，实为 不达标"),
    ],
)
def test_what_comes_out_otherwise_is_told(source: str, old: str, new: str, path: str, says: str) -> None:
    """With its line; the text as it was has no such fault."""
    assert old in source
    changed = source.replace(old, new, 1)
    found = check_package(changed).errors
    assert any(fault.path.startswith(path) and says in fault.message for fault in found), found
    lines = changed.splitlines()
    assert all(fault.line and "expect:" in lines[fault.line - 1] for fault in found)
    assert check(changed).errors == ()
    assert faults(source) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("unit: entrance\n", "unit: castle\n", "scenarios[7].unit"),
        ("failing: [B-a]}", "failing: [B-e]}", "scenarios[1].expect.failing[0]"),
        ("{kind: group}", "{kind: hamlet}", "scenarios[14].facts.children[0].kind"),
        ("logs: {disinfection", "logs: {sweeping", "scenarios[0].facts.logs.sweeping"),
        ("all_attested: true", "attestations: {B-a: {}}", "scenarios[0].facts.attestations.B-a"),
        (
            "{met: true, failing: [], on_event",
            "{met: true, points: 1, on_event",
            "scenarios[0].expect.points",
        ),
        ("name: 楼栋密接已解除", f"name: {CASE}", "scenarios[4].name"),
        ("expect: {met: false}", "expect: {}", "scenarios[7].expect.met"),
        ("signed: 2}", "signed: -2}", "scenarios[5].facts.petition.signed"),
    ],
)
def test_a_scenario_that_can_say_nothing_is_a_fault(old: str, new: str, path: str) -> None:
    """Names the guideline does not have, figures that cannot be: told by the linter, before anything is run."""
    assert old in WENLONG
    assert path in [fault.path for fault in check(WENLONG.replace(old, new, 1)).errors]


def test_files_asked_for_are_there_when_all_is_attested() -> None:
    """A criterion that asks for a photograph is met in a scenario in which everything is attested.

    Files told of take the place of those: fresh ones do, an old one does not, one nobody asks for is a fault.
    """
    photographed = WENLONG.replace(
        "    attest: {method: statement, valid_days: 30}\n",
        "    attest: {method: statement, valid_days: 30}\n    evidence: [{id: photo, name: 照片, minimum: 2}]\n",
        1,
    )
    assert faults(photographed) == []
    stale = photographed.replace("minimum: 2}", "minimum: 2, fresh_days: 7}").replace(
        "      all_attested: true", "      all_attested: true\n      files: {FILES}", 1
    )
    assert faults(stale.replace("FILES", "B-g: [{file: photo, count: 2}]")) == []
    old = stale.replace("FILES", "B-g: [{file: photo}, {file: photo, taken_on: 2022-11-01}]")
    assert [path for path, _ in faults(old)] == ["scenarios[0].expect.met", "scenarios[0].expect.failing"]
    ((wrong, _),) = faults(stale.replace("FILES", "B-g: [{file: video}]"))
    assert wrong == "scenarios[0].facts.files.B-g[0].file"


async def test_a_failing_scenario_is_not_published(scheme: Scheme) -> None:
    """It may be drafted, and the draft says so; nothing is published, and the mended twin is."""
    broken = WENLONG.replace("days: 8, basis", "days: 9, basis").replace(
        "failing: [B-b]", "failing: [B-c]", 1
    )
    row = await scheme.draft(broken)
    before = await scheme.rows(), await scheme.traces()
    (error,) = await refusals(publish_draft(scheme.publisher, row))
    assert (error.code, error.field) == (ErrorCode.GUIDELINE_INVALID, ("draft",))
    assert error.details["path"] == "scenarios[3].expect.failing"
    assert broken.splitlines()[int(error.details["line"]) - 1].strip().endswith("failing: [B-c]}")
    assert (await scheme.rows(), await scheme.traces()) == before
    assert (await scheme.publish(broken.replace("failing: [B-c]", "failing: [B-b]", 1))).number == 2
