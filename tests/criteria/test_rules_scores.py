"""Score sheets, routes and branches: T-D1, T-D2, T-1.1 … T-4.6, T-3.2H/M/L, T-3.3l, questions 13 and 14."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.criteria.guards import unmet_refusals
from schema.criteria.operations import AttestationEntry
from schema.criteria.rules import (
    Evaluation,
    check_scoring,
    evaluate,
    evaluate_against,
    explanation_from,
    written,
)
from schema.criteria.rules.facts import (
    AttestationFact,
    EventFact,
    FigureFact,
    RosterFact,
    TestRoundFact,
    UnitFacts,
)
from schema.frame.errors import ErrorCode
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import criteria_for
from schema.guidelines.rules.format import (
    Attest,
    Criterion,
    NoneOfCheck,
    RiskLevel,
    Score,
    ScoreSheet,
    Section,
)
from schema.guidelines.rules.vocabulary import Vocabulary

ON = date(2022, 11, 20)
TOWN = load_template("town").guideline
YES, NO = AttestationFact(True, ON), AttestationFact(False, ON)
ZONES = NoneOfCheck(kind="none_of", events=("risk_zone",))


def criterion(id: str, score: Score | None = None, **more: object) -> Criterion:
    return Criterion.model_validate(
        {
            "id": id,
            "title": "标准",
            "guidance": "说明",
            "applies_to": ("village",),
            "attest": Attest(),
            "score": score,
            **more,
        }
    )


def sheet(*maxima: int, pass_mark: int | None = None, minimum: int | None = None) -> ScoreSheet:
    sections = tuple(
        Section(id=str(index + 1), title=f"第{index + 1}部分", maximum=maximum, minimum=minimum)
        for index, maximum in enumerate(maxima)
    )
    return ScoreSheet(total=sum(maxima), pass_mark=pass_mark or sum(maxima), sections=sections)


def judged(criteria: Sequence[Criterion], form: ScoreSheet, said: dict[str, AttestationFact]) -> Evaluation:
    return evaluate(criteria, UnitFacts(ON, "village", attestations=said), sheet=form)


def earned(evaluation: Evaluation) -> Fraction:
    assert evaluation.score is not None
    return evaluation.score.earned


def points(value: str, *, met: bool = True) -> AttestationFact:
    return AttestationFact(met, ON, points=Decimal(value))


# The town as it would stand with everything in order.
def town_facts(on: date = ON) -> UnitFacts:
    said = {
        item.id: AttestationFact(True, on, sample_size=1_000, share_percent=100)
        for item in TOWN.criteria
        if item.attest is not None
    }
    yesterday = on - timedelta(days=1)
    return UnitFacts(
        on,
        "village",
        roster=RosterFact(households=20, oldest_verification=on, residents=50),
        logs={
            "waste_clearance": tuple(on - timedelta(days=age) for age in range(7)),
            "disinfection": (yesterday,),
        },
        test_rounds=(TestRoundFact(yesterday, 50, 50),),
        figures={name: FigureFact(46, 48, on, 2) for name in ("vaccination", "due_vaccination")},
        attestations=said,
    )


def without(facts: UnitFacts, *ids: str) -> UnitFacts:
    said = {name: fact for name, fact in facts.attestations.items() if name not in ids}
    return replace(facts, attestations=said)


def test_t_the_whole_town_sheet_gives_a_hundred() -> None:
    """T-1.1 … T-4.6: everything in order earns 15 + 15 + 55 + 15, and the gates T-D1, T-D3 are met."""
    evaluation = evaluate_against(TOWN, town_facts())
    assert evaluation.met
    assert evaluation.score is not None
    assert {top.section.id: top.earned for top in evaluation.score.sections} == {
        "1": 15,
        "2": 15,
        "3": 55,
        "4": 15,
    }
    assert earned(evaluation) == 100


@pytest.mark.parametrize(
    "id", [item.id for item in TOWN.criteria if item.score and item.id not in {"T-3.2H", "T-3.2M", "T-3.4f"}]
)
def test_t_each_scored_criterion_counts_its_share(id: str) -> None:
    """T-1.1 … T-4.6: one that fails takes exactly its share of its section, and nothing else."""
    facts = town_facts()
    if id in {"T-3.1a", "T-3.3i"}:
        broken = replace(facts, roster=replace(facts.roster, oldest_verification=ON - timedelta(days=2)))
        broken = broken if id == "T-3.1a" else replace(facts, test_rounds=())
    elif id in {"T-3.3a", "T-3.3b"}:
        name = "vaccination" if id == "T-3.3a" else "due_vaccination"
        broken = replace(facts, figures={**facts.figures, name: FigureFact(40, 48, ON, 2)})
    else:
        broken = replace(facts, attestations={**facts.attestations, id: NO})
    evaluation = evaluate_against(TOWN, broken)
    (asked,) = [item for item in criteria_for(TOWN, "village") if item.id == id]
    assert asked.score is not None
    assert evaluation.score is not None
    (leaf,) = [leaf for leaf in evaluation.score.leaves if leaf.section.id == asked.score.section]
    shares = sum(item.finding.outcome != "not_asked" for item in leaf.items)
    assert earned(evaluation) == 100 - Fraction(leaf.section.maximum, shares)


def test_question_14_the_pass_mark_decides() -> None:
    """T has none: 85 is the tenant's choice; 85 suffices, a hair less does not, and the refusal has figures."""
    facts = without(town_facts(), *(f"T-1.{n}" for n in range(1, 9)))
    evaluation = evaluate_against(TOWN, facts)
    assert (earned(evaluation), evaluation.met, evaluation.failures) == (85, True, ())
    short = evaluate_against(TOWN, without(facts, "T-2.1"))
    assert not short.met
    refusal = unmet_refusals(TOWN.criteria, short)[0]
    assert refusal.code is ErrorCode.SCORE_TOO_LOW
    assert refusal.details == {"points": "82.5", "passMark": 85}
    assert "还差2.5分" in refusal.message
    assert {finding.criterion_id for finding in short.failures} == {
        *(f"T-1.{n}" for n in range(1, 9)),
        "T-2.1",
    }


