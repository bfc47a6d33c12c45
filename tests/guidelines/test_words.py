"""Differences, ids and messages in words: what a reader sees is the guideline's own, never a key or a code."""

import re

import pytest
from pydantic import BaseModel

from authz.actions import Role
from schema.guidelines.graphql import role_name
from schema.guidelines.guards import decision_table
from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check, compare, explain
from schema.guidelines.rules.conditions import FACTS
from schema.guidelines.rules.fact_words import FACT_WORDS
from schema.guidelines.rules.field_words import label_of
from schema.guidelines.rules.format import Guideline
from tests.guidelines.test_keyboard import SOUND
from tests.guidelines.test_reference import parts
from tests.guidelines.test_schemes import source_of

WENLONG = load_template("wenlong").text
_CODE = re.compile(r"[a-z]{3,}|<|\bTrue\b|\bFalse\b|\bNone\b|\[|\{")


def read(text: str) -> Guideline:
    guideline = check(text).guideline
    assert guideline is not None, check(text).faults
    return guideline


@pytest.mark.parametrize("part", parts().values(), ids=lambda part: part.__name__)
def test_every_key_has_a_name(part: type[BaseModel]) -> None:
    lacking = [name for name in part.model_fields if not re.search("[一-鿿]", label_of(part.__name__, name))]
    assert lacking == []


def test_every_fact_has_a_name() -> None:
    assert set(FACT_WORDS) == set(FACTS)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days: 8, basis", "days: 9, basis", "B-a 近8天无疫情病例的天数由“8”改为“9”，更严"),
        ("[case, asymptomatic]", "[case]", "的事件由“确诊病例、无症状感染者”改为“确诊病例”"),
        ("on_loss: revoke", "on_loss: suspend", "的不再达标时由“取消命名”改为“暂停命名”"),
        ("role: commission", "role: street", "的办理角色由“卫生健康委”改为“街道（镇）”"),
        ("ancestors: true", "ancestors: false", "的上级范围内的也计入由“是”改为“否”"),
        ("petition, percent: 100}", "petition, percent: 100, vacant: keep}", "的空置户由“不计入”改为“计入”"),
        (
            "parents: [compound, village, community]",
            "parents: [compound]",
            "楼栋的上级类型由“小区、村、社区”改为“小区”",
        ),
        ("name: 独居老人", "name: 独居长者", "的特殊人群由“独居老人"),
        ("issued_on: 2022-11", "issued_on: 2022-12", "方案的发文日期由“2022年11月"),
        ("on_child_loss: suspend", "on_child_loss: none", "方案的下级失去命名时由“暂停命名”改为“不影响命名”"),
        ("naming: {prefix: 无疫}", "naming: {prefix: 綦}", "方案的编号规则由“（编号格式"),
        (
            "on_loss: revoke",
            "on_loss: revoke\n    on_finding: at_once",
            "查实后的处置由“按监督的阶梯”改为“立即”",
        ),
        (
            "kind: petition, percent: 100}",
            "kind: petition, percent: 100}\n    judged: at_applying",
            "核对时点由“每一环节”改为“申报时”",
        ),
        (
            "naming: {prefix: 无疫}",
            "role_names: [{role: street, name: 区镇}]\nnaming: {prefix: 无疫}",
            "方案的角色的称呼由“无”改为“区镇”",
        ),
    ],
)
def test_a_difference_is_told_in_words(old: str, new: str, says: str) -> None:
    assert old in WENLONG
    found = [each.message for each in compare(read(WENLONG), read(WENLONG.replace(old, new, 1)))]
    assert any(says in message for message in found), found


def test_a_difference_calls_roles_as_the_guideline_does() -> None:
    named = WENLONG.replace("special_groups:", "role_names: [{role: street, name: 区镇}]\nspecial_groups:", 1)
    turned = named.replace("role: commission", "role: street", 1)
    told = [each.message for each in compare(read(named), read(turned))]
    assert any("的办理角色由“卫生健康委”改为“区镇”" in message for message in told), told


@pytest.mark.parametrize("labelled", [False, True])
@pytest.mark.parametrize("template", ["wenlong", "town"])
def test_one_word_for_a_role_in_every_text(template: str, labelled: bool) -> None:
    """B-W1: what explains a step and what the API tells of it call its role the same, the guideline's way first."""
    text = load_template(template).text
    labels = [
        f"{{role: {role}, name: 第{place}组}}"
        for place, role in enumerate(Role)
        if role not in (Role.PLATFORM_OPERATOR, Role.TENANT_ADMINISTRATOR)
    ]
    if labelled:
        text = text.replace("\ncriteria:", f"\nrole_names: [{', '.join(labels)}]\ncriteria:", 1)
    guideline = read(text)
    told = explain(guideline)
    for process in guideline.processes:
        for step in process.steps:
            word = role_name(step.role, guideline)
            assert word.startswith("第") is labelled
            assert f"{step.name}：{word}" in told
    assert role_name(Role.TENANT_ADMINISTRATOR, guideline) == role_name(Role.TENANT_ADMINISTRATOR)


