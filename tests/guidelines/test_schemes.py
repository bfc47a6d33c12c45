"""Schemes unlike each other, each from a YAML file to naming and to loss without a line of code of its own."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from schema.designations.tables import Designation
from schema.districts.rules import District as NewDistrict
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.figures.operations import RecordFigure, record_figure
from schema.figures.rules import FigureEntry
from schema.guideline_drafts.rules import check_package
from schema.guidelines.rules import check, process_for
from schema.supervision.operations import RecordFinding, record_finding
from tenants.database import Database
from tests.builders.district import found_district, fresh_slug, key
from tests.builders.looks import name_of, standing_of
from tests.builders.play import Play
from tests.builders.refusals import refused
from tests.clients import ask

FOLDER = Path(__file__).with_name("schemes")
SCHEMES = sorted(file.stem for file in FOLDER.glob("*.yaml") if not file.stem.endswith(".story"))


@dataclass(frozen=True)
class Loss:
    """What happens, how the names stand after it, and how their benefits do.

    An event is reported, a finding or a figure is recorded, or days go by.
    """

    then: dict[str, str]
    event: dict[str, Any] = field(default_factory=dict)
    finding: dict[str, str] = field(default_factory=dict)
    figure: dict[str, Any] = field(default_factory=dict)
    days: int = 0
    benefits: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Story:
    """What a scheme is played with: its tenant, its places, who is named in which order, what is lost by what."""

    tenant: dict[str, str]
    places: list[list[str]]
    names: list[str]
    number: str
    losses: list[dict[str, Any]]
    batch: dict[str, str] = field(default_factory=dict)
    title: str | None = None
    applicant: str | None = None
    derived: dict[str, str] = field(default_factory=dict)
    raises: dict[str, Any] = field(default_factory=dict)
    benefits: dict[str, dict[str, str]] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    change: dict[str, Any] = field(default_factory=dict)


def source_of(scheme: str) -> str:
    """Read a scheme's file."""
    return (FOLDER / f"{scheme}.yaml").read_text("utf-8")


def story_of(scheme: str) -> Story:
    """Read what a scheme is played with."""
    return Story(**yaml.safe_load((FOLDER / f"{scheme}.story.yaml").read_text("utf-8")))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_check_finds_no_fault(scheme: str) -> None:
    checked = check_package(source_of(scheme))
    assert checked.errors == ()
    assert checked.guideline is not None


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_scheme_runs_to_naming_and_to_loss(database: Database, scheme: str) -> None:
    story = story_of(scheme)
    play = await set_up(database, source_of(scheme), story)
    for code in story.names:
        await play.name(code)
    named = await name_of(play.district, story.names[-1])
    assert named is not None
    assert re.fullmatch(story.number, named.number), named.number
    await expect_title(play, named, story)
    assert {code: await standing_of(play.district, code) for code in story.names} == dict.fromkeys(
        story.names, "active"
    )
    assert {place: await title_of(play, place) for place in story.derived} == story.derived
    if story.raises:
        await raise_to(play, **story.raises)
    await expect_benefits(play, story.benefits)
    for told in story.losses:
        loss = Loss(**told)
        await happen(play, loss)
        assert {code: await standing_of(play.district, play.code(code)) for code in loss.then} == loss.then
        await expect_benefits(play, loss.benefits)
    await expect_roles(play, story.roles)


async def happen(play: Play, loss: Loss) -> None:
    """Let what a story tells happen, and the night that follows where one has to."""
    if loss.event:
        await befall(play, **loss.event)
    if loss.finding:
        await find_wanting(play, **loss.finding)
    if loss.figure:
        await play.let_pass(1)
        await count(play, **loss.figure)
        await play.let_pass(0)
    if loss.days:
        await play.let_pass(loss.days)