def test_t_d1_t_d2_one_route_suffices() -> None:
    """T-D1 never affected, or T-D2 outbreak lifted: either admits, neither does not; the nearest is told."""
    facts = town_facts()
    case = replace(facts, events=(EventFact("case", ON, ON),))
    assert evaluate_against(TOWN, without(facts, "T-D2")).met
    assert evaluate_against(TOWN, case).met
    assert not evaluate_against(TOWN, without(case, "T-D2")).met
    neither = evaluate_against(TOWN, without(case, "T-D2"))
    assert len(neither.failures) == 1
    assert not evaluate_against(TOWN, without(facts, "T-D3")).met


@pytest.mark.parametrize(
    ("level", "on", "asked"),
    [
        (None, ON, "T-3.2L"),
        ("high", ON, "T-3.2H"),
        ("low", ON, "T-3.2L"),
        ("mid", date(2022, 11, 10), "T-3.2M"),
    ],
)
def test_t_3_2_the_branch_of_the_areas_level_is_asked(level: str | None, on: date, asked: str) -> None:
    """T-3.2H, T-3.2M, T-3.2L, question 13: one branch is asked, and earns the whole section."""
    zone = (EventFact("risk_zone", on, on, above=True, risk_level=level),) if level else ()
    evaluation = evaluate_against(TOWN, replace(town_facts(on), events=zone))
    outcomes = {finding.criterion_id: finding.outcome for finding in evaluation.findings}
    branches = {name: outcomes[name] for name in ("T-3.2H", "T-3.2M", "T-3.2L")}
    assert branches == {name: "met" if name == asked else "not_asked" for name in branches}
    assert outcomes["T-3.4f"] == ("met" if level in {"high", "mid"} else "not_asked")
    assert earned(evaluation) == 100


