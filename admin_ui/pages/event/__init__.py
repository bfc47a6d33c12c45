"""Reporting a health event."""

from admin_ui.pages.event.page import report_event, show_event
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/events/new", "event", show_event),
    post("/admin/units/{code}/events/new", "event", report_event),
)
