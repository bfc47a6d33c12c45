"""The page that stands before all others while a one-time password is to be changed."""

from admin_ui.pages.own_password.page import choose_own_password, show_own_password
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/password", "own_password", show_own_password),
    post("/admin/password", "own_password", choose_own_password),
)
