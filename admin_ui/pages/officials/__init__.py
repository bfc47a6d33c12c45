"""The list of officials, and the form that appoints one."""

from admin_ui.pages.officials.page import appoint_official, show_officials
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/officials", "officials", show_officials),
    post("/admin/officials", "officials", appoint_official),
)
