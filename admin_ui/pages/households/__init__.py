"""The roster of a unit."""

from admin_ui.pages.households.page import show_households
from admin_ui.routing import get

ROUTES = (get("/admin/units/{code}/households", "households", show_households),)
