"""The versions of the guideline: for which days each is in force."""

from admin_ui.pages.guidelines.page import show_guidelines
from admin_ui.routing import get

ROUTES = (get("/admin/guidelines", "guidelines", show_guidelines),)
