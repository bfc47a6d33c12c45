"""Signing in and out."""

from admin_ui.pages.sign_in.page import show_sign_in, sign_in, sign_out
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/sign-in", "sign_in", show_sign_in),
    post("/admin/sign-in", "sign_in", sign_in),
    post("/admin/sign-out", "sign_out", sign_out),
)
