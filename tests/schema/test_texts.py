"""Every text of the three schemas has its row here: what it takes, tried through the API, checked and not done."""

from collections.abc import Iterator

import pytest
from graphql import GraphQLSchema, get_named_type, is_input_object_type
from sqlalchemy.ext.asyncio import AsyncEngine

from schema.root import official_schema, platform_schema, public_schema
from tests.builders.ledger import changed, read_ledger
from tests.builders.stage import Stage
from tests.schema.mutations import BY_FIELD
from tests.schema.test_bad_input import call
from tests.schema.test_check_only import checked
from tests.schema.test_personal import ASKED_WITH, spoilt, texts

pytestmark = pytest.mark.long

OF_ONE_LINE = frozenset(
    [
        "assessApplication.attestations.reference",
        "listKeyArea.name",
        "listKeyArea.source",
        "recordComplaint.reference",
        "reportHealthEvent.source",
        "reportHealthEvent.externalId",
        "upgradeHealthEvent.source",
        "upgradeHealthEvent.externalId",
        "importHealthEvents.source",
        "importHealthEvents.events.externalId",
        "assessUnit.attestations.reference",
        "recordFigure.source",
        "appointOfficial.displayName",
        "renameOfficial.displayName",
        "createApiClient.name",
        "recordPetitionAnswers.answers.authorisation",
        "recordPetitionAnswers.answers.evidence",
        "registerHouseholds.households.residents.name",
        "addResident.resident.name",
        "correctResident.correction.name",
        "splitUnit.parts.name",
        "mergeUnits.name",
        "changeUnitKind.name",
        "renameUnit.name",
        "importUnits.units.name",
    ]
)
"""Names, sources, numbers of records."""
OF_LINES = frozenset(
    [
        "assessApplication.attestations.note",
        "withdrawApplication.reason",
        "setCalendarDay.note",
        "undoRuleChange.reason",
        "openBatch.reason",
        "delegateRole.reason",
        "correctHealthEvent.reason",
        "excludeHealthEvent.reason",
        "assessUnit.attestations.note",
        "withdrawEvidence.reason",
        "replacePlaque.reason",
        "reissueCertificate.reason",
        "recordScoreSheet.scores.reason",
        "concludeInspection.opinion",
        "concludeInspection.settlement.reason",
        "reportRectification.measures.measure",
        "endRole.reason",
        "extendRole.reason",
        "changeRole.reason",
        "disableOfficial.reason",
        "enableOfficial.reason",
        "refuseVacancy.reason",
        "decideStandingNames.reason",
        "withdrawGuideline.reason",
        "reviewApplication.opinion",
        "recordFinding.description",
        "voidDesignation.reason",
        "rectifyFinding.measure",
        "verifyFinding.opinion",
        "lodgeAppeal.grounds",
        "decideAppeal.opinion",
        "recordUnitLog.note",
        "renameUnit.reason",
        "changeUnitCode.reason",
        "reformUnitCodes.reason",
        "closeUnit.reason",
        "changeUnitKind.reason",
    ]
)
"""Reasons, opinions, notes: lines and tabs may be in them."""
DOORS = frozenset(["registerHouseholds.households.code", "correctHousehold.correction.code"])
"""Door numbers: no more than one blank between two parts."""
CHOSEN = frozenset(
    [
        "assessApplication.attestations.criterion",
        "listKeyArea.code",
        "listKeyArea.level",
        "openBatch.process",
        "appointAcceptanceTeam.members.office",
        "delegateRole.delegate",
        "reportHealthEvent.riskLevel",
        "reportHealthEvent.eventClass",
        "reportHealthEvent.preview",
        "closeHealthEvent.preview",
        "correctHealthEvent.riskLevel",
        "correctHealthEvent.eventClass",
        "correctHealthEvent.preview",
        "excludeHealthEvent.preview",
        "upgradeHealthEvent.eventClass",
        "upgradeHealthEvent.preview",
        "importHealthEvents.events.unitCode",
        "importHealthEvents.events.riskLevel",
        "importHealthEvents.events.eventClass",
        "importHealthEvents.events.areaCode",
        "assessUnit.attestations.criterion",
        "recordFigure.figure",
        "recordScoreSheet.scores.item",
        "concludeInspection.settlement.item",
        "reportRectification.measures.item",
        "updateContact.email",
        "appointOfficial.username",
        "appointOfficial.password",
        "disableOfficial.preview",
        "disableOfficial.successor",
        "createApiClient.scopes",
        "draftGuideline.source",
        "registerHouseholds.households.residents.identityNumber",
        "registerHouseholds.households.residents.telephone",
        "registerHouseholds.households.residents.specialGroups",
        "registerHouseholds.households.residents.issuer",
        "addResident.resident.identityNumber",
        "addResident.resident.telephone",
        "addResident.resident.specialGroups",
        "addResident.resident.issuer",
        "correctResident.correction.identityNumber",
        "correctResident.correction.issuer",
        "correctResident.correction.telephone",
        "correctResident.correction.specialGroups",
        "recordFinding.clause",
        "startSimulation.source",
        "moveUnit.preview",
        "splitUnit.parts.code",
        "splitUnit.preview",
        "mergeUnits.code",
        "mergeUnits.preview",
        "changeUnitKind.kind",
        "changeUnitKind.code",
        "changeUnitKind.preview",
        "changeUnitCode.code",
        "closeUnit.preview",
        "recordUnitLog.kind",
        "importUnits.units.code",
        "importUnits.units.kind",
        "importUnits.units.parentCode",
    ]
)
"""Codes, tokens, secrets and documents: refused where they are none of those there are, or not of their form."""
TRIED_ELSEWHERE = {
    "changePassword.currentPassword": "compared",
    "changePassword.newPassword": "hashed",
    "createApplication.tier": "what there is for the kind is told first",
    "migrateApplications.clauses.fromClause": "ids of the scheme: tests/application_migrations",
    "migrateApplications.clauses.toClause": "ids of the scheme: tests/application_migrations",
    "migrateApplications.mapping.fromStep": "ids of the scheme: tests/application_migrations",
    "migrateApplications.mapping.process": "ids of the scheme: tests/application_migrations",
    "migrateApplications.mapping.toStep": "ids of the scheme: tests/application_migrations",
    "reformUnitCodes.rows.after": "a verdict of each row: tests/unit_changes",
    "reformUnitCodes.rows.before": "a verdict of each row: tests/unit_changes",
    "publishNameList.channels": "refused one by one, at the place in the list",
    "reviewApplication.answers.field": "the scheme's form: tests/applications",
    "reviewApplication.answers.value": "the scheme's form: tests/applications",
    "signIn.password": "compared",
    "signIn.username": "compared",
    "splitUnit.parts.doors": "the beginning of a door number: another finds none",
    "startSimulation.event.eventClass": "ids of the scheme: tests/simulations",
    "startSimulation.event.riskLevel": "ids of the scheme: tests/simulations",
    "submitApplication.answers.field": "the scheme's form: tests/applications",
    "submitApplication.answers.value": "the scheme's form: tests/applications",
}
ASKED_FOR = frozenset(
    [
        "PlatformMutation.onboardDistrict.input.administrator.displayName",
        "PlatformMutation.onboardDistrict.input.administrator.password",
        "PlatformMutation.onboardDistrict.input.administrator.username",
        "PlatformMutation.onboardDistrict.input.divisionCode",
        "PlatformMutation.onboardDistrict.input.guideline",
        "PlatformMutation.onboardDistrict.input.host",
        "PlatformMutation.onboardDistrict.input.name",
        "PlatformMutation.onboardDistrict.input.slug",
        "PlatformMutation.onboardDistrict.input.template",
        "PlatformMutation.onboardDistrict.input.timeZone",
        "PlatformMutation.signIn.input.password",
        "PlatformMutation.signIn.input.username",
        "PublicQuery.titledUnits.kind",
        "PublicQuery.titledUnits.underCode",
        "PublicQuery.unitStatus.code",
        "Query.coverage.kind",
        "Query.guidelineDiff.source",
        "Query.jobs.kind",
        "Query.previewHealthEvent.input.closing.preview",
        "Query.previewHealthEvent.input.correction.eventClass",
        "Query.previewHealthEvent.input.correction.preview",
        "Query.previewHealthEvent.input.correction.reason",
        "Query.previewHealthEvent.input.correction.riskLevel",
        "Query.previewHealthEvent.input.exclusion.preview",
        "Query.previewHealthEvent.input.exclusion.reason",
        "Query.previewHealthEvent.input.report.eventClass",
        "Query.previewHealthEvent.input.report.externalId",
        "Query.previewHealthEvent.input.report.preview",
        "Query.previewHealthEvent.input.report.riskLevel",
        "Query.previewHealthEvent.input.report.source",
        "Query.previewHealthEvent.input.upgrade.eventClass",
        "Query.previewHealthEvent.input.upgrade.externalId",
        "Query.previewHealthEvent.input.upgrade.preview",
        "Query.previewHealthEvent.input.upgrade.source",
        "Query.previewStandingNames.input.reason",
        "Query.previewUnitChange.input.closing.preview",
        "Query.previewUnitChange.input.kindChange.kind",
        "Query.previewUnitChange.input.kindChange.code",
        "Query.previewUnitChange.input.kindChange.name",
        "Query.previewUnitChange.input.kindChange.reason",
        "Query.previewUnitChange.input.kindChange.preview",
        "Query.previewUnitChange.input.closing.reason",
        "Query.previewUnitChange.input.merger.code",
        "Query.previewUnitChange.input.merger.name",
        "Query.previewUnitChange.input.merger.preview",
        "Query.previewUnitChange.input.move.preview",
        "Query.previewUnitChange.input.split.parts.code",
        "Query.previewUnitChange.input.split.parts.doors",
        "Query.previewUnitChange.input.split.parts.name",
        "Query.previewUnitChange.input.split.preview",
        "Query.simulateEvent.event.eventClass",
        "Query.simulateEvent.event.riskLevel",
        "Query.simulateGuideline.source",
        "Query.unit.code",
        "Query.units.kind",
        "Query.units.search",
        "Query.validateGuideline.source",
        "Unit.evidence.criterion",
        "Unit.households.code",
        "Unit.logs.kind",
    ]
)
"""What is looked up, searched or checked: it finds nothing or is refused; the platform's forms, too."""


