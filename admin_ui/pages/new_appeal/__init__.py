"""Lodging an appeal."""

from admin_ui.pages.new_appeal.page import lodge_appeal, show_new_appeal
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/appeals/new", "new_appeal", show_new_appeal),
    post("/admin/units/{code}/appeals/new", "new_appeal", lodge_appeal),
)
