"""The page of who stands in for whom."""

from admin_ui.pages.delegations.page import lend_role, revoke_delegation, show_delegations
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/delegations", "delegations", show_delegations),
    post("/admin/delegations", "delegations", lend_role),
    post("/admin/delegations/revocations", "revoke_delegation", revoke_delegation),
)
