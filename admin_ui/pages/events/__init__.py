"""The list of health events."""

from admin_ui.pages.events.page import show_events
from admin_ui.routing import get

ROUTES = (get("/admin/events", "events", show_events),)
