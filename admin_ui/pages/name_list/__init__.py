"""The list of what was named in a batch: as it would be published, and as it was."""

from admin_ui.pages.name_list.page import publish_list, show_list
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/batches/{id}/list", "name_list", show_list),
    post("/admin/batches/{id}/list", "name_list", publish_list),
)
