"""The back office as one Starlette app. Two doors lead to the rest of the platform: `execute` and `files`."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from admin_ui.assets import serve_asset
from admin_ui.client import Execute, Files
from admin_ui.handling import endpoint, problem
from admin_ui.pages import (
    account,
    appeal,
    appeals,
    application,
    assessment,
    batch,
    batches,
    calendar,
    complaints,
    delegations,
    event,
    event_change,
    event_record,
    events,
    figures,
    finding,
    findings,
    guideline_draft,
    guideline_drafts,
    guideline_text,
    guideline_version,
    guidelines,
    household,
    household_new,
    households,
    inbox,
    inspection,
    key_areas,
    log,
    name_list,
    name_papers,
    new_appeal,
    new_finding,
    official,
    official_departure,
    officials,
    own_password,
    petition,
    place,
    rectification,
    resident,
    resident_new,
    sign_in,
    simulation,
    status,
    supervision,
    text_size,
    unattended,
    unit,
    unit_assessment,
    unit_standing,
    units,
    worklist,
)
from admin_ui.routing import in_order
from admin_ui.security import SecurityHeaders
from admin_ui.session import Cookies
from admin_ui.templating import environment
from admin_ui.visit import Desk, Visit

ROUTES = (
    *account.ROUTES,
    *appeal.ROUTES,
    *appeals.ROUTES,
    *application.ROUTES,
    *assessment.ROUTES,
    *batch.ROUTES,
    *batches.ROUTES,
    *calendar.ROUTES,
    *complaints.ROUTES,
    *delegations.ROUTES,
    *event.ROUTES,
    *event_change.ROUTES,
    *event_record.ROUTES,
    *events.ROUTES,
    *figures.ROUTES,
    *finding.ROUTES,
    *findings.ROUTES,
    *guideline_draft.ROUTES,
    *guideline_drafts.ROUTES,
    *guideline_text.ROUTES,
    *guideline_version.ROUTES,
    *guidelines.ROUTES,
    *household.ROUTES,
    *household_new.ROUTES,
    *households.ROUTES,
    *inbox.ROUTES,
    *inspection.ROUTES,
    *key_areas.ROUTES,
    *log.ROUTES,
    *name_list.ROUTES,
    *new_appeal.ROUTES,
    *name_papers.ROUTES,
    *new_finding.ROUTES,
    *official.ROUTES,
    *official_departure.ROUTES,
    *officials.ROUTES,
    *own_password.ROUTES,
    *petition.ROUTES,
    *place.ROUTES,
    *rectification.ROUTES,
    *resident.ROUTES,
    *resident_new.ROUTES,
    *sign_in.ROUTES,
    *simulation.ROUTES,
    *status.ROUTES,
    *supervision.ROUTES,
    *text_size.ROUTES,
    *unattended.ROUTES,
    *unit.ROUTES,
    *unit_assessment.ROUTES,
    *unit_standing.ROUTES,
    *units.ROUTES,
    *worklist.ROUTES,
)
"""What the pages serve, screen by screen."""


def create_admin_ui(execute: Execute, files: Files, *, secure_cookies: bool) -> Starlette:
    """Build the back office, to be mounted where a district lives: at `/t/{slug}`, or at `/` on its host.

    Below the mount it serves `/admin/…` for officials, `/units/…` for citizens, `/assets/…` and
    `/display/text`. With `secure_cookies` the cookies need HTTPS.
    """
    desk = Desk(execute, files, environment(), Cookies(secure_cookies))

    async def refused(request: Request, refusal: Exception) -> Response:
        status = refusal.status_code if isinstance(refusal, HTTPException) else 500
        return problem(Visit(desk, request), status)

    served = [
        Route(
            route.path,
            endpoint(desk, route.view, upload_field_bytes=route.upload_field_bytes),
            methods=[route.method],
            name=route.name,
        )
        for route in in_order(ROUTES)
    ]
    extras = [
        Route("/assets/{name}", serve_asset, name="asset"),
        Route("/admin", endpoint(desk, _to_worklist)),
    ]
    return Starlette(
        routes=[*served, *extras],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: refused},
    )


async def _to_worklist(visit: Visit) -> Response:
    return visit.see(visit.url("worklist"))
