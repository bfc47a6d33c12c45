"""Bad input of every kind: a typed refusal with field, code, reason and fix; nothing written; then the twin."""

import re
from typing import Any

import pytest
from graphql import get_named_type, is_input_object_type
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.frame.errors import FIXES, ErrorCode
from schema.root import official_schema
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask, refused_with
from tests.schema.bad_input import BAD, IDS_OF, REVISED, Bad, bad_ids, bad_keys, bad_revisions
from tests.schema.leaks import Property, property_of
from tests.schema.mutations import BY_FIELD, MUTATIONS, Mutation, Values
from tests.schema.selection import root_document

pytestmark = pytest.mark.long

SCHEMA = official_schema._schema
ALL = [*BAD, *bad_ids(), *bad_revisions(), *bad_keys()]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
async def own(stage: Stage, owner: AsyncEngine) -> Property:
    return await property_of(stage, owner)


async def call(stage: Stage, sample: Mutation, variables: Values, who: str = "") -> dict[str, Any]:
    document = root_document(SCHEMA, "mutation", sample.field, depth=1)
    result = await ask(stage.callers[who or sample.who], document, **variables)
    assert refused_with(result) == []
    assert result.data is not None
    payload: dict[str, Any] = result.data["result"]
    return payload


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
async def test_bad_input_is_refused(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, own: Property, case: Bad
) -> None:
    sample = BY_FIELD[case.field]
    stage = town_stage if sample.town else stage
    before = await read_ledger(owner, stage.district.tenant.id, stage.other.tenant.id)
    payload = await call(stage, sample, sample.variables(stage, case.change(stage)), case.who)
    found = [(error["code"], ".".join(error["field"])) for error in payload["errors"]]
    assert found == list(case.refusals)
    assert payload[sample.made] is None
    for error in payload["errors"]:
        assert CHINESE.search(error["message"])
        assert error["fix"] == FIXES[ErrorCode(error["code"])]
        assert len(error["message"]) <= 300
    assert own.persons_in(payload) == []
    after = await read_ledger(owner, stage.district.tenant.id, stage.other.tenant.id)
    counted = {"sign_in_attempts"} if case.field == "changePassword" else set()
    assert changed(before, after) <= counted


async def test_refusals_tell_figures(stage: Stage) -> None:
    """Figures that help stand in `details`: how long, how many, which revision, how much is missing."""
    told = {}
    for case in ALL:
        sample = BY_FIELD[case.field]
        if sample.town or case.refusals[0][0] in told:
            continue
        payload = await call(stage, sample, sample.variables(stage, case.change(stage)), case.who)
        error = payload["errors"][0]
        told[error["code"]] = {detail["name"] for detail in error["details"]}
    assert told["TEXT_TOO_LONG"] == {"maximum", "actual"}
    assert told["TOO_MANY_ITEMS"] == {"maximum", "actual"}
    assert told["STALE_REVISION"] == {"expected", "actual"}
    assert told["STEP_NOT_OPEN"] == {"status", "step", "action"}
    assert told["ROLE_NOT_ALLOWED"] == told["OUTSIDE_AREA"] == {"reason"}
    assert {"criterion"} <= told["PETITION_INCOMPLETE"]


def test_every_id_and_revision_is_spoilt() -> None:
    """The lists of inputs above follow the schema: a new id or revision needs its bad input."""
    assert SCHEMA.mutation_type is not None
    ids, revised = {}, set()
    for field, definition in SCHEMA.mutation_type.fields.items():
        taken = get_named_type(definition.args["input"].type) if definition.args else None
        inputs = taken.fields if is_input_object_type(taken) else {}
        given = tuple(name for name, one in inputs.items() if str(get_named_type(one.type)) == "ID")
        if given:
            ids[field] = set(given)
        if "expectedRevision" in inputs:
            revised.add(field)
    assert ids == {field: set(names) for field, names in IDS_OF.items()}
    assert revised == set(REVISED)


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("reviewApplication", {"expectedRevision": 2**31}),
        ("reviewApplication", {"expectedRevision": 1.5}),
        ("reviewApplication", {"decision": "APPROVE"}),
        ("reviewApplication", {"decision": None}),
        ("recordUnitLog", {"performedOn": "2022-02-30"}),
        ("recordUnitLog", {"performedOn": "yesterday"}),
        ("recordUnitLog", {"peopleDue": 10**12}),
        ("recordUnitLog", {"idempotencyKey": None}),
        ("recordUnitLog", {"unknown": 1}),
        ("registerHouseholds", {"households": None}),
        ("appointOfficial", {"validUntil": "soon"}),
        ("appointOfficial", {"role": "MAYOR"}),
        ("importUnits", {"units": [{"code": "Y1"}]}),
    ],
)
async def test_what_the_types_exclude_never_arrives(
    stage: Stage, owner: AsyncEngine, field: str, changes: Values
) -> None:
    """Overflow, no such day, unknown enum value: GraphQL itself refuses the request, before any resolver."""
    sample = BY_FIELD[field]
    before = await read_ledger(owner, stage.district.tenant.id)
    document = root_document(SCHEMA, "mutation", field, depth=1)
    result = await ask(stage.callers[sample.who], document, **sample.variables(stage, changes))
    assert result.data is None
    assert result.errors
    assert all(error.path is None for error in result.errors)
    assert not changed(before, await read_ledger(owner, stage.district.tenant.id))


@pytest.mark.parametrize("sample", [one for one in MUTATIONS if one.input], ids=lambda sample: sample.field)
async def test_without_the_fault_it_is_done(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, sample: Mutation
) -> None:
    """The twin of all that was refused above, after all of it."""
    stage = town_stage if sample.town else stage
    before = await read_ledger(owner, stage.district.tenant.id)
    payload = await call(stage, sample, sample.variables(stage))
    assert payload["errors"] == []
    assert payload[sample.made] is not None
    assert changed(before, await read_ledger(owner, stage.district.tenant.id))
