"""What supervision has to come back to: assessments in turn, names that run out."""

from admin_ui.pages.supervision.page import show_supervision
from admin_ui.routing import get

ROUTES = (get("/admin/supervision", "supervision", show_supervision),)
