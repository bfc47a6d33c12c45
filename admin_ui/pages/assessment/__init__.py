"""Self-assessment: every criterion against the standard, with what a person must attest."""

from admin_ui.pages.assessment.evidence import bring_evidence, give_evidence
from admin_ui.pages.assessment.page import assess, show_assessment
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/applications/{id}/assessment", "assessment", show_assessment),
    post("/admin/applications/{id}/assessment", "assessment", assess),
    get("/admin/evidence/{id}", "evidence", give_evidence),
    post("/admin/applications/{id}/evidence", "bring_evidence", bring_evidence, upload_field_bytes=4_096),
)
