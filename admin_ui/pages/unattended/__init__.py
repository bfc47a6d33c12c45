"""Steps that wait for nobody."""

from admin_ui.pages.unattended.page import show_unattended
from admin_ui.routing import get

ROUTES = (get("/admin/unattended", "unattended", show_unattended),)
