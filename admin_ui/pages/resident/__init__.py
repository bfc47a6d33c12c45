"""One resident: written otherwise, moved to another household, or noted as gone."""

from admin_ui.pages.resident.correction import correct_resident
from admin_ui.pages.resident.leaving import move_resident, remove_resident
from admin_ui.pages.resident.page import show_resident
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/residents/{id}", "resident", show_resident),
    post("/admin/residents/{id}/correction", "correct_resident", correct_resident),
    post("/admin/residents/{id}/move", "move_resident", move_resident),
    post("/admin/residents/{id}/departure", "remove_resident", remove_resident),
)
