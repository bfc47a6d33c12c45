"""The list of appeals."""

from admin_ui.pages.appeals.page import show_appeals
from admin_ui.routing import get

ROUTES = (get("/admin/appeals", "appeals", show_appeals),)
