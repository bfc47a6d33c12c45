"""The town template against tables written by hand from the scheme."""

from datetime import date

import pytest

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import allowed_parents, criteria_for, process_for
from schema.guidelines.rules.format import Criterion, LogCheck, RateCheck, RosterCheck, TestRoundsCheck

TOWN = load_template("town").guideline
SUBJECTS = ("village", "community", "compound")

# id -> section of the score sheet, kind of machine check, way of attesting
SHEET: dict[str, tuple[str, str | None, str | None]] = {
    "T-1.1": ("1", None, "statement"),
    "T-1.2": ("1", None, "statement"),
    "T-1.3": ("1", None, "statement"),
    "T-1.4": ("1", None, "statement"),
    "T-1.5": ("1", None, "statement"),
    "T-1.6": ("1", None, "statement"),
    "T-1.7": ("1", None, "statement"),
    "T-1.8": ("1", None, "statement"),
    "T-2.1": ("2", None, "statement"),
    "T-2.2": ("2", None, "statement"),
    "T-2.3": ("2", None, "statement"),
    "T-2.4": ("2", None, "statement"),
    "T-2.5": ("2", None, "statement"),
    "T-2.6": ("2", None, "statement"),
    "T-3.1a": ("3.1", "roster", None),
    "T-3.1b": ("3.1", None, "statement"),
    "T-3.1c": ("3.1", "roster", "statement"),
    "T-3.1d": ("3.1", None, "statement"),
    "T-3.2H": ("3.2", None, "statement"),
    "T-3.2M": ("3.2", None, "statement"),
    "T-3.2L": ("3.2", None, "statement"),
    "T-3.3a": ("3.3", "rate", None),
    "T-3.3b": ("3.3", "rate", None),
    "T-3.3c": ("3.3", None, "survey"),
    "T-3.3d": ("3.3", None, "statement"),
    "T-3.3e": ("3.3", None, "survey"),
    "T-3.3f": ("3.3", None, "survey"),
    "T-3.3g": ("3.3", None, "statement"),
    "T-3.3h": ("3.3", None, "statement"),
    "T-3.3i": ("3.3", "test_rounds", None),
    "T-3.3j": ("3.3", None, "statement"),
    "T-3.3k": ("3.3", None, "statement"),
    "T-3.3l": ("3.3", None, "statement"),
    "T-3.4a": ("3.4", None, "statement"),
    "T-3.4b": ("3.4", None, "statement"),
    "T-3.4c": ("3.4", None, "statement"),
    "T-3.4d": ("3.4", None, "statement"),
    "T-3.4e": ("3.4", "log", "statement"),
    "T-3.4f": ("3.4", None, "statement"),
    "T-3.4g": ("3.4", "log", "statement"),
    "T-3.4h": ("3.4", None, "statement"),
    "T-4.1": ("4", None, "statement"),
    "T-4.2": ("4", None, "statement"),
    "T-4.3": ("4", "complaints", "statement"),
    "T-4.4": ("4", "special_groups", "statement"),
    "T-4.5": ("4", None, "statement"),
    "T-4.6": ("4", None, "statement"),
}
ELIGIBILITY = ["T-D1", "T-D2", "T-D3"]
PRACTICES = ["T-U1", "T-P1", "T-P2", "T-P3", "T-P4", "T-P6", "T-P7", "T-P8", "T-P9", "T-P10"]


def criterion(id: str) -> Criterion:
    (found,) = [item for item in TOWN.criteria if item.id == id]
    return found


def items(id: str) -> int:
    attest = criterion(id).attest
    assert attest is not None
    return len(attest.items)


def test_every_requirement_is_carried_once() -> None:
    """T-U1, T-D1…3, T-1.1…T-4.6, T-P1…10: no id is missing, none is invented."""
    assert [item.id for item in TOWN.criteria] == [*ELIGIBILITY, *SHEET]
    assert [item.id for item in TOWN.processes] == ["T-P5"]
    assert [item.id for item in TOWN.practices] == PRACTICES


