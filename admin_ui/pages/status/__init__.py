"""What a citizen sees: whether a unit bears the name, and why not."""

from admin_ui.pages.status.page import show_register, show_status
from admin_ui.routing import get

ROUTES = (
    get("/units", "register", show_register),
    get("/units/{code}", "status", show_status),
)
