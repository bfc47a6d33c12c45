"""The open drafts of guidelines."""

from admin_ui.pages.guideline_drafts.page import show_drafts
from admin_ui.routing import get

ROUTES = (get("/admin/guidelines/drafts", "guideline_drafts", show_drafts),)
