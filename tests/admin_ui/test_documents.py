"""Every page is written against the committed schemas, and asks once."""

from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, OperationType, parse, validate

from admin_ui.client import Operation
from admin_ui.pages.application import acts
from admin_ui.pages.application.page import APPLICATION
from admin_ui.pages.assessment.page import ASSESS, ASSESSMENT
from admin_ui.pages.batch.page import APPOINT, BATCH, CLOSE
from admin_ui.pages.batches.page import BATCHES, OPEN
from admin_ui.pages.calendar.page import CALENDAR, SET_DAY
from admin_ui.pages.delegations.page import DELEGATIONS, LEND, REVOKE
from admin_ui.pages.event.page import EVENT, REPORT
from admin_ui.pages.event.preview import PREVIEW
from admin_ui.pages.event_change import changes
from admin_ui.pages.event_change.page import CHANGE, PLACE
from admin_ui.pages.event_record.page import RECORD as EVENT_RECORD
from admin_ui.pages.events.page import EVENTS
from admin_ui.pages.guideline_draft import acts as draft_acts
from admin_ui.pages.guideline_draft.page import DRAFT
from admin_ui.pages.guideline_drafts.page import DRAFTS
from admin_ui.pages.guideline_text.page import CHECK, KEEP, NEW, TEXT
from admin_ui.pages.guideline_version.page import VERSION, WITHDRAW
from admin_ui.pages.guidelines.page import GUIDELINES
from admin_ui.pages.inbox.page import CONTACT, INBOX, READ
from admin_ui.pages.inspection.page import CONCLUDE, INSPECTION, SCORE
from admin_ui.pages.log.page import LOG, RECORD
from admin_ui.pages.petition.page import PETITION
from admin_ui.pages.petition.page import RECORD as RECORD_ANSWERS
from admin_ui.pages.petition.vacancy import VACANCY
from admin_ui.pages.rectification.page import RECTIFICATION
from admin_ui.pages.rectification.page import REPORT as REPORT_RECTIFICATION
from admin_ui.pages.sign_in.page import DISTRICT, SIGN_IN, SIGN_OUT
from admin_ui.pages.simulation.page import SIMULATIONS, START
from admin_ui.pages.simulation.run import CANCEL, SIMULATION
from admin_ui.pages.status.page import REGISTER, STATUS
from admin_ui.pages.unit.page import CREATE_APPLICATION, OPEN_PETITION, UNIT
from admin_ui.pages.units.page import UNITS
from admin_ui.pages.worklist.page import WORKLIST
from tests.admin_ui.fake import SCHEMAS

PAGES = Path(__file__).parents[2] / "admin_ui" / "pages"
READS = (
    APPLICATION,
    ASSESSMENT,
    BATCH,
    BATCHES,
    CALENDAR,
    DELEGATIONS,
    CHECK,
    DISTRICT,
    DRAFT,
    DRAFTS,
    EVENT,
    CHANGE,
    EVENTS,
    EVENT_RECORD,
    PLACE,
    INBOX,
    GUIDELINES,
    INSPECTION,
    LOG,
    NEW,
    PETITION,
    PREVIEW,
    RECTIFICATION,
    REGISTER,
    SIMULATION,
    SIMULATIONS,
    STATUS,
    TEXT,
    UNIT,
    UNITS,
    VERSION,
    WORKLIST,
)
WRITES = (
    LEND,
    REVOKE,
    SET_DAY,
    APPOINT,
    CANCEL,
    CONTACT,
    READ,
    START,
    ASSESS,
    CLOSE,
    CONCLUDE,
    CREATE_APPLICATION,
    KEEP,
    OPEN,
    OPEN_PETITION,
    RECORD,
    RECORD_ANSWERS,
    REPORT,
    REPORT_RECTIFICATION,
    SCORE,
    SIGN_IN,
    SIGN_OUT,
    VACANCY,
    WITHDRAW,
    changes.CLOSE.operation,
    changes.CORRECT.operation,
    changes.EXCLUDE.operation,
    acts.REVIEW.operation,
    acts.SUBMIT.operation,
    acts.WITHDRAW.operation,
    draft_acts.DISCARD,
    draft_acts.PUBLISH,
)


def operations(operation: Operation) -> list[OperationDefinitionNode]:
    document = parse(operation.document)
    return [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]


@pytest.mark.parametrize("operation", [*READS, *WRITES], ids=lambda one: operations(one)[0].name.value)
def test_document_is_valid_against_the_committed_schema(operation: Operation) -> None:
    assert validate(SCHEMAS[operation.schema], parse(operation.document)) == []
    assert len(operations(operation)) == 1
    assert len(operation.document) < 15_000


def test_every_document_on_disk_is_one_of_these() -> None:
    named = {operations(one)[0].name.value for one in (*READS, *WRITES)}
    on_disk = {parse(path.read_text()).definitions[0].name.value for path in PAGES.rglob("*.graphql")}
    assert on_disk == named
    assert len(list(PAGES.rglob("*.graphql"))) == len(READS) + len(WRITES)


def test_pages_read_and_forms_write() -> None:
    assert {operations(one)[0].operation for one in READS} == {OperationType.QUERY}
    assert {operations(one)[0].operation for one in WRITES} == {OperationType.MUTATION}
