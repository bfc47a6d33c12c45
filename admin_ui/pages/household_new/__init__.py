"""Registering a household with its people."""

from admin_ui.pages.household_new.page import register_household, show_new_household
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/households/new", "new_household", show_new_household),
    post("/admin/units/{code}/households/new", "new_household", register_household),
)
