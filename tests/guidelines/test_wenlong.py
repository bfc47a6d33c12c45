"""The 文龙街道 template against tables written by hand from the guideline."""

import pytest

from authz.actions import ANY, Action, Role
from authz.table import Reach, base_table
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import (
    allowed_parents,
    child_kinds,
    criteria_for,
    process_for,
    root_kind,
    unit_kind,
)
from schema.guidelines.rules.format import (
    ChildrenCheck,
    Criterion,
    LogCheck,
    NoneOfCheck,
    PetitionCheck,
    RosterCheck,
    SpecialGroupsCheck,
    TestRoundsCheck,
    WindowCheck,
)

WENLONG = load_template("wenlong").guideline

# The columns of the source: 楼栋 小区 社 村/社区 (an entrance 单元 is judged like a building).
COLUMNS = (("building", "entrance"), ("compound",), ("group",), ("village", "community"))
APPLICABILITY = {
    "B-a": "✓✓✓✓",
    "B-b": "✓✓✓✓",
    "B-c": "✓✓✓✓",
    "B-d": "✓✓✓✓",
    "B-e": "-✓✓✓",
    "B-f": "-✓-✓",
    "B-g": "✓✓✓✓",
    "B-h": "✓✓✓✓",
    "B-i": "✓✓✓✓",
    "B-j": "✓✓✓✓",
    "B-k": "✓✓✓✓",
    "B-l": "✓✓--",
    "B-m": "✓✓--",
    "B-n": "--✓✓",
    "B-o": "✓✓✓✓",
    "B-p": "✓✓✓✓",
    "B-q": "✓✓✓✓",
    "B-r": "✓✓✓✓",
    "B-s": "---✓",
}
# The column "check" of the source: M machine, A attestation.
CHECKED = {
    "B-a": "M",
    "B-b": "M",
    "B-c": "M",
    "B-d": "M",
    "B-e": "M",
    "B-f": "M",
    "B-g": "MA",
    "B-h": "A",
    "B-i": "M",
    "B-j": "A",
    "B-k": "M",
    "B-l": "A",
    "B-m": "MA",
    "B-n": "MA",
    "B-o": "MA",
    "B-p": "A",
    "B-q": "A",
    "B-r": "A",
    "B-s": "A",
}
PRACTICES = ["B-U1", "B-U2", "B-U3", "B-U4", "B-W4", "B-M1", "B-M2", "B-M3", "B-M4", "B-M5", "B-M6"]
REVIEW = ("review", ("endorse", "return", "reject"), "required")
STREET_TO_NAMING = [
    ("street_intake", "street", "forward", ("forward", "return"), "optional"),
    ("street_review", "street", *REVIEW),
    ("commission_review", "commission", *REVIEW),
    ("naming", "headquarters", "decide", ("name", "return", "reject"), "optional"),
]
COMMUNITY_FIRST = [
    ("community_verification", "community", "forward", ("forward", "return"), "optional"),
    *STREET_TO_NAMING,
]


def criterion(kind: str, id: str) -> Criterion:
    """Find the one criterion of an id that a kind of unit is asked."""
    (found,) = [item for item in criteria_for(WENLONG, kind) if item.id == id]
    return found


def test_every_requirement_is_carried_once() -> None:
    """B-U1…4, B-a…s, B-W1…4, B-M1…6: no id is missing, none is invented."""
    assert list(dict.fromkeys(item.id for item in WENLONG.criteria)) == list(APPLICABILITY)
    assert [item.id for item in WENLONG.processes] == ["B-W1", "B-W2", "B-W3"]
    assert [item.id for item in WENLONG.practices] == PRACTICES


@pytest.mark.parametrize("id", APPLICABILITY)
def test_criteria_apply_as_the_table_says(id: str) -> None:
    """B-a…B-s: each is asked of exactly the kinds with a tick, once."""
    for kinds, tick in zip(COLUMNS, APPLICABILITY[id], strict=True):
        for kind in kinds:
            asked = [item.id for item in criteria_for(WENLONG, kind)].count(id)
            assert asked == (1 if tick == "✓" else 0), f"{id} of a {kind}"


@pytest.mark.parametrize("id", CHECKED)
def test_criteria_are_checked_as_the_table_says(id: str) -> None:
    """B-a…B-s: M has a machine check, A an attestation."""
    for item in WENLONG.criteria:
        if item.id == id:
            assert ("M" if item.check else "") + ("A" if item.attest else "") == CHECKED[id]


