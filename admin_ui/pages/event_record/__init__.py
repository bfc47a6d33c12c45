"""One health event: what is and was known of it, and what it did to names."""

from admin_ui.pages.event_record.page import show_record
from admin_ui.routing import get

ROUTES = (get("/admin/events/{id}", "event_record", show_record),)
