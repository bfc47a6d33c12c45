"""Broken guidelines: each is told where it is wrong, on which line, and what would mend it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import Fault, check, parse
from schema.guidelines.rules.source import DEPTH_LIMIT, SOURCE_LIMIT


@dataclass(frozen=True)
class Variant:
    """A template with its first `old` replaced by `new`, and the fault that follows from it.

    The fault is expected on the line where `at` (else `new`) first stands in the broken text.
    """

    name: str
    template: str
    old: str
    path: str
    says: str
    new: str = ""
    at: str = ""

    @property
    def text(self) -> str:
        original = load_template(self.template).text
        assert self.old in original, self.old
        return original.replace(self.old, self.new, 1)

    @property
    def line(self) -> int:
        place = self.text.index(self.at or self.new)
        return self.text.count("\n", 0, place) + 1


def variants(group: str) -> list[Variant]:
    listed = yaml.safe_load(Path(__file__).with_name("variants.yaml").read_text("utf-8"))
    return [Variant(**entry) for entry in listed[group]]


def by_name(value: object) -> str | None:
    return value.name if isinstance(value, Variant) else None


@pytest.mark.parametrize("variant", variants("form"), ids=by_name)
def test_faults_of_form(variant: Variant) -> None:
    parsed = parse(variant.text)
    assert parsed.guideline is None
    (fault,) = parsed.faults
    explains(fault, variant)


@pytest.mark.parametrize("variant", variants("meaning"), ids=by_name)
def test_faults_of_meaning(variant: Variant) -> None:
    checked = check(variant.text)
    found = [
        fault for fault in checked.errors if fault.path == variant.path and variant.says in fault.message
    ]
    assert len(found) == 1, checked.errors
    explains(found[0], variant)


def explains(fault: Fault, variant: Variant) -> None:
    assert (fault.path, fault.line, fault.severity) == (variant.path, variant.line, "error")
    assert variant.says in fault.message
    assert fault.fix.endswith("。")


def test_all_faults_are_told_at_once_in_the_order_of_the_text() -> None:
    text = load_template("wenlong").text
    text = text.replace("days: 8, basis", "days: 0, basis").replace("on_child_loss:", "on_child_los:")
    faults = check(text.replace("role: commission", "role: mayor")).faults
    paths = [
        "criteria[0].check.days",
        *[f"processes[{at}].steps[{step}].role" for at, step in ((0, 3), (1, 3), (2, 2))],
    ]
    assert [fault.path for fault in faults] == [*paths, "on_child_los"]
    assert [fault.line for fault in faults] == sorted(fault.line or 0 for fault in faults)


def test_lacking_pass_mark_tells_the_tenant_to_choose() -> None:
    """Open question 14: onboarding forces the tenant to choose."""
    (fault,) = check(load_template("town").text.replace("  pass_mark: 85\n", "")).faults
    assert "由本区县选定" in fault.fix


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "一组键值"),
        ("- a\n- b", 1, "一组键值"),
        ("a: [1,\nb: 2", 1, "方括号没有写完"),
        ("a: 1\n\tb: 2", 2, "制表符（Tab）"),
        ("a: 1\n---\nb: 2", 2, "多个文档"),
        ("a: &x [1]\nb: *x", 1, "锚点"),
        ("b: 1\na: *x", 2, "锚点"),
        ("a: !!python/object:os.system []", 1, "标签"),
        ("a: 1\n? [x, y]\n: 2", 2, "键须为简单文字"),
        ("a: \x00", 1, "空字符（U+0000）"),
        ("a: \ud800", 1, "半个字符（U+D800）"),
        ("[" * 5_000, 1, f"嵌套超过 {DEPTH_LIMIT} 层"),
        ("{a: " * 5_000, 1, f"嵌套超过 {DEPTH_LIMIT} 层"),
        ("x" * (SOURCE_LIMIT + 1), 1, f"超过上限 {SOURCE_LIMIT}"),
    ],
    ids=lambda value: str(value)[:20].encode("unicode_escape").decode(),
)
def test_texts_that_are_no_guideline(text: str, line: int, says: str) -> None:
    fault = check(text).faults[0]
    assert says in fault.message
    assert fault.line == line
    assert fault.fix


def test_words_are_not_turned_into_truths() -> None:
    """YAML 1.1 would read `no` as false and `1.10` as 1.1."""
    text = (
        load_template("wenlong")
        .text.replace("prefix: 无疫", "prefix: no")
        .replace("title: 规范佩戴口罩", "title: 1.10")
    )
    guideline = check(text).guideline
    assert guideline is not None
    assert guideline.naming.prefix == "no"
    assert guideline.criteria[8].title == "1.10"


LINES = load_template("wenlong").text.splitlines()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_text_makes_the_check_fail(data: st.DataObject) -> None:
    """Whatever lines are lost, doubled or scribbled over: faults, never an exception."""
    lines = list(LINES)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        scribble = data.draw(st.text(max_size=12))
        lines[at : at + 1] = data.draw(
            st.sampled_from([[], [lines[at]] * 2, [lines[at] + scribble], [scribble]])
        )
    checked = check("\n".join(lines))
    assert checked.guideline is not None or checked.errors
    assert all(fault.message and fault.fix and fault.line for fault in checked.faults)
