"""Complaints about a unit."""

from admin_ui.pages.complaints.page import record_complaint, settle_complaint, show_complaints
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/complaints", "complaints", show_complaints),
    post("/admin/units/{code}/complaints", "complaints", record_complaint),
    post("/admin/units/{code}/complaints/settlement", "settle_complaint", settle_complaint),
)
