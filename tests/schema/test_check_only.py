"""`checkOnly`: what would be refused is refused as at the deed, and nothing is written either way."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.schema.bad_input import BAD, Bad
from tests.schema.mutations import BY_FIELD, MUTATIONS, Mutation, Values
from tests.schema.test_bad_input import call

pytestmark = pytest.mark.long

NO_DEEDS = frozenset({"signIn", "signOut"})
TEXTS = tuple({case.field: case for case in BAD if ("TEXT_TOO_LONG" in dict(case.refusals))}.values())


def checked(variables: Values) -> Values:
    return {"input": {**variables["input"], "checkOnly": True}}


@pytest.mark.parametrize(
    "sample",
    [one for one in MUTATIONS if one.input and one.field not in NO_DEEDS],
    ids=lambda sample: sample.field,
)
async def test_what_would_be_done_is_not_done(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, sample: Mutation
) -> None:
    """The twin of all refusals of bad input: there nothing stands in the way."""
    stage = town_stage if sample.town else stage
    before = await read_ledger(owner, stage.district.tenant.id)
    payload = await call(stage, sample, checked(sample.variables(stage)))
    assert payload["errors"] == []
    assert payload[sample.made] is None
    counted = {"sign_in_attempts"} if sample.field == "changePassword" else set()
    assert changed(before, await read_ledger(owner, stage.district.tenant.id)) <= counted


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.id)
async def test_what_is_refused_is_refused_alike(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, case: Bad
) -> None:
    sample = BY_FIELD[case.field]
    stage = town_stage if sample.town else stage
    before = await read_ledger(owner, stage.district.tenant.id)
    payload = await call(stage, sample, checked(sample.variables(stage, case.change(stage))), case.who)
    assert [(error["code"], ".".join(error["field"])) for error in payload["errors"]] == list(case.refusals)
    assert not changed(before, await read_ledger(owner, stage.district.tenant.id))