@pytest.mark.parametrize("id", SHEET)
def test_criteria_stand_in_their_section(id: str) -> None:
    """T-1.1…T-4.6: section, machine check where the format has one, attestation."""
    item = criterion(id)
    assert item.score is not None
    found = (
        item.score.section,
        item.check.kind if item.check else None,
        item.attest.method if item.attest else None,
    )
    assert found == SHEET[id]
    assert all(item in criteria_for(TOWN, kind) for kind in SUBJECTS)


def test_sheet_adds_up_to_a_hundred() -> None:
    """15 + 15 + 55 (10, 10, 20, 15) + 15 = 100; the points are not divided below the section."""
    sheet = TOWN.score_sheet
    assert sheet is not None
    points = {section.id: section.maximum for section in sheet.sections}
    assert points == {"1": 15, "2": 15, "3": 55, "3.1": 10, "3.2": 10, "3.3": 20, "3.4": 15, "4": 15}
    assert sum(points[top] for top in ("1", "2", "3", "4")) == sheet.total == 100
    assert sum(points[part] for part in ("3.1", "3.2", "3.3", "3.4")) == points["3"]
    assert {section.id: section.parent for section in sheet.sections if section.parent} == dict.fromkeys(
        ("3.1", "3.2", "3.3", "3.4"), "3"
    )
    assert all(item.score is None or item.score.maximum is None for item in TOWN.criteria)


def test_pass_mark_is_a_proposal() -> None:
    """Open question 14: the scheme gives none; 85 is ours and marked as such."""
    assert TOWN.score_sheet is not None
    assert TOWN.score_sheet.pass_mark == 85
    assert "score_sheet.pass_mark" in TOWN.proposals


def test_two_routes_and_a_preamble() -> None:
    """T-D1 or T-D2 admits; T-D3 is asked either way; none of them scores."""
    assert [criterion(item).route for item in ELIGIBILITY] == ["never_affected", "outbreak_lifted", None]
    assert all(criterion(item).score is None for item in ELIGIBILITY)
    never, lifted = criterion("T-D1").check, criterion("T-D2").check
    assert never is not None
    assert lifted is not None
    assert (never.kind, lifted.kind) == ("window", "none_of")
    assert (items("T-D2"), items("T-D3")) == (4, 5)


@pytest.mark.parametrize(
    ("id", "levels"),
    [("T-3.2H", ("high",)), ("T-3.2M", ("mid",)), ("T-3.2L", ("low",)), ("T-3.4f", ("high", "mid"))],
)
def test_branches_by_risk_level(id: str, levels: tuple[str, ...]) -> None:
    """T-3.2H, T-3.2M, T-3.2L, T-3.4f: asked only at their level."""
    assert criterion(id).risk_levels == levels


def test_risk_vocabulary_carries_dates() -> None:
    """Open question 13: the mid level was abolished on 2022-11-11."""
    dated = {level.id: level.abolished_on for level in TOWN.risk_levels}
    assert dated == {"high": None, "mid": date(2022, 11, 11), "low": None}


def test_points_of_an_attestation() -> None:
    """T-2.2 six departments, T-2.4 ten haves, T-3.2L four measures, T-3.3h five habits, T-3.4c four evils."""
    counts = {item: items(item) for item in ("T-2.2", "T-2.4", "T-3.2L", "T-3.3h", "T-3.4c")}
    assert counts == {"T-2.2": 6, "T-2.4": 10, "T-3.2L": 4, "T-3.3h": 5, "T-3.4c": 4}


def test_fever_clinic_only_where_there_is_one() -> None:
    """T-3.3l: asked only where a medical institution exists."""
    assert [item.id for item in TOWN.criteria if item.only_where] == ["T-3.3l"]