def test_question_13_a_level_that_was_abolished_or_never_told_is_not_known() -> None:
    for level in ("mid", None):
        zone = EventFact("risk_zone", date(2022, 11, 1), date(2022, 11, 1), risk_level=level)
        evaluation = evaluate_against(TOWN, replace(town_facts(date(2022, 11, 11)), events=(zone,)))
        outcomes = {finding.criterion_id: finding.outcome for finding in evaluation.findings}
        assert {outcomes[name] for name in ("T-3.2H", "T-3.2M", "T-3.2L", "T-3.4f")} == {"not_attested"}
        assert earned(evaluation) < 100


def test_t_3_3l_what_does_not_apply_is_not_asked() -> None:
    """T-3.3l: where no medical institution is, the statement says so and the other items share the points."""
    facts = town_facts()
    nowhere = AttestationFact(False, ON, applicable=False)
    evaluation = evaluate_against(
        TOWN, replace(facts, attestations={**facts.attestations, "T-3.3l": nowhere})
    )
    (found,) = [finding for finding in evaluation.findings if finding.criterion_id == "T-3.3l"]
    assert found.outcome == "not_asked"
    assert earned(evaluation) == 100
    old = replace(nowhere, on=ON - timedelta(days=91))
    expired = evaluate_against(TOWN, replace(facts, attestations={**facts.attestations, "T-3.3l": old}))
    assert earned(expired) < 100


def test_points_given_beat_yes_and_no_but_not_their_maximum() -> None:
    divided = [
        criterion("T-1", Score(section="1", maximum=4)),
        criterion("T-2", Score(section="1", maximum=6)),
    ]
    assert earned(judged(divided, sheet(10), {"T-1": points("1.5", met=False), "T-2": YES})) == Fraction(
        "7.5"
    )
    assert earned(judged(divided, sheet(10), {"T-1": points("9"), "T-2": NO})) == 4
    assert earned(judged(divided, sheet(10), {"T-1": points("3")})) == 3


def test_points_of_an_undivided_section_count_once_all_have_them_and_never_exceed_it() -> None:
    undivided = [criterion(f"T-{n}", Score(section="1")) for n in (1, 2, 3)]
    assert earned(judged(undivided, sheet(15), {"T-1": points("12"), "T-2": NO, "T-3": YES})) == 10
    every = {"T-1": points("9"), "T-2": points("0", met=False), "T-3": points("2.25")}
    assert earned(judged(undivided, sheet(15), every)) == Fraction("11.25")
    assert earned(judged(undivided, sheet(15), {**every, "T-2": points("15")})) == 15


def test_a_section_below_its_minimum_fails_the_sheet() -> None:
    two = [criterion("T-1", Score(section="1")), criterion("T-2", Score(section="2"))]
    form = sheet(10, 90, pass_mark=80, minimum=5)
    evaluation = judged(two, form, {"T-2": YES})
    assert (earned(evaluation), evaluation.met) == (90, False)
    assert [finding.criterion_id for finding in evaluation.failures] == ["T-1"]
    assert "第1部分至少5分" in unmet_refusals(two, evaluation)[0].message
    assert judged(two, form, {"T-1": YES, "T-2": YES}).met


def test_a_hard_item_must_be_met_whatever_the_total() -> None:
    two = [
        criterion("T-1", Score(section="1", maximum=1, hard=True)),
        criterion("T-2", Score(section="1", maximum=9)),
    ]
    form = sheet(10, pass_mark=8)
    assert judged(two, form, {"T-1": YES, "T-2": YES}).met
    for said in ({"T-2": YES}, {"T-1": NO, "T-2": YES}):
        evaluation = judged(two, form, said)
        assert (earned(evaluation), evaluation.met) == (9, False)
        assert [finding.criterion_id for finding in evaluation.failures] == ["T-1"]


def test_a_veto_voids_the_sheet_and_earns_nothing() -> None:
    two = [criterion("T-1", Score(section="1")), criterion("T-2", Score(section="1", kind="veto"))]
    assert judged(two, sheet(10), {"T-1": YES, "T-2": YES}).met
    broken = judged(two, sheet(10), {"T-1": YES, "T-2": NO})
    assert (earned(broken), broken.met) == (10, False)


