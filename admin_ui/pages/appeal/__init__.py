"""One appeal, and deciding on it."""

from admin_ui.pages.appeal.page import decide_appeal, show_appeal
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/appeals/{id}", "appeal", show_appeal),
    post("/admin/appeals/{id}", "appeal", decide_appeal),
)
