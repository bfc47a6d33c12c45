"""Texts written into documents: which may be others in the next call, and which documents stay as they are."""

import pytest

from api.execution import PlanUse
from schema.plans.literals import lift
from tests.builders.stage import Stage
from tests.plans.both import OFFICIAL, PLANNED, PUBLIC


@pytest.mark.parametrize(
    "source",
    [
        '{ a(b: "x\\"y") }',
        '{ a(b: "x") } # "',
        '{ a(b: """x""") }',
        '{ a(b: "x }',
        '{ a(b: "x\n") }',
        "{ a }",
        '{ a(b: "\0") }',
    ],
)
def test_what_cannot_be_cut_safely_stays_whole(source: str) -> None:
    assert lift(source) == (source, ())


def test_texts_are_cut_out() -> None:
    assert lift('{ a(b: "x", c: "") }') == ("{ a(b: \0, c: \0) }", ("x", ""))
    assert lift('{ a(b: "y", c: "z") }').shape == lift('{ a(b: "x", c: "") }').shape


async def test_another_code_finds_the_same_plan(stage: Stage) -> None:
    anybody = stage.callers["anonymous"]
    for code in ("B1", "B8", "nowhere"):
        planned, resolved = await PUBLIC.ask(
            anybody, f'{{ lifted: unitStatus(code: "{code}") {{ code titled }} }}'
        )
        assert planned.encoded == resolved.encoded
        assert planned.plan is (PlanUse.COMPILED if code == "B1" else PlanUse.HIT)


async def test_fields_that_merge_keep_their_texts(stage: Stage) -> None:
    """Two fields of one key may be merged only while their arguments agree."""
    document = '{ one: unitStatus(code: "%s") { code } one: unitStatus(code: "%s") { name } }'
    anybody = stage.callers["anonymous"]
    assert await PUBLIC.same(anybody, document % ("B1", "B1"))
    planned, resolved = await PUBLIC.ask(anybody, document % ("B1", "B8"))
    assert planned.encoded == resolved.encoded
    assert planned.codes == ["GRAPHQL_VALIDATION_FAILED"]


async def test_a_default_of_a_variable_keeps_its_text(stage: Stage) -> None:
    document = 'query($code: String! = "%s") { unitStatus(code: $code) { code } }'
    for code in ("B1", "B8"):
        data = await PUBLIC.same(stage.callers["anonymous"], document % code)
        assert data == {"unitStatus": {"code": code}}


async def test_a_document_that_got_too_long_is_refused_as_ever(stage: Stage) -> None:
    document = '{ long: unitStatus(code: "%s") { code } }'
    assert await PUBLIC.same(stage.callers["anonymous"], document % "B1")
    planned, resolved = await PUBLIC.ask(stage.callers["anonymous"], document % ("B" * 20_000))
    assert planned.encoded == resolved.encoded
    assert planned.codes == ["LIMIT_EXCEEDED"]


async def test_a_plan_is_for_those_who_may_as_much(stage: Stage) -> None:
    """One document, callers of several areas: each sees their own, also who may nowhere."""
    document = '{ units(first: 5, search: "B") { totalCount edges { node { code } } } }'
    seen = set()
    for who in ("headquarters", "street", "bystander", "outsider", "nobody", "headquarters"):
        planned, resolved = await OFFICIAL.ask(stage.callers[who], document)
        assert planned.encoded == resolved.encoded
        assert (planned.plan in PLANNED) == (who != "nobody")
        seen.add(planned.encoded)
    assert len(seen) >= 3
