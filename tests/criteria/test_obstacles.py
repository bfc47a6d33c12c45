"""What happened stands in the way until a day; routes, points and all that can be made good do not count."""

from datetime import date, timedelta

from schema.criteria.rules import Obstacle, obstacles
from schema.criteria.rules.facts import EventFact, UnitFacts
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules.format import Guideline

ON = date(2022, 11, 20)
WENLONG, TOWN = load_template("wenlong").guideline, load_template("town").guideline


def found(guideline: Guideline, kind: str, *events: EventFact) -> tuple[Obstacle, ...]:
    return obstacles(guideline, UnitFacts(ON, kind, events=events))


def test_b_a_to_b_e_each_clause_says_its_day() -> None:
    """A window its first clear day; a state that goes on none; what attestations lack is nobody's obstacle."""
    case, zone = EventFact("case", ON, ON), EventFact("risk_zone", ON, ON, above=True)
    assert found(WENLONG, "community") == ()
    told = {(each.clause, each.until) for each in found(WENLONG, "community", case, zone)}
    assert told == {("B-a", ON + timedelta(days=8)), ("B-e", None)}


def test_t_d1_t_d2_one_route_without_events_is_enough() -> None:
    """A case of long ago closes the way of those who never had one (T-D1), the other stands open (T-D2)."""
    long_ago = date(2022, 3, 1)
    assert found(TOWN, "village", EventFact("case", long_ago, long_ago)) == ()
    zone = EventFact("risk_zone", ON, ON)
    both = found(TOWN, "village", EventFact("case", long_ago, long_ago), zone)
    assert both
    assert {each.until for each in both} == {None}
