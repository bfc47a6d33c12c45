"""Offices in a guideline: what is wrong with them, what is told of them, and what asks more than before."""

import pytest

from schema.guidelines.rules import check, compare, explain
from schema.guidelines.rules.format import Guideline, Rung
from schema.guidelines.rules.offices import ladder_from, posts_held, takers
from tests.builders.commands import SCHEME

TOWN = "  - {id: town_command, name: 区镇指挥部, role: headquarters, levels: [town, zone]}\n"
CITY = "  - {id: city_command, name: 市指挥部, role: headquarters, levels: [city]}\n"
THIRD = "  - {{id: {id}, name: {name}, role: {role}, levels: [{levels}]}}\n"
NAMING = "role: headquarters, office: city_command, actions: [name"
REMIND = "{after_working_days: 2, to: headquarters, office: town_command, action: remind}"
TAKE = "{after_working_days: 3, to: headquarters, office: city_command, action: take_over}"
KIND = "parents: [town, zone], title: 无疫企业}"
STEPS = "processes[0].steps"
RUNGS = f"{STEPS}[1].deadline.escalate"
FILING = "- {id: filing, name: 备案, kind: record, role: commission, actions: [record]}"


def sound(text: str) -> Guideline:
    checked = check(text)
    assert checked.faults == ()
    assert checked.guideline is not None
    return checked.guideline


def another(**told: str) -> tuple[str, str]:
    """Add an office that the last step is done by."""
    words = {"id": "third", "name": "专班", "role": "commission", "levels": "city"} | told
    return CITY, CITY + THIRD.format(**words)


def filed_by(office: str = "third", role: str = "commission") -> tuple[str, str]:
    return FILING, FILING.replace("role: commission", f"role: {role}, office: {office}")


FAULTS = [
    (
        [("levels: [town, zone]", "levels: [town, county]")],
        "offices[0].levels[1]",
        "没有 county 这种单元类型",
    ),
    ([("levels: [town, zone]", "levels: [town, town]")], "offices[0].levels[1]", "town 列了两次"),
    ([("levels: [city]", "levels: [city, zone]")], "offices[1].levels", "都在 zone 一级"),
    ([("name: 市指挥部, role", "name: 区镇指挥部, role")], "offices[1].name", "机构“区镇指挥部”重名"),
    ([("name: 市指挥部, role", "name: 市卫健委, role")], "offices[1].name", "已是本方案中 commission 的称呼"),
    ([another(id="town_command"), filed_by()], "offices[2].id", "编号 town_command 已在别处使用"),
    ([another(id="street"), filed_by("street")], "offices[2].id", "street 是角色的代码"),
    ([another()], "offices[2]", "机构“专班”不办理任何环节"),
    ([filed_by("nowhere")], f"{STEPS}[3].office", "没有 nowhere 这个机构"),
    ([filed_by("city_command")], f"{STEPS}[3].office", "属于 headquarters，而这里写的是 commission"),
    ([another(levels="enterprise"), filed_by()], None, ""),
    (
        [
            (KIND, f"{KIND}\n  - {{id: yard, name: 厂房, parents: [enterprise]}}"),
            another(levels="yard"),
            filed_by(),
        ],
        f"{STEPS}[3].office",
        "企业不在任何厂房之内",
    ),
    ([("office: city_command, actions: [name", "actions: [name")], f"{STEPS}[2].role", "任何一级都能办理"),
    ([(TAKE, TAKE.replace("city_command", "nowhere"))], f"{RUNGS}[1].office", "没有 nowhere 这个机构"),
    ([(TAKE, TAKE.replace(" office: city_command,", ""))], f"{RUNGS}[1].to", "由哪个机构执行没有写明"),
    ([(TAKE, TAKE.replace("city_command", "town_command"))], f"{RUNGS}[1].to", "本来就办理此环节"),
    (
        [
            (REMIND, REMIND.replace("town_command", "city_command").replace("remind", "take_over")),
        ],
        f"{RUNGS}[1].to",
        "之上的角色此前已接手",
    ),
    (
        [("office: town_command\n", "office: city_command\n")],
        f"{RUNGS}[0].to",
        "town_command 不在 city_command 之上",
    ),
]


@pytest.mark.parametrize(("edits", "path", "says"), FAULTS, ids=[says or "sound" for *_, says in FAULTS])
def test_what_is_wrong_is_told_where_it_stands(
    edits: list[tuple[str, str]], path: str | None, says: str
) -> None:
    text = SCHEME
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    faults = {fault.path: fault for fault in check(text).errors}
    if path is None:
        assert faults == {}
        return
    assert says in faults[path].message
    assert faults[path].fix
    assert faults[path].line is not None


