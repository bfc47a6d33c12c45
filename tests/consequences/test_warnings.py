"""`on_loss: warn`: a name that is warned stays in force, nothing follows above, and the warning ends by itself."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from schema.consequences.rules import (
    AffectedUnit,
    Hold,
    LiveEvent,
    Name,
    Occasion,
    Place,
    Plan,
    broken_by,
    holds_of,
    lapses_of,
    plan_of,
)
from schema.criteria.rules.facts import EventFact
from schema.designations.rules import EVALUATION, Standing, State
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check
from schema.guidelines.rules.format import Guideline

ON = date(2022, 11, 20)
NOON = datetime(2022, 11, 1, 12, tzinfo=UTC)
VERSION, COMPOUND, BUILDING = (uuid.UUID(int=number) for number in (1, 2, 3))
PLACES = [
    Place(COMPOUND, None, "compound", "X", "X"),
    Place(BUILDING, COMPOUND, "building", "X.B", "B"),
]


def scheme() -> Guideline:
    """Wenlong's, warning for home quarantine and suspending for a contact."""
    head, mark, tail = load_template("wenlong").text.partition("events: [home_quarantine]}")
    checked = check(head + mark + tail.replace("on_loss: suspend", "on_loss: warn", 1))
    assert checked.guideline is not None
    return checked.guideline


def name(unit: uuid.UUID, state: State | None = None) -> Name:
    return Name(uuid.uuid5(unit, "name"), unit, VERSION, "1", date(2022, 11, 1), NOON, state or State())


def holds(kind: str, names: Sequence[Name], ended_on: date | None = None) -> list[Hold]:
    event = LiveEvent(uuid.uuid4(), "X.B", EventFact(kind, ON, ON, ended_on))
    borne = {each.unit_id: [each] for each in names}
    return holds_of(event, PLACES, borne, {VERSION: scheme()}, {}, lambda *_: True)


def plan(before: list[Hold], after: list[Hold], others: list[Hold], borne: Name, occasion: Occasion) -> Plan:
    mine = [hold for hold in after if hold.name_id == borne.id]
    rest = [hold for hold in others if hold.name_id == borne.id]
    return plan_of(before, mine, {borne.id: rest}, {borne.id: borne}, occasion, ON)


def told(found: Sequence[object]) -> list[tuple[str, Standing]]:
    return [(each.change, each.after) for each in found]  # type: ignore[attr-defined]


def test_a_warning_leaves_the_name_in_force_and_the_one_above_alone() -> None:
    """B-c warns the building and the compound, each for the event itself and none for the other."""
    names = [name(COMPOUND), name(BUILDING)]
    found = holds("home_quarantine", names)
    assert {(hold.name_id, hold.clause, hold.effect) for hold in found} == {
        (each.id, "B-c", "warn") for each in names
    }
    (change,) = plan([], found, [], names[1], Occasion.REPORTED).transitions
    assert (change.change, change.state) == ("warned", State(Standing.WARNED, frozenset({EVALUATION})))
    assert change.state.standing.in_force
    assert change.is_loss
    suspended = holds("close_contact", names)
    assert ("B-f", "suspend") in {(hold.clause, hold.effect) for hold in suspended}


def test_the_stronger_counts_and_the_warning_is_left_when_it_is_over() -> None:
    """Suspended for a contact, with a warning going on: released, the name is in force again, and warned."""
    bare = name(BUILDING)
    warning, contact = holds("home_quarantine", [bare]), holds("close_contact", [bare])
    warned = replace(bare, state=State(Standing.WARNED, frozenset({EVALUATION})))
    (fall,) = plan([], contact, warning, warned, Occasion.REPORTED).transitions
    assert (fall.change, fall.state.standing, fall.eligible_from) == ("suspended", Standing.SUSPENDED, None)
    down = replace(bare, state=fall.state)
    back = plan(contact, [], warning, down, Occasion.CLOSED).transitions
    assert told(back) == [("restored", Standing.ACTIVE), ("warned", Standing.WARNED)]
    assert back[1].effective_on >= back[0].effective_on
    lost = replace(bare, state=State(Standing.REVOKED))
    assert told(plan(contact, [], warning, lost, Occasion.EXCLUDED).transitions) == [
        ("reinstated", Standing.ACTIVE),
        ("warned", Standing.WARNED),
    ]


def test_a_warning_ends_by_itself() -> None:
    """The night the quarantine is over the name is active again; a night earlier nothing happens."""
    warned = name(BUILDING, State(Standing.WARNED, frozenset({EVALUATION})))
    over = ON + timedelta(days=3)
    found = [hold for hold in holds("home_quarantine", [warned], over) if hold.name_id == warned.id]
    assert lapses_of(warned, found, over - timedelta(days=1)) == ()
    (change,) = lapses_of(warned, found, over)
    assert (change.change, change.state, change.effective_on) == ("restored", State(), over)


def test_a_simulation_tells_the_warning_where_it_changes_anything() -> None:
    quarantine = EventFact("home_quarantine", ON, ON)
    unit = AffectedUnit(BUILDING, None, "building", "own", Standing.ACTIVE)
    found = broken_by(scheme(), quarantine, unit, ON)
    assert found is not None
    assert (found.change, found.clause) == ("warn", "B-c")
    assert broken_by(scheme(), quarantine, replace(unit, standing=Standing.WARNED), ON) is None
