"""The walk without an address runs a platform of its own and leaves nothing behind; failures are told as data."""

import json
import os
import tempfile
from pathlib import Path

import httpx
import pytest

from api.stage.walkthrough.caller import Caller, UnmetError
from api.stage.walkthrough.candidacy import Candidacy
from api.stage.walkthrough.clock import MovableClock
from api.stage.walkthrough.report import to_json
from api.stage.walkthrough.run import walk_through
from api.stage.walkthrough.stage import Stage
from api.stage.walkthrough.steps import Act, StepResult, walk
from api.stage.walkthrough.town import Town

pytestmark = pytest.mark.long

TAKING_DAYS = ["warning", "rectification", "expiry", "renewal", "appeal_upheld", "calendar_learned"]
TAKING_DAYS += ["rule_change_previewed", "rule_change_applied"]
NAMES = [
    "onboard",
    "import_units",
    "sign_in",
    "petition_99_refused",
    "petition_100",
    "self_assessment",
    "apply",
    "community_verify",
    "street_opinion",
    "commission_review",
    "headquarters_name",
    "third_party_status",
    "parent_suspended",
    "report_case",
    "changed_repeat_refused",
    "name_withdrawn",
    "parent_recomputed",
    "third_party_sees_reason",
    "other_tenant_sees_nothing",
    "false_positive_reversed",
    "as_of_true",
    "as_of_known",
    "name_voided",
    "official_leaves",
    "resident_moves",
    "minor_household_signs",
    "vacancy_refused",
    "place_renamed",
    "place_closed",
    "town_pilot_batch",
    "town_score",
    "town_fail",
    "town_rectify",
    "town_next_batch",
    "town_file_with_county",
    *TAKING_DAYS,
]


async def test_the_main_job_holds_end_to_end(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B-W1, B-W2, B-W4, B-k, B-f, B-a, B-M4: from onboarding to the last appeal, over HTTP only, as days pass."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert await walk_through(None, as_json=True)
    printed = capsys.readouterr()
    story = json.loads(printed.out)
    assert [step["name"] for step in story["steps"]] == NAMES
    assert story["ok"]
    assert (story["held"], story["skipped"], story["failed"]) == (len(NAMES), 0, 0)
    assert all(step["detail"] for step in story["steps"])
    assert all(name in printed.err for name in NAMES)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - nothing else runs on this loop


async def results_of(answer: httpx.Response | httpx.HTTPError) -> list[StepResult]:
    def respond(_request: httpx.Request) -> httpx.Response:
        if isinstance(answer, httpx.HTTPError):
            raise answer
        return answer

    transport = httpx.MockTransport(respond)
    async with httpx.AsyncClient(base_url="http://platform", transport=transport) as http:
        return [result async for result in walk(Stage(http))]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("refused"),
        httpx.Response(502, text="<html>bad gateway</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"data": {"signIn": None}}),
        httpx.Response(200, json={"data": {"signIn": {"token": None, "errors": [{"code": "X"}]}}}),
        httpx.Response(400, json={"errors": [{"message": "no"}]}),
    ],
)
async def test_whatever_a_platform_answers_every_step_is_reported(answer: httpx.Response) -> None:
    results = await results_of(answer)
    assert [result.name for result in results] == NAMES
    assert not any(result.ok for result in results)
    assert all("onboard" in result.detail for result in results[1:])


async def test_the_operator_signs_in_once() -> None:
    asked: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"data": {"signIn": {"token": "t", "errors": []}}})

    transport = httpx.MockTransport(respond)
    async with httpx.AsyncClient(base_url="http://platform", transport=transport) as http:
        stage = Stage(http)
        first, again = await stage.platform_operator(), await stage.platform_operator()
    assert first is again
    assert len(asked) == 1
    assert first.headers == {"Authorization": "Bearer t"}


async def test_whoever_hands_in_first_the_totals_are_told_by_inspector() -> None:
    """Inspectors hand in at the same time, so the platform may list either sheet first."""
    sheets = [{"office": "second", "total": 92}, {"office": "first", "total": 96}]
    lines = [{"id": "1", "title": "", "maximum": 100}]
    answers = {
        "Inspected": {"application": {"sheetLines": lines}},
        "RecordScoreSheet": {"recordScoreSheet": {"errors": []}},
        "Sheets": {"application": {"inspections": [{"sheets": sheets}]}},
    }

    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"data": answers[json.loads(request.content)["operationName"]]})

    async with httpx.AsyncClient(base_url="http://platform", transport=httpx.MockTransport(respond)) as http:
        caller = Caller(http, "/graphql")
        town = Town(offices=dict.fromkeys(("leads", "first", "second"), caller), people={"clerk": caller})
        town.candidacies["village"] = Candidacy("unit", caller, people=0)
        assert await town.inspect("village", {"1": 4}, {"1": 8}) == [96, 92]


def act(name: str, *, holds: bool) -> Act:
    async def taken(_stage: Stage) -> str:
        if not holds:
            raise UnmetError("not so")
        return "so"

    taken.__name__ = name
    return taken


@pytest.mark.parametrize(("only_looks", "failed"), [(True, ["b"]), (False, ["b", "c"])])
async def test_the_walk_stops_at_a_step_later_ones_need(
    monkeypatch: pytest.MonkeyPatch, only_looks: bool, failed: list[str]
) -> None:
    acts = (act("a", holds=True), act("b", holds=False), act("c", holds=True))
    monkeypatch.setattr("api.stage.walkthrough.steps.STEPS", acts)
    monkeypatch.setattr("api.stage.walkthrough.steps._LOOKING_ONLY", frozenset(acts if only_looks else ()))
    async with httpx.AsyncClient(timeout=60) as http:
        results = [result async for result in walk(Stage(http))]
    assert [result.name for result in results if not result.ok] == failed
    assert not json.loads(to_json(results))["ok"]


async def test_what_takes_days_is_skipped_on_somebody_elses_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    days = act("days", holds=False)
    monkeypatch.setattr(
        "api.stage.walkthrough.steps.STEPS", (act("a", holds=True), days, act("b", holds=True))
    )
    monkeypatch.setattr("api.stage.walkthrough.steps._TAKING_DAYS", frozenset({days}))
    async with httpx.AsyncClient(timeout=60) as http:
        elsewhere = [result async for result in walk(Stage(http))]
        at_home = [result async for result in walk(Stage(http, MovableClock()))]
    assert [result.result for result in elsewhere] == ["held", "skipped", "held"]
    told = json.loads(to_json(elsewhere))
    assert (told["ok"], told["held"], told["skipped"], told["failed"]) == (True, 2, 1, 0)
    assert "--url" in told["steps"][1]["detail"]
    assert [result.result for result in at_home] == ["held", "failed", "failed"]