def test_a_deduction_takes_points_off_its_section() -> None:
    two = [
        criterion("T-1", Score(section="1")),
        criterion("T-2", Score(section="1", kind="deduction", maximum=4)),
    ]
    form = sheet(10, pass_mark=7)
    for said, left in (
        (YES, "10"),
        (NO, "6"),
        (points("1.5", met=False), "8.5"),
        (points("9", met=False), "6"),
    ):
        evaluation = judged(two, form, {"T-1": YES, "T-2": said})
        assert (earned(evaluation), evaluation.met) == (Fraction(left), Fraction(left) >= 7)
    assert earned(judged(two, form, {"T-1": YES})) == 6
    assert earned(judged(two, form, {"T-1": NO, "T-2": NO})) == 0


def test_a_deduction_for_each_occurrence_has_its_maximum() -> None:
    """Two points for each, five at most: counted by a machine, or said in whole multiples."""
    often = Score(section="1", kind="deduction", per_occurrence=2, maximum=5)
    zones = [criterion("T-1", Score(section="1")), criterion("T-2", often, check=ZONES, attest=None)]
    for found, left in ((0, 10), (1, 8), (2, 6), (3, 5), (9, 5)):
        events = tuple(EventFact("risk_zone", ON, ON) for _ in range(found))
        facts = UnitFacts(ON, "village", events, attestations={"T-1": YES})
        assert earned(evaluate(zones, facts, sheet=sheet(10))) == left
    said = [criterion("T-1", Score(section="1")), criterion("T-2", often)]
    for answer, left in ((YES, 10), (points("4", met=False), 6), (NO, 5)):
        assert earned(judged(said, sheet(10), {"T-1": YES, "T-2": answer})) == left
    for taken, codes in (
        ("2", []),
        ("4", []),
        ("5", []),
        ("3", ["INVALID_INPUT"]),
        ("6", ["SCORE_OUT_OF_RANGE"]),
    ):
        entry = AttestationEntry(criterion="T-2", met=False, points=Decimal(taken))
        assert [fault.code for fault in check_scoring(said[1], sheet(10), entry, ())] == codes


def test_a_machine_that_says_no_beats_the_points_given() -> None:
    one = [criterion("T-1", Score(section="1", maximum=10), check=ZONES)]
    facts = UnitFacts(ON, "village", (EventFact("risk_zone", ON, ON),), attestations={"T-1": points("10")})
    assert earned(evaluate(one, facts, sheet=sheet(10))) == 0


def test_a_section_of_which_nothing_is_asked_is_granted() -> None:
    levels = (RiskLevel(id="high", name="高"), RiskLevel(id="low", name="低", without_zone=True))
    two = [criterion("T-1", Score(section="1"), risk_levels=("high",)), criterion("T-2", Score(section="2"))]
    facts = UnitFacts(ON, "village", attestations={"T-2": YES})
    assert earned(evaluate(two, facts, Vocabulary(levels=levels), sheet(10, 20))) == 30
    alone = evaluate(two[:1], facts, Vocabulary(levels=levels), sheet(10, pass_mark=10))
    assert not alone.met


@pytest.mark.parametrize(
    ("score", "entry", "refused"),
    [
        (Score(section="1", maximum=4), {"points": Decimal(4)}, None),
        (Score(section="1", maximum=4), {"points": Decimal("4.01")}, ErrorCode.SCORE_OUT_OF_RANGE),
        (Score(section="1", maximum=4), {"points": Decimal("-0.5")}, ErrorCode.SCORE_OUT_OF_RANGE),
        (Score(section="1", maximum=4), {"points": Decimal("NaN")}, ErrorCode.SCORE_OUT_OF_RANGE),
        (Score(section="1", maximum=4), {"points": Decimal("0.001")}, ErrorCode.INVALID_INPUT),
        (Score(section="1"), {"points": Decimal(15)}, None),
        (Score(section="1"), {"points": Decimal(16)}, ErrorCode.SCORE_OUT_OF_RANGE),
        (Score(section="1", kind="veto"), {"points": Decimal(1)}, ErrorCode.INVALID_INPUT),
        (None, {"points": Decimal(1)}, ErrorCode.INVALID_INPUT),
        (None, {"applicable": False}, ErrorCode.INVALID_INPUT),
    ],
)
def test_points_are_bounded(score: Score | None, entry: dict[str, object], refused: ErrorCode | None) -> None:
    given_entry = AttestationEntry(criterion="T-1", met=True, **entry)  # type: ignore[arg-type]
    faults = list(check_scoring(criterion("T-1", score), sheet(15), given_entry, ("attestations", "0")))
    assert [fault.code for fault in faults] == ([refused] if refused else [])
    assert all(fault.field[:2] == ("attestations", "0") for fault in faults)


