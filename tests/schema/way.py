"""An application on a way of its own: what forms, notices, deadlines and fixed intake answer."""

from typing import Any

from authz.actions import Role
from schema.applications.operations import SubmitApplication, submit_application
from schema.applications.rules.forms import FormAnswer
from schema.escalations.jobs import sweep_deadlines
from schema.frame.background import SYSTEM
from schema.frame.identifiers import encode_id
from schema.frame.operation import Transaction
from schema.reviews.operations import ReviewApplication, review_application
from schema.root import official_schema
from tenants.database import Database
from tests.builders.applications import appoint_all, ready
from tests.builders.district import STREETS, key, make_district
from tests.builders.looks import application_now
from tests.builders.schemes import publish_own
from tests.clients import ask
from tests.schema.selection import root_document

LEADER = "applicants: [building_leader]\n"
FORM = (
    "[{id: score, label: 得分, type: number, maximum: 100}, "
    "{id: state, label: 现场, type: choice, choices: [好, 差]}]"
)
INTAKE = f"    intake: fixed\n    cadence: {{opens_on_days: [20], open_days: 1}}\n    form: {FORM}\n"
VERIFY = "role: community, actions: [forward, return]}"
RUNG = "{after_working_days: 1, to: community, action: remind}, {after_working_days: 9, to: street, action: take_over}"
LIMITED = f"{VERIFY[:-1]}, form: {FORM}, deadline: {{working_days: 5, escalate: [{RUNG}]}}}}"
NOTICE = "      - {id: notice, name: 公示, kind: notice, role: street, actions: [return], notice_days: 5}\n"
RECEIVE = "      - {id: street_intake,"


async def ask_way(database: Database) -> list[Any]:
    """Let one application be reminded of and another stand in a notice, and ask everything of both."""
    district = await make_district(database)
    await district.import_units(*STREETS)
    await publish_own(district, (LEADER, LEADER + INTAKE), (VERIFY, LIMITED), (RECEIVE, NOTICE + RECEIVE))
    officials = await appoint_all(district, Role.BUILDING_LEADER, "C1")
    applications = [await ready(district, officials, code) for code in ("B1", "B2")]
    for application in applications:
        command = SubmitApplication(
            idempotency_key=key(),
            application_id=application.id,
            expected_revision=application.revision,
            answers=(FormAnswer("score", "96"),),
        )
        await submit_application(officials.applicant, command)
    noticed = await application_now(district, applications[1])
    forward = ReviewApplication(
        idempotency_key=key(),
        application_id=noticed.id,
        expected_revision=noticed.revision,
        decision="forward",
        answers=(FormAnswer("state", "好"),),
    )
    await review_application(officials.community, forward)
    district.clock.forward(2)
    context = district.context(SYSTEM)
    async with context.begin() as session:
        tx = Transaction(session, context, context.clock(), context.today())
        assert await sweep_deadlines(tx, tx.today) == 1
        await tx.records.write()
    asked: list[tuple[str, dict[str, Any]]] = [("guideline", {})]
    asked += [("application", {"id": encode_id("Application", each.id)}) for each in applications]
    answers = []
    for field, variables in asked:
        document = root_document(official_schema._schema, "query", field, depth=3)
        result = await ask(officials.community, document, **variables)
        assert result.errors is None, result.errors
        answers.append(result.data)
    return answers
