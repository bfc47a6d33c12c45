"""The public schema: open to anybody, about units only, and about one district only."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from authz.context import ANONYMOUS, OperationContext
from schema.root import public_schema
from tenants.database import Database
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.clients import ask_public
from tests.schema.leaks import Property, property_of
from tests.schema.selection import Fields, answered, output_fields, root_document
from tests.schema.titles import ask_public_titles

SCHEMA = public_schema._schema
CALLERS = ("anonymous", "client", "nobody", "administrator")
OFFICIALS = text(
    "select display_name from officials where tenant_id = :here "
    "union select username from officials where tenant_id = :here and username <> 'admin'"
)


@pytest.fixture(scope="module")
async def own(stage: Stage, owner: AsyncEngine) -> Property:
    return await property_of(stage, owner)


ELSEWHERE = {("UnitStatus", "formerCodes"), ("UnitChange", "formerCode"), ("UnitChange", "parentCode")}
"""No unit of the stage got another code, or moved: tests/unit_changes/test_identities.py and test_feed.py."""


async def ask_all(caller: OperationContext, codes: list[str]) -> tuple[list[dict[str, Any]], Fields]:
    """Ask everything the schema has, of every unit and in every way a list can be narrowed."""
    asked: list[tuple[str, dict[str, Any]]] = [
        ("district", {}),
        ("publicNotices", {}),
        ("publishedLists", {}),
        ("statusChanges", {"first": 100}),
        ("statusChanges", {"last": 2}),
        ("unitChanges", {}),
        ("titledUnits", {}),
        ("titledUnits", {"kind": "building", "underCode": "C1"}),
        *(("unitStatus", {"code": code}) for code in codes),
    ]
    responses, fields = [], set()
    for field, variables in asked:
        data = await ask_public(caller, root_document(SCHEMA, "query", field), **variables)
        responses.append(data)
        fields |= answered(data)
    assert {field for field, _ in asked} == SCHEMA.query_type.fields.keys()  # type: ignore[union-attr]
    return responses, fields


@pytest.mark.parametrize("caller", CALLERS)
async def test_anybody_reads_and_nobody_is_named(
    database: Database, stage: Stage, owner: AsyncEngine, own: Property, caller: str
) -> None:
    """No name, identity number or telephone of a resident, and no official, occurs in any public response."""
    terms = await ask_public_titles(database)
    before = await read_ledger(owner, stage.district.tenant.id)
    codes = [name for name, value in stage.ids.items() if value.startswith("VW5pd")]
    responses, fields = await ask_all(stage.callers[caller], codes)
    assert own.persons_in(responses) == []
    async with owner.connect() as connection:
        officials = await connection.scalars(OFFICIALS, {"here": stage.district.tenant.id})
        shown = str(responses)
        assert [name for name in officials if name in shown] == []
    assert output_fields(SCHEMA) - fields - answered(terms) == ELSEWHERE
    assert own.found_in(responses), "the search for leaks finds nothing where something is"
    assert not changed(before, await read_ledger(owner, stage.district.tenant.id))


async def test_another_district_answers_for_itself(stage: Stage, own: Property) -> None:
    """The same questions at the other district's door: its own root, and nothing else."""
    elsewhere = stage.other.context(ANONYMOUS)
    codes = [name for name, value in stage.ids.items() if value.startswith("VW5pd")]
    responses, _ = await ask_all(elsewhere, codes)
    assert own.found_in(responses) == []
    known = [data["result"] for data in responses[8:] if data["result"] is not None]
    assert [status["code"] for status in known] == ["500110"]
    assert not known[0]["titled"]


async def test_every_caller_is_told_the_same(stage: Stage) -> None:
    """An official learns no more here than a citizen: the public answer has no viewer."""
    document = root_document(SCHEMA, "query", "unitStatus").replace("asOf", "")
    told = [await ask_public(stage.callers[caller], document, code="B8") for caller in CALLERS]
    assert all(answer == told[0] for answer in told)


@pytest.mark.parametrize("code", ["", "unknown", "B1'--", "B1.B2", "x" * 5_000, "B1\0", "\ud800"])
async def test_an_unknown_code_is_null(stage: Stage, code: str) -> None:
    document = "query($code: String!) { unitStatus(code: $code) { code } }"
    assert await ask_public(stage.callers["anonymous"], document, code=code) == {"unitStatus": None}
    assert await ask_public(stage.callers["anonymous"], document, code="B1") == {"unitStatus": {"code": "B1"}}


@pytest.mark.parametrize(
    "narrow", [{"kind": "x\0"}, {"kind": "castle"}, {"underCode": "B1\0"}, {"kind": "\ud800"}]
)
async def test_a_list_narrowed_to_nothing_is_empty(stage: Stage, narrow: dict[str, str]) -> None:
    document = (
        "query($kind: String, $underCode: String) { titledUnits(kind: $kind, underCode: $underCode) "
        "{ totalCount edges { node { code } } } }"
    )
    empty = {"titledUnits": {"totalCount": 0, "edges": []}}
    assert await ask_public(stage.callers["anonymous"], document, **narrow) == empty
    data = await ask_public(stage.callers["anonymous"], document, kind="building", underCode="C1")
    assert data["titledUnits"]["totalCount"] > 0