@pytest.mark.parametrize(("id", "threshold"), [("T-3.3c", 100), ("T-3.3e", 80), ("T-3.3f", 100)])
def test_rates_store_threshold_and_sample(id: str, threshold: int) -> None:
    """T-3.3c, T-3.3e, T-3.3f: open question 18."""
    attest = criterion(id).attest
    assert attest is not None
    assert attest.threshold_percent == threshold
    assert attest.minimum_sample is not None


def test_vaccination_is_held_against_the_county_and_against_everybody() -> None:
    """T-3.3a, T-3.3b: open question 19; contraindications leave the denominator."""
    above, all_of_them = criterion("T-3.3a").check, criterion("T-3.3b").check
    assert isinstance(above, RateCheck)
    assert isinstance(all_of_them, RateCheck)
    assert (above.benchmark, all_of_them.at_least_percent) == ("county_vaccination", 100)
    assert [(each.id, each.excludes, each.counts) for each in TOWN.figures] == [
        ("vaccination", "有接种禁忌证的人员", "residents"),
        ("due_vaccination", "有接种禁忌证的人员", None),
    ]


def test_figures_of_the_machine_checks() -> None:
    """T-3.1a daily, T-3.3i all who are due, T-3.4e daily removal over a week, T-3.4g on schedule."""
    daily, rounds = criterion("T-3.1a").check, criterion("T-3.3i").check
    assert isinstance(daily, RosterCheck)
    assert daily.verified_within_days == 1
    assert isinstance(rounds, TestRoundsCheck)
    assert rounds.percent == 100
    waste, air = criterion("T-3.4e").check, criterion("T-3.4g").check
    assert isinstance(waste, LogCheck)
    assert isinstance(air, LogCheck)
    assert (waste.log, waste.every_days, waste.periods) == ("waste_clearance", 1, 7)
    assert (air.log, air.every_days) == ("disinfection", 7)


def test_titles_and_pilot_titles() -> None:
    """T-U1, T-P4: three titled kinds, a pilot title each; no building type."""
    titles = {kind.id: (kind.title, kind.pilot_title) for kind in TOWN.unit_kinds if kind.title}
    assert titles == {
        "village": ("无疫村", "无疫示范村"),
        "community": ("无疫社区", "无疫示范社区"),
        "compound": ("无疫小区", "无疫示范小区"),
    }
    assert "building" not in {kind.id for kind in TOWN.unit_kinds}
    assert allowed_parents(TOWN, "compound") == {"village", "community"}


def test_acceptance_by_batch_then_filing() -> None:
    """T-P5 inspection and acceptance, T-P6 filing that only records, T-P7 by batch, T-P8 back to rectify."""
    process = process_for(TOWN, "compound")
    assert process is not None
    assert set(process.unit_kinds) == set(SUBJECTS)
    assert process.intake == "batch"
    assert [(step.id, step.kind, step.role, step.actions) for step in process.steps] == [
        ("inspection", "review", "street", ("endorse", "return")),
        ("acceptance", "decide", "street", ("name", "return", "reject")),
        ("county_filing", "record", "commission", ("record",)),
    ]


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("T-P1", ("八个办所", "2022年10月15日")),
        ("T-P2", ("负责人",)),
        ("T-P3", ("2022年10月31日", "整改")),
        ("T-P4", ("试点", "示范称号")),
        ("T-P6", ("备案", "只记录")),
        ("T-P7", ("批次",)),
        ("T-P8", ("整改", "下一批次")),
        ("T-P9", ("暂停", "恢复")),
        ("T-P10", ("覆盖",)),
    ],
)
def test_practices_say_what_the_platform_does(id: str, words: tuple[str, ...]) -> None:
    """T-P1…T-P10 are carried with what becomes of them; T-P2's responsible person is who applies."""
    (practice,) = [item for item in TOWN.practices if item.id == id]
    assert all(word in practice.realised_by for word in words)
