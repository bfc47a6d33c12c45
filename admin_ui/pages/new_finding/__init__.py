"""Recording what a check found wanting."""

from admin_ui.pages.new_finding.page import record_finding, show_new_finding
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/findings/new", "new_finding", show_new_finding),
    post("/admin/units/{code}/findings/new", "new_finding", record_finding),
)
