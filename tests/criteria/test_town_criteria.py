"""Each criterion of the town's scheme by itself: what breaks it, what that costs, and that it is told.

A village with everything in order has 100 points. Its sections divide their points by what is asked there: 8 and
6 items of 15, 4 of 10, one branch of 10, 12 of 20, 7 of 15 (8 where a zone asks for T-3.4f too), 6 of 15.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from schema.criteria.rules import Evaluation, Finding, evaluate_against
from schema.criteria.rules.facts import (
    AttestationFact,
    EventFact,
    FigureFact,
    RosterFact,
    TestRoundFact,
    UnitFacts,
)
from schema.guidelines.repository.templates import load_template

TOWN = load_template("town").guideline
ON = date(2022, 11, 20)
BEFORE_THE_ABOLITION = date(2022, 11, 10)
Break = Callable[[UnitFacts], UnitFacts]


def in_order(on: date = ON, level: str | None = None) -> UnitFacts:
    """Give a village in which nothing is wanting, under a zone of this level if one is named."""
    zone = EventFact("risk_zone", on, on, above=True, risk_level=level)
    return UnitFacts(
        on,
        "village",
        events=(zone,) if level else (),
        roster=RosterFact(households=20, oldest_verification=on, residents=50, in_special_groups=3),
        logs={
            "waste_clearance": tuple(on - timedelta(days=age) for age in range(7)),
            "disinfection": (on - timedelta(days=6),),
        },
        test_rounds=(TestRoundFact(on, 50, 50),),
        attestations={
            item.id: AttestationFact(True, on, sample_size=100, share_percent=100)
            for item in TOWN.criteria
            if item.attest is not None
        },
        figures={
            "vaccination": FigureFact(98, 100, on),
            "due_vaccination": FigureFact(98, 100, on, excluded=2),
        },
    )


def denied(id: str) -> Break:
    """Let the official find it wanting."""
    return lambda facts: replace(
        facts, attestations={**facts.attestations, id: AttestationFact(False, facts.on)}
    )


def share(id: str, percent: int) -> Break:
    """Let the survey find such a share."""
    found = AttestationFact(True, ON, sample_size=100, share_percent=percent)
    return lambda facts: replace(facts, attestations={**facts.attestations, id: found})


def figure(id: str, numerator: int) -> Break:
    """Let the recorded figure be so many of a hundred."""
    return lambda facts: replace(facts, figures={**facts.figures, id: FigureFact(numerator, 100, facts.on)})


def roster(**counts: object) -> Break:
    """Let the roster be like this."""
    return lambda facts: replace(facts, roster=replace(facts.roster, **counts))  # type: ignore[arg-type]


def logged(kind: str, *ages: int) -> Break:
    """Let work be logged so many days ago only."""
    return lambda facts: replace(
        facts, logs={**facts.logs, kind: tuple(facts.on - timedelta(days=age) for age in ages)}
    )


def finding(evaluation: Evaluation, id: str) -> Finding:
    (found,) = [one for one in evaluation.findings if one.criterion_id == id]
    return found


def points(evaluation: Evaluation) -> Fraction:
    assert evaluation.score is not None
    return evaluation.score.earned


@pytest.mark.parametrize(
    ("id", "subject", "how", "cost"),
    [
        ("T-1.1", "领导小组", denied("T-1.1"), Fraction(15, 8)),
        ("T-1.2", "公共卫生委员会", denied("T-1.2"), Fraction(15, 8)),
        ("T-1.3", "书记", denied("T-1.3"), Fraction(15, 8)),
        ("T-1.4", "架构", denied("T-1.4"), Fraction(15, 8)),
        ("T-1.5", "制度", denied("T-1.5"), Fraction(15, 8)),
        ("T-1.6", "场所", denied("T-1.6"), Fraction(15, 8)),
        ("T-1.7", "专兼职", denied("T-1.7"), Fraction(15, 8)),
        ("T-1.8", "居民小组", denied("T-1.8"), Fraction(15, 8)),
        ("T-2.1", "领导责任", denied("T-2.1"), Fraction(5, 2)),
        ("T-2.2", "部门责任", denied("T-2.2"), Fraction(5, 2)),
        ("T-2.3", "属地责任", denied("T-2.3"), Fraction(5, 2)),
        ("T-2.4", "十有", denied("T-2.4"), Fraction(5, 2)),
        ("T-2.5", "责任到人", denied("T-2.5"), Fraction(5, 2)),
        ("T-2.6", "个人责任", denied("T-2.6"), Fraction(5, 2)),
        ("T-3.1a", "到户到人", roster(oldest_verification=ON - timedelta(days=2)), Fraction(5, 2)),
        ("T-3.1b", "健康状况", denied("T-3.1b"), Fraction(5, 2)),
        ("T-3.1c", "台账", denied("T-3.1c"), Fraction(5, 2)),
        ("T-3.1d", "及时报告", denied("T-3.1d"), Fraction(5, 2)),
        ("T-3.2L", "低风险", denied("T-3.2L"), Fraction(10)),
        ("T-3.3a", "接种率", figure("vaccination", 50), Fraction(5, 3)),
        ("T-3.3b", "应接尽接", figure("due_vaccination", 99), Fraction(5, 3)),
        ("T-3.3c", "入户", share("T-3.3c", 99), Fraction(5, 3)),
        ("T-3.3d", "宣传栏", denied("T-3.3d"), Fraction(5, 3)),
        ("T-3.3e", "知晓", share("T-3.3e", 79), Fraction(5, 3)),
        ("T-3.3f", "口罩", share("T-3.3f", 99), Fraction(5, 3)),
        ("T-3.3g", "监督员", denied("T-3.3g"), Fraction(5, 3)),
        ("T-3.3h", "习惯", denied("T-3.3h"), Fraction(5, 3)),
        (
            "T-3.3i",
            "核酸",
            lambda facts: replace(facts, test_rounds=(TestRoundFact(ON, 50, 49),)),
            Fraction(5, 3),
        ),
        ("T-3.3j", "垃圾分类", denied("T-3.3j"), Fraction(5, 3)),
        ("T-3.3k", "谣", denied("T-3.3k"), Fraction(5, 3)),
        ("T-3.3l", "发热门诊", denied("T-3.3l"), Fraction(5, 3)),
        ("T-3.4a", "整治", denied("T-3.4a"), Fraction(15, 7)),
        ("T-3.4b", "道路", denied("T-3.4b"), Fraction(15, 7)),
        ("T-3.4c", "乱", denied("T-3.4c"), Fraction(15, 7)),
        ("T-3.4d", "保洁", denied("T-3.4d"), Fraction(15, 7)),
        ("T-3.4e", "日产日清", logged("waste_clearance", 0, 1, 2, 4, 5, 6), Fraction(15, 7)),
        ("T-3.4g", "通风消毒", logged("disinfection", 7), Fraction(15, 7)),
        ("T-3.4h", "市场", denied("T-3.4h"), Fraction(15, 7)),
        ("T-4.1", "双报到", denied("T-4.1"), Fraction(5, 2)),
        ("T-4.2", "物资", denied("T-4.2"), Fraction(5, 2)),
        ("T-4.3", "投诉", denied("T-4.3"), Fraction(5, 2)),
        ("T-4.4", "特殊困难", roster(needs_not_recorded=1), Fraction(5, 2)),
        ("T-4.5", "就医", denied("T-4.5"), Fraction(5, 2)),
        ("T-4.6", "心理", denied("T-4.6"), Fraction(5, 2)),
    ],
)
def test_t_each_criterion_costs_its_share_and_is_told(
    id: str, subject: str, how: Break, cost: Fraction
) -> None:
    """The village in order has everything; broken in one place it loses exactly that, by name and clause."""
    good, broken = evaluate_against(TOWN, in_order()), evaluate_against(TOWN, how(in_order()))
    assert (points(good), finding(good, id).outcome) == (100, "met")
    assert points(broken) == 100 - cost
    told = finding(broken, id)
    assert (told.outcome, told.clause) == ("not_met", id)
    assert told.message
    (criterion,) = [one for one in TOWN.criteria if one.id == id]
    assert subject in criterion.title
    assert {one.criterion_id for one in broken.findings if one.outcome == "not_met"} == {id}


@pytest.mark.parametrize(
    ("id", "how"),
    [
        ("T-3.1c", roster(occupied_without_residents=1)),
        ("T-3.4e", denied("T-3.4e")),
        ("T-3.4g", denied("T-3.4g")),
        ("T-4.4", denied("T-4.4")),
        ("T-3.3e", lambda facts: replace(facts, attestations={**facts.attestations, "T-3.3e": TOO_FEW})),
    ],
)
def test_t_m_and_a_both_have_to_hold(id: str, how: Break) -> None:
    """T-3.1c, T-3.4e, T-3.4g, T-4.4: machine and official agree, or it is not met; a survey has its sample."""
    assert finding(evaluate_against(TOWN, in_order()), id).outcome == "met"
    assert finding(evaluate_against(TOWN, how(in_order())), id).outcome == "not_met"


TOO_FEW = AttestationFact(True, ON, sample_size=29, share_percent=100)


@pytest.mark.parametrize(
    ("level", "on", "asked", "cost"),
    [
        ("high", ON, "T-3.2H", Fraction(10)),
        ("mid", BEFORE_THE_ABOLITION, "T-3.2M", Fraction(10)),
        (None, ON, "T-3.2L", Fraction(10)),
        ("high", ON, "T-3.4f", Fraction(15, 8)),
        ("mid", BEFORE_THE_ABOLITION, "T-3.4f", Fraction(15, 8)),
    ],
)
def test_t_3_2_one_branch_by_risk_level(level: str | None, on: date, asked: str, cost: Fraction) -> None:
    """T-3.2H, T-3.2M, T-3.2L, T-3.4f: asked at their level and nowhere else, and worth what they are worth."""
    facts = in_order(on, level)
    evaluation = evaluate_against(TOWN, facts)
    branches = {
        one for one in ("T-3.2H", "T-3.2M", "T-3.2L") if finding(evaluation, one).outcome != "not_asked"
    }
    assert branches == {{"high": "T-3.2H", "mid": "T-3.2M"}.get(level or "", "T-3.2L")}
    assert (finding(evaluation, "T-3.4f").outcome == "not_asked") == (level is None)
    broken = evaluate_against(TOWN, denied(asked)(facts))
    assert points(evaluation) - points(broken) == cost


def test_t_d1_t_d2_t_d3_open_the_way_and_earn_nothing() -> None:
    """T-D1, T-D2: one route suffices; T-D3: the preamble is asked either way; no points stand in for them."""
    never = denied("T-D2")(in_order())
    assert evaluate_against(TOWN, never).met
    case = EventFact("case", ON - timedelta(days=60), ON - timedelta(days=60))
    lifted = replace(in_order(), events=(case,))
    assert evaluate_against(TOWN, lifted).met
    neither = evaluate_against(TOWN, denied("T-D2")(lifted))
    preamble = evaluate_against(TOWN, denied("T-D3")(in_order()))
    assert (points(neither), neither.met) == (100, False)
    assert (points(preamble), preamble.met) == (100, False)
    zone = EventFact("temporary_control_zone", ON, ON)
    assert not evaluate_against(TOWN, replace(in_order(), events=(case, zone))).met
