"""Recording routine work."""

from admin_ui.pages.log.page import record_log, show_log
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/logs/new", "log", show_log),
    post("/admin/units/{code}/logs/new", "log", record_log),
)
