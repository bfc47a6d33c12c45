"""The demo's places hang together: real divisions, invented buildings, officials and stories in them."""

from collections import Counter

from api.demo.divisions import qijiang_divisions
from api.demo.officials import HENGSHAN_OFFICIALS, QIJIANG_OFFICIALS
from api.demo.places import PLACES, STREET
from api.demo.stories import MISHAPS, STORIES
from authz.actions import Role
from schema.units.rules import ExistingUnit, plan_import

KINDS = {
    "district": (),
    "street": ("district",),
    "town": ("district",),
    "village": ("street", "town"),
    "community": ("street", "town"),
    "compound": ("village", "community"),
    "building": ("compound", "village", "community"),
    "entrance": ("building",),
    "group": ("village", "community"),
}
"""B-U4: the nesting of 文龙街道."""


def test_all_real_divisions_are_shipped() -> None:
    kinds = Counter(row.kind for row in qijiang_divisions())
    assert kinds == {"district": 1, "street": 7, "town": 24, "village": 358, "community": 122}
    assert {row.name for row in qijiang_divisions() if row.code == STREET} == {"文龙街道"}


def test_divisions_and_places_make_one_tree() -> None:
    """B-U1, B-U4"""
    assert len(plan_import((*qijiang_divisions(), *PLACES), {}, KINDS)) == 512 + len(PLACES)


def test_places_below_existing_divisions_make_a_tree() -> None:
    existing = {row.code: ExistingUnit(row.kind, row.code) for row in qijiang_divisions()}
    assert len(plan_import(PLACES, existing, KINDS)) == len(PLACES)


def test_officials_of_every_role_hold_existing_units() -> None:
    known = {row.code for row in (*qijiang_divisions(), *PLACES)}
    assert {official.role for official in QIJIANG_OFFICIALS} == set(Role) - {
        Role.PLATFORM_OPERATOR,
        Role.TENANT_ADMINISTRATOR,
    }
    assert known.issuperset(unit for official in QIJIANG_OFFICIALS for unit in official.units)
    names = Counter(official.username for official in (*QIJIANG_OFFICIALS,))
    assert set(names.values()) == {1}
    assert sum(official.role is Role.STREET for official in QIJIANG_OFFICIALS) == 2
    assert sum(official.role is Role.STREET for official in HENGSHAN_OFFICIALS) == 2


def test_stories_happen_in_places_of_their_applicants() -> None:
    units_of = {official.username: official.units for official in QIJIANG_OFFICIALS}
    assert all(story.unit in units_of[story.applicant] for story in STORIES)
    assert {mishap.unit for mishap in MISHAPS} <= {
        story.unit for story in STORIES if story.decisions[-1:] == ("name",)
    }
