"""An adopted template may only be made stricter: every difference is found and classed."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.applications.rules.cadence import takes_in
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import Difference, check, compare
from schema.guidelines.rules.format import Cadence, Deadline, FormField, Guideline, LogCheck, Rung
from schema.guidelines.rules.strictness import JUDGES, cadence, deadline, form, log_spans
from tests.guidelines.test_reference import parts

WENLONG = load_template("wenlong")
STEP = (
    "      - {{id: {id}, name: {name}, kind: review, role: street,"
    " actions: [endorse, return, reject], opinion: required}}\n"
)
REVIEW = STEP.format(id="street_review", name="街道初审")
SECOND = STEP.format(id="second_review", name="街道复审")
APPLIES = "applicants: [building_leader]"
CHAIN = "applicants: [property, community]"
MONTHLY = "cadence: {opens_on_days: [1], open_days: 5}"
SCORE = "{id: score, label: 得分, type: number}"
NOTICE = "      - {id: notice, name: 公示, kind: notice, role: street, actions: [reject], notice_days: 5}\n"
INFANT = "- {id: infant, name: 婴幼儿}\n"
ZONES = "applies_to: [{kind}, group, village, community]\n    check: {{kind: none_of, events: [risk_zone"


def changed(old: str, new: str, template: str = "wenlong") -> tuple[Difference, ...]:
    text = load_template(template).text
    assert old in text
    checked = check(text.replace(old, new, 1))
    assert checked.guideline is not None, checked.faults
    return compare(load_template(template).guideline, checked.guideline)


CHANGES = [
    ("days: 8, basis", "days: 14, basis", "criteria[B-a].check.days", "stricter"),
    ("days: 8, basis", "days: 7, basis", "criteria[B-a].check.days", "looser"),
    ("[case, asymptomatic], days", "[case], days", "criteria[B-a].check.events", "looser"),
    ("events: [close_contact]", "events: [close_contact, case]", "criteria[B-b].check.events", "stricter"),
    ("events: [close_contact]", "events: [home_quarantine]", "criteria[B-b].check.events", "incomparable"),
    ("days: 8, basis: reported", "days: 8, basis: occurred", "criteria[B-a].check.basis", "incomparable"),
    (
        "close_contact]}",
        "close_contact], allowed_if_controlled: [close_contact]}",
        "criteria[B-b].check.allowed_if_controlled",
        "looser",
    ),
    ("days: 8, basis", "days: null, basis", "criteria[B-a].check.days", "stricter"),
    ("zone], ancestors: true", "zone], ancestors: false", "criteria[B-e].check.ancestors", "looser"),
    (
        "petition, percent: 100",
        "petition, roll: living, percent: 100",
        "criteria[B-k].check.roll",
        "stricter",
    ),
    ("petition, percent: 100", "petition, percent: 90", "criteria[B-k].check.percent", "looser"),
    ("mode: EACH_TITLED_OR_MEETS", "mode: ALL_TITLED", "criteria[B-f].check.mode", "stricter"),
    ("mode: ALL_TITLED,", "mode: NONE,", "criteria[B-f].check.mode", "looser"),
    ("mode: ALL_TITLED,", "mode: ALL_MEET,", "criteria[B-f].check.mode", "incomparable"),
    ("every_days: 7, periods", "every_days: 3, periods", "criteria[B-m].check.every_days", "stricter"),
    ("every_days: 7, periods", "every_days: 14, periods", "criteria[B-m].check.every_days", "looser"),
    ("threshold_percent: 80", "threshold_percent: 90", "criteria[B-s].attest.threshold_percent", "stricter"),
    ("minimum_sample: 30", "minimum_sample: 20", "criteria[B-s].attest.minimum_sample", "looser"),
    ("    check: {kind: roster}\n    attest", "    attest", "criteria[B-g].check", "looser"),
    (
        "{kind: roster}",
        "{kind: roster, verified_within_days: 90}",
        "criteria[B-g].check.verified_within_days",
        "stricter",
    ),
    ("check: {kind: roster}", "check: {kind: special_groups}", "criteria[B-g].check", "incomparable"),
    ("on_loss: revoke", "on_loss: suspend", "criteria[B-a].on_loss", "looser"),
    ("on_loss: suspend", "on_loss: warn", "criteria[B-b].on_loss", "looser"),
    (
        "on_loss: suspend",
        "on_loss: suspend\n    on_finding: at_once",
        "criteria[B-b].on_finding",
        "stricter",
    ),
    ("on_child_loss: suspend", "on_child_loss: revoke", "on_child_loss", "stricter"),
    (
        "every_days: 7, periods: 1",
        "every_days: 7, periods: 1, times: 2",
        "criteria[B-m].check.times",
        "stricter",
    ),
    (
        "check: {kind: roster}",
        "judged: at_applying\n    check: {kind: roster}",
        "criteria[B-g].judged",
        "looser",
    ),
    (REVIEW, REVIEW + SECOND, "processes[B-W1].steps[second_review]", "stricter"),
    (REVIEW, "", "processes[B-W1].steps[street_review]", "looser"),
    (
        "kind: decide, role: headquarters",
        "kind: decide, role: street",
        "processes[B-W1].steps[naming].role",
        "incomparable",
    ),
    (
        "applicants: [building_leader]",
        "applicants: [building_leader, property]",
        "processes[B-W1].applicants",
        "looser",
    ),
    (APPLIES, f"{APPLIES}\n    intake: fixed\n    {MONTHLY}", "processes[B-W1].cadence", "stricter"),
    (APPLIES, f"{APPLIES}\n    form: [{SCORE}]", "processes[B-W1].form", "stricter"),
    (REVIEW, REVIEW + NOTICE, "processes[B-W1].steps[notice]", "stricter"),
    (CHAIN, "applicants: [community, property]\n    fallback: true", "processes[B-W2].fallback", "stricter"),
    ("title: 规范佩戴口罩", "title: 戴好口罩", "criteria[B-h].title", "equal"),
    (INFANT, INFANT + "  - {id: hardship, name: 困难家庭}\n", "special_groups", "stricter"),
]


@pytest.mark.parametrize(("old", "new", "path", "change"), CHANGES, ids=lambda value: str(value)[:40])
def test_a_change_is_classed(old: str, new: str, path: str, change: str) -> None:
    found = {difference.path: difference for difference in changed(old, new)}
    assert found[path].change == change
    assert found[path].message.endswith("。")


def test_a_template_equals_itself() -> None:
    for template in ("wenlong", "town"):
        assert compare(load_template(template).guideline, load_template(template).guideline) == ()


def test_criteria_left_out_or_added_are_told_for_each_kind() -> None:
    found = changed(ZONES.format(kind="compound"), ZONES.format(kind="building"))
    assert [(one.path, one.change) for one in found] == [
        ("criteria[B-e]", "looser"),
        ("criteria[B-e]", "stricter"),
    ]
    assert "（小区）" in found[0].message
    assert "（楼栋）" in found[1].message


def test_what_the_template_proposes_is_the_districts_to_choose() -> None:
    """`proposals`: the source gives no frequency of tests (B-i), so a looser one is not refused; B-a's window is."""
    (proposed,) = changed("within_days: 7, rounds", "within_days: 10, rounds")
    assert (proposed.change, proposed.open, proposed.refused) == ("looser", True, False)
    (given,) = changed("days: 8, basis", "days: 5, basis")
    assert (given.change, given.open, given.refused) == ("looser", False, True)


