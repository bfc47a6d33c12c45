"""Shares recorded for a unit."""

from admin_ui.pages.figures.page import record_figure, show_figures
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/units/{code}/figures", "figures", show_figures),
    post("/admin/units/{code}/figures", "figures", record_figure),
)
