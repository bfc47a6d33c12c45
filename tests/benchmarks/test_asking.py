"""Requests say what they should, and answers of all contestants come to the same."""

import json
from itertools import pairwise

import pytest

from benchmarks.asking import Asked, District, asked, fetched, inlined, unseen
from benchmarks.client import NUMBER
from benchmarks.questions import NAMED, PLAIN, STATUS
from benchmarks.rounds import Sample, ratios

PLACE = District("01a22c16-c70d-75b5-802b-ac7cbd09f12f", "bench-3", 40)


def _query(request: Asked) -> str:
    return str((request.body or {})["query"])


def test_each_contestant_is_asked_for_the_same_code() -> None:
    ours, bare = asked("ours", STATUS, PLACE, 7), asked("bare SQL", STATUS, PLACE, 7)
    theirs = [asked(who, STATUS, PLACE, 7).body or {} for who in ("PostGraphile", "mercurius")]
    assert ours.path == "/t/bench-3/public/graphql"
    assert (bare.path, bare.body) == ("/t/bench-3/bare/status", ours.body)
    assert {body["variables"]["code"] for body in (ours.body or {}, *theirs)} == {"B33"}


def test_only_we_and_bare_sql_are_shown_a_credential() -> None:
    for who in ("ours", "bare SQL"):
        assert asked(who, STATUS, PLACE, 0).headers["x-api-key"].startswith("wyk_01a22c16")
        assert asked(who, NAMED, PLACE, 0).headers["authorization"].startswith("Bearer wys_01a22c16")
    assert set(asked("PostGraphile", NAMED, PLACE, 0).headers) == {"x-tenant"}


def test_an_inlined_code_leaves_no_variable() -> None:
    for who in ("ours", "PostGraphile"):
        request = inlined(who, STATUS, PLACE, 7)
        assert '"B33"' in _query(request)
        assert "$" not in _query(request)
        assert "variables" not in (request.body or {})


def test_a_document_to_be_numbered_has_the_number_in_its_name_and_an_alias() -> None:
    for who in ("ours", "PostGraphile"):
        assert _query(unseen(who, STATUS, PLACE, 7)).count(NUMBER) == 2


def test_a_status_can_be_fetched_with_the_tag_it_came_with() -> None:
    request = fetched(STATUS, PLACE, '"tag"')
    assert request.text.startswith("GET /t/bench-3/public/graphql?query=")
    assert 'if-none-match: "tag"' in request.text


@pytest.mark.parametrize("named", [True, False])
def test_the_status_of_postgraphile_comes_to_ours(named: bool) -> None:
    unit = {"code": "B1", "name": "楼1", "kind": "building"}
    name = {"title": "无疫楼栋", "number": "WY-B1", "validUntil": None}
    ours = unit | (name if named else dict.fromkeys(name)) | {"titled": named}
    ours["since"] = "2026-11-01" if named else None
    nodes = [name | {"namedOn": "2026-11-01"}] if named else []
    theirs = unit | {"designationsByTenantIdAndUnitId": {"nodes": nodes}}
    assert STATUS.same({"unitByTenantIdAndCode": theirs}) == STATUS.same({"unitStatus": ours})


def test_a_page_that_differs_in_a_row_is_not_the_same() -> None:
    info = {"hasNextPage": True, "endCursor": "x"}
    pages = [
        {"units": {"edges": [{"node": {"id": given, "code": code, "kind": kind}}], "pageInfo": info}}
        for given, code, kind in (
            ("1", "B1", {"id": "building"}),
            ("2", "B1", "building"),
            ("1", "B2", "building"),
        )
    ]
    same = [PLAIN.same(page) for page in pages]
    assert [one == other for one, other in pairwise(same)] == [True, False]


def test_ratios_are_taken_round_by_round() -> None:
    ours = [Sample(each, 0, 0, 0, 0) for each in (100.0, 200.0)]
    theirs = [Sample(each, 0, 0, 0, 0) for each in (400.0, 1_000.0)]
    shown = ratios({"ours": ours, "PostGraphile": theirs}, "PostGraphile", "ours").shown
    assert shown == {"median": 4.5, "least": 4.0, "most": 5.0}
    assert json.dumps(shown)
