"""The pure parts: dates, pages, the plan of a house, the way of an application, sorted permissions."""

from typing import Any

import pytest
from starlette.datastructures import QueryParams

from admin_ui.components.permissions import sort_actions
from admin_ui.components.roll import floors
from admin_ui.dates import day, days_since, moment, since
from admin_ui.forms import Fault, Form
from admin_ui.naming import full_name
from admin_ui.pages.application.steps import steps_of
from admin_ui.pages.assessment.answers import place
from admin_ui.paging import page_of

TENANT = {"timeZone": "Asia/Shanghai", "today": "2022-11-25"}


def test_dates_are_those_of_the_district() -> None:
    assert day("2022-11-05") == "2022年11月5日"
    assert moment("2022-11-24T16:05:00+00:00", TENANT) == "2022年11月25日 00:05"


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2022-11-24T15:59:59+00:00", "昨天"),
        ("2022-11-24T16:00:00+00:00", "今天"),
        ("2022-11-20T00:00:00+00:00", "5 天"),
        ("2022-11-26T00:00:00+00:00", "今天"),
    ],
)
def test_waiting_counts_local_midnights(instant: str, words: str) -> None:
    assert since(instant, TENANT) == words
    assert days_since("2022-11-20T00:00:00+00:00", TENANT) == 5


def test_cursors_of_an_address_become_arguments() -> None:
    assert page_of(QueryParams(""), "list", 20) == {"first": 20}
    assert page_of(QueryParams("list_after=x"), "list", 20) == {"first": 20, "after": "x"}
    both = page_of(QueryParams("c_before=y&c_after=x"), "c", 5, "children")
    assert both == {"childrenLast": 5, "childrenBefore": "y"}


def entry(code: str, floor: int | None, answer: str) -> dict[str, Any]:
    return {"answer": answer, "household": {"code": code, "floor": floor}}


def test_plan_has_the_top_floor_first_and_doors_in_order() -> None:
    plan = floors(
        [
            entry("1-2", 1, "REFUSED"),
            entry("2-1", 2, "SIGNED_REMOTELY"),
            entry("1-1", 1, "ABSENT"),
            entry("B", None, "VACANCY_CLAIMED"),
        ]
    )
    assert [level["floor"] for level in plan] == [2, 1, None]
    assert plan[1]["cells"] == [{"code": "1-1", "state": "open"}, {"code": "1-2", "state": "open"}]
    assert plan[2]["cells"] == [{"code": "B", "state": "claimed"}]


@pytest.mark.parametrize(
    ("name", "households", "above", "full"),
    [
        ("1号楼", True, ["綦江区", "沙溪苑"], "沙溪苑 1号楼"),
        ("沙溪苑1号楼", True, ["綦江区", "沙溪苑"], "沙溪苑1号楼"),
        ("沙溪苑", False, ["綦江区", "沙溪社区"], "沙溪苑"),
        ("綦江区", True, [], "綦江区"),
    ],
)
def test_house_is_named_with_its_place(name: str, households: bool, above: list[str], full: str) -> None:
    unit = {"name": name, "kind": {"households": households}, "ancestors": [{"name": one} for one in above]}
    assert full_name(unit) == full


def application(status: str, step: str | None, *moves: str) -> dict[str, Any]:
    steps = [{"id": name, "name": name, "roleName": name} for name in ("first", "second")]
    return {
        "status": status,
        "step": {"id": step} if step else None,
        "applicant": None,
        "closedAt": "2022-11-25T00:00:00+00:00" if moves else None,
        "process": {"steps": steps},
        "transitions": [{"fromStepName": name} for name in moves],
    }


@pytest.mark.parametrize(
    ("given", "states"),
    [
        (application("DRAFT", None), ["current", "todo", "todo"]),
        (application("RETURNED", None), ["current", "todo", "todo"]),
        (application("UNDER_REVIEW", "second"), ["done", "done", "current"]),
        (application("APPROVED", None, "second"), ["done", "done", "done"]),
        (application("REJECTED", None, "first"), ["done", "stopped", "todo"]),
        (application("WITHDRAWN", None, "draft"), ["stopped", "todo", "todo"]),
    ],
)
def test_way_stands_where_the_application_stands(given: dict[str, Any], states: list[str]) -> None:
    assert [step["state"] for step in steps_of(given)] == states


def test_permissions_are_sorted_not_decided() -> None:
    def action(name: str, *codes: str) -> dict[str, Any]:
        return {"name": name, "allowed": not codes, "reasons": [{"code": code} for code in codes]}

    sorted_ = sort_actions(
        [action("A"), action("B", "CRITERIA_NOT_MET"), action("C", "CRITERIA_NOT_MET", "ROLE_NOT_ALLOWED")]
    )
    assert list(sorted_.allowed) == ["A"]
    assert [one["name"] for one in sorted_.mine] == ["B"]
    assert [one["name"] for one in sorted_.others] == ["C"]


def test_form_reads_fields_under_a_prefix_and_drops_blanks() -> None:
    form = Form({"met.B-h": "yes", "met.B-j": " ", "metre": "1"})
    assert form.under("met") == {"B-h": "yes"}
    assert form.optional("met.B-j") is None


def test_fault_of_a_list_points_at_its_control() -> None:
    given = [{"criterion": "B-g"}, {"criterion": "B-s"}]
    assert place(Fault("attestations.1.sampleSize", "x"), given).field == "sampleSize.B-s"
    assert place(Fault("attestations.0", "x"), given).field == "met.B-g"
    assert place(Fault("expectedRevision", "x"), given).field == "expectedRevision"
