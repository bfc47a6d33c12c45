"""An inspection: the score sheet of an inspector, the conclusion of the leader."""

from admin_ui.pages.inspection.page import conclude, record_sheet, show_inspection
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/applications/{id}/inspection", "inspection", show_inspection),
    post("/admin/applications/{id}/inspection/sheet", "sheet", record_sheet),
    post("/admin/applications/{id}/inspection/conclusion", "conclusion", conclude),
)