def test_window_of_eight_days() -> None:
    """B-a: eight local days, counted from the report; a case found in central quarantine does not count."""
    check = criterion("building", "B-a").check
    assert isinstance(check, WindowCheck)
    assert (check.events, check.days, check.basis) == (("case", "asymptomatic"), 8, "reported")
    assert not check.count_central_quarantine


@pytest.mark.parametrize(
    ("id", "events", "above"),
    [
        ("B-b", ("close_contact",), False),
        ("B-c", ("home_quarantine",), False),
        ("B-d", ("key_area_returnee",), False),
        ("B-e", ("risk_zone", "temporary_control_zone"), True),
    ],
)
def test_nothing_going_on(id: str, events: tuple[str, ...], above: bool) -> None:
    """B-b, B-c, B-d, B-e: zero at the moment; a zone over the street covers the compound."""
    check = criterion("compound", id).check
    assert isinstance(check, NoneOfCheck)
    assert (check.events, check.ancestors) == (events, above)


@pytest.mark.parametrize(
    ("kind", "mode", "children"),
    [
        ("compound", "ALL_TITLED", {"building"}),
        ("village", "EACH_TITLED_OR_MEETS", {"group", "building", "compound"}),
        ("community", "EACH_TITLED_OR_MEETS", {"group", "building", "compound"}),
    ],
)
def test_children_rule(kind: str, mode: str, children: set[str]) -> None:
    """B-f: a compound needs all buildings titled, a village or community each unit titled or meeting."""
    check = criterion(kind, "B-f").check
    assert isinstance(check, ChildrenCheck)
    assert (check.mode, set(check.kinds)) == (mode, children)


def test_machine_checks_of_people_and_work() -> None:
    """B-g roster, B-i tests, B-k all households, B-m and B-n weekly log, B-o special groups."""
    assert isinstance(criterion("building", "B-g").check, RosterCheck)
    rounds = criterion("building", "B-i").check
    assert isinstance(rounds, TestRoundsCheck)
    assert (rounds.within_days, rounds.rounds, rounds.percent) == (7, 1, 100)
    petition = criterion("village", "B-k").check
    assert isinstance(petition, PetitionCheck)
    assert petition.percent == 100
    for kind, item in (("building", "B-m"), ("compound", "B-m"), ("group", "B-n"), ("village", "B-n")):
        log = criterion(kind, item).check
        assert isinstance(log, LogCheck)
        assert (log.log, log.every_days) == ("disinfection", 7)
    assert isinstance(criterion("group", "B-o").check, SpecialGroupsCheck)


@pytest.mark.parametrize(
    ("id", "method"),
    [
        ("B-h", "statement"),
        ("B-j", "statement"),
        ("B-l", "statement"),
        ("B-p", "statement"),
        ("B-q", "reference"),
        ("B-r", "statement"),
    ],
)
def test_attested_criteria_of_a_building(id: str, method: str) -> None:
    """B-h, B-j, B-l, B-p, B-r are stated; of B-q only a reference is kept (open question 22)."""
    attest = criterion("building", id).attest
    assert attest is not None
    assert attest.method == method


def test_survey_of_awareness() -> None:
    """B-s is a survey with its sample and threshold stored (open question 18)."""
    attest = criterion("community", "B-s").attest
    assert attest is not None
    assert (attest.method, attest.threshold_percent, attest.minimum_sample) == ("survey", 80, 30)


def test_what_is_lost_when_a_criterion_fails() -> None:
    """B-a revokes; B-b, B-c, B-d, B-e suspend; no other loses the name by itself (B-M4)."""
    losses = {item.id: item.on_loss for item in WENLONG.criteria}
    suspending = dict.fromkeys(("B-b", "B-c", "B-d", "B-e"), "suspend")
    assert losses == dict.fromkeys(APPLICABILITY, "none") | {"B-a": "revoke"} | suspending
    assert WENLONG.on_child_loss == "suspend"


@pytest.mark.parametrize(
    ("process", "kinds", "applicants", "steps"),
    [
        ("B-W1", {"building", "entrance", "group"}, ("building_leader",), COMMUNITY_FIRST),
        ("B-W2", {"compound"}, ("property", "community"), COMMUNITY_FIRST),
        ("B-W3", {"village", "community"}, ("community",), STREET_TO_NAMING),
    ],
)
def test_processes(
    process: str, kinds: set[str], applicants: tuple[str, ...], steps: list[tuple[object, ...]]
) -> None:
    """B-W1, B-W2, B-W3: who applies, who forwards, who signs an opinion 签注意见, who names."""
    for kind in kinds:
        found = process_for(WENLONG, kind)
        assert found is not None
        assert found.id == process
        assert set(found.unit_kinds) == kinds
        assert found.applicants == applicants
        assert [(step.id, step.role, step.kind, step.actions, step.opinion) for step in found.steps] == steps
        assert found.intake == "rolling"


