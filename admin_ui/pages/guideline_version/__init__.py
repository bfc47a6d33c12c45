"""A version of the guideline: what it says, what it changed, and its withdrawal."""

from admin_ui.pages.guideline_version.choosing import decide_names, simulate_version
from admin_ui.pages.guideline_version.page import show_version, withdraw_version
from admin_ui.pages.guideline_version.rules import confirm_rules, undo_rules
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/guidelines/versions/{number}", "guideline_version", show_version),
    post("/admin/guidelines/versions/{number}/withdraw", "withdraw_guideline", withdraw_version),
    post("/admin/guidelines/versions/{number}/names", "decide_names", decide_names),
    post("/admin/guidelines/versions/{number}/names/simulate", "simulate_version", simulate_version),
    post("/admin/guidelines/versions/{number}/names/undo", "undo_rules", undo_rules),
    post("/admin/guidelines/versions/{number}/names/confirm", "confirm_rules", confirm_rules),
)
