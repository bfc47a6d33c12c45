"""The back office as one Starlette app. Two doors lead to the rest of the platform: `execute` and `files`."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin_ui.assets import serve_asset
from admin_ui.client import Execute, Files
from admin_ui.handling import View, endpoint, problem
from admin_ui.pages.appeal.page import decide_appeal, show_appeal
from admin_ui.pages.appeals.page import show_appeals
from admin_ui.pages.application import acts
from admin_ui.pages.application.page import show_application
from admin_ui.pages.assessment.evidence import bring_evidence, give_evidence
from admin_ui.pages.assessment.page import assess, show_assessment
from admin_ui.pages.batch.page import appoint_team, close_batch, show_batch
from admin_ui.pages.batches.page import open_batch, show_batches
from admin_ui.pages.calendar.page import set_day, show_calendar
from admin_ui.pages.complaints.page import record_complaint, settle_complaint, show_complaints
from admin_ui.pages.delegations.page import lend_role, revoke_delegation, show_delegations
from admin_ui.pages.event.page import report_event, show_event
from admin_ui.pages.event_change.changes import CLOSE, CORRECT, EXCLUDE
from admin_ui.pages.event_change.page import send_change, show_change
from admin_ui.pages.event_record.page import show_record
from admin_ui.pages.events.page import show_events
from admin_ui.pages.figures.page import record_figure, show_figures
from admin_ui.pages.finding.page import rectify_finding, show_finding, verify_finding
from admin_ui.pages.findings.page import show_findings
from admin_ui.pages.guideline_draft import acts as draft_acts
from admin_ui.pages.guideline_draft.page import show_draft
from admin_ui.pages.guideline_drafts.page import show_drafts
from admin_ui.pages.guideline_text.page import (
    TEXT_BYTES,
    keep_draft,
    replace_draft,
    show_draft_text,
    show_new_draft,
)
from admin_ui.pages.guideline_version.page import show_version, withdraw_version
from admin_ui.pages.guidelines.page import show_guidelines
from admin_ui.pages.household.page import close_household, show_household
from admin_ui.pages.household_new.page import register_household, show_new_household
from admin_ui.pages.households.page import show_households
from admin_ui.pages.inbox.page import mark_read, show_inbox, update_contact
from admin_ui.pages.inspection.page import conclude, record_sheet, show_inspection
from admin_ui.pages.key_areas.page import end_key_area, list_key_area, show_key_areas
from admin_ui.pages.log.page import record_log, show_log
from admin_ui.pages.new_appeal.page import lodge_appeal, show_new_appeal
from admin_ui.pages.new_finding.page import record_finding, show_new_finding
from admin_ui.pages.petition.page import record_answers, show_petition
from admin_ui.pages.petition.vacancy import confirm_vacancy
from admin_ui.pages.petition.withdrawal import withdraw_signature
from admin_ui.pages.rectification.page import report_rectification, show_rectification
from admin_ui.pages.sign_in.page import show_sign_in, sign_in, sign_out
from admin_ui.pages.simulation.page import show_simulations, start_simulation
from admin_ui.pages.simulation.run import cancel_simulation, show_simulation
from admin_ui.pages.status.page import show_register, show_status
from admin_ui.pages.supervision.page import show_supervision
from admin_ui.pages.unit.page import create_application, open_petition, record_plaque, show_unit
from admin_ui.pages.unit_assessment.page import assess_unit, show_unit_assessment
from admin_ui.pages.unit_standing.page import show_standing
from admin_ui.pages.units.page import show_units
from admin_ui.pages.worklist.page import show_worklist
from admin_ui.security import SecurityHeaders
from admin_ui.session import Cookies
from admin_ui.templating import environment
from admin_ui.visit import TEXT_SIZE_COOKIE, Desk, Visit

EVENT_CHANGES = {"close": CLOSE, "correct": CORRECT, "exclude": EXCLUDE}
GET: tuple[tuple[str, str, View], ...] = (
    ("/admin/sign-in", "sign_in", show_sign_in),
    ("/admin/worklist", "worklist", show_worklist),
    ("/admin/applications/{id}", "application", show_application),
    ("/admin/applications/{id}/assessment", "assessment", show_assessment),
    ("/admin/evidence/{id}", "evidence", give_evidence),
    ("/admin/applications/{id}/inspection", "inspection", show_inspection),
    ("/admin/applications/{id}/rectification", "rectification", show_rectification),
    ("/admin/calendar", "calendar", show_calendar),
    ("/admin/key-areas", "key_areas", show_key_areas),
    ("/admin/delegations", "delegations", show_delegations),
    ("/admin/batches", "batches", show_batches),
    ("/admin/batches/{id}", "batch", show_batch),
    ("/admin/inbox", "inbox", show_inbox),
    ("/admin/simulations", "simulations", show_simulations),
    ("/admin/simulations/{id}", "simulation", show_simulation),
    ("/admin/guidelines", "guidelines", show_guidelines),
    ("/admin/guidelines/versions/{number}", "guideline_version", show_version),
    ("/admin/guidelines/drafts", "guideline_drafts", show_drafts),
    ("/admin/guidelines/drafts/new", "new_draft", show_new_draft),
    ("/admin/guidelines/drafts/{id}", "guideline_draft", show_draft),
    ("/admin/guidelines/drafts/{id}/text", "draft_text", show_draft_text),
    ("/admin/units", "units", show_units),
    ("/admin/units/{code}", "unit", show_unit),
    ("/admin/units/{code}/petition", "petition", show_petition),
    ("/admin/units/{code}/complaints", "complaints", show_complaints),
    ("/admin/units/{code}/figures", "figures", show_figures),
    ("/admin/units/{code}/households", "households", show_households),
    ("/admin/units/{code}/households/new", "new_household", show_new_household),
    ("/admin/households/{id}", "household", show_household),
    ("/admin/units/{code}/events/new", "event", show_event),
    ("/admin/supervision", "supervision", show_supervision),
    ("/admin/findings", "findings", show_findings),
    ("/admin/findings/{id}", "finding", show_finding),
    ("/admin/appeals", "appeals", show_appeals),
    ("/admin/appeals/{id}", "appeal", show_appeal),
    ("/admin/units/{code}/standing", "unit_standing", show_standing),
    ("/admin/units/{code}/assessment", "unit_assessment", show_unit_assessment),
    ("/admin/units/{code}/findings/new", "new_finding", show_new_finding),
    ("/admin/units/{code}/appeals/new", "new_appeal", show_new_appeal),
    ("/admin/events", "events", show_events),
    ("/admin/events/{id}", "event_record", show_record),
    *(
        (f"/admin/events/{{id}}/{address}", change.route, show_change(change))
        for address, change in EVENT_CHANGES.items()
    ),
    ("/admin/units/{code}/logs/new", "log", show_log),
    ("/units", "register", show_register),
    ("/units/{code}", "status", show_status),
)
POST: tuple[tuple[str, str, View], ...] = (
    ("/admin/sign-in", "sign_in", sign_in),
    ("/admin/sign-out", "sign_out", sign_out),
    ("/admin/inbox", "inbox", mark_read),
    ("/admin/inbox/contact", "contact", update_contact),
    ("/admin/simulations", "simulations", start_simulation),
    ("/admin/simulations/{id}/cancel", "cancel_simulation", cancel_simulation),
    ("/admin/applications/{id}/submit", "submit", acts.submit),
    ("/admin/applications/{id}/withdraw", "withdraw", acts.withdraw),
    ("/admin/applications/{id}/review", "review", acts.review),
    ("/admin/applications/{id}/assessment", "assessment", assess),
    ("/admin/applications/{id}/inspection/sheet", "sheet", record_sheet),
    ("/admin/applications/{id}/inspection/conclusion", "conclusion", conclude),
    ("/admin/applications/{id}/rectification", "rectification", report_rectification),
    ("/admin/batches", "batches", open_batch),
    ("/admin/calendar", "calendar", set_day),
    ("/admin/key-areas", "key_areas", list_key_area),
    ("/admin/key-areas/end", "end_key_area", end_key_area),
    ("/admin/delegations", "delegations", lend_role),
    ("/admin/delegations/revocations", "revoke_delegation", revoke_delegation),
    ("/admin/batches/{id}/close", "close_batch", close_batch),
    ("/admin/batches/{id}/team", "appoint_team", appoint_team),
    ("/admin/guidelines/versions/{number}/withdraw", "withdraw_guideline", withdraw_version),
    ("/admin/guidelines/drafts/{id}/publish", "publish_draft", draft_acts.publish),
    ("/admin/guidelines/drafts/{id}/discard", "discard_draft", draft_acts.discard),
    ("/admin/units/{code}/applications", "create_application", create_application),
    ("/admin/units/{code}/petitions", "open_petition", open_petition),
    ("/admin/units/{code}/petition", "petition", record_answers),
    ("/admin/units/{code}/complaints", "complaints", record_complaint),
    ("/admin/units/{code}/complaints/settlement", "settle_complaint", settle_complaint),
    ("/admin/units/{code}/figures", "figures", record_figure),
    ("/admin/units/{code}/households/new", "new_household", register_household),
    ("/admin/households/{id}/departure", "close_household", close_household),
    ("/admin/units/{code}/petition/vacancy", "vacancy", confirm_vacancy),
    ("/admin/units/{code}/petition/signatures", "signature_withdrawal", withdraw_signature),
    ("/admin/findings/{id}/rectification", "rectify_finding", rectify_finding),
    ("/admin/findings/{id}/verification", "verify_finding", verify_finding),
    ("/admin/appeals/{id}", "appeal", decide_appeal),
    ("/admin/units/{code}/plaque", "plaque", record_plaque),
    ("/admin/units/{code}/assessment", "unit_assessment", assess_unit),
    ("/admin/units/{code}/findings/new", "new_finding", record_finding),
    ("/admin/units/{code}/appeals/new", "new_appeal", lodge_appeal),
    ("/admin/units/{code}/events/new", "event", report_event),
    *(
        (f"/admin/events/{{id}}/{address}", change.route, send_change(change))
        for address, change in EVENT_CHANGES.items()
    ),
    ("/admin/units/{code}/logs/new", "log", record_log),
)

UPLOADS: tuple[tuple[str, str, View, int], ...] = (
    ("/admin/applications/{id}/evidence", "bring_evidence", bring_evidence, 4_096),
    ("/admin/guidelines/drafts/new", "new_draft", keep_draft, TEXT_BYTES),
    ("/admin/guidelines/drafts/{id}/text", "draft_text", replace_draft, TEXT_BYTES),
)
"""Path, name, view, and how many bytes a field beside the file may have."""


def create_admin_ui(execute: Execute, files: Files, *, secure_cookies: bool) -> Starlette:
    """Build the back office, to be mounted where a district lives: at `/t/{slug}`, or at `/` on its host.

    Below the mount it serves `/admin/…` for officials, `/units/…` for citizens, `/assets/…` and
    `/display/text`. With `secure_cookies` the cookies need HTTPS.
    """
    desk = Desk(execute, files, environment(), Cookies(secure_cookies))

    async def refused(request: Request, refusal: Exception) -> Response:
        status = refusal.status_code if isinstance(refusal, HTTPException) else 500
        return problem(Visit(desk, request), status)

    gets = [Route(path, endpoint(desk, view), methods=["GET"], name=name) for path, name, view in GET]
    posts = [Route(path, endpoint(desk, view), methods=["POST"], name=name) for path, name, view in POST]
    posts += [
        Route(path, endpoint(desk, view, upload_field_bytes=most), methods=["POST"], name=name)
        for path, name, view, most in UPLOADS
    ]
    extras = [
        Route("/assets/{name}", serve_asset, name="asset"),
        Route("/display/text", endpoint(desk, _choose_text_size), name="text_size"),
        Route("/admin", endpoint(desk, _to_worklist)),
    ]
    return Starlette(
        routes=[*gets, *posts, *extras],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: refused},
    )


async def _to_worklist(visit: Visit) -> Response:
    return visit.see(visit.url("worklist"))


async def _choose_text_size(visit: Visit) -> Response:
    """Remember the reader's text size and return to the page they came from."""
    query = visit.request.query_params
    back = visit.own_path(query.get("back", "")) or visit.url("register")
    response = visit.see(back)
    size = "large" if query.get("size") == "large" else "normal"
    response.set_cookie(
        TEXT_SIZE_COOKIE,
        size,
        max_age=31536000,
        path="/",
        secure=visit.desk.cookies.secure,
        httponly=True,
        samesite="lax",
    )
    return response