async def expect_benefits(play: Play, wanted: dict[str, dict[str, str]]) -> None:
    """The benefits of names stand so."""
    asked = "query($code: String!) { unit(code: $code) { designation { benefits { code status } } } }"
    for place, benefits in wanted.items():
        official = await play.actor("headquarters", play.root, "reader")
        answer = await ask(official, asked, code=play.code(place))
        assert answer.data is not None, answer.errors
        found = {one["code"]: one["status"] for one in answer.data["unit"]["designation"]["benefits"]}
        assert found == benefits


async def expect_roles(play: Play, roles: dict[str, str]) -> None:
    """Whoever acts is called what the scheme calls them, by the platform's own questions too."""
    for role, name in roles.items():
        official = await play.actor(role, play.root, "asked")
        answer = await ask(official, "{ viewer { grants { roleName } } }")
        assert answer.data is not None, answer.errors
        assert answer.data["viewer"]["grants"] == [{"roleName": name}]


async def find_wanting(play: Play, at: str, clause: str, occasion: str) -> None:
    """Record that a clause is not kept."""
    supervisor = await play.actor("street", play.root, "supervisor")
    unit = await play.district.unit(play.code(at))
    command = RecordFinding(
        idempotency_key=key(), unit_id=unit.id, occasion=occasion, clause=clause, description="经查属实"
    )
    await record_finding(supervisor, command)


async def count(play: Play, at: str, figure: str, numerator: int, denominator: int) -> None:
    """Record the value of a figure over the week that ended yesterday."""
    official = await play.actor("street", play.root, "counter")
    entry = FigureEntry(
        figure=figure,
        numerator=numerator,
        denominator=denominator,
        period_from=official.today() - timedelta(days=7),
        period_until=official.today() - timedelta(days=1),
        source="现场登记",
    )
    unit = await play.district.unit(play.code(at))
    await record_figure(official, RecordFigure(idempotency_key=key(), unit_id=unit.id, entry=entry))


async def title_of(play: Play, place: str) -> str | None:
    """Tell the title a unit bears."""
    named = await name_of(play.district, play.code(place))
    return named.title if named is not None and named.status == "active" else None


async def raise_to(play: Play, unit: str, tier: str, after_days: int, title: str) -> None:
    """Raise a unit to a tier once it has borne its name so many days; not a day before."""
    await play.let_pass(after_days - 1)
    assert await refused(play.name(unit, tier)) != []
    await play.let_pass(1)
    await play.name(unit, tier)
    assert await title_of(play, unit) == title


async def set_up(database: Database, source: str, story: Story) -> Play:
    """Bring the tenant on board with the scheme's text, and its places with an import."""
    guideline = check(source).guideline
    assert guideline is not None
    tenant = NewDistrict(slug=fresh_slug(), guideline=source, **story.tenant)
    district = await found_district(database, tenant)
    play = Play(district, guideline, district.root, applicant=story.applicant)
    await district.import_units(
        *((code, name, kind, play.code(parent)) for code, name, kind, parent in story.places)
    )
    if story.batch:
        kinds = {code: kind for code, _, kind, _ in story.places}
        process = process_for(guideline, kinds[story.names[-1]])
        assert process is not None
        await play.open_batch(process, play.code(story.batch["at"]), story.batch["kind"])
    return play


async def expect_title(play: Play, named: Designation, story: Story) -> None:
    """The title is the kind's, unless the story tells another."""
    unit = await play.district.unit(story.names[-1])
    kind = next(kind for kind in play.guideline.unit_kinds if kind.id == unit.kind)
    assert named.title == (story.title or kind.title)


async def befall(
    play: Play, kind: str, at: str, risk_level: str | None = None, control: str | None = None
) -> None:
    """Report that something happened today, of a kind or of a class the scheme declares."""
    reporter = await play.actor("street", play.root, "reporter")
    today = reporter.today()
    declared = next((one for one in play.guideline.event_classes if one.id == kind), None)
    told = Report(
        kind=declared.counts_as if declared else kind,
        occurred_on=today,
        reported_on=today,
        risk_level=risk_level,
        event_class=declared.id if declared else None,
        control=control,
    )
    unit = await play.district.unit(play.code(at))
    await report_health_event(
        reporter, ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)
    )