def asked(schema: GraphQLSchema) -> Iterator[str]:
    """List the texts a schema is asked with: arguments of fields, and what is below them."""
    for name, kind in schema.type_map.items():
        done_by = official_schema._schema.mutation_type
        if name.startswith("__") or is_input_object_type(kind) or kind is done_by:
            continue
        for field, definition in getattr(kind, "fields", {}).items():
            for argument, given in definition.args.items():
                yield from below(given.type, (name, field, argument))


def below(kind: object, path: tuple[str, ...]) -> Iterator[str]:
    named = get_named_type(kind)  # type: ignore[call-overload]
    if is_input_object_type(named):
        for name, field in named.fields.items():
            yield from below(field.type, (*path, name))
    elif str(named) == "String" and path[-1] not in {"idempotencyKey", "after", "before"}:
        yield ".".join(path)


def test_every_text_that_is_sent_has_a_row() -> None:
    rows = [*OF_ONE_LINE, *OF_LINES, *DOORS, *CHOSEN, *TRIED_ELSEWHERE]
    assert sorted(rows) == sorted(set(texts()))


def test_every_text_that_is_asked_with_has_a_row() -> None:
    schemas = (official_schema, public_schema, platform_schema)
    assert {path for each in schemas for path in asked(each._schema)} == ASKED_FOR


