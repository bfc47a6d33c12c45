"""A guideline in plain words, and its format as a JSON Schema."""

import jsonschema
import pytest

from schema.guidelines.repository.templates import load_template
from schema.guidelines.rules import check, explain, json_schema
from schema.guidelines.rules.format import Evidence
from schema.guidelines.rules.source import read_source
from tests.designations.over_time import SCHEME

FIXED = "applicants: [community]\n    intake: fixed\n    cadence: {{{}, open_days: 3}}\n"
NOTHING = "{rectification_days: 0, warnings: 0, suspension_days: 0}"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def test_each_kind_is_told_with_its_criteria_its_way_and_its_losses() -> None:
    """B-a … B-s and B-W3 of a village and a community are told once for both."""
    lines = explain(load_template("wenlong").guideline).splitlines()
    told = lines[lines.index("村、社区") : lines.index("小区")]
    assert "    B-a 近8天无疫情病例：近 8 天无确诊病例、无症状感染者（按报告日期）。" in told
    assert "  不再达标即取消命名：B-a" in told
    assert "  不再达标即暂停命名：B-b、B-c、B-d、B-e" in told
    assert "  申报流程 B-W3 村（社区）申报命名" in told
    assert "    1. 街道收件：街道（镇）可转报、退回" in told
    assert "下级失去命名时，上级暂停命名。" in lines


def test_streets_have_neither_criteria_nor_a_way() -> None:
    """B-U3: what is asked of nobody is not told."""
    assert "街道" not in explain(load_template("wenlong").guideline).splitlines()


def test_routes_levels_and_scores_are_told() -> None:
    """T-D1, T-D2 are alternatives; a scored criterion names its section."""
    told = explain(load_template("town").guideline)
    assert "各路径满足其一" in told
    assert "评分部分" in told
    assert "按批次受理" in told


def test_evidence_is_told_with_number_and_age() -> None:
    base = load_template("wenlong").guideline
    photo = Evidence(id="photo", name="消杀照片", types=("image",), minimum=2, fresh_days=7)
    backed = base.criteria[0].model_copy(update={"evidence": (photo,)})
    told = explain(base.model_copy(update={"criteria": (backed, *base.criteria[1:])}))
    assert "须有消杀照片（照片，至少 2 份，7 天内的）" in told


@pytest.mark.parametrize("template", ["town", "wenlong"])
def test_templates_fit_the_json_schema(template: str) -> None:
    assert list(VALIDATOR.iter_errors(read_source(load_template(template).text).data)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("on_loss: revoke", "on_lost: revoke"),
        ("days: 8, basis", "days: 0, basis"),
        ("kind: window, ", "kind: glance, "),
        ("role: street", "role: mayor"),
    ],
)
def test_what_does_not_fit_the_format_does_not_fit_its_schema(old: str, new: str) -> None:
    text = load_template("wenlong").text
    assert old in text
    assert list(VALIDATOR.iter_errors(read_source(text.replace(old, new, 1)).data))


WORDS = [
    (
        "every_days: 7, periods: 1",
        "every_days: 1, periods: 3, times: 2",
        "最近 3 个 1 天中，每个至少 2 次消杀记录",
    ),
    (
        "applicants: [community]\n",
        FIXED.format("every_days: 10, first_on: 2022-11-01"),
        "自 2022-11-01 起每 10 天一次",
    ),
    ("applicants: [community]\n", FIXED.format("opens_on_days: [15, 31]"), "当月没有的日期以月末为准"),
    (
        "on_child_loss:",
        "supervision: {warnings: 0}\non_child_loss:",
        "15 天内整改；逾期暂停 15 天，仍未整改的摘牌销号",
    ),
    (
        "on_child_loss:",
        f"supervision: {NOTHING}\non_child_loss:",
        "监督检查发现的问题当天整改；逾期即摘牌销号",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), WORDS, ids=lambda value: str(value)[:30])
def test_what_a_key_says_is_told(old: str, new: str, says: str) -> None:
    text = load_template("wenlong").text
    assert old in text
    checked = check(text.replace(old, new, 1))
    assert checked.guideline is not None, checked.errors
    told = explain(checked.guideline)
    assert says in told
    assert says not in explain(load_template("wenlong").guideline)


def test_titles_over_time_are_told() -> None:
    checked = check(SCHEME)
    assert checked.guideline is not None
    told = explain(checked.guideline)
    for line in (
        "派生称号 S-2.1：街道之下的社区全部命名的，即为“无疫街道”，无须申报",
        "派生称号 S-2.2：区之下的街道不少于 50% 命名的，即为“无疫区”",
        "级别示范：命名满 10 天的社区可申报“无疫示范社区”",
        "社区的名称有效期 30 天，期满前 10 天内可申请续期，编号不变",
        "待遇 award 以奖代补：社区命名满 5 天享有，名称暂停期间停止",
        "待遇 visits 学习参观：社区取得级别示范后享有，名称暂停期间保留",
        "公开查询命名 3 天后起显示，不公布警示、暂停和失去名称的原因",
        "申报流程 S-W2 申报示范（级别示范）",
        "仅限申报级别示范",
    ):
        assert line in told