def test_units_that_may_stand_beside_the_office_are_warned_of() -> None:
    """An enterprise may then lie in the city directly, under no town: who reviews it?"""
    sound(SCHEME)
    loose = SCHEME.replace("parents: [town, zone], title", "parents: [city, town, zone], title", 1)
    checked = check(loose)
    assert checked.errors == ()
    assert {fault.path for fault in checked.warnings} == {f"{STEPS}[1].office", f"{RUNGS}[0].office"}
    assert "企业可以不在镇、园区之内" in checked.warnings[0].message


def test_the_words_of_offices_are_told() -> None:
    told = explain(sound(SCHEME))
    assert "机构 区镇指挥部：在镇、园区任职的人员，角色为疫情防控指挥部" in told
    assert "区镇指挥部审核：区镇指挥部可签注意见" in told
    assert "满 2 个工作日提醒区镇指挥部，满 3 个工作日可由市指挥部接手" in told
    assert "市指挥部命名：市指挥部可命名" in told


PLAIN = (
    SCHEME.replace("offices:\n" + TOWN + CITY, "")
    .replace(" office: city_command,", "")
    .replace("        office: town_command\n", "")
    .replace(" office: town_command,", "")
    .replace(f"            - {TAKE}\n".replace(" office: city_command,", ""), "")
)
"""The same scheme with one headquarters, wherever it sits."""


@pytest.mark.parametrize(
    ("base", "edits", "changes"),
    [
        (SCHEME, [("name: 市指挥部, role", "name: 市指, role")], {"offices": "equal"}),
        (SCHEME, [("levels: [town, zone]", "levels: [town]")], {"offices": "stricter"}),
        (
            SCHEME.replace("[town, zone]}", "[town]}"),
            [("levels: [town]", "levels: [town, zone]")],
            {"offices": "looser"},
        ),
        (
            SCHEME,
            [another(), filed_by()],
            {"offices": "equal", "processes[Q-W1].steps[filing].office": "stricter"},
        ),
        (
            SCHEME.replace(*another()).replace(*filed_by()),
            [(another()[1], CITY), (filed_by()[1], FILING)],
            {"offices": "equal", "processes[Q-W1].steps[filing].office": "looser"},
        ),
        (
            SCHEME.replace(f"          escalate:\n            - {REMIND}\n            - {TAKE}\n", ""),
            [("        office: town_command\n", "        office: city_command\n"), (TOWN, "")],
            {"offices": "equal", "processes[Q-W1].steps[town_review].office": "incomparable"},
        ),
        (
            SCHEME,
            [(TAKE, TAKE.replace("take_over", "remind"))],
            {"processes[Q-W1].steps[town_review].deadline": "incomparable"},
        ),
    ],
    ids=["renamed", "fewer levels", "more levels", "one office", "whole role", "other office", "rung"],
)
def test_whether_offices_ask_more(base: str, edits: list[tuple[str, str]], changes: dict[str, str]) -> None:
    text = base
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    was, now = check(base).guideline, check(text).guideline
    assert was is not None
    assert now is not None
    assert {each.path: each.change for each in compare(was, now)} == changes


def test_the_ladder_goes_by_offices_and_then_by_roles() -> None:
    guideline = sound(SCHEME)
    step = guideline.processes[0].steps[1]
    assert step.deadline is not None
    remind, take = step.deadline.escalate
    assert ladder_from(guideline, remind) == ("town_command", "city_command")
    assert ladder_from(guideline, take) == ("city_command",)
    assert takers(guideline, step) == ("city_command",)
    below = Rung(after_working_days=1, to="street", action="take_over")
    assert ladder_from(guideline, below) == ("street", "commission", "headquarters")


def test_who_sits_where_follows_from_role_and_level() -> None:
    guideline = sound(SCHEME)
    assert posts_held(guideline, {"headquarters", "headquarters@zone"}) >= {"headquarters", "town_command"}
    assert "city_command" not in posts_held(guideline, {"headquarters", "headquarters@zone"})
    assert posts_held(guideline, {"headquarters", "headquarters@enterprise"}).isdisjoint(
        {"town_command", "city_command"}
    )


def test_a_scheme_without_offices_reads_as_before() -> None:
    guideline = sound(PLAIN)
    assert guideline.offices == ()
    assert "机构" not in explain(guideline)
    assert {step.office for step in guideline.processes[0].steps} == {None}
