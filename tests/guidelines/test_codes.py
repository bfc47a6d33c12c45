"""Codes a scheme declares: classes of events, kinds of work, benchmarks."""

from datetime import date
from decimal import Decimal

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check, compare, explain, log_kinds, parse
from schema.guidelines.rules.format import Guideline
from schema.guidelines.rules.vocabulary import Vocabulary, base_kinds

DECLARED = """
event_classes:
  - {id: second_contact, name: 次密接, counts_as: close_contact}
log_kinds:
  - {id: ventilation, name: 通风}
benchmarks:
  - id: county_mean
    name: 全县平均接种率
    values:
      - {since: 2022-10-01, percent: 90.5, source: 县疾控中心}
      - {since: 2022-11-15, percent: 91.25, source: 县疾控中心}
criteria:"""
TEXT = load_template("wenlong").text.replace("\ncriteria:", DECLARED, 1)


def guideline(text: str = TEXT) -> Guideline:
    found = check(text)
    assert found.errors == ()
    assert found.guideline is not None
    return found.guideline


def test_declared_codes_stand_beside_those_every_scheme_has() -> None:
    scheme = guideline()
    assert base_kinds(scheme, ("second_contact", "case")) == {"close_contact", "case"}
    assert log_kinds(scheme)["ventilation"] == "通风"
    assert log_kinds(scheme)["disinfection"] == "消杀"


def test_a_benchmark_has_the_value_of_the_day() -> None:
    """Open question 19."""
    words = Vocabulary.of(guideline())
    days = (date(2022, 9, 30), date(2022, 10, 1), date(2022, 11, 14), date(2022, 11, 15))
    found = [words.percent("county_mean", day) for day in days]
    assert found == [None, Decimal("90.5"), Decimal("90.5"), Decimal("91.25")]
    assert words.percent("unheard_of", days[-1]) is None


def test_declared_codes_are_told_in_words() -> None:
    told = explain(guideline(TEXT.replace("events: [close_contact]", "events: [second_contact]", 1)))
    assert "自定事件类别：次密接（计作密切接触者）" in told
    assert "当前没有次密接" in told
    assert "2022-11-15 起 91.25%（县疾控中心）" in told


def test_a_window_without_length_takes_classes_of_infections_only() -> None:
    wrong = TEXT.replace("days: 8, basis: reported", "days: null")
    faults = check(wrong.replace("events: [case", "events: [second_contact", 1)).errors
    assert [fault.path for fault in faults] == ["criteria[0].check.days"]
    infection = wrong.replace("counts_as: close_contact", "counts_as: asymptomatic")
    assert check(infection.replace("events: [case", "events: [second_contact", 1)).errors == ()


def test_what_is_declared_besides_asks_nothing_and_what_changes_its_meaning_cannot_be_compared() -> None:
    base = guideline(load_template("wenlong").text)
    assert [each.change for each in compare(base, guideline())] == ["equal", "equal", "equal"]
    other = guideline(TEXT.replace("counts_as: close_contact", "counts_as: case"))
    assert [each.change for each in compare(guideline(), other)] == ["incomparable"]


def test_a_benchmark_goes_on_but_is_not_rewritten() -> None:
    later = TEXT.replace(
        "percent: 91.25, source: 县疾控中心}",
        "percent: 91.25, source: 县疾控中心}\n      - {since: 2022-12-01, percent: 92, source: 县疾控中心}",
    )
    assert [each.change for each in compare(guideline(), guideline(later))] == ["equal"]
    rewritten = TEXT.replace("percent: 90.5", "percent: 70")
    assert [each.change for each in compare(guideline(), guideline(rewritten))] == ["incomparable"]


def test_a_percentage_has_two_decimals_at_most() -> None:
    (fault,) = parse(TEXT.replace("percent: 90.5,", "percent: 90.555,")).faults
    assert fault.path == "benchmarks[0].values[0].percent"
