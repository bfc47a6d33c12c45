"""The unit tree: nesting B-U1 … B-U4, and the bad imports the platform refuses as a whole."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.frame.errors import DomainErrors, ErrorCode
from schema.frame.text import code_key
from schema.units.rules import (
    CODE,
    IMPORT_LIMIT,
    MAX_DEPTH,
    NAME_LIMIT,
    ExistingUnit,
    PlannedUnit,
    UnitRow,
    child_path,
    code_path,
    is_within,
    new_label,
    plan_import,
    subtree_bounds,
)

KINDS = {
    "district": (),
    "street": ("district",),
    "community": ("street",),
    "compound": ("community",),
    "group": ("community",),
    "building": ("compound", "community"),
    "entrance": ("building", "entrance"),
}
ROOT = {"500110": ExistingUnit("district", "500110")}
CODES = st.text(alphabet="0123456789ABZabz_-", min_size=1, max_size=8)


def faults_of(rows: list[UnitRow], existing: dict[str, ExistingUnit] = ROOT) -> list[tuple[ErrorCode, str]]:
    with pytest.raises(DomainErrors) as refusal:
        plan_import(rows, existing, KINDS)
    assert all(error.fix for error in refusal.value.errors)
    return [(error.code, ".".join(error.field)) for error in refusal.value.errors]


def paths(rows: list[UnitRow], existing: dict[str, ExistingUnit] = ROOT) -> dict[str, str]:
    return {unit.row.code: unit.path for unit in plan_import(rows, existing, KINDS)}


def test_b_u1_to_b_u4_nesting_is_planned_parents_first_in_any_order() -> None:
    rows = [
        UnitRow("b1", "1号楼", "building", "x1"),
        UnitRow("b9", "独栋", "building", "c1"),
        UnitRow("g1", "一社", "group", "c1"),
        UnitRow("x1", "小区", "compound", "c1"),
        UnitRow("c1", "社区", "community", "s1"),
        UnitRow("s1", "文龙街道", "street", "500110"),
    ]
    planned = plan_import(rows, ROOT, KINDS)
    seen = {"500110"}
    for unit in planned:
        assert unit.row.parent_code in seen
        seen.add(unit.row.code)
    assert {unit.row.code: unit.path for unit in planned}["b1"] == "500110.s1.c1.x1.b1"
    assert paths(rows)["b9"] == "500110.s1.c1.b9"


def test_the_root_is_imported_once_only() -> None:
    root = UnitRow("500110", "綦江区", "district", None)
    assert plan_import([root], {}, KINDS) == (PlannedUnit(root, "500110"),)
    second = UnitRow("500111", "大足区", "district", None)
    assert faults_of([second]) == [(ErrorCode.PARENT_NOT_ALLOWED, "units.0.parentCode")]
    assert faults_of([root, second], {}) == [(ErrorCode.PARENT_NOT_ALLOWED, "units.1.parentCode")]


def test_all_faults_are_collected_at_once_in_the_order_of_the_rows() -> None:
    rows = [
        UnitRow("s1", "街道", "street", "500110"),
        UnitRow("s1", "街道", "street", "500110"),
        UnitRow("500110", "区", "street", "500110"),
        UnitRow("bad code", "名", "street", "500110"),
        UnitRow("k", "名", "castle", "500110"),
        UnitRow("n", "长" * (NAME_LIMIT + 1), "street", "500110"),
        UnitRow("p", "名", "community", "nowhere"),
        UnitRow("q", "名", "building", "s1"),
        UnitRow("r", "\x00", "street", None),
        UnitRow("y", "名", "entrance", "z"),
        UnitRow("z", "名", "entrance", "y"),
        UnitRow("under", "名", "entrance", "z"),
    ]
    assert faults_of(rows) == [
        (ErrorCode.DUPLICATE_CODE, "units.1.code"),
        (ErrorCode.DUPLICATE_CODE, "units.2.code"),
        (ErrorCode.INVALID_INPUT, "units.3.code"),
        (ErrorCode.UNKNOWN_KIND, "units.4.kind"),
        (ErrorCode.TEXT_TOO_LONG, "units.5.name"),
        (ErrorCode.UNKNOWN_PARENT, "units.6.parentCode"),
        (ErrorCode.PARENT_NOT_ALLOWED, "units.7.parentCode"),
        (ErrorCode.INVALID_INPUT, "units.8.name"),
        (ErrorCode.PARENT_NOT_ALLOWED, "units.8.parentCode"),
        (ErrorCode.UNIT_CYCLE, "units.9.parentCode"),
        (ErrorCode.UNIT_CYCLE, "units.10.parentCode"),
    ]


def test_a_unit_is_not_its_own_parent() -> None:
    assert faults_of([UnitRow("e", "单元", "entrance", "e")]) == [
        (ErrorCode.UNIT_CYCLE, "units.0.parentCode")
    ]


def test_depth_and_number_of_rows_are_bounded() -> None:
    existing = {**ROOT, "e0": ExistingUnit("entrance", "500110.e0")}
    deep = [UnitRow(f"e{n}", "单元", "entrance", f"e{n - 1}") for n in range(1, MAX_DEPTH)]
    assert len(plan_import(deep[:-1], existing, KINDS)) == MAX_DEPTH - 2
    assert faults_of(deep, existing) == [(ErrorCode.INVALID_INPUT, f"units.{MAX_DEPTH - 2}.parentCode")]
    many = [UnitRow(f"s{n}", "街道", "street", "500110") for n in range(IMPORT_LIMIT + 1)]
    assert len(plan_import(many[:-1], ROOT, KINDS)) == IMPORT_LIMIT
    assert faults_of(many) == [(ErrorCode.TOO_MANY_ITEMS, "units")]


@given(st.lists(CODES, min_size=1, max_size=5), st.lists(CODES, min_size=1, max_size=5))
def test_subtree_bounds_select_exactly_what_lies_below(one: list[str], other: list[str]) -> None:
    path, scope = ".".join(one), ".".join(other)
    low, high = subtree_bounds(scope)
    below = low.encode() <= path.encode() < high.encode()
    assert below == (len(one) > len(other) and one[: len(other)] == other)
    assert is_within(path, scope) == (below or path == scope)
    low, high = subtree_bounds("")
    assert low.encode() <= path.encode() < high.encode()
    assert is_within(path, "")


@given(st.data())
def test_every_plan_has_each_row_once_after_its_parent(data: st.DataObject) -> None:
    codes = data.draw(st.lists(CODES, unique_by=code_key, max_size=20))
    rows: list[UnitRow] = []
    for code in codes:
        parent = data.draw(st.sampled_from([row.code for row in rows] or ["top"]))
        rows.append(UnitRow(code, "单元", "entrance", parent))
    existing = {"top": ExistingUnit("building", "top")}
    if "top" in codes or max((paths_depth(rows)), default=0) > MAX_DEPTH:
        return
    shuffled = data.draw(st.permutations(rows))
    planned = plan_import(shuffled, existing, KINDS)
    assert sorted(unit.row.code for unit in planned) == sorted(codes)
    path_of = {"top": "top"}
    for unit in planned:
        assert unit.path == child_path(path_of[unit.row.parent_code or ""], unit.row.code)
        path_of[unit.row.code] = unit.path


def paths_depth(rows: list[UnitRow]) -> list[int]:
    depth = {"top": 1}
    for row in rows:
        depth[row.code] = depth[row.parent_code or ""] + 1
    return list(depth.values())


@given(st.text(max_size=40))
def test_codes_never_hold_what_separates_paths(text: str) -> None:
    if CODE.fullmatch(text):
        assert not set(text) & {".", "/", " ", "\n"}


TODAY = date(2022, 11, 20)


@pytest.mark.parametrize(
    ("taken", "label"),
    [
        ((), "B9"),
        (("B9",), "B9~1"),
        (("B9", "B9~1"), "B9~2"),
        (("B9~10", "B9", "B9~9"), "B9~11"),
    ],
)
def test_a_label_is_never_given_twice(taken: tuple[str, ...], label: str) -> None:
    assert new_label("B9", taken) == label


def test_an_import_lies_by_labels() -> None:
    """What is there lies by its label, whatever its code is; new units by theirs where it is not the code."""
    existing = {**ROOT, "K1": ExistingUnit("community", "500110.s1.c1")}
    rows = [UnitRow("c1", "楼", "building", "K1"), UnitRow("b2", "楼", "building", "K1")]
    planned = plan_import(rows, existing, KINDS, labels={"c1": "c1~1"})
    assert [unit.path for unit in planned] == ["500110.s1.c1.c1~1", "500110.s1.c1.b2"]
    assert [code_path("500110.s1.K1", unit.row.code, unit.path) for unit in planned] == [
        "500110.s1.K1.c1",
        "500110.s1.K1.b2",
    ]
    assert code_path("500110.s1", "c1", "500110.s1.c1") is None


def test_a_code_is_one_whatever_its_case_and_width() -> None:
    """What is there, what is a parent and what comes twice is told however it is written."""
    top = {"Top": ExistingUnit("district", "Top")}
    kinds = {"district": (), "community": ("district",)}
    rows = [UnitRow("C1", "一村", "community", "tOP"), UnitRow("C2", "二村", "community", "ＴＯＰ")]
    assert [plan.path for plan in plan_import(rows, top, kinds)] == ["Top.C1", "Top.C2"]
    with pytest.raises(DomainErrors) as refused:
        plan_import(
            [UnitRow("top", "区", "community", "Top"), *rows, UnitRow("c2", "三村", "community", "Top")],
            top,
            kinds,
        )
    assert [(each.code, each.field[1]) for each in refused.value.errors] == [
        (ErrorCode.DUPLICATE_CODE, "0"),
        (ErrorCode.DUPLICATE_CODE, "3"),
    ]
