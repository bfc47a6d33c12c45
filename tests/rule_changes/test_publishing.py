"""Publishing takes a look at the names that stand, from today's facts, and a choice where any would fall."""

from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.frame.errors import DomainError, ErrorCode
from schema.frame.identifiers import encode_id
from schema.guideline_drafts.guards import standing_names
from schema.guideline_drafts.operations import WithdrawGuideline, withdraw_guideline
from schema.rule_changes.operations import (
    ConfirmRuleChange,
    UndoRuleChange,
    confirm_rule_change,
    undo_rule_change,
)
from schema.rule_changes.rules import Choice, Treatment
from schema.simulations.operations import StartSimulation, start_simulation
from tests.builders.district import key
from tests.builders.ledger import changed, read_ledger
from tests.builders.refusals import refusals
from tests.jobs.desk import work
from tests.rule_changes.desk import BARE, MORE_ROUNDS, OURS, Desk

KEEP = Choice(Treatment.KEEP)
FEW = MORE_ROUNDS.replace("confirm_above: 20", "confirm_above: 1")
if FEW == MORE_ROUNDS:
    FEW = MORE_ROUNDS.replace("\ncriteria:", "\nconfirm_above: 1\ncriteria:", 1)
LEDGER = """query ($n: Int!) { guidelineVersion(number: $n) { ruleChange {
  id revision treatment status dueOn expected judged falling returning closedAt reason
  counts { kind change cause causeText clause names } version { number } decidedBy { displayName }
  job { state done total } actions { name allowed reasons { code } } } } }"""


async def refused(desk: Desk, owner: AsyncEngine, attempt: Awaitable[Any]) -> DomainError:
    """Give the one refusal, after making sure that nothing was written."""
    before = await read_ledger(owner, desk.district.tenant.id)
    (error,) = await refusals(attempt)
    assert not changed(before, await read_ledger(owner, desk.district.tenant.id))
    return error


async def test_what_nobody_loses_by_needs_neither_look_nor_choice(desk: Desk) -> None:
    version = await desk.publish(await desk.draft(OURS))
    assert (await desk.change_of(version.id)).treatment == "keep"


async def test_what_takes_names_needs_a_simulation_and_a_choice(desk: Desk, owner: AsyncEngine) -> None:
    draft = await desk.draft(MORE_ROUNDS)
    error = await refused(desk, owner, desk.publish(draft))
    assert (error.code, error.details) == (ErrorCode.SIMULATION_REQUIRED, {"falling": 3})
    error = await refused(desk, owner, desk.publish(draft, choice=KEEP))
    assert error.code is ErrorCode.SIMULATION_REQUIRED
    simulation = await desk.simulate(MORE_ROUNDS)
    assert (simulation.names_falling, simulation.names_returning) == (3, 0)
    error = await refused(desk, owner, desk.publish(draft, simulation))
    assert (error.code, error.field) == (ErrorCode.STANDING_NAMES_UNDECIDED, ("standingNames", "treatment"))
    version = await desk.publish(draft, simulation, KEEP)
    assert await desk.standings() == ["active"] * 3
    assert (await desk.change_of(version.id)).expected == 3


async def test_a_large_district_is_not_looked_at_without_a_simulation(
    desk: Desk, owner: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing_names, "UNITS_AT_ONCE", 2)
    draft = await desk.draft(OURS)
    assert (await refused(desk, owner, desk.publish(draft))).code is ErrorCode.SIMULATION_REQUIRED
    await desk.publish(draft, await desk.simulate(OURS))


async def test_a_simulation_of_another_text_is_stale(desk: Desk, owner: AsyncEngine) -> None:
    """By content, not by layout: the same rules laid out otherwise are the same."""
    draft, other = await desk.draft(MORE_ROUNDS), await desk.simulate(OURS)
    error = await refused(desk, owner, desk.publish(draft, other, KEEP))
    assert error.code is ErrorCode.SIMULATION_STALE
    await desk.publish(draft, await desk.simulate("# 只改了注释\n" + MORE_ROUNDS), KEEP)


