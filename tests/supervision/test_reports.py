"""Loss by what is reported after the naming: a finding, the media, conduct, a rate; and contacts under a control."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.event_reports.operations.preparing import ReportHealthEvent
from schema.event_reports.operations.reports import report_health_event
from schema.events.rules import Report
from schema.figures.operations import RecordFigure, record_figure
from schema.figures.rules import FigureEntry
from schema.findings.operations import RectifyFinding, VerifyFinding, rectify_finding, verify_finding
from schema.findings.tables import Finding
from schema.supervision.operations import RecordFinding, record_finding
from tenants.database import Database
from tests.builders.district import key
from tests.builders.looks import changes_of, standing_of
from tests.builders.refusals import refused
from tests.clients import ask
from tests.designations.over_time import SCHEME, Place, make_place
from tests.designations.test_over_time import assert_counters_true
from tests.supervision.test_sweeping import COMPOUNDS, sweep

CLAUSES = """criteria:
  - id: S-c
    title: 未发生失范行为
    guidance: 经媒体曝光或查实即丧失。
    applies_to: [community]
    attest: {method: statement}
    on_loss: LOSS
    on_finding: at_once
  - id: S-d
    title: 口罩佩戴率
    guidance: 不低于九成。
    applies_to: [community]
    check: {kind: rate, figure: masks, at_least_percent: 90, minimum_denominator: 10}
    on_loss: LOSS
  - id: S-e
    title: 密接均已管控
    guidance: 居家隔离、健康监测的不影响。
    applies_to: [community]
    check: {kind: none_of, events: [watched, suspected], allowed_if_controlled: [watched]}
    on_loss: suspend