def test_a_label_wins_over_the_platforms_word_in_a_comparison() -> None:
    """Also where only the version that is left has it: its reader knows the role by no other name."""
    named = WENLONG.replace("special_groups:", "role_names: [{role: street, name: 区镇}]\nspecial_groups:", 1)
    turned = WENLONG.replace("role: street", "role: commission", 1)
    told = [each.message for each in compare(read(named), read(turned))]
    assert any("的办理角色由“区镇”改为“卫生健康委”" in message for message in told), told


def test_a_difference_calls_controls_by_name() -> None:
    classes = "event_classes: [{{id: near, name: 次密接, counts_as: close_contact, controls: {}}}]\ncriteria:"
    old, new = (
        WENLONG.replace("criteria:", classes.format(each), 1) for each in ("[home]", "[central, home]")
    )
    (found,) = compare(read(old), read(new))
    assert "可接受的管控方式 居家隔离" in found.base
    assert "可接受的管控方式 集中隔离、居家隔离" in found.adopted


@pytest.mark.parametrize("scheme", ["scored", "villages", "model_city", "office_towers", "self_governed"])
def test_no_difference_shows_a_key_or_a_code(scheme: str) -> None:
    """Between schemes that have nothing in common; what an author calls things may be anything."""
    for each in compare(read(source_of("batches")), read(source_of(scheme))):
        told = re.sub(r"\{\w+(:\w+)?\}|“[\w-]+”改为“[\w-]+”", "", each.message)
        assert not _CODE.search(told), each.message


def test_entries_of_one_name_that_differ_are_told_whole() -> None:
    old = read(SOUND + "benefits:\n  - {id: gate, name: 免查, unit_kinds: [building], after_days_held: 7}\n")
    new = read(SOUND + "benefits:\n  - {id: gate, name: 免查, unit_kinds: [building], after_days_held: 9}\n")
    (found,) = compare(old, new)
    assert (found.base, found.adopted) != (found.adopted, found.base)
    assert "持有命名满（天） 7" in found.base
    assert "持有命名满（天） 9" in found.adopted


@pytest.mark.parametrize(
    "clause", ["B-k", "1.1", "一、1", "第三条（二）", "2-1", "(3)", "①", "3.2.1", "附件一"]
)
def test_a_clause_is_numbered_as_its_source_does(clause: str) -> None:
    """In criteria, processes and practices, in scenarios that name it, and as what a permission is about."""
    text = (
        SOUND.replace("id: S-a", f"id: '{clause}'")
        .replace("id: S-W1", f"id: '{clause}甲'")
        .replace("id: intake", "id: check_2")
    )
    text = text.replace("expect: {met: false}", f"expect: {{met: false, failing: ['{clause}']}}")
    checked = check(text + f"proposals: ['criteria[{clause}].check.days']\n")
    assert checked.faults == ()
    assert checked.guideline is not None
    assert clause in explain(checked.guideline)
    assert decision_table(checked.guideline).digest


@pytest.mark.parametrize("clause", ["", "B k", "a/b", "[1]", "、1", "-1", "1，2", "x" * 17, "1\n"])
def test_what_is_no_number_of_a_clause_is_refused_in_words(clause: str) -> None:
    text = SOUND.replace("id: S-a", "id: " + repr(clause).replace("\\n", "\\\\n"))
    (fault,) = check(text).errors
    assert (fault.path, fault.line) == ("criteria[0].id", 12)
    assert fault.column == (10 if "，" in clause else 5)
    assert re.search("照原文的条款编号|不能为空|超过 16 个字符|请填写", fault.message + fault.fix)


@pytest.mark.parametrize("kind", ["zone_2", "level1", "b52"])
def test_codes_may_have_digits(kind: str) -> None:
    text = SOUND.replace("building", kind).replace(
        "processes:\n",
        f"  - {{id: S-q, title: 条件, guidance: 条件。, applies_to: [{kind}], check: {{kind: condition,"
        f" requires: 条件, holds: \"kind == '{kind}' && tests.days_since < 3\"}}}}\nprocesses:\n",
        1,
    )
    assert check(text.replace("elder_alone", "elder_65")).faults == ()
