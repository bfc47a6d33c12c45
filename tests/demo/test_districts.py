"""The demo's districts hang together: real divisions, invented places, officials and stories in them."""

from collections import Counter

import pytest

from api.stage.demo.batches import RECTIFIED_AFTER
from api.stage.demo.desk import OFFICE_HOURS
from api.stage.demo.divisions import qijiang_divisions
from api.stage.demo.model import DemoDistrict
from api.stage.demo.qijiang import STREET
from api.stage.demo.seeding import demo_districts
from authz.actions import Role
from schema.guidelines.repository.templates import load_template
from schema.units.rules import ExistingUnit, plan_import

QIJIANG, HENGSHAN = demo_districts()
either = pytest.mark.parametrize("plan", [QIJIANG, HENGSHAN], ids=lambda plan: plan.district.slug)


def codes(plan: DemoDistrict) -> set[str]:
    rows = (*plan.divisions, *plan.places)
    return {plan.district.division_code or "", *(row.code for row in rows)}


def test_all_real_divisions_are_shipped() -> None:
    kinds = Counter(row.kind for row in qijiang_divisions())
    assert kinds == {"district": 1, "street": 7, "town": 24, "village": 358, "community": 122}
    assert {row.name for row in qijiang_divisions() if row.code == STREET} == {"文龙街道"}


@either
def test_tree_keeps_to_the_guideline(plan: DemoDistrict) -> None:
    """B-U1, B-U4, T-U1"""
    kinds = {kind.id: kind.parents for kind in load_template(plan.district.template).guideline.unit_kinds}
    code = plan.district.division_code or ""
    rows = (*plan.divisions, *plan.places)
    assert len(plan_import(rows, {code: ExistingUnit("district", code)}, kinds)) == len(rows)


def test_the_district_on_the_wenlong_guideline_has_officials_of_every_role() -> None:
    platform_and_administrator = {Role.PLATFORM_OPERATOR, Role.TENANT_ADMINISTRATOR}
    assert {official.role for official in QIJIANG.officials} == set(Role) - platform_and_administrator


@either
def test_two_street_officials_and_two_communities_hold_existing_units(plan: DemoDistrict) -> None:
    """T-P1, T-P2: beside them a town has somebody for each of its eight offices, and for each village."""
    roles = Counter(official.role for official in plan.officials)
    assert roles[Role.STREET] == (2 if plan is QIJIANG else 10)
    assert roles[Role.COMMUNITY] >= 2
    assert codes(plan).issuperset(unit for official in plan.officials for unit in official.units)
    assert len({official.username for official in plan.officials}) == len(plan.officials)


@either
def test_stories_happen_within_the_units_of_their_applicants(plan: DemoDistrict) -> None:
    units_of = {official.username: official.units for official in plan.officials}
    candidates = [candidate for batch in plan.batches for candidate in batch.candidates]
    for story in (*plan.stories, *candidates):
        assert story.unit.startswith(units_of[story.applicant])


def test_mishaps_befall_named_units() -> None:
    named = {story.unit for story in QIJIANG.stories if story.decisions[-1:] == ("name",)}
    assert {mishap.unit for mishap in QIJIANG.mishaps} <= named


@either
def test_no_story_reaches_into_the_present_day(plan: DemoDistrict) -> None:
    """Its acts lie at office hours of the days before, so that none was done in the future."""
    for story in plan.stories:
        acts = 8 + len(story.decisions)
        assert acts <= story.days_ago * len(OFFICE_HOURS) or not story.submitted
    for batch in plan.batches:
        for candidate in batch.candidates:
            acts = 5 + len(candidate.sheets) + candidate.concluded + len(candidate.decisions)
            rectified = acts + RECTIFIED_AFTER if candidate.measures else 0
            assert max(acts, rectified) <= candidate.days_ago * len(OFFICE_HOURS)
            assert candidate.days_ago < batch.opened_days_ago


def test_teams_sit_for_the_offices_of_their_batch() -> None:
    """T-P1, T-P5: eight offices in the pilot batch, seven after it; nobody decides who inspects."""
    (process,) = load_template("town").guideline.processes
    assert process.batches is not None
    for batch in HENGSHAN.batches:
        assert tuple(batch.team) == process.batches.offices_of(batch.kind)
    accounts = {official.username for official in HENGSHAN.officials}
    assert all(accounts.issuperset(batch.team.values()) for batch in HENGSHAN.batches)
