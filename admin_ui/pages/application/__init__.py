"""One application: what fails, what is asked, what happened."""

from admin_ui.pages.application.acts import review, submit, withdraw
from admin_ui.pages.application.page import show_application
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/applications/{id}", "application", show_application),
    post("/admin/applications/{id}/submit", "submit", submit),
    post("/admin/applications/{id}/withdraw", "withdraw", withdraw),
    post("/admin/applications/{id}/review", "review", review),
)
