"""Finding a unit."""

from admin_ui.pages.units.page import show_units
from admin_ui.routing import get

ROUTES = (get("/admin/units", "units", show_units),)
