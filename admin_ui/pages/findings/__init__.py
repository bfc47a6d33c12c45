"""The list of what checks found wanting."""

from admin_ui.pages.findings.page import show_findings
from admin_ui.routing import get

ROUTES = (get("/admin/findings", "findings", show_findings),)
