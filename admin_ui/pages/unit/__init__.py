"""One unit: whether it bears the name, why, and what is in it."""

from admin_ui.pages.unit.page import create_application, open_petition, record_plaque, show_unit
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}", "unit", show_unit),
    post("/admin/units/{code}/applications", "create_application", create_application),
    post("/admin/units/{code}/petitions", "open_petition", open_petition),
    post("/admin/units/{code}/plaque", "plaque", record_plaque),
)