def test_a_further_route_loosens_and_a_route_less_tightens() -> None:
    """T-D1, T-D2: of alternatives one suffices."""
    base = load_template("town").guideline
    routed = [criterion for criterion in base.criteria if criterion.route]
    fewer = base.model_copy(
        update={"criteria": tuple(c for c in base.criteria if c.route != routed[0].route)}
    )
    assert {one.change for one in compare(base, fewer)} == {"stricter"}
    assert {one.change for one in compare(fewer, base)} == {"looser"}


BACKED = "    evidence: [{id: photo, name: 照片, types: [image], minimum: 2, fresh_days: 7}]\n"
MASKS = "title: 规范佩戴口罩\n"
WITH_FILES = WENLONG.text.replace(MASKS, MASKS + BACKED)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("minimum: 2", "minimum: 3", "stricter"),
        ("minimum: 2", "minimum: 1", "looser"),
        ("types: [image]", "types: [image, pdf]", "looser"),
        ("fresh_days: 7", "fresh_days: 3", "stricter"),
        (", fresh_days: 7", "", "looser"),
        ("name: 照片", "name: 现场照片", "equal"),
    ],
)
def test_evidence_can_only_be_more_and_fresher(old: str, new: str, change: str) -> None:
    base = check(WITH_FILES).guideline
    adopted = check(WITH_FILES.replace(old, new)).guideline
    assert base is not None
    assert adopted is not None
    found = compare(base, adopted)
    assert {one.change for one in found} == {change}
    assert all(one.path.startswith("criteria[B-h].evidence[photo].") for one in found)


