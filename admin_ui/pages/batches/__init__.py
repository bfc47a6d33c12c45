"""Batches of a town: the ones there are, and opening the next."""

from admin_ui.pages.batches.page import open_batch, show_batches
from admin_ui.routing import get, post

ROUTES = (
    get("/admin/batches", "batches", show_batches),
    post("/admin/batches", "batches", open_batch),
)
