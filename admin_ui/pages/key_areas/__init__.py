"""The dated list of key areas."""

from admin_ui.pages.key_areas.page import end_key_area, list_key_area, show_key_areas
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/key-areas", "key_areas", show_key_areas),
    post("/admin/key-areas", "key_areas", list_key_area),
    post("/admin/key-areas/end", "end_key_area", end_key_area),
)
