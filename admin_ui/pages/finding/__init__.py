"""One finding: what is wanting, what follows, putting it right and looking again."""

from admin_ui.pages.finding.page import rectify_finding, show_finding, verify_finding
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/findings/{id}", "finding", show_finding),
    post("/admin/findings/{id}/rectification", "rectify_finding", rectify_finding),
    post("/admin/findings/{id}/verification", "verify_finding", verify_finding),
)
