"""One's own account."""

from admin_ui.pages.account.page import change_own_password, rename_oneself, show_account
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/account", "account", show_account),
    post("/admin/account", "account", rename_oneself),
    post("/admin/account/password", "change_own_password", change_own_password),
)