def test_evidence_asked_besides_tightens_and_evidence_given_up_loosens() -> None:
    (more,) = changed(MASKS, MASKS + BACKED)
    assert (more.path, more.change) == ("criteria[B-h].evidence[photo]", "stricter")
    backed = check(WITH_FILES).guideline
    assert backed is not None
    (fewer,) = compare(backed, WENLONG.guideline)
    assert (fewer.path, fewer.change) == ("criteria[B-h].evidence[photo]", "looser")


def test_a_pass_mark_can_only_rise() -> None:
    (higher,) = changed("pass_mark: 85", "pass_mark: 90", "town")
    assert (higher.path, higher.change) == ("score_sheet.pass_mark", "stricter")
    (lower,) = changed("pass_mark: 85", "pass_mark: 60", "town")
    assert lower.change == "looser"


def test_a_chain_of_applicants_is_compared_from_its_front() -> None:
    """Open question 8: whoever moves up the chain may apply where they could not before."""
    way = WENLONG.guideline.processes[1]

    def applicants(base: tuple[str, ...], adopted: tuple[str, ...]) -> list[str]:
        old, new = (
            WENLONG.guideline.model_copy(
                update={"processes": (way.model_copy(update={"applicants": chain, "fallback": True}),)}
            )
            for chain in (base, adopted)
        )
        return [one.change for one in compare(old, new) if one.path.endswith(".applicants")]

    assert applicants(("property", "community"), ("property",)) == ["stricter"]
    assert applicants(("property",), ("property", "community")) == ["looser"]
    assert applicants(("property", "community"), ("community",)) == ["incomparable"]
    assert applicants(("property", "community"), ("community", "property")) == ["incomparable"]


CADENCES = st.builds(
    Cadence, opens_on_days=st.lists(st.integers(1, 31), min_size=1, max_size=3), open_days=st.integers(1, 6)
) | st.builds(
    Cadence,
    every_days=st.integers(2, 9),
    first_on=st.dates(date(2022, 11, 1), date(2022, 11, 9)),
    open_days=st.integers(1, 6),
)
DAYS = st.dates(date(2022, 10, 1), date(2024, 12, 31))


@given(CADENCES, CADENCES, DAYS)
def test_a_stricter_cadence_is_open_on_no_further_day(base: Cadence, adopted: Cadence, day: date) -> None:
    if cadence(base, adopted) == "stricter" and takes_in(adopted, day):
        assert takes_in(base, day)


@given(st.integers(2, 5), st.integers(1, 3), st.integers(0, 3), DAYS)
def test_a_rhythm_in_step_with_another_is_stricter(every: int, times: int, later: int, day: date) -> None:
    first = date(2022, 11, 1)
    base = Cadence(every_days=every, first_on=first, open_days=1)
    start = first + timedelta(days=later * every)
    adopted = Cadence(every_days=every * times, first_on=start, open_days=1)
    assert cadence(base, adopted) == ("stricter" if base != adopted else "equal")
    assert takes_in(base, day) or not takes_in(adopted, day)


def test_a_process_that_decides_at_once_is_looser() -> None:
    way = WENLONG.guideline.processes[2]
    alone = way.model_copy(update={"decides_at_once": True})
    base, adopted = (WENLONG.guideline.model_copy(update={"processes": (each,)}) for each in (way, alone))
    found = {one.path: one.change for one in compare(base, adopted)}
    assert found["processes[B-W3].decides_at_once"] == "looser"


def test_deadlines_are_stricter_the_shorter_and_whoever_else_decides_cannot_be_compared() -> None:
    remind = Rung(after_working_days=3, to="street", action="remind")
    takes = Rung(after_working_days=5, to="commission", action="take_over")
    five = Deadline(working_days=5)
    told = five.model_copy(update={"escalate": (remind,)})
    taken = five.model_copy(update={"escalate": (takes,)})
    assert deadline(five, five.model_copy(update={"working_days": 3})) == "stricter"
    assert (deadline(five, told), deadline(told, five)) == ("stricter", "looser")
    assert (deadline(five, None), deadline(None, told)) == ("looser", "stricter")
    assert (deadline(None, taken), deadline(five, taken), deadline(taken, five)) == ("incomparable",) * 3


def test_forms_are_stricter_the_more_they_ask() -> None:
    asked = FormField(id="score", label="得分", type="number")
    firm = asked.model_copy(update={"required": True})
    assert form((asked,), (asked.model_copy(update={"label": "总分"}),)) == "equal"
    assert form((asked,), (firm,)) == "stricter"
    assert form((firm,), (asked,)) == "looser"
    assert form((firm,), ()) == "looser"
    assert form((firm,), (firm.model_copy(update={"id": "points"}),)) == "incomparable"


