"""One official: roles, state, history, and what may be done about them."""

from admin_ui.pages.official.page import (
    add_role,
    change_role,
    enable_official,
    end_role,
    extend_role,
    rename_official,
    reset_password,
    show_official,
)
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/officials/{id}", "official", show_official),
    post("/admin/officials/{id}", "official", rename_official),
    post("/admin/officials/{id}/roles", "add_role", add_role),
    post("/admin/officials/{id}/roles/end", "end_role", end_role),
    post("/admin/officials/{id}/roles/extension", "extend_role", extend_role),
    post("/admin/officials/{id}/roles/change", "change_role", change_role),
    post("/admin/officials/{id}/password", "reset_password", reset_password),
    post("/admin/officials/{id}/return", "enable_official", enable_official),
)