@pytest.mark.parametrize("path", sorted(OF_ONE_LINE | OF_LINES | DOORS | CHOSEN))
async def test_a_text_takes_what_its_row_says(
    stage: Stage, town_stage: Stage, owner: AsyncEngine, path: str
) -> None:
    field, *names = path.split(".")
    sample = BY_FIELD[field]
    place = town_stage if sample.town else stage
    before = await read_ledger(owner, place.district.tenant.id)

    async def refused(text: str) -> str:
        values, where = spoilt(sample.variables(place)["input"], names, text, ASKED_WITH.get(path, {}))
        payload = await call(place, sample, checked({"input": values}))
        at = {where, where.removeprefix("correction.")}
        return " ".join(each["message"] for each in payload["errors"] if ".".join(each["field"]) in at)

    unseen, of_lines, plain = "甲\u200b乙", "甲\n乙", "\u3000甲\u3000乙 "
    named = path in OF_ONE_LINE | OF_LINES
    assert await refused(unseen)
    assert ("第2个字符是零宽空格（U+200B）" in await refused(unseen)) == named
    for bad in ("甲\0", "甲\ud800", "甲\u202e乙", "甲\u2028乙"):
        assert await refused(bad)
    assert bool(await refused(of_lines)) == (path not in OF_LINES)
    assert bool(await refused(plain)) == (path in CHOSEN)
    assert not changed(before, await read_ledger(owner, place.district.tenant.id))