TITLES = """
derived_titles: [{id: B-t1, unit_kind: street, title: 无疫街道, of: [community], percent: 90}]
validity: [{unit_kinds: [community, village], days: 365}]
duties: [{id: B-d1, title: 消杀, unit_kinds: [community], log: disinfection, every_days: 7, grace_days: 2}]
benefits: [{id: award, name: 奖励, unit_kinds: [community]}]
"""


@pytest.mark.parametrize(
    ("old", "new", "path", "change"),
    [
        ("percent: 90", "percent: 100", "derived_titles", "stricter"),
        ("percent: 90", "percent: 50", "derived_titles", "looser"),
        ("days: 365", "days: 180", "validity", "stricter"),
        ("days: 365", "days: 720", "validity", "looser"),
        ("[community, village], days", "[community], days", "validity", "looser"),
        ("grace_days: 2", "grace_days: 2, on_miss: suspend", "duties", "stricter"),
        ("every_days: 7, grace", "every_days: 7, times: 3, grace", "duties", "stricter"),
        ("every_days: 7, grace_days: 2", "every_days: 5, grace_days: 4", "duties", "incomparable"),
        ("[community], log: disinfection", "[community], log: waste_clearance", "duties", "incomparable"),
        ("name: 奖励", "name: 奖金", "benefits", "equal"),
    ],
)
def test_titles_over_time_are_compared_entry_by_entry(old: str, new: str, path: str, change: str) -> None:
    text = WENLONG.text + TITLES
    base, adopted = (check(each).guideline for each in (text, text.replace(old, new, 1)))
    assert base is not None
    assert adopted is not None
    assert [(one.path, one.change) for one in compare(base, adopted)] == [(path, change)]


def test_a_derived_title_loosens_and_a_validity_or_duty_tightens() -> None:
    plain, titled = (check(each).guideline for each in (WENLONG.text, WENLONG.text + TITLES))
    assert plain is not None
    assert titled is not None
    assert {one.path: one.change for one in compare(plain, titled)} == {
        "derived_titles": "looser",
        "validity": "stricter",
        "duties": "stricter",
        "benefits": "equal",
    }


def test_judges_are_of_fields_that_exist() -> None:
    for part, judges in JUDGES.items():
        assert set(judges) <= set(parts()[part].model_fields), part


logs = st.builds(
    LogCheck,
    kind=st.just("log"),
    log=st.just("disinfection"),
    every_days=st.integers(1, 12),
    periods=st.integers(1, 6),
    times=st.integers(1, 3),
)


def holds(rhythm: LogCheck, days: list[int]) -> bool:
    spans = range(rhythm.periods)
    return all(
        sum(at * rhythm.every_days <= day < (at + 1) * rhythm.every_days for day in days) >= rhythm.times
        for at in spans
    )


@given(logs, logs, st.lists(st.integers(0, 71), max_size=30))
def test_a_stricter_rhythm_implies_the_looser_one(base: LogCheck, adopted: LogCheck, days: list[int]) -> None:
    """Whatever days work was logged on: who satisfies the stricter satisfies the looser."""
    change = log_spans(base, adopted)
    if change == "stricter" and holds(adopted, days):
        assert holds(base, days)
    if change == "looser" and holds(base, days):
        assert holds(adopted, days)


numbers = st.integers(1, 365)


@cache
def with_days(days: int) -> Guideline:
    """Parse the guideline with another window."""
    checked = check(WENLONG.text.replace("days: 8, basis", f"days: {days}, basis"))
    assert checked.guideline is not None
    return checked.guideline


@given(numbers, numbers)
def test_comparing_the_other_way_round_turns_it_round(first: int, second: int) -> None:
    there, back = (
        [one.change for one in compare(with_days(a), with_days(b))]
        for a, b in ((first, second), (second, first))
    )
    turned = {"stricter": "looser", "looser": "stricter"}
    assert back == [turned[change] for change in there]
    assert bool(there) == (first != second)


def test_a_share_of_residents_asks_more_than_one_of_whom_one_likes() -> None:
    """T-3.3a: everybody on the roster is in the denominator; what the share is called otherwise is another share."""
    (looser,) = changed(", counts: residents", "", "town")
    assert (looser.path, looser.change) == ("figures", "looser")
    due = "id: due_vaccination, name: 应接种人员接种率"
    (stricter,) = changed(due, f"{due}, counts: residents", "town")
    assert stricter.change == "stricter"
    (other,) = changed("name: 疫苗接种率", "name: 加强针接种率", "town")
    assert other.change == "incomparable"