SAID = st.none() | st.builds(
    AttestationFact,
    met=st.booleans(),
    on=st.just(ON),
    points=st.none() | st.decimals(0, 20, places=2),
    applicable=st.booleans(),
)
SCORES = st.builds(
    Score,
    section=st.sampled_from(["1", "2"]),
    kind=st.sampled_from(["item", "item", "item", "deduction", "veto"]),
    maximum=st.none() | st.integers(1, 9),
    hard=st.booleans(),
)
SHEETS = st.lists(st.tuples(SCORES, SAID, st.booleans()), min_size=1, max_size=8)


@given(SHEETS, st.integers(1, 30))
def test_whatever_is_given_points_stay_within_their_bounds_and_explain_the_outcome(
    given_items: list[tuple[Score, AttestationFact | None, bool]], pass_mark: int
) -> None:
    criteria = [
        criterion(f"T-{n}", score, only_where="有" if conditional else None)
        for n, (score, _, conditional) in enumerate(given_items)
    ]
    said = {f"T-{n}": fact for n, (_, fact, _) in enumerate(given_items) if fact is not None}
    evaluation = judged(criteria, sheet(12, 18, pass_mark=pass_mark), said)
    score = evaluation.score
    assert score is not None
    assert all(0 <= leaf.earned <= leaf.section.maximum for leaf in score.leaves)
    assert score.earned == sum(leaf.earned for leaf in score.leaves)
    asked = any(finding.outcome != "not_asked" for finding in evaluation.findings)
    assert evaluation.met is (asked and score.met)
    assert Fraction(written(score.earned)) <= score.earned
    assert explanation_from(evaluation.explanation.to_data()) == evaluation.explanation
    assert (evaluation.explanation.remedy is None) is evaluation.met
    assert bool(unmet_refusals(criteria, evaluation)) is not evaluation.met


@given(SHEETS, st.data())
def test_more_points_never_make_it_worse(
    given_items: list[tuple[Score, AttestationFact | None, bool]], data: st.DataObject
) -> None:
    """Meeting one more criterion, all being judged by yes or no, never lowers the total."""
    criteria = [criterion(f"T-{n}", score) for n, (score, _, _) in enumerate(given_items)]
    said = {item.id: AttestationFact(data.draw(st.booleans()), ON) for item in criteria}
    before = judged(criteria, sheet(12, 18, pass_mark=15), said)
    better = data.draw(st.sampled_from(criteria)).id
    after = judged(criteria, sheet(12, 18, pass_mark=15), {**said, better: YES})
    assert earned(after) >= earned(before)
    assert after.met or not before.met


def test_the_explanation_goes_from_the_whole_to_the_evidence() -> None:
    tree = evaluate_against(TOWN, town_facts()).explanation
    titles = [(depth, node.title) for depth, node in tree.walk()]
    assert titles[0] == (0, "评估结论")
    assert (1, "评分表") in titles
    assert (2, "3 规范落实防控措施") in titles
    assert (3, "3.1 底数清楚") in titles
    (eligible,) = [node for _, node in tree.walk() if node.clause == "T-D1"]
    checked, stated = eligible.parts
    assert ("评估日", "2022-11-20") in checked.inputs
    assert stated.evidence == ("2022-11-20确认符合，有效30天",)