"""
HEAD = """figures: [{id: masks, name: 口罩佩戴率}]
event_classes: [{id: watched, name: 次密接, counts_as: close_contact, controls: [home, monitored]}]
"""
FALLEN = {"warn": "warned", "suspend": "suspended", "revoke": "revoked"}
LOSSES = pytest.mark.parametrize("loss", FALLEN)


async def place_with(database: Database, loss: str, base: str = SCHEME) -> Place:
    scheme = base.replace("criteria:\n", HEAD + CLAUSES.replace("LOSS", loss), 1)
    place = await make_place(database, scheme.replace("days: 30, renewal", "days: 365, renewal"))
    for code in ("C1", "C2"):
        await record(place, code, 95)
        await named(place, code)
    return place


async def named(place: Place, code: str) -> None:
    """Name a community that keeps what a person attests."""
    await place.decide(await place.apply(code, attested=("S-c",)))


async def record(place: Place, code: str, percent: int) -> None:
    official = await place.applicant(code)
    yesterday = official.today() - timedelta(days=1)
    entry = FigureEntry(
        figure="masks",
        numerator=percent,
        denominator=100,
        period_from=yesterday - timedelta(days=6),
        period_until=yesterday,
        source="现场观察",
    )
    unit = await place.district.unit(code)
    await record_figure(official, RecordFigure(idempotency_key=key(), unit_id=unit.id, entry=entry))


async def find(place: Place, occasion: str = "media", clause: str = "S-c") -> Finding:
    unit = await place.district.unit("C1")
    command = RecordFinding(
        idempotency_key=key(), unit_id=unit.id, occasion=occasion, clause=clause, description="经查属实"
    )
    return await record_finding(place.intake, command)


@LOSSES
@pytest.mark.parametrize("occasion", ["media", "conduct", "spot"])
async def test_a_finding_tells_at_once(
    database: Database, owner: AsyncEngine, loss: str, occasion: str
) -> None:
    """The name falls by the clause the day it is found; the derived title above goes with one out of force."""
    place = await place_with(database, loss)
    finding = await find(place, occasion)
    assert await standing_of(place.district, "C1") == FALLEN[loss]
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.change, last.cause, last.clause) == (FALLEN[loss], "CRITERION_BROKEN", "S-c")
    assert await standing_of(place.district, "S1") == ("active" if loss == "warn" else "suspended")
    assert await standing_of(place.district, "C2") == "active"
    assert finding.status == ("lapsed" if loss == "revoke" else "open")
    await assert_counters_true(owner, place.district)


async def test_what_is_put_right_gives_the_name_back_and_what_is_not_climbs_on(database: Database) -> None:
    place = await place_with(database, "suspend")
    finding = await find(place)
    done = RectifyFinding(
        idempotency_key=key(), finding_id=finding.id, expected_revision=finding.revision, measure="已澄清"
    )
    finding = await rectify_finding(await place.applicant("C1"), done)
    verified = VerifyFinding(
        idempotency_key=key(),
        finding_id=finding.id,
        expected_revision=finding.revision,
        accepted=True,
        opinion="属实",
    )
    await verify_finding(place.intake, verified)
    assert [await standing_of(place.district, code) for code in ("C1", "S1")] == ["active", "active"]
    await find(place)
    place.district.clock.forward(15)
    await sweep(place.district)
    assert await standing_of(place.district, "C1") == "suspended"
    place.district.clock.forward(1)
    await sweep(place.district)
    assert await standing_of(place.district, "C1") == "revoked"


async def test_by_the_ladder_a_finding_leaves_the_name_as_it_is(database: Database) -> None:
    place = await place_with(database, "revoke")
    finding = await find(place, clause="S-b")
    assert (finding.status, await standing_of(place.district, "C1")) == ("open", "active")
    assert await refused(find(place, clause="S-q")) == [("UNKNOWN_CRITERION", "clause")]


async def test_a_parent_falls_at_once_with_the_child_that_was_found_wanting(database: Database) -> None:
    """Open question 21: not only in the night."""
    scheme = COMPOUNDS.replace("RULE", "suspend").replace(
        "    on_loss: suspend\n", "    on_loss: suspend\n    on_finding: at_once\n", 1
    )
    place = await make_place(database, scheme)
    for code in ("C1", "C2", "S1"):
        await place.name(code)
    await find(place, clause="S-a")
    assert [await standing_of(place.district, code) for code in ("C1", "S1")] == ["suspended"] * 2


@LOSSES
async def test_a_rate_that_falls_short_costs_the_name_until_it_is_reached(
    database: Database, owner: AsyncEngine, loss: str
) -> None:
    """The night after it was recorded; a value too old, or of too few, proves nothing; what is revoked stays so."""
    place = await place_with(database, loss)
    place.district.clock.forward(1)
    assert await sweep(place.district) == 0
    await record(place, "C1", 89)
    await sweep(place.district)
    assert await standing_of(place.district, "C1") == FALLEN[loss]
    last = (await changes_of(place.district, "C1"))[-1]
    assert (last.cause, last.clause) == ("FIGURE_FELL_SHORT", "S-d")
    assert last.ground == (None if loss == "revoke" else "rate:S-d")
    assert await sweep(place.district) == 0
    place.district.clock.forward(1)
    await record(place, "C1", 90)
    await sweep(place.district)
    again = await standing_of(place.district, "C1")
    assert again == ("revoked" if loss == "revoke" else "active")
    place.district.clock.forward(40)
    assert await sweep(place.district) == 0
    await assert_counters_true(owner, place.district)


@pytest.mark.parametrize(
    ("event", "standing"),
    [
        ({"kind": "close_contact", "event_class": "watched", "control": "home"}, "active"),
        ({"kind": "close_contact", "event_class": "watched", "control": "central"}, "suspended"),
        ({"kind": "close_contact", "event_class": "watched"}, "suspended"),
        ({"kind": "suspected"}, "suspended"),
        ({"kind": "fever"}, "active"),
    ],
)
async def test_events_tell_by_control_and_by_what_is_named(
    database: Database, event: dict[str, str], standing: str
) -> None:
    place = await place_with(database, "warn")
    reporter = await place.district.official(Role.STREET, "S1")
    unit, today = await place.district.unit("C1"), reporter.today()
    told = Report(occurred_on=today, reported_on=today, **event)
    row = await report_health_event(
        reporter, ReportHealthEvent(idempotency_key=key(), unit_id=unit.id, report=told)
    )
    assert (row.control, row.in_central_quarantine) == (told.control, told.control == "central")
    assert await standing_of(place.district, "C1") == standing
    asked = "query($id: ID!) { node(id: $id) { ... on HealthEvent { control revisions { control } } } }"
    found = await ask(reporter, "{ healthEvents { edges { node { id } } } }")
    assert found.data is not None
    node = found.data["healthEvents"]["edges"][0]["node"]["id"]
    told_control = told.control.upper() if told.control else None
    result = await ask(reporter, asked, id=node)
    assert result.data == {"node": {"control": told_control, "revisions": [{"control": told_control}]}}
