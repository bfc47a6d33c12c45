"""One more person in a household."""

from admin_ui.pages.resident_new.page import add_resident, show_new_resident
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/households/{id}/residents/new", "new_resident", show_new_resident),
    post("/admin/households/{id}/residents/new", "new_resident", add_resident),
)
