"""What a unit that failed must put right."""

from admin_ui.pages.rectification.page import report_rectification, show_rectification
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/applications/{id}/rectification", "rectification", show_rectification),
    post("/admin/applications/{id}/rectification", "rectification", report_rectification),
)
