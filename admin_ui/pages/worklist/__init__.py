"""The worklist: what is asked of me."""

from admin_ui.pages.worklist.page import show_worklist
from admin_ui.routing import get

ROUTES = (get("/admin/worklist", "worklist", show_worklist),)
