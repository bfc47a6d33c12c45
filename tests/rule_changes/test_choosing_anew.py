"""What becomes of standing names by a published version can be chosen anew until they were judged by it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.actions import Role
from schema.frame.errors import ErrorCode
from schema.frame.identifiers import encode_id
from schema.guideline_drafts.operations import (
    WithdrawGuideline,
    decide_standing_names,
    preview_standing_names,
    withdraw_guideline,
)
from schema.rule_changes.operations import UndoRuleChange, undo_rule_change
from schema.rule_changes.rules import Choice, Treatment
from tests.builders.district import key
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refusals
from tests.jobs.desk import work
from tests.rule_changes.desk import MORE_ROUNDS, OURS, Desk
from tests.rule_changes.test_publishing import FEW, KEEP, refused

HISTORY = """query ($n: Int!) { guidelineVersion(number: $n) { ruleChange { revision treatment status
  decisions { deed treatment dueOn expected judged reason decidedBy { displayName } } }
  actions { name allowed reasons { code } } simulation { confirmAbove reasons { code } run { namesFalling } } } }"""
DECIDE = """mutation ($i: DecideStandingNamesInput!) { decideStandingNames(input: $i) {
  ruleChange { treatment status revision } errors { code field message } } }"""
PREVIEW = """query ($i: DecideStandingNamesInput!) { previewStandingNames(input: $i) {
  falling dueOn confirmAbove errors { code field } } }"""


def today(desk: Desk) -> Choice:
    return Choice(Treatment.APPLY, apply_on=desk.today)


async def kept(desk: Desk, source: str = MORE_ROUNDS) -> None:
    """Publish a version that would take all names, and keep them."""
    await desk.publish(await desk.draft(source), await desk.simulate(source), KEEP)


async def test_names_that_were_kept_are_judged_after_all(desk: Desk, owner: AsyncEngine) -> None:
    await kept(desk)
    error = await refused(desk, owner, decide_standing_names(desk.publisher, desk.deciding(today(desk))))
    assert (error.code, error.details) == (ErrorCode.SIMULATION_REQUIRED, {"falling": 3})
    simulation = await desk.simulate_version(2)
    change = await decide_standing_names(desk.publisher, desk.deciding(today(desk), simulation))
    assert (change.status, change.expected, change.revision) == ("pending", 3, 2)
    await work(desk.worker)
    assert await desk.standings() == ["revoked"] * 3
    told = (await desk.ask(HISTORY, n=2))["guidelineVersion"]
    assert [
        (each["deed"], each["treatment"], each["reason"]) for each in told["ruleChange"]["decisions"]
    ] == [
        ("CHOSEN", "KEEP", None),
        ("CHOSEN", "APPLY", "各镇街已完成宣传"),
    ]
    done = (await desk.change_of(change.guideline_version_id)).revision
    error = await refused(
        desk, owner, decide_standing_names(desk.publisher, desk.deciding(KEEP, revision=done))
    )
    assert error.code is ErrorCode.RULE_CHANGE_CLOSED


async def test_what_was_undone_is_chosen_again(desk: Desk) -> None:
    later = Choice(Treatment.APPLY, apply_on=desk.today + timedelta(days=3))
    change = await desk.change_rules(MORE_ROUNDS, later)
    undo = UndoRuleChange(
        idempotency_key=key(), rule_change_id=change.id, expected_revision=1, reason="先行宣传"
    )
    await undo_rule_change(desk.publisher, undo)
    simulation = await desk.simulate_version(2)
    await decide_standing_names(desk.publisher, desk.deciding(today(desk), simulation, revision=2))
    await work(desk.worker)
    assert await desk.standings() == ["revoked"] * 3
    told = (await desk.ask(HISTORY, n=2))["guidelineVersion"]["ruleChange"]["decisions"]
    assert [each["deed"] for each in told] == ["CHOSEN", "UNDONE", "CHOSEN"]
    assert [each["reason"] for each in told] == [None, "先行宣传", "各镇街已完成宣传"]


async def test_until_its_day_a_choice_gives_way_to_another(desk: Desk) -> None:
    """The job of the first is called off, and names are assessed within days instead of judged."""
    later = Choice(Treatment.APPLY, apply_on=desk.today + timedelta(days=2))
    await desk.change_rules(MORE_ROUNDS, later)
    instead = Choice(Treatment.REASSESS, within_days=5)
    simulation = await desk.simulate_version(2)
    change = await decide_standing_names(desk.publisher, desk.deciding(instead, simulation))
    assert change.due_on == desk.today + timedelta(days=5)
    await desk.night(3)
    assert await desk.standings() == ["active"] * 3
    await desk.night(3)
    assert await desk.standings() == ["warned"] * 3


async def test_of_two_at_once_one_wins(desk: Desk) -> None:
    await kept(desk)
    other = await desk.district.official(Role.HEADQUARTERS, "500110")
    simulation = await desk.simulate_version(2)
    within = desk.deciding(Choice(Treatment.REASSESS, within_days=5), simulation)
    found = await asyncio.gather(
        decide_standing_names(desk.publisher, desk.deciding(today(desk), simulation)),
        decide_standing_names(other, within),
        return_exceptions=True,
    )
    lost = [each for each in found if isinstance(each, Exception)]
    assert [getattr(each, "code", each) for each in lost] == [ErrorCode.STALE_REVISION]
    told = (await desk.ask(HISTORY, n=2))["guidelineVersion"]["ruleChange"]
    assert [each["deed"] for each in told["decisions"]] == ["CHOSEN", "CHOSEN"]


async def test_a_simulation_counts_by_version_and_facts(desk: Desk, owner: AsyncEngine) -> None:
    await kept(desk)
    of_text = await desk.simulate(MORE_ROUNDS)
    error = await refused(
        desk, owner, decide_standing_names(desk.publisher, desk.deciding(today(desk), of_text))
    )
    assert (error.code, error.message) == (ErrorCode.SIMULATION_STALE, "推演的不是第 2 版。")
    before = await desk.simulate_version(2)
    await desk.report("B9")
    stale = decide_standing_names(desk.publisher, desk.deciding(today(desk), before))
    assert (await refused(desk, owner, stale)).code is ErrorCode.SIMULATION_STALE
    fresh = await desk.simulate_version(2)
    await decide_standing_names(desk.publisher, desk.deciding(today(desk), fresh))


async def test_many_names_fall_only_for_who_names_their_number(desk: Desk, owner: AsyncEngine) -> None:
    await kept(desk, FEW)
    simulation = await desk.simulate_version(2)
    for falling in (None, 2):
        choice = replace(today(desk), falling=falling)
        error = await refused(
            desk, owner, decide_standing_names(desk.publisher, desk.deciding(choice, simulation))
        )
        assert (error.code, error.field) == (
            ErrorCode.CONFIRMATION_REQUIRED,
            ("standingNames", "falling"),
        )
    await decide_standing_names(desk.publisher, desk.deciding(replace(today(desk), falling=3), simulation))


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (KEEP, ("standingNames", "treatment")),
        (Choice(Treatment.APPLY), ("standingNames", "applyOn")),
        (Choice(Treatment.REASSESS, within_days=0), ("standingNames", "withinDays")),
    ],
)
async def test_a_choice_that_cannot_be_or_is_there_already(
    desk: Desk, owner: AsyncEngine, choice: Choice, field: tuple[str, ...]
) -> None:
    await kept(desk, OURS)
    error = await refused(desk, owner, decide_standing_names(desk.publisher, desk.deciding(choice)))
    assert (error.code, error.field) == (ErrorCode.INVALID_INPUT, field)
    await decide_standing_names(desk.publisher, desk.deciding(Choice(Treatment.REASSESS, within_days=1)))


async def test_names_are_judged_only_while_the_version_is_in_force(desk: Desk, owner: AsyncEngine) -> None:
    """Not before its first day, not on a day of the version that follows, and never once it was withdrawn."""
    await kept(desk, OURS)
    soon = desk.today + timedelta(days=2)
    await desk.publish(await desk.draft(MORE_ROUNDS), await desk.simulate(MORE_ROUNDS), KEEP, since=soon)
    early = decide_standing_names(desk.publisher, desk.deciding(today(desk), number=3))
    assert (await refused(desk, owner, early)).field == ("standingNames", "applyOn")
    late = desk.deciding(Choice(Treatment.APPLY, apply_on=soon))
    error = await refused(desk, owner, decide_standing_names(desk.publisher, late))
    assert error.field == ("standingNames", "applyOn")
    command = WithdrawGuideline(idempotency_key=key(), number=3, reason="条文有误")
    await withdraw_guideline(desk.publisher, command)
    gone = decide_standing_names(desk.publisher, desk.deciding(today(desk), number=3))
    assert (await refused(desk, owner, gone)).code is ErrorCode.GUIDELINE_ENDED
    await decide_standing_names(desk.publisher, replace(late, idempotency_key=key()))


async def test_who_wrote_a_version_does_not_choose_for_it(desk: Desk, owner: AsyncEngine) -> None:
    author = await desk.district.official(Role.HEADQUARTERS, "500110")
    other = replace(desk, author=author)
    await kept(other, OURS)
    command = desk.deciding(Choice(Treatment.REASSESS, within_days=5))
    error = await refused(desk, owner, decide_standing_names(author, command))
    assert error.code is ErrorCode.ALREADY_ACTED
    error = await refused(
        desk, owner, decide_standing_names(desk.community, replace(command, idempotency_key=key()))
    )
    assert error.code is ErrorCode.ROLE_NOT_ALLOWED
    await decide_standing_names(desk.publisher, replace(command, idempotency_key=key()))


async def test_a_preview_tells_what_the_deed_would_and_writes_nothing(desk: Desk, owner: AsyncEngine) -> None:
    await kept(desk)
    before = await read_ledger(owner, desk.district.tenant.id)
    (error,) = await refusals(preview_standing_names(desk.publisher, desk.deciding(today(desk))))
    assert error.code is ErrorCode.SIMULATION_REQUIRED
    simulation = await desk.simulate_version(2)
    given: dict[str, Any] = {
        "idempotencyKey": key(),
        "version": 2,
        "expectedRevision": 1,
        "reason": "各镇街已完成宣传",
        "simulation": encode_id("SimulationRun", simulation.id),
        "standingNames": {"treatment": "APPLY", "applyOn": desk.today.isoformat()},
    }
    seen = (await desk.ask(PREVIEW, i=given))["previewStandingNames"]
    assert seen == {"falling": 3, "dueOn": desk.today.isoformat(), "confirmAbove": 20, "errors": []}
    written = changed(before, await read_ledger(owner, desk.district.tenant.id))
    assert "rule_changes" not in written
    assert "rule_change_decisions" not in written
    wrong = given | {"standingNames": {"treatment": "REASSESS"}}
    for document, field in ((PREVIEW, "previewStandingNames"), (DECIDE, "decideStandingNames")):
        (refusal,) = (await desk.ask(document, i=wrong))[field]["errors"]
        assert (refusal["code"], refusal["field"]) == ("INVALID_INPUT", ["standingNames", "withinDays"])
    done = (await desk.ask(DECIDE, i=given))["decideStandingNames"]
    assert done == {
        "ruleChange": {"treatment": "APPLY", "status": "PENDING", "revision": 2},
        "errors": [],
    }


async def test_the_version_tells_whether_its_simulation_counts_and_what_may_be_done(desk: Desk) -> None:
    await kept(desk)
    assert (await desk.ask(HISTORY, n=2))["guidelineVersion"]["simulation"] is None
    await desk.simulate_version(2)
    told = (await desk.ask(HISTORY, n=2))["guidelineVersion"]
    assert told["simulation"] == {"confirmAbove": 20, "reasons": [], "run": {"namesFalling": 3}}
    actions = {each["name"]: each["allowed"] for each in told["actions"]}
    assert actions == {"WITHDRAW": True, "DECIDE_NAMES": True}
    await desk.report("B1")
    stale = (await desk.ask(HISTORY, n=2))["guidelineVersion"]["simulation"]["reasons"]
    assert [each["code"] for each in stale] == ["SIMULATION_STALE"]


async def test_a_version_without_a_choice_gets_its_first(desk: Desk, owner: AsyncEngine) -> None:
    """The one a district began with was published before there was a choice: there is nothing to be stale against."""
    error = await refused(desk, owner, decide_standing_names(desk.publisher, desk.deciding(KEEP, number=1)))
    assert error.code is ErrorCode.STALE_REVISION
    change = await decide_standing_names(desk.publisher, desk.deciding(KEEP, number=1, revision=0))
    assert (change.status, change.revision) == ("kept", 1)
