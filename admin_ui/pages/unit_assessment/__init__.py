"""The assessment in turn of a unit that bears a name."""

from admin_ui.pages.unit_assessment.page import assess_unit, show_unit_assessment
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/assessment", "unit_assessment", show_unit_assessment),
    post("/admin/units/{code}/assessment", "unit_assessment", assess_unit),
)
