"""Names fall by events and by names lost below: B-a … B-f, B-M4, open questions 1 to 3 and 21."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.consequences.rules import (
    AffectedUnit,
    Consequence,
    Position,
    broken_by,
    broken_by_child,
    consequences_of,
    watched_kinds,
)
from schema.criteria.rules.facts import EventFact
from schema.designations.rules import IN_FORCE, Cause, Standing
from schema.guidelines.rules.format import Guideline, Score

ON = date(2022, 11, 20)
CASE = EventFact("case", ON, ON)
ZONE = EventFact("risk_zone", ON, ON)
CONTACT = EventFact("close_contact", ON, ON)


def criterion(id: str, applies_to: list[str], **more: Any) -> dict[str, Any]:
    return {"id": id, "title": "标准", "guidance": "说明", "applies_to": applies_to, **more}


def guideline(on_child_loss: str = "suspend") -> Guideline:
    everywhere = ["building", "compound", "community"]
    return Guideline.model_validate(
        {
            "format": 1,
            "id": "test",
            "title": "方案",
            "source": "测试",
            "issued_on": ON,
            "unit_kinds": [{"id": "district", "name": "区", "parents": []}],
            "criteria": [
                criterion(
                    "B-a",
                    everywhere,
                    check={"kind": "window", "events": ["case", "asymptomatic"], "days": 8},
                    on_loss="revoke",
                ),
                criterion(
                    "B-b",
                    everywhere,
                    check={"kind": "none_of", "events": ["close_contact"]},
                    on_loss="suspend",
                ),
                criterion(
                    "B-c",
                    everywhere,
                    check={"kind": "none_of", "events": ["home_quarantine"]},
                ),
                criterion(
                    "B-e",
                    ["compound", "community"],
                    check={"kind": "none_of", "events": ["risk_zone"], "ancestors": True},
                    on_loss="suspend",
                ),
                criterion(
                    "B-f",
                    ["compound"],
                    check={"kind": "children", "mode": "ALL_TITLED", "kinds": ["building"]},
                ),
                criterion(
                    "B-f",
                    ["community"],
                    check={
                        "kind": "children",
                        "mode": "EACH_TITLED_OR_MEETS",
                        "kinds": ["compound", "building"],
                    },
                ),
            ],
            "processes": [
                {
                    "id": "B-W1",
                    "name": "楼栋",
                    "unit_kinds": ["building"],
                    "applicants": ["building_leader"],
                    "steps": [
                        {
                            "id": "naming",
                            "name": "命名",
                            "kind": "decide",
                            "role": "headquarters",
                            "actions": ["name"],
                        }
                    ],
                }
            ],
            "naming": {"prefix": "WL"},
            "on_child_loss": on_child_loss,
        }
    )


SCHEME = guideline()
STREET, COMMUNITY, COMPOUND, BUILDING = (uuid.UUID(int=number) for number in range(1, 5))


def chain(
    event_at: uuid.UUID,
    *,
    compound: Standing | None = Standing.ACTIVE,
    building: Standing | None = Standing.ACTIVE,
) -> list[AffectedUnit]:
    kinds = [("street", STREET), ("community", COMMUNITY), ("compound", COMPOUND), ("building", BUILDING)]
    standings = [None, Standing.ACTIVE, compound, building]
    order = [unit_id for _, unit_id in kinds]
    units = []
    for index, (kind, unit_id) in enumerate(kinds):
        place = index - order.index(event_at)
        position: Position = "own" if place == 0 else "above" if place < 0 else "below"
        parent = order[index - 1] if index else None
        units.append(AffectedUnit(unit_id, parent, kind, position, standings[index]))
    return units


def told(found: tuple[Consequence, ...]) -> list[tuple[str, str, str, str | None]]:
    return [(found.unit.kind, found.change, found.cause, found.clause) for found in found]


def test_b_a_b_m4_a_case_takes_the_name_of_its_unit_and_of_all_above() -> None:
    found = consequences_of(SCHEME, CASE, chain(BUILDING), ON)
    assert told(found) == [
        ("building", "revoke", "CASE_REPORTED", "B-a"),
        ("compound", "revoke", "CASE_REPORTED", "B-a"),
        ("community", "revoke", "CASE_REPORTED", "B-a"),
    ]


def test_b_a_a_case_above_leaves_the_names_below_alone() -> None:
    found = consequences_of(SCHEME, CASE, chain(COMMUNITY), ON)
    assert told(found) == [("community", "revoke", "CASE_REPORTED", "B-a")]


def test_b_e_a_zone_reaches_down_where_the_scheme_asks_for_it() -> None:
    found = consequences_of(SCHEME, ZONE, chain(STREET), ON)
    assert told(found) == [
        ("compound", "suspend", "RISK_ZONE_SET", "B-e"),
        ("community", "suspend", "RISK_ZONE_SET", "B-e"),
    ]


def test_b_b_a_contact_suspends_and_a_criterion_without_loss_does_nothing() -> None:
    assert {row[1] for row in told(consequences_of(SCHEME, CONTACT, chain(BUILDING), ON))} == {"suspend"}
    quarantine = EventFact("home_quarantine", ON, ON)
    assert consequences_of(SCHEME, quarantine, chain(BUILDING), ON) == ()


def test_question_1_a_case_older_than_its_window_takes_no_name() -> None:
    old = EventFact("case", ON - timedelta(days=8), ON - timedelta(days=8))
    assert consequences_of(SCHEME, old, chain(BUILDING), ON) == ()
    assert consequences_of(SCHEME, old, chain(BUILDING), ON - timedelta(days=1))


def test_question_3_a_case_found_in_central_quarantine_takes_no_name() -> None:
    found = replace(CASE, in_central_quarantine=True)
    assert consequences_of(SCHEME, found, chain(BUILDING), ON) == ()


def test_b_m4_units_without_a_name_and_names_fallen_before_are_left_alone() -> None:
    found = consequences_of(SCHEME, CONTACT, chain(BUILDING, compound=Standing.SUSPENDED, building=None), ON)
    assert told(found) == [("community", "suspend", "CLOSE_CONTACT_REPORTED", "B-b")]
    found = consequences_of(SCHEME, CASE, chain(BUILDING, compound=Standing.SUSPENDED), ON)
    assert ("compound", "revoke", "CASE_REPORTED", "B-a") in told(found)


@pytest.mark.parametrize("loss", ["suspend", "revoke", "recompute"])
def test_b_f_question_21_a_lost_child_touches_its_parent_as_the_scheme_says(
    loss: Literal["suspend", "revoke", "recompute"],
) -> None:
    parent = AffectedUnit(COMPOUND, None, "compound", "above", Standing.ACTIVE)
    expected = Consequence(parent, loss, Cause.CHILD_NAME_LOST, "B-f")
    assert broken_by_child(guideline(loss), "building", parent) == expected
    assert broken_by_child(guideline(loss), "group", parent) is None
    assert broken_by_child(guideline("none"), "building", parent) is None
    assert broken_by_child(guideline(loss), "building", replace(parent, standing=None)) is None


def test_b_f_question_21_a_lost_child_is_felt_all_the_way_up() -> None:
    only_buildings = SCHEME.model_copy(
        update={
            "criteria": tuple(
                one.model_copy(update={"applies_to": ("building",)}) if one.id == "B-a" else one
                for one in SCHEME.criteria
            )
        }
    )
    found = consequences_of(only_buildings, CASE, chain(BUILDING), ON)
    assert told(found) == [
        ("building", "revoke", "CASE_REPORTED", "B-a"),
        ("compound", "suspend", "CHILD_NAME_LOST", "B-f"),
        ("community", "suspend", "CHILD_NAME_LOST", "B-f"),
    ]
    recompute = only_buildings.model_copy(update={"on_child_loss": "recompute"})
    assert [row[1] for row in told(consequences_of(recompute, CASE, chain(BUILDING), ON))] == [
        "revoke",
        "recompute",
    ]


EVENTS = st.builds(
    EventFact,
    kind=st.sampled_from(["case", "close_contact", "risk_zone"]),
    occurred_on=st.just(ON),
    reported_on=st.just(ON),
    in_central_quarantine=st.booleans(),
)
STANDINGS = st.none() | st.sampled_from(Standing)


@given(EVENTS, st.sampled_from([STREET, COMMUNITY, COMPOUND, BUILDING]), STANDINGS, STANDINGS)
def test_only_names_in_reach_fall_once_each_and_the_strongest_loss_wins(
    event: EventFact, event_at: uuid.UUID, compound: Standing | None, building: Standing | None
) -> None:
    units = chain(event_at, compound=compound, building=building)
    found = consequences_of(SCHEME, event, units, ON)
    assert len({one.unit.id for one in found}) == len(found)
    for one in found:
        assert one.unit.standing in IN_FORCE or (
            one.unit.standing is Standing.SUSPENDED and one.change == "revoke"
        )
        direct = broken_by(SCHEME, event, one.unit, ON)
        assert direct is None or direct.change != "revoke" or one.change == "revoke"


@given(
    EVENTS,
    st.sampled_from([STREET, COMMUNITY, COMPOUND, BUILDING]),
    st.sampled_from(["suspend", "revoke", "none"]),
)
def test_a_name_that_falls_is_of_a_watched_kind(event: EventFact, event_at: uuid.UUID, loss: str) -> None:
    """So a report that locks the units of these kinds has locked whatever it can change."""
    scheme = guideline(loss)
    fallen = {one.unit.kind for one in consequences_of(scheme, event, chain(event_at), ON)}
    assert fallen <= watched_kinds([scheme])


def test_kinds_are_watched_by_what_any_version_says() -> None:
    """A street bears no name an event can touch; a kind whose losses were struck off is watched under neither."""
    assert watched_kinds([SCHEME]) == {"building", "compound", "community"}
    silent = {"criteria": tuple(one.model_copy(update={"on_loss": "none"}) for one in SCHEME.criteria)}
    by_children = SCHEME.model_copy(update=silent)
    assert watched_kinds([by_children]) == {"compound", "community"}
    unwatched = by_children.model_copy(update={"on_child_loss": "none"})
    assert watched_kinds([unwatched]) == frozenset()
    assert watched_kinds([unwatched, SCHEME]) == watched_kinds([SCHEME])


@pytest.mark.parametrize("kind", ["item", "veto"])
@pytest.mark.parametrize("on_loss", ["revoke", "none"])
def test_a_scored_criterion_takes_the_name_by_its_own_on_loss_whatever_the_points(
    kind: str, on_loss: str
) -> None:
    """A veto, a hard item or an item says so itself; one that only costs points takes nothing."""
    first = SCHEME.criteria[0]
    score = Score.model_validate({"section": "1", "kind": kind, "hard": kind == "item"})
    scored = first.model_copy(update={"score": score, "on_loss": on_loss})
    scheme = SCHEME.model_copy(update={"criteria": (scored, *SCHEME.criteria[1:])})
    found = broken_by(scheme, CASE, chain(BUILDING)[-1], ON)
    assert (found.change if found is not None else "none") == on_loss
