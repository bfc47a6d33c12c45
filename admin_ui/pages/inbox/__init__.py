"""What the official was told."""

from admin_ui.pages.inbox.page import mark_read, show_inbox, update_contact
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/inbox", "inbox", show_inbox),
    post("/admin/inbox", "inbox", mark_read),
    post("/admin/inbox/contact", "contact", update_contact),
)