@pytest.mark.parametrize("what", ["event", "day"])
async def test_a_simulation_of_other_facts_is_stale(desk: Desk, owner: AsyncEngine, what: str) -> None:
    draft, simulation = await desk.draft(MORE_ROUNDS), await desk.simulate(MORE_ROUNDS)
    if what == "event":
        await desk.report("B9")
    else:
        desk.district.clock.forward(1)
    error = await refused(desk, owner, desk.publish(draft, simulation, KEEP))
    assert error.code is ErrorCode.SIMULATION_STALE
    await desk.publish(draft, await desk.simulate(MORE_ROUNDS), KEEP)


async def test_a_simulation_that_runs_is_waited_for(desk: Desk, owner: AsyncEngine) -> None:
    draft = await desk.draft(MORE_ROUNDS)
    begun = await start_simulation(desk.author, StartSimulation(idempotency_key=key(), source=MORE_ROUNDS))
    error = await refused(desk, owner, desk.publish(draft, begun, KEEP))
    assert error.code is ErrorCode.SIMULATION_UNFINISHED
    await work(desk.worker)
    await desk.publish(draft, begun, KEEP)


async def test_many_names_fall_only_for_who_names_their_number(desk: Desk, owner: AsyncEngine) -> None:
    draft, simulation = await desk.draft(FEW), await desk.simulate(FEW)
    choice = Choice(Treatment.APPLY, apply_on=desk.today)
    for falling in (None, 2):
        error = await refused(desk, owner, desk.publish(draft, simulation, replace(choice, falling=falling)))
        assert (error.code, error.details) == (
            ErrorCode.CONFIRMATION_REQUIRED,
            {"falling": 3, "confirmAbove": 1},
        )
        assert error.field == ("standingNames", "falling")
    await desk.publish(draft, simulation, replace(choice, falling=3))
    await work(desk.worker)
    assert await desk.standings() == ["revoked"] * 3


async def test_until_its_day_a_rule_change_can_be_taken_back(desk: Desk, owner: AsyncEngine) -> None:
    later = Choice(Treatment.APPLY, apply_on=desk.today + timedelta(days=3))
    change = await desk.change_rules(MORE_ROUNDS, later)
    await desk.night(2)
    assert await desk.standings() == ["active"] * 3
    undo = UndoRuleChange(
        idempotency_key=key(), rule_change_id=change.id, expected_revision=1, reason="先行宣传"
    )
    error = await refused(desk, owner, undo_rule_change(desk.author, replace(undo, idempotency_key=key())))
    assert error.code is ErrorCode.ROLE_NOT_ALLOWED
    stale = replace(undo, idempotency_key=key(), expected_revision=2)
    error = await refused(desk, owner, undo_rule_change(desk.publisher, stale))
    assert error.code is ErrorCode.STALE_REVISION
    await undo_rule_change(desk.publisher, undo)
    await desk.night(5)
    assert await desk.standings() == ["active"] * 3
    told = (await desk.ask(LEDGER, n=2))["guidelineVersion"]["ruleChange"]
    assert (told["status"], told["reason"], told["job"]["state"]) == ("UNDONE", "先行宣传", "CANCELLED")


async def test_on_its_day_it_is_done_and_no_longer_taken_back(desk: Desk, owner: AsyncEngine) -> None:
    later = Choice(Treatment.APPLY, apply_on=desk.today + timedelta(days=3))
    change = await desk.change_rules(MORE_ROUNDS, later)
    desk.district.clock.forward(3)
    for _ in range(2):
        undo = UndoRuleChange(
            idempotency_key=key(), rule_change_id=change.id, expected_revision=change.revision, reason="晚了"
        )
        error = await refused(desk, owner, undo_rule_change(desk.publisher, undo))
        assert error.code is ErrorCode.RULE_CHANGE_CLOSED
        await work(desk.worker)
        change = await desk.change_of(change.guideline_version_id)
    assert await desk.standings() == ["revoked"] * 3