def test_subjects_and_titles() -> None:
    """B-U1: five subjects of creation (and the entrance) with titles; B-U3: a street has no process."""
    titles = {kind.id: kind.title for kind in WENLONG.unit_kinds if kind.title}
    assert titles == {
        "building": "无疫楼栋",
        "entrance": "无疫单元",
        "compound": "无疫小区",
        "group": "无疫社",
        "village": "无疫村",
        "community": "无疫社区",
    }
    for kind in ("street", "town", "district"):
        assert process_for(WENLONG, kind) is None
        assert criteria_for(WENLONG, kind) == ()


@pytest.mark.parametrize(
    ("kind", "parents"),
    [
        ("district", set()),
        ("street", {"district"}),
        ("town", {"district"}),
        ("village", {"street", "town"}),
        ("community", {"street", "town"}),
        ("compound", {"village", "community"}),
        ("building", {"compound", "village", "community"}),
        ("entrance", {"building"}),
        ("group", {"village", "community"}),
    ],
)
def test_nesting(kind: str, parents: set[str]) -> None:
    """B-U4, open question 9: a building may stand outside any compound, an entrance stands in a building."""
    assert allowed_parents(WENLONG, kind) == parents
    assert all(kind in child_kinds(WENLONG, parent) for parent in parents)


def test_households_live_in_buildings_entrances_and_groups() -> None:
    """B-k: the roll of every other kind is that of the units below it."""
    assert {kind.id for kind in WENLONG.unit_kinds if kind.households} == {"building", "entrance", "group"}
    assert root_kind(WENLONG) == unit_kind(WENLONG, "district")


def test_the_village_or_community_answers_for_all_below() -> None:
    """B-U2: its role registers, reports and verifies in its whole subtree, and nowhere else."""
    for action in (Action.HOUSEHOLD_REGISTER, Action.EVENT_REPORT, Action.PETITION_CONFIRM_VACANCY):
        assert base_table().decide(Role.COMMUNITY, ANY, action, reach=Reach.SUBTREE, acted=False) is None
        assert base_table().decide(Role.COMMUNITY, ANY, action, reach=Reach.DISTRICT, acted=False) is not None


@pytest.mark.parametrize(
    ("id", "words"),
    [
        ("B-W4", ("自评", "街道收件", "拒绝")),
        ("B-M1", ("无阳性、无密接", "覆盖")),
        ("B-M2", ("正常生产生活",)),
        ("B-M3", ("示范",)),
        ("B-M4", ("定期评估", "提醒", "摘牌销号", "取消命名")),
        ("B-M5", ("版本",)),
        ("B-M6", ("输入", "感染")),
    ],
)
def test_practices_say_what_the_platform_does(id: str, words: tuple[str, ...]) -> None:
    """B-W4, B-M1…B-M6 are carried with what becomes of them."""
    (practice,) = [item for item in WENLONG.practices if item.id == id]
    assert all(word in practice.realised_by for word in words)


def test_special_groups() -> None:
    """B-o: the seven groups of the source, as an extensible list."""
    assert [group.name for group in WENLONG.special_groups] == [
        "独居老人",
        "孕产妇",
        "残疾人",
        "婴幼儿",
        "血液透析患者",
        "肿瘤患者",
        "慢性病患者",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "criteria[B-i].check.within_days",
        "criteria[B-i].check.rounds",
        "criteria[B-m].check.every_days",
        "criteria[*].attest.valid_days",
        "criteria[*].on_loss",
        "processes[B-W2].applicants",
        "naming.pattern",
        "on_child_loss",
    ],
)
def test_what_the_source_leaves_open_is_a_proposal(path: str) -> None:
    """B-i, B-m give no frequency; losses, validity and numbers are ours to confirm (open question 23)."""
    assert path in WENLONG.proposals


def test_what_the_source_gives_is_no_proposal() -> None:
    """B-a eight days, B-k all households, B-n weekly are the source's own figures."""
    given = {"criteria[B-a].check.days", "criteria[B-k].check.percent", "criteria[B-n].check.every_days"}
    assert given.isdisjoint(WENLONG.proposals)
