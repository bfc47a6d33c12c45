"""A draft of a guideline: what it changes, publishing and discarding it."""

from admin_ui.pages.guideline_draft.acts import discard, publish, simulate
from admin_ui.pages.guideline_draft.page import show_draft
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/guidelines/drafts/{id}", "guideline_draft", show_draft),
    post("/admin/guidelines/drafts/{id}/publish", "publish_draft", publish),
    post("/admin/guidelines/drafts/{id}/simulate", "simulate_draft", simulate),
    post("/admin/guidelines/drafts/{id}/discard", "discard_draft", discard),
)
