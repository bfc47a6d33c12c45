"""One batch: its team, its units, its end."""

from admin_ui.pages.batch.page import appoint_team, close_batch, show_batch
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/batches/{id}", "batch", show_batch),
    post("/admin/batches/{id}/close", "close_batch", close_batch),
    post("/admin/batches/{id}/team", "appoint_team", appoint_team),
)
