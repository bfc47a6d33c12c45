"""What hangs on an official, before they are disabled."""

from admin_ui.pages.official_departure.page import disable_official, show_departure
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/officials/{id}/departure", "official_departure", show_departure),
    post("/admin/officials/{id}/departure", "official_departure", disable_official),
)
