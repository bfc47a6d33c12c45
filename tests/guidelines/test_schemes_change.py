"""The same schemes, made stricter while their names stand: kept, assessed again within days, or judged on a day."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from api.worker import Worker
from schema.criteria.operations import AssessUnit, assess_unit
from schema.guideline_drafts.rules import check_package
from schema.guidelines.rules import check
from schema.rule_changes.jobs import RULE_CHANGE
from schema.rule_changes.rules import Choice, Treatment
from schema.rule_changes.tables import RuleChange
from schema.simulations.jobs import SIMULATION
from tenants.database import Database
from tests.api.conftest import make_settings
from tests.builders.applications import attestations
from tests.builders.databases import Urls, database, owner, urls
from tests.builders.district import key
from tests.builders.looks import changes_of, name_of, standing_of
from tests.builders.play import Play
from tests.guidelines.test_schemes import (
    SCHEMES,
    Loss,
    Story,
    expect_benefits,
    happen,
    set_up,
    source_of,
    story_of,
)
from tests.jobs.desk import work
from tests.rule_changes.desk import Desk

__all__ = ["database", "owner", "urls"]
WON_WHEN_APPLYING = [
    ["guidance: 每周一次。\n", "guidance: 申报前一周。\n    judged: at_applying\n"],
    ["score: {section: A, maximum: 60}", "score: {section: A, maximum: 10}"],
    ["score: {section: A, maximum: 40}", "score: {section: A, maximum: 80}"],
    [
        "\nscore_sheet:",
        """
  - id: E-7
    title: 垃圾清运
    guidance: 有记录。
    applies_to: [block]
    check: {kind: log, log: waste_clearance, every_days: 30}
    score: {section: A, maximum: 10}
score_sheet:""",
    ],
]
"""In deductions: ten points for disinfection, judged at applying, ten for waste cleared since."""
CHANGING = [scheme for scheme in SCHEMES if story_of(scheme).change]


@dataclass(frozen=True)
class Alteration:
    """How a scheme is edited, what was chosen for its names, what is so after so many days, and what follows.

    `prepares` and `assesses` tell of units that are assessed by the new version before those days go by, `late` of
    those that are afterwards, with whether they meet it; `told` is the last that happened to a name.
    """

    edits: list[list[str]]
    treatment: str
    then: dict[str, str]
    told: dict[str, list[str | None]]
    days: int = 0
    within: int | None = None
    falling: int = 0
    before: list[dict[str, Any]] = field(default_factory=list)
    after: list[dict[str, Any]] = field(default_factory=list)
    prepares: list[str] = field(default_factory=list)
    assesses: dict[str, bool] = field(default_factory=dict)
    late: dict[str, bool] = field(default_factory=dict)

    def of(self, source: str) -> str:
        """Edit a scheme's text; what is edited is there once."""
        for old, new in self.edits:
            assert source.count(old) == 1, old
            source = source.replace(old, new)
        return source

    def choice(self, desk: Desk) -> Choice:
        """Make the choice for the names that stand, as of today."""
        treatment = Treatment(self.treatment)
        if treatment is Treatment.APPLY:
            return Choice(treatment, apply_on=desk.today + timedelta(days=self.days))
        within = self.within or self.days
        return Choice(treatment, within_days=within if treatment is Treatment.REASSESS else None)


def alteration_of(scheme: str) -> Alteration:
    """Read how a scheme is changed."""
    return Alteration(**story_of(scheme).change)


def test_every_treatment_is_chosen_and_somewhere_nobody_falls_and_a_hold_is_lifted() -> None:
    told = [alteration_of(scheme) for scheme in CHANGING]
    assert len(told) >= 10
    assert {each.treatment for each in told} == {"apply", "keep", "reassess"}
    assert {each.falling == 0 for each in told if each.treatment == "apply"} == {True, False}
    assert any(["restored", "RULE_CHANGED", None] in each.told.values() for each in told)


@pytest.mark.parametrize("scheme", CHANGING)
def test_the_changed_scheme_has_no_fault(scheme: str) -> None:
    """Its scenarios say what the changed clauses do."""
    assert check_package(alteration_of(scheme).of(source_of(scheme))).errors == ()


@pytest.mark.parametrize("scheme", CHANGING)
async def test_a_scheme_changes_while_its_names_stand(database: Database, urls: Urls, scheme: str) -> None:
    altered = alteration_of(scheme)
    await play_through(database, urls, source_of(scheme), story_of(scheme), altered)


