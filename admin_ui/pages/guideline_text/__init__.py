"""Writing the text of a guideline: checked as often as one likes, then kept."""

from admin_ui.pages.guideline_text.page import (
    TEXT_BYTES,
    keep_draft,
    replace_draft,
    show_draft_text,
    show_new_draft,
)
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/guidelines/drafts/new", "new_draft", show_new_draft),
    post("/admin/guidelines/drafts/new", "new_draft", keep_draft, upload_field_bytes=TEXT_BYTES),
    get("/admin/guidelines/drafts/{id}/text", "draft_text", show_draft_text),
    post("/admin/guidelines/drafts/{id}/text", "draft_text", replace_draft, upload_field_bytes=TEXT_BYTES),
)
