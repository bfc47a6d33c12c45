"""How a unit stood on a day, and how it was known."""

from admin_ui.pages.unit_standing.page import show_standing
from admin_ui.routing import get

ROUTES = (get("/admin/units/{code}/standing", "unit_standing", show_standing),)
