"""No free text of the API takes somebody's number: every text of every input is guarded, or says why it is not."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from graphql import GraphQLInputType, get_named_type, is_input_object_type
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.root import official_schema
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.schema.mutations import BY_FIELD, Mutation, Values
from tests.schema.test_bad_input import call

pytestmark = pytest.mark.long

CODES = frozenset(
    {
        *(
            "answers.field",
            "areaCode",
            "channels",
            "clause",
            "code",
            "criterion",
            "doors",
            "eventClass",
            "figure",
        ),
        *("clauses.fromClause", "clauses.toClause", "mapping.fromStep", "mapping.process", "mapping.toStep"),
        *(
            "issuer",
            "rows.after",
            "rows.before",
            "item",
            "kind",
            "level",
            "office",
            "parentCode",
            "preview",
            "process",
            "riskLevel",
            "scopes",
        ),
        *("specialGroups", "tier", "unitCode"),
    }
)
"""Codes and tokens: what is none of those there are is refused, or they follow a pattern."""
KEPT_APART: dict[str, str] = {
    "addResident.resident.identityNumber": "encrypted, masked for who may not see it",
    "addResident.resident.telephone": "the same",
    "appointOfficial.password": "hashed",
    "appointOfficial.username": "a telephone's number is a name to sign in by, shown to administrators alone",
    "changePassword.currentPassword": "compared",
    "changePassword.newPassword": "hashed",
    "correctResident.correction.identityNumber": "encrypted, masked for who may not see it",
    "correctResident.correction.telephone": "the same",
    "delegateRole.delegate": "a name to sign in by",
    "disableOfficial.successor": "a name to sign in by",
    "draftGuideline.source": "a published document that may tell whom to call",
    "registerHouseholds.households.residents.identityNumber": "encrypted, masked for who may not see it",
    "registerHouseholds.households.residents.telephone": "the same",
    "reviewApplication.answers.value": "the scheme's form asks for it; read by officials alone",
    "signIn.password": "compared",
    "signIn.username": "compared",
    "startSimulation.source": "forgotten after a week, read by who drafts",
    "submitApplication.answers.value": "the scheme's form asks for it; read by officials alone",
    "updateContact.email": "one's own address",
}
ASKED_WITH: dict[str, Values] = {
    "recordPetitionAnswers.answers.evidence": {"answer": "VACANCY_CLAIMED"},
    "recordPetitionAnswers.answers.authorisation": {"answer": "SIGNED_BY_PROXY"},
}
"""What a text is asked with, where it is not always."""
RECORDS = ("reference", "externalId", "authorisation")
"""Numbers of records elsewhere: a citizen's is refused, eleven digits are not."""
TELEPHONE, IDENTITY = "请联系 139 1234 5678", "500110198803070026"


def texts() -> Iterator[str]:
    """List the texts of all inputs of mutations."""
    mutations = official_schema._schema.mutation_type
    assert mutations is not None

    def below(kind: GraphQLInputType, path: tuple[str, ...]) -> Iterator[str]:
        named = get_named_type(kind)
        if is_input_object_type(named):
            for name, field in named.fields.items():
                yield from below(field.type, (*path, name))
        elif str(named) == "String" and path[-1] != "idempotencyKey":
            yield ".".join(path)

    for name, field in mutations.fields.items():
        for argument in field.args.values():
            yield from below(argument.type, (name,))


def is_code(path: str) -> bool:
    return any(path.endswith(f".{code}") for code in CODES)


FREE = [path for path in texts() if not is_code(path) and path not in KEPT_APART]


def test_what_is_kept_apart_is_still_there() -> None:
    assert set(KEPT_APART) <= set(texts())


def spoilt(values: Values, path: list[str], text: str, also: Values) -> tuple[Values, str]:
    """Put a text where a path leads, into the first of a list; give the place as a refusal names it."""
    given: Any = deepcopy(values)
    at, place = given, list[str]()
    for name in path[:-1]:
        at[name] = at.get(name) or [{}]
        place.append(name)
        if isinstance(at[name], list):
            place.append("0")
            at = at[name][0]
        else:
            at = at[name]
    at |= {**also, path[-1]: text}
    return given, ".".join([*place, path[-1]])


@pytest.mark.parametrize("path", FREE)
async def test_no_text_takes_somebodys_number(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, path: str
) -> None:
    """The twins that do the same without are those of tests/schema/test_bad_input.py."""
    field, *names = path.split(".")
    sample: Mutation = BY_FIELD[field]
    place = town_stage if sample.town else stage
    text = IDENTITY if names[-1] in RECORDS else TELEPHONE
    values, where = spoilt(sample.variables(place)["input"], names, text, ASKED_WITH.get(path, {}))
    before = await read_ledger(owner, place.district.tenant.id)
    payload = await call(place, sample, {"input": values})
    found = [(error["code"], ".".join(error["field"])) for error in payload["errors"]]
    assert ("PERSONAL_DATA", where) in found
    assert not changed(before, await read_ledger(owner, place.district.tenant.id))