@pytest.mark.parametrize("within", [None, 20])
async def test_points_won_when_applying_stay_won(database: Database, urls: Urls, within: int | None) -> None:
    """Ten points rest on what was logged then; ten others are lost by the new version, and ninety suffice."""
    source = Alteration(WON_WHEN_APPLYING, "keep", {}, {}).of(
        source_of("deductions").partition("scenarios:")[0]
    )
    stricter = [["log: waste_clearance, every_days: 30", "log: waste_clearance, every_days: 7"]]
    stands = {"LY1": "active"}
    rejudged: dict[str, list[str | None]] = {"LY1": ["rejudged", "RULE_CHANGED", None]}
    later = [{"days": 10, "then": stands}]
    if within is None:
        altered = Alteration(stricter, "apply", stands, rejudged, before=later)
    else:
        altered = Alteration(
            stricter, "reassess", stands, rejudged, within=within, before=later, assesses={"LY1": True}
        )
    await play_through(database, urls, source, story_of("deductions"), altered)


async def play_through(
    database: Database, urls: Urls, source: str, story: Story, altered: Alteration
) -> None:
    """Bring a scheme to its names, change it, and see how they stand when the day has come, and afterwards."""
    play = await set_up(database, source, story)
    for code in story.names:
        await play.name(code)
    await unfold(play, altered.before)
    desk = await open_desk(database, urls, play)
    change = await change_rules(desk, play, altered.of(source), altered)
    for code, met in altered.assesses.items():
        assert await assess(play, code, prepare=code in altered.prepares) is met
    await play.let_pass(altered.days)
    await work(desk.worker)
    assert {code: await standing_of(play.district, play.code(code)) for code in altered.then} == altered.then
    assert {code: await last_of(play, code) for code in altered.told} == altered.told
    await expect_versions(play, change, altered)
    for code, met in altered.late.items():
        assert await assess(play, code) is met
    await unfold(play, altered.after)


async def open_desk(database: Database, urls: Urls, play: Play) -> Desk:
    """Seat whoever drafts and publishes, beside a worker that simulates and applies; nights are the play's."""
    clock = play.district.clock
    author = await play.actor("commission", play.root, "author")
    publisher = await play.actor("headquarters", play.root, "publisher")
    worker = Worker(database, make_settings(urls), clock, kinds=[SIMULATION, RULE_CHANGE], sweeps=())
    return Desk(play.district, author, publisher, author, worker)


async def change_rules(desk: Desk, play: Play, source: str, altered: Alteration) -> RuleChange:
    """Publish the changed scheme after a look at the names that stand, which tells how many fall."""
    draft, simulation = await desk.draft(source), await desk.simulate(source)
    assert simulation.names_falling == altered.falling
    version = await desk.publish(draft, simulation, altered.choice(desk))
    guideline = check(source).guideline
    assert guideline is not None
    play.guideline = guideline
    change = await desk.change_of(version.id)
    assert (change.treatment, change.expected) == (altered.treatment, altered.falling)
    return change


async def assess(play: Play, place: str, *, prepare: bool = False) -> bool:
    """Assess a unit by the version in force, stating that all is met; tell whether the machine finds so."""
    unit = await play.district.unit(play.code(place))
    assessor = await play.actor("street", play.root, "assessor")
    if prepare:
        await play.prepare(await play.actor("property", play.code(place)), unit)
    stated = await attestations(assessor, unit.kind)
    command = AssessUnit(idempotency_key=key(), unit_id=unit.id, attestations=stated)
    return (await assess_unit(assessor, command)).met


async def unfold(play: Play, story: list[dict[str, Any]]) -> None:
    """Let one thing happen after the other, and look each time."""
    for told in story:
        loss = Loss(**told)
        await happen(play, loss)
        assert {code: await standing_of(play.district, play.code(code)) for code in loss.then} == loss.then
        await expect_benefits(play, loss.benefits)


async def last_of(play: Play, place: str) -> list[str | None]:
    """Tell what happened to a name last, for which cause, by which clause."""
    last = (await changes_of(play.district, play.code(place)))[-1]
    return [last.change, last.cause, last.clause]


async def expect_versions(play: Play, change: RuleChange, altered: Alteration) -> None:
    """Who was judged stands, or fell, under the new version; who was kept, or is late, stands under the old one."""
    judged = {"apply": set(altered.then), "keep": set[str](), "reassess": set(altered.assesses)}
    for code in altered.then:
        name = await name_of(play.district, play.code(code))
        assert name is not None
        is_new = name.guideline_version_id == change.guideline_version_id
        assert is_new is (code in judged[altered.treatment]), code
