"""Every mutation of the official schema: refused with nothing written, done once by one who may."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.context import OperationContext
from schema.frame.identifiers import encode_id
from schema.root import official_schema
from tenants.base import new_id
from tests.builders.ledger import Ledger, changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask, refused_with
from tests.schema.leaks import Property, property_of
from tests.schema.mutations import BY_FIELD, MUTATIONS, OWN, Mutation, Values
from tests.schema.selection import root_document

pytestmark = pytest.mark.long

SCHEMA = official_schema._schema
CALLERS = ("anonymous", "nobody", "bystander", "outsider")
OWN_DOOR = {"changePassword", "signIn"}
"""What everybody does with their own password; attempts are counted, so these have tests of their own."""
GUARDED = [sample for sample in MUTATIONS if sample.field not in OWN_DOOR]
KEYED = [sample for sample in GUARDED if sample.field != "signOut"]
MAY_BE_NULL = {
    "publishGuideline": {"simulation"},
    "reviewApplication": {"designation"},
    "signIn": set[str](),
}


@pytest.fixture
def place(stage: Stage, town_stage: Stage, sample: Mutation) -> Stage:
    """Give the stage of a sample: the street's, or the town's in the middle of its batches."""
    return town_stage if sample.town else stage


@pytest.fixture
async def own(place: Stage, owner: AsyncEngine) -> Property:
    return await property_of(place, owner)


async def call(caller: OperationContext, sample: Mutation, variables: Values) -> dict[str, Any]:
    document = root_document(SCHEMA, "mutation", sample.field, depth=2)
    result = await ask(caller, document, **variables)
    assert refused_with(result) == []
    assert result.data is not None
    payload: dict[str, Any] = result.data["result"]
    return payload


async def ledgers(stage: Stage, owner: AsyncEngine) -> tuple[Ledger, Ledger]:
    here = await read_ledger(owner, stage.district.tenant.id)
    return here, await read_ledger(owner, stage.other.tenant.id)


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


def otherwise(given: Values) -> Values:
    """Change something of an input."""
    changes: Values = {
        "expectedRevision": given.get("expectedRevision", 0) + 1,
        "note": "另一内容",
        "channels": ["另一渠道"],
        "notifications": [],
        "mailWanted": False,
        "reason": "另一理由",
        "displayName": "另一人",
        "externalId": "R-3",
        "name": "另一平台",
        "apiClient": encode_id("ApiClient", new_id()),
        "source": "另一方案",
        "description": "另一问题",
        "grounds": "另一理由",
        "toVersion": 9,
        "scores": [],
        "units": [],
        "households": [],
        "unit": encode_id("Unit", new_id()),
        "delegation": encode_id("Delegation", new_id()),
        "job": encode_id("Job", new_id()),
        "simulation": encode_id("SimulationRun", new_id()),
    }
    return next({name: changes[name]} for name in changes if name in given)


def test_every_mutation_has_a_sample() -> None:
    assert SCHEMA.mutation_type is not None
    assert {sample.field for sample in MUTATIONS} == SCHEMA.mutation_type.fields.keys()


OF_ONES_OWN = {"audit_entries", "idempotency_keys", "officials"}
"""What those write who act on what is their own in this district: their contact, what they have read."""


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("sample", GUARDED, ids=lambda sample: sample.field)
async def test_who_may_not_changes_nothing(
    place: Stage, owner: AsyncEngine, own: Property, sample: Mutation, caller: str
) -> None:
    """Refused with code, reason and fix; no row differs: no key is claimed, no audit, nothing in the outbox."""
    before, elsewhere = await ledgers(place, owner)
    payload = await call(place.callers[caller], sample, sample.variables(place))
    expected = getattr(sample, caller)
    after, elsewhere_after = await ledgers(place, owner)
    assert changed(before, after) <= (OF_ONES_OWN if expected == OWN else set())
    if caller == "outsider":
        assert not changed(before, after)
        assert own.found_in(payload) == []
    if expected == OWN:
        assert codes(payload) == []
        if caller == "outsider":
            assert changed(elsewhere, elsewhere_after)
        return
    assert codes(payload)[:1] == [expected]
    assert not sample.made or payload[sample.made] is None
    assert all(error["message"] and error["fix"] for error in payload["errors"])
    assert not changed(elsewhere, elsewhere_after)


@pytest.mark.parametrize("sample", KEYED, ids=lambda sample: sample.field)
async def test_who_may_does_it_once(
    place: Stage, owner: AsyncEngine, own: Property, sample: Mutation
) -> None:
    """The twin: done, and done once. The same call again gives the same; the key with other input is refused."""
    caller, variables = place.callers[sample.who], sample.variables(place)
    before = await read_ledger(owner, place.district.tenant.id)
    done = await call(caller, sample, variables)
    assert codes(done) == []
    empty = {name for name, value in done.items() if value is None}
    assert empty <= MAY_BE_NULL.get(sample.field, set())
    assert own.persons_in(done) == []
    after = await read_ledger(owner, place.district.tenant.id)
    assert {"audit_entries", "idempotency_keys"} <= changed(before, after)
    for table in ("audit_entries", "idempotency_keys"):
        assert after[table][0] == before[table][0] + 1

    again = await call(caller, sample, variables)
    assert codes(again) == []
    if "id" in done[sample.made]:
        assert again[sample.made]["id"] == done[sample.made]["id"]
    changes = otherwise(variables["input"])
    reused = await call(caller, sample, {"input": {**variables["input"], **changes}})
    assert codes(reused) == ["IDEMPOTENCY_KEY_REUSED"]
    assert reused["errors"][0]["field"] == ["idempotencyKey"]
    assert not changed(after, await read_ledger(owner, place.district.tenant.id))


async def test_a_key_belongs_to_its_caller(stage: Stage, owner: AsyncEngine) -> None:
    """Two people may happen to use the same key: each call is its own."""
    sample = BY_FIELD["recordUnitLog"]
    variables = sample.variables(stage, {"unit": stage.ids["C1"]})
    made = [await call(stage.callers[who], sample, variables) for who in ("community", "applicant")]
    assert [codes(payload) for payload in made] == [[], []]
    assert made[0]["log"]["id"] != made[1]["log"]["id"]


async def test_signing_in_and_out(stage: Stage, owner: AsyncEngine) -> None:
    """A wrong password leaves nothing but the count of attempts; a session begins and ends with an audit entry."""
    sign_in, sign_out = BY_FIELD["signIn"], BY_FIELD["signOut"]
    before = await read_ledger(owner, stage.district.tenant.id)
    wrong = sign_in.variables(stage, {"password": "not the password"})
    refused = await call(stage.callers["anonymous"], sign_in, wrong)
    assert codes(refused) == ["INVALID_CREDENTIALS"]
    assert refused["token"] is refused["viewer"] is None
    counted = await read_ledger(owner, stage.district.tenant.id)
    assert changed(before, counted) == {"sign_in_attempts"}

    signed = await call(stage.callers["anonymous"], sign_in, sign_in.variables(stage))
    assert codes(signed) == []
    assert None not in (signed["token"], signed["expiresAt"], signed["viewer"])
    opened = await read_ledger(owner, stage.district.tenant.id)
    assert changed(counted, opened) == {"access_tokens", "audit_entries", "sign_in_attempts"}

    assert codes(await call(stage.callers["signed"], sign_out, {})) == []
    closed = await read_ledger(owner, stage.district.tenant.id)
    assert changed(opened, closed) == {"access_tokens", "audit_entries"}
