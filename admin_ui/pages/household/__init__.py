"""One household: who lives there, what is written of it, and its moving out."""

from admin_ui.pages.household.page import close_household, correct_household, show_household
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/households/{id}", "household", show_household),
    post("/admin/households/{id}/correction", "correct_household", correct_household),
    post("/admin/households/{id}/departure", "close_household", close_household),
)
