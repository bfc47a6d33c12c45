"""A district whose names are valid for a time, raised and derived: what the stage's guideline leaves null."""

from typing import Any

from authz.context import ANONYMOUS
from schema.frame.identifiers import encode_id
from schema.root import official_schema, public_schema
from tenants.database import Database
from tests.builders.events import report
from tests.clients import ask
from tests.designations.over_time import SCHEME, make_place
from tests.schema.selection import everything, root_document

WATCHED = SCHEME + (
    "duties: [{id: S-9, title: 每周消杀, unit_kinds: [community], log: disinfection, every_days: 7}]\n"
    "supervision: {periodic: [{unit_kinds: [community], every_days: 20}]}\n"
)


async def ask_titles(database: Database) -> list[Any]:
    """Name the communities of a street, raise one to a tier, suspend it, and ask everything of names."""
    place = await make_place(database, WATCHED)
    for code in ("C1", "C2"):
        await place.name(code)
    place.district.clock.forward(10)
    application = await place.name("C1", "model")
    await report(place.headquarters, (await place.district.unit("C2")).id, "risk_zone")
    answers = []
    for field, variables in (
        ("application", {"id": encode_id("Application", application.id)}),
        ("designations", {}),
        ("guideline", {}),
    ):
        depth = 3 if field == "guideline" else 2
        document = root_document(official_schema._schema, "query", field, depth=depth)
        result = await ask(place.headquarters, document, **variables)
        assert result.errors is None, result.errors
        answers.append(result.data)
    return answers


async def ask_public_titles(database: Database) -> Any:
    """Ask the public everything of a name that is valid for a time."""
    place = await make_place(database)
    await place.name("C1")
    place.district.clock.forward(3)
    only = everything(public_schema._schema, "UnitStatus", depth=1)
    asked = f"query($code: String!) {{ unitStatus(code: $code) {only} }}"
    result = await ask(place.district.context(ANONYMOUS), asked, schema=public_schema, code="C1")
    assert result.errors is None, result.errors
    return result.data
