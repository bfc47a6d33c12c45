"""One household: who lives there, and its moving out."""

from admin_ui.pages.household.page import close_household, show_household
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/households/{id}", "household", show_household),
    post("/admin/households/{id}/departure", "close_household", close_household),
)