async def test_more_fall_on_the_day_than_was_seen_so_somebody_is_asked(
    desk: Desk, owner: AsyncEngine
) -> None:
    """Nothing is written to names before; the number that is confirmed is the one that is told."""
    few = BARE.replace("\ncriteria:", "\nconfirm_above: 2\ncriteria:", 1)
    few = few.replace(
        "events: [close_contact]}\n    on_loss: suspend", "events: [close_contact]}\n    on_loss: revoke"
    )
    later = Choice(Treatment.APPLY, apply_on=desk.today + timedelta(days=1), falling=0)
    change = await desk.change_rules(few, later)
    for code in ("B1", "B2"):
        await desk.report(code)
    assert await desk.standings() == ["suspended"] * 3
    await desk.night()
    told = (await desk.ask(LEDGER, n=2))["guidelineVersion"]["ruleChange"]
    assert (told["status"], told["falling"]) == ("HELD", 3)
    assert await desk.standings() == ["suspended"] * 3
    held = await desk.change_of(change.guideline_version_id)

    def confirm(falling: int) -> ConfirmRuleChange:
        return ConfirmRuleChange(
            idempotency_key=key(), rule_change_id=held.id, expected_revision=held.revision, falling=falling
        )

    error = await refused(desk, owner, confirm_rule_change(desk.publisher, confirm(2)))
    assert error.code is ErrorCode.CONFIRMATION_REQUIRED
    await confirm_rule_change(desk.publisher, confirm(3))
    await work(desk.worker)
    assert await desk.standings() == ["revoked"] * 3
    again = replace(confirm(3), expected_revision=held.revision + 2)
    error = await refused(desk, owner, confirm_rule_change(desk.publisher, again))
    assert error.code is ErrorCode.RULE_CHANGE_CLOSED


async def test_a_version_that_is_withdrawn_takes_its_rule_change_along(desk: Desk) -> None:
    later = Choice(Treatment.APPLY, apply_on=desk.today + timedelta(days=3))
    change = await desk.change_rules(MORE_ROUNDS, later)
    command = WithdrawGuideline(idempotency_key=key(), number=2, reason="条文有误")
    await withdraw_guideline(desk.publisher, command)
    assert (await desk.change_of(change.guideline_version_id)).status == "undone"
    await desk.night(4)
    assert await desk.standings() == ["active"] * 3


async def test_the_ledger_tells_how_many_by_kind_and_cause(desk: Desk) -> None:
    """One entry a person can read, with the job's progress; the feed tells of each name and of the whole once."""
    await desk.apply(MORE_ROUNDS)
    told = (await desk.ask(LEDGER, n=2))["guidelineVersion"]["ruleChange"]
    assert (told["judged"], told["falling"], told["returning"], told["version"]["number"]) == (3, 3, 0, 2)
    assert told["counts"][0] == {
        "kind": "building",
        "change": "revoked",
        "cause": "RULE_NOT_MET",
        "causeText": "方案修订，按新方案不再达标",
        "clause": "B-i",
        "names": 2,
    }
    assert told["job"] == {"state": "SUCCEEDED", "done": 3, "total": 3}
    assert [each["allowed"] for each in told["actions"]] == [False, False]
    unit = await desk.district.unit("B1")
    document = (
        "query ($id: ID!) { unit(id: $id) { designations { status guidelineVersion changes { change } } } }"
    )
    found = await desk.ask(document, id=encode_id("Unit", unit.id))
    (name,) = found["unit"]["designations"]
    assert (name["status"], name["guidelineVersion"]) == ("REVOKED", 2)
    assert [each["change"] for each in name["changes"]] == ["named", "rejudged", "revoked"]


async def test_a_draft_shows_its_last_simulation_and_whether_it_still_counts(desk: Desk) -> None:
    document = """query ($id: ID!) { guidelineDraft(id: $id) { simulation {
      confirmAbove reasons { code } run { namesFalling namesReturning digest } } } }"""

    async def shown() -> dict[str, Any] | None:
        found = await desk.ask(document, id=encode_id("GuidelineDraft", draft.id))
        simulation: dict[str, Any] | None = found["guidelineDraft"]["simulation"]
        return simulation

    draft = await desk.draft(MORE_ROUNDS)
    assert await shown() is None
    simulation = await desk.simulate(MORE_ROUNDS)
    assert await shown() == {
        "confirmAbove": 20,
        "reasons": [],
        "run": {"namesFalling": 3, "namesReturning": 0, "digest": simulation.digest},
    }
    await desk.report("B1")
    stale = await shown()
    assert stale is not None
    assert [each["code"] for each in stale["reasons"]] == ["SIMULATION_STALE"]
