"""The verdict on a name, apart from any database: which clauses take it, which grounds are lifted, what is let be."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from schema.criteria.rules.facts import ChildFact, FigureFact, UnitFacts
from schema.designations.rules import Cause, Change, Standing, State
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check
from schema.guidelines.rules.format import Guideline
from schema.rule_changes.rules import Befalling, Judged, Subject, add_up, falling_in, judge, returning_in

TEXT = load_template("wenlong").text.partition("\nscenarios:")[0] + "\n"
ADDED = """  - id: B-z
    title: 外来车辆登记
    guidance: 查看登记簿。
    applies_to: [building, compound]
    attest: {method: statement, valid_days: 30}

processes:"""
MASKS = """  - id: B-y
    title: 口罩佩戴率
    guidance: 抽查佩戴口罩的人数。
    applies_to: [building]
    check: {kind: rate, figure: masks, at_least_percent: 90}
    on_loss: suspend

processes:"""
FIGURES = "figures: [{id: masks, name: 口罩佩戴率}]\n\ncriteria:"
CHILD = UUID(int=9)


def read(text: str) -> Guideline:
    checked = check(text.replace("id: wenlong", "id: ours", 1))
    assert checked.guideline is not None, checked.errors
    return checked.guideline


def with_masks(more: str = "") -> Guideline:
    """Ask for a figure besides, and for other numbers from a day on."""
    return read(TEXT.replace("processes:", MASKS, 1).replace("criteria:", more + FIGURES, 1))


WENLONG, ONE_MORE = read(TEXT), read(TEXT.replace("processes:", ADDED, 1))


def subject(kind: str = "building", state: State | None = None, **facts: object) -> Subject:
    seen = UnitFacts(on=date(2022, 11, 20), kind=kind, **facts)  # type: ignore[arg-type]
    return Subject(UUID(int=1), UUID(int=2), kind, state or State(), seen, WENLONG)


def verdict(of: Subject, guideline: Guideline, below: dict[UUID, bool] | None = None) -> list[Befalling]:
    children = [CHILD for _ in of.facts.children]
    return list(judge(of, guideline, of.state, below or {}, children))


def test_only_what_is_newly_not_met_takes_the_name() -> None:
    """Nothing is attested or logged, by neither version; only the clause that was added takes it."""
    found = verdict(subject(), ONE_MORE)
    assert found == [Befalling(Change.REVOKED, Cause.RULE_NOT_MET, "B-z", "evaluation")]
    assert verdict(subject(), WENLONG) == []


def test_a_clause_that_was_only_renumbered_is_the_same() -> None:
    assert verdict(subject(), read(TEXT.replace("id: B-m\n", "id: B-x\n", 1))) == []


def test_who_assesses_forgives_nothing() -> None:
    found = verdict(replace(subject(), forgiving=False), WENLONG)
    assert [each.change for each in found] == [Change.REVOKED]


def test_what_is_derived_or_over_is_let_be() -> None:
    assert verdict(replace(subject(), derived=True), ONE_MORE) == []
    assert verdict(subject(state=State(Standing.REVOKED)), ONE_MORE) == []


def test_a_name_lost_below_suspends_on_the_ground_that_children_lift() -> None:
    """B-f: the compound met it before; its only building lost its name by the same rule change."""
    child = ChildFact("B1", "building", titled=True, met_on=None)
    compound = subject("compound", children=(child,))
    told = verdict(compound, WENLONG, {CHILD: False})
    assert told == [Befalling(Change.SUSPENDED, Cause.RULE_NOT_MET, "B-f", "children")]
    assert verdict(compound, WENLONG, {CHILD: True}) == []
    assert (
        verdict(compound, read(TEXT.replace("on_child_loss: suspend", "on_child_loss: none")), {CHILD: False})
        == []
    )


@pytest.mark.parametrize(
    ("ground", "lifted"), [("duty:gone", True), ("rule", False), ("finding:1", False), ("quorum", True)]
)
def test_grounds_the_version_no_longer_knows_are_lifted(ground: str, lifted: bool) -> None:
    """A rule still not met, and what a finding is about, hold on."""
    down = subject(state=State(Standing.SUSPENDED, frozenset(), frozenset({ground})))
    expected = [Befalling(Change.RESTORED, Cause.RULE_CHANGED, None, ground)] if lifted else []
    assert verdict(down, WENLONG) == expected


def test_what_is_judged_at_applying_takes_no_name_that_stands() -> None:
    at_applying = ADDED.replace("attest:", "judged: at_applying\n    attest:", 1)
    assert verdict(subject(), read(TEXT.replace("processes:", at_applying, 1))) == []


def test_a_figure_suspends_on_the_ground_that_the_night_lifts() -> None:
    """And another version that asks for no figure lifts it."""
    suspended = Befalling(Change.SUSPENDED, Cause.RULE_NOT_MET, "B-y", "rate:B-y")
    enough = FigureFact(95, 100, date(2022, 11, 18))
    assert verdict(subject(), with_masks()) == [suspended]
    assert verdict(subject(figures={"masks": enough}), with_masks()) == []
    down = subject(state=State(Standing.SUSPENDED, frozenset(), frozenset({"rate:B-y"})))
    assert verdict(down, with_masks()) == []
    assert verdict(down, WENLONG) == [Befalling(Change.RESTORED, Cause.RULE_CHANGED, None, "rate:B-y")]


@pytest.mark.parametrize(("since", "falls"), [("2022-11-20", True), ("2022-11-21", False)])
def test_numbers_are_those_of_the_day(since: str, falls: bool) -> None:
    dated = f"dated_values: [{{path: 'criteria[B-y].check.at_least_percent', since: {since}, value: 99}}]\n"
    seen = subject(figures={"masks": FigureFact(95, 100, date(2022, 11, 18))})
    assert [each.clause for each in verdict(seen, with_masks(dated))] == (["B-y"] if falls else [])


def test_counts_tell_what_befell_how_many() -> None:
    lost = Judged("building", Standing.ACTIVE, Standing.REVOKED, "revoked", Cause.RULE_NOT_MET, "B-z")
    back = Judged("building", Standing.SUSPENDED, Standing.ACTIVE, "restored", Cause.RULE_CHANGED, None)
    counts = add_up([lost, lost, back, Judged.kept("building", Standing.ACTIVE)])
    assert [(count.change, count.names) for count in counts] == [
        ("rejudged", 1),
        ("restored", 1),
        ("revoked", 2),
    ]
    assert (falling_in(counts), returning_in(counts)) == (2, 1)
    assert falling_in(add_up([lost], counts)) == 3
